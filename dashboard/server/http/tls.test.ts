import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testCert, testKey } from '../../../configuration/testing/certificate.ts';
import { testCertificate } from '../fakes/certificate.ts';
import { adminPassword, Installation } from '../fakes/installation.ts';
import type { TlsPair } from '../port.ts';

const house = new Installation();
beforeAll(
  () =>
    house.start(() => {
      // As the configuration names them: files.
      const tls = { cert: join(house.folder, 'cert.pem'), key: join(house.folder, 'key.pem') };
      writeFileSync(tls.cert, testCertificate.cert);
      writeFileSync(tls.key, testCertificate.key);
      return { tls };
    }),
  30_000,
);
afterAll(() => house.stop());

function call(method: string, path: string, headers: Record<string, string>, body = ''): Promise<IncomingMessage> {
  const { hostname, port } = new URL(house.url);
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { hostname, port, path, method, headers, ca: testCertificate.cert, servername: 'localhost' },
      (response) => resolve(response.resume()),
    );
    outgoing.on('error', reject).end(body);
  });
}

describe('with a certificate', () => {
  it('the cookie is bound to this host and to TLS, and opens API and live alike', async () => {
    const credentials = JSON.stringify({ username: 'admin', password: adminPassword });
    const login = await call('POST', '/api/v1/session', { 'content-type': 'application/json' }, credentials);
    const cookie = login.headers['set-cookie']![0]!;
    expect(cookie).toMatch(
      /^__Host-wattsteward_session=[^;]+; Path=\/; HttpOnly; SameSite=Strict; Max-Age=\d+; Secure$/,
    );
    expect(login.headers['strict-transport-security']).toContain('max-age=31536000');

    const held = cookie.split(';', 1)[0]!;
    expect((await call('GET', '/api/v1/session', { cookie: held })).statusCode).toBe(200);
    // Without the prefix anybody on a sibling host could have planted it.
    expect((await call('GET', '/api/v1/session', { cookie: held.replace('__Host-', '') })).statusCode).toBe(401);

    const url = house.url.replace('http:', 'https:');
    const options = {
      transports: ['websocket'],
      reconnection: false,
      ca: testCertificate.cert,
      extraHeaders: { cookie: held },
    };
    const socket = io(`${url}/live`, options);
    await new Promise<void>((resolve, reject) => socket.on('connect', resolve).on('connect_error', reject));
    socket.close();
  });
});

it('a certificate that is replaced: the next connection sees the new one, without a restart', async () => {
  const listeners: ((pair: TlsPair) => void)[] = [];
  const source = {
    current: { cert: testCert, key: testKey },
    onChange: (one: (pair: TlsPair) => void) => listeners.push(one),
  };
  const renewed = new Installation();
  await renewed.start(() => ({ tls: source }));
  try {
    const { port } = new URL(renewed.url);
    const seen = async (): Promise<string> => {
      const socket = connect({ host: 'localhost', port: Number(port), ca: [testCert, testCertificate.cert] });
      await once(socket, 'secureConnect');
      const { fingerprint256 } = socket.getPeerCertificate();
      socket.destroy();
      return fingerprint256;
    };
    expect(await seen()).toBe(new X509Certificate(testCert).fingerprint256);
    for (const listener of listeners) listener(testCertificate);
    expect(await seen()).toBe(new X509Certificate(testCertificate.cert).fingerprint256);
  } finally {
    await renewed.stop();
  }
}, 30_000);
