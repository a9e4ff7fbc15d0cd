import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Installation } from '../fakes/installation.ts';
import { isLoopback } from './credentials.ts';

const house = new Installation();
let failing = false;
let releaseRebuild: (() => void) | undefined;
beforeAll(
  () =>
    house.start((options) => ({
      // What the real parts do once in a year: a store that refuses, a rebuild that takes long, a bug.
      store: new Proxy(options.store, {
        get(store, name) {
          if (name === 'health' && failing)
            return () => ({ state: 'failing', since: house.now, code: 'ENOSPC', message: 'disk full' });
          if (name === 'contentHash' && failing) return () => Promise.reject(new Error('secret path /var/lib'));
          const value: unknown = Reflect.get(store, name, store);
          return typeof value === 'function' ? (value as (...args: unknown[]) => unknown).bind(store) : value;
        },
      }),
      collector: new Proxy(options.collector, {
        get(collector, name) {
          if (name === 'rebuild') {
            return () =>
              new Promise((resolve) => (releaseRebuild = () => resolve({ sha256: '0'.repeat(64), intervals: 1 })));
          }
          const value: unknown = Reflect.get(collector, name, collector);
          return typeof value === 'function' ? (value as (...args: unknown[]) => unknown).bind(collector) : value;
        },
      }),
    })),
  30_000,
);
afterAll(() => house.stop());

interface Problem {
  status: number;
  code: string;
}

describe('health', () => {
  it('alive is not ready', async () => {
    house.runtimeReady = false;
    expect((await house.client().get('/healthz')).status).toBe(200);
    expect((await house.client().get<Problem>('/readyz')).body).toMatchObject({ status: 503, code: 'starting' });
    house.runtimeReady = true;
    expect((await house.client().get('/readyz')).status).toBe(200);
  });

  it('a full disk is said in so many words', async () => {
    failing = true;
    const ready = await house.client().get<Problem>('/readyz');
    expect(ready.body).toMatchObject({ status: 503, code: 'store-failing', detail: 'ENOSPC: disk full' });
    expect((await house.operator().get('/api/v1/system')).body['store']).toEqual({
      state: 'failing',
      since: '2026-11-23T08:00:00+08:00',
      code: 'ENOSPC',
      message: 'disk full',
    });
    failing = false;
  });

  it('metrics are read from this machine without a token', async () => {
    const answer = await house.client().get('/metrics');
    expect(answer.status).toBe(200);
    expect(answer.text).toContain(
      'wattsteward_http_request_duration_seconds_count{method="GET",route="/healthz",status="200"}',
    );
    expect(isLoopback('192.0.2.7')).toBe(false);
  });
});

describe('faults', () => {
  it('a bug is a problem without its inside', async () => {
    failing = true;
    const answer = await house.operator().get<Problem>('/api/v1/derived/hash');
    failing = false;
    expect(answer.body).toEqual({
      type: 'urn:wattsteward:problem:internal',
      title: 'Something failed inside',
      status: 500,
      code: 'internal',
    });
  });

  it.each([
    ['GET', '/api/v1/nothing', 404],
    ['GET', '/api', 404],
    ['DELETE', '/api/v1/meters', 405],
    ['GET', '/api/v1/meters/%zz', 400],
    ['POST', '/', 404],
  ])('%s %s → %i, as a problem', async (method, path, status) => {
    const answer = await house.operator().call<Problem>(method, path);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    if (status === 405) expect(answer.headers.get('allow')).toBe('GET');
  });

  it('HEAD answers as GET does, without the body', async () => {
    const answer = await house.operator().call('HEAD', '/healthz');
    expect([answer.status, answer.text]).toEqual([200, '']);
  });

  it('a second rebuild waits for nobody: 409', async () => {
    const first = house.operator().post('/api/v1/rebuild');
    await expect.poll(() => releaseRebuild).toBeDefined();
    const second = await house.operator().post<Problem>('/api/v1/rebuild');
    expect(second.body).toMatchObject({ status: 409, code: 'running' });
    releaseRebuild!();
    expect((await first).status).toBe(200);
  });

  it('a client that goes away in the middle of its body takes nothing with it', async () => {
    const { hostname, port } = new URL(house.url);
    const headers = { 'content-type': 'application/json', 'content-length': 1000 };
    const broken = request({ hostname, port, path: '/api/v1/session', method: 'POST', headers });
    const gone = new Promise((resolve) => broken.on('error', resolve));
    broken.write('{"username":', () => broken.destroy());
    await gone;
    expect((await house.client().get('/healthz')).status).toBe(200);
  });
});

describe('pages', () => {
  it('a page’s address gives the application, and is asked for again each time', async () => {
    for (const path of ['/', '/meters/E.1', '/sign-in?next=/']) {
      const answer = await house.client().get(path);
      expect(answer.text).toContain('<title>Wattsteward</title>');
      expect(answer.headers.get('cache-control')).toBe('no-cache');
    }
  });

  it('assets carry a hash and are kept; a missing one is missing', async () => {
    const asset = await house.client().get('/assets/main-4f2a.js');
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect((await house.client().get('/assets/main-0000.js')).status).toBe(404);
    expect((await house.client().get('/assets/../../registry.sqlite')).text).not.toContain('SQLite');
    expect((await house.client().get('/%2e%2e/registry.sqlite')).text).not.toContain('SQLite');
  });

  it('no script but our own, no frame around us, and no HSTS where there is no TLS', async () => {
    const { headers } = await house.client().get('/');
    const csp = headers.get('content-security-policy')!;
    expect(csp).toContain("script-src 'self';");
    expect(csp).toContain("frame-ancestors 'none'");
    expect(csp).not.toContain('upgrade-insecure-requests');
    expect(headers.get('strict-transport-security')).toBeNull();
    expect(headers.get('x-powered-by')).toBeNull();
    expect((await house.operator().get('/api/v1/system')).headers.get('cache-control')).toBe('no-store');
  });
});
