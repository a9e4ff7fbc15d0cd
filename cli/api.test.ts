import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { testCert, testKey } from '../configuration/testing/certificate.ts';
import { Api } from './api.ts';
import { CommandFault } from './exit.ts';

let server: Server | undefined;
afterEach(() => void server?.close());

async function api(listener: RequestListener, secure = false): Promise<Api> {
  const started = (server = secure
    ? (createSecureServer({ cert: testCert, key: testKey }, listener) as unknown as Server)
    : createServer(listener));
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
  return new Api({ host: '127.0.0.1', port: (started.address() as AddressInfo).port, secure, bearer: 'the-key' });
}
async function answering(status: number, body: string): Promise<unknown> {
  const client = await api((_, response) => response.writeHead(status).end(body));
  return client.post('/x', '{}').catch((error: unknown) => error);
}

it.each([false, true])('posts with the key of this machine; over TLS: %s', async (secure) => {
  let seen: IncomingHttpHeaders | undefined;
  let body = '';
  const client = await api((request, response) => {
    seen = request.headers;
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => response.end('{"created":3}'));
  }, secure);
  expect(await client.post('/api/v1/portfolio', '能管家', 'application/yaml')).toEqual({ created: 3 });
  expect(seen).toMatchObject({ authorization: 'Bearer the-key', 'content-type': 'application/yaml' });
  expect(body).toBe('能管家');
});

it.each([
  [422, 2],
  [400, 2],
  [404, 2],
  [401, 1],
  [403, 1],
  [409, 1],
  [503, 1],
])('a problem with status %i ends with exit code %i', async (status, code) => {
  const problem = {
    title: 'No',
    detail: 'This is why.',
    errors: [{ path: 'meters[0].id', code: 'id', message: 'is bad' }],
  };
  const fault = await answering(status, JSON.stringify(problem));
  expect(fault).toBeInstanceOf(CommandFault);
  expect(fault).toMatchObject({ code, lines: ['This is why.', '  meters[0].id: is bad'] });
});

it('an answer that is not JSON is a failure, said in words', async () => {
  expect(await answering(502, '<html>')).toMatchObject({ code: 1, message: expect.stringContaining('502') });
});

it('a server that hangs up in the middle is not reachable', async () => {
  const client = await api((request) => request.socket.destroy());
  expect(await client.post('/x', '{}').catch((error: unknown) => error)).toMatchObject({ code: 4 });
});
