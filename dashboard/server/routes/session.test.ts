import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adminPassword, Installation } from '../fakes/installation.ts';

const house = new Installation();
beforeAll(() => house.start(), 30_000);
afterAll(() => house.stop());

interface Problem {
  code: string;
  errors?: { path: string; code: string }[];
}

describe('signing in', () => {
  it('the cookie is for this host’s requests only, and not for scripts', async () => {
    const answer = await house.client().post('/api/v1/session', { username: 'admin', password: adminPassword });
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ username: 'admin', role: 'administrator', scope: null });
    expect(answer.headers.get('set-cookie')).toMatch(
      /^wattsteward_session=[^;]+; Path=\/; HttpOnly; SameSite=Strict; Max-Age=43200$/,
    );
  });

  it('an unknown name and a wrong password get the same answer', async () => {
    const wrong = await house.client().post('/api/v1/session', { username: 'admin', password: 'guess' });
    const unknown = await house.client().post('/api/v1/session', { username: 'nobody', password: 'guess' });
    expect(wrong.status).toBe(401);
    expect(wrong.headers.get('content-type')).toContain('application/problem+json');
    expect(wrong.body).toEqual(unknown.body);
  });

  it('guessing is slowed down, with the time to wait', async () => {
    await house.registry.setPassword('wang', 'paper ferry umbrella', operator);
    let answer = await house.client().post<Problem>('/api/v1/session', { username: 'wang', password: 'guess' });
    for (let i = 0; i < 10 && answer.status === 401; i++) {
      answer = await house.client().post<Problem>('/api/v1/session', { username: 'wang', password: `guess ${i}` });
    }
    expect(answer.status).toBe(429);
    expect(answer.body.code).toBe('too-many-tries');
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    // The clock moves on and the right password is taken.
    house.now += 60_000;
    const right = await house.client().post('/api/v1/session', { username: 'wang', password: 'paper ferry umbrella' });
    expect(right.status).toBe(200);
  });

  it.each([
    ['a form of another site', 'application/x-www-form-urlencoded', 'username=admin', 415, 'content-type'],
    ['half a JSON', 'application/json', '{"username":', 400, 'not-json'],
    ['bytes that are no text', 'application/json', new Uint8Array([0xff, 0xfe]), 400, 'not-utf-8'],
    ['no password', 'application/json', '{"username":"admin"}', 422, 'invalid-content'],
  ])('%s is refused', async (_case, type, body, status, code) => {
    const answer = await house.client().call<Problem>('POST', '/api/v1/session', body, { 'content-type': type });
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it('a megabyte of password is not even parsed, and the answer arrives', async () => {
    const answer = await house.client().post('/api/v1/session', { username: 'admin', password: 'x'.repeat(2_000_000) });
    expect(answer.status).toBe(413);
  });
});

const operator = { kind: 'operator', name: 'operator', role: 'administrator', scope: null } as const;

describe('a session', () => {
  it('says who is signed in, and ends at once when they sign out', async () => {
    const admin = await house.person('admin');
    expect((await admin.get('/api/v1/session')).body).toMatchObject({ username: 'admin' });
    const out = await admin.call('DELETE', '/api/v1/session');
    expect(out.status).toBe(204);
    expect(out.headers.get('set-cookie')).toMatch(/^wattsteward_session=; .*Max-Age=0$/);
    // The old cookie is worth nothing, even for who kept it.
    expect((await admin.get('/api/v1/session')).status).toBe(401);
  });

  it('without one everything but the doors is shut', async () => {
    for (const path of ['/api/v1/meters', '/api/v1/system', '/api/v1/ingest/ledger', '/api/v1/audit']) {
      const answer = await house.client().get<Problem>(path);
      expect([answer.status, answer.body.code]).toEqual([401, 'no-session']);
    }
  });

  it('another site can’t use it, even where the cookie gets through', async () => {
    const admin = await house.person('admin');
    const foreign = { origin: 'https://evil.example' };
    const answer = await admin.post<Problem>('/api/v1/tokens', { name: 'stolen', role: 'administrator' }, foreign);
    expect([answer.status, answer.body.code]).toEqual([403, 'foreign-origin']);
    const own = { origin: house.url };
    expect((await admin.post('/api/v1/tokens', { name: 'own page', role: 'officer' }, own)).status).toBe(201);
    // Reading needs no such check: the answer stays with the browser.
    expect((await admin.get('/api/v1/tokens', foreign)).status).toBe(200);
  });

  it('a new password must differ from what everybody uses, and the old one must be known', async () => {
    const zhao = await house.person('zhao');
    const change = (oldPassword: string, newPassword: string) =>
      zhao.call<Problem>('PUT', '/api/v1/password', JSON.stringify({ oldPassword, newPassword }), {
        'content-type': 'application/json',
      });
    expect((await change('not this', 'copper violin harbour')).body.errors?.[0]).toMatchObject({ path: 'oldPassword' });
    expect((await change('z: paper ferry umbrella', 'password1234')).body).toMatchObject({ code: 'weak' });
    expect((await change('z: paper ferry umbrella', 'copper violin harbour')).status).toBe(204);
    expect((await zhao.get('/api/v1/session')).status).toBe(401);
  });

  it('a token has no password to change', async () => {
    const body = JSON.stringify({ oldPassword: 'a', newPassword: 'b' });
    const headers = { 'content-type': 'application/json' };
    expect((await house.operator().call('PUT', '/api/v1/password', body, headers)).status).toBe(403);
  });

  it('an administrator gives somebody their first password', async () => {
    const put = (name: string, newPassword: string) =>
      house.operator().call('PUT', `/api/v1/users/${name}/password`, JSON.stringify({ newPassword }), {
        'content-type': 'application/json',
      });
    expect((await put('li', 'short')).status).toBe(422);
    expect((await put('nobody', 'seven brass kettles')).status).toBe(404);
    expect((await put('li', 'seven brass kettles')).status).toBe(204);
    await house.client().signIn('li', 'seven brass kettles');
  });
});

describe('tokens', () => {
  it('are shown once, work as a bearer, and stop working when revoked', async () => {
    const admin = await house.person('admin');
    const made = await admin.post<{ token: string }>('/api/v1/tokens', { name: 'nightly report', role: 'officer' });
    expect(made.status).toBe(201);
    const script = house.client();
    script.headers['authorization'] = `Bearer ${made.body.token}`;
    expect((await script.get('/api/v1/session')).body).toMatchObject({ username: 'nightly report', role: 'officer' });
    const list = await admin.get('/api/v1/tokens');
    expect(list.text).toContain('nightly report');
    expect(list.text).not.toContain(made.body.token);

    // A script that makes its token at each start goes on working.
    const again = await admin.post<{ name: string }>('/api/v1/tokens', { name: 'nightly report', role: 'officer' });
    expect([again.status, again.body.name]).toEqual([201, 'nightly report (2)']);
    const first = await admin.get<{ items: { name: string }[]; next: string }>('/api/v1/tokens?limit=1');
    expect(first.body.items.map(({ name }) => name)).toEqual(['nightly report']);
    const rest = await admin.get<{ items: { name: string }[] }>(`/api/v1/tokens?cursor=${first.body.next}`);
    expect(rest.body.items[0]?.name).toBe('nightly report (2)');
    expect((await admin.call('DELETE', '/api/v1/tokens/nightly%20report')).status).toBe(204);
    expect((await admin.call('DELETE', '/api/v1/tokens/nightly%20report')).status).toBe(404);
    expect((await script.get('/api/v1/session')).status).toBe(401);
  });

  it('an unknown role is named', async () => {
    const answer = await house.operator().post<Problem>('/api/v1/tokens', { name: 'x', role: 'king' });
    expect([answer.status, answer.body.errors?.[0]?.path]).toEqual([422, 'role']);
  });

  it('a token of one institution does not see the whole city', async () => {
    const admin = await house.person('admin');
    const { body } = await admin.get<{ items: { id: string }[] }>('/api/v1/institutions');
    const scope = body.items[0]!.id;
    expect(body.items.length).toBeGreaterThan(1);
    const made = await admin.post<{ token: string }>('/api/v1/tokens', { name: 'theirs', role: 'institution', scope });
    const script = house.client();
    script.headers['authorization'] = `Bearer ${made.body.token}`;
    const seen = await script.get<{ items: { id: string }[] }>('/api/v1/institutions');
    expect(seen.body.items.map(({ id }) => id)).toEqual([scope]);
    for (const wrong of [
      { role: 'institution', scope: 'nowhere' },
      { role: 'officer', scope },
    ]) {
      const answer = await admin.post<Problem>('/api/v1/tokens', { name: 'x', ...wrong });
      expect([answer.status, answer.body.errors?.[0]?.path]).toEqual([422, 'scope']);
    }
  });

  it('nobody hands out more than they have', async () => {
    const wang = await house.person('wang');
    expect((await wang.post('/api/v1/tokens', { name: 'up', role: 'administrator' })).status).toBe(403);
  });

  it('a guessed operator key is nobody', async () => {
    const guess = house.client();
    guess.headers['authorization'] = 'Bearer operator-key-of-this-tes';
    expect((await guess.get('/api/v1/system')).status).toBe(401);
  });
});
