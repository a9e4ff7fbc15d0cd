import { DatabaseSync } from '@photostructure/sqlite';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import type { LoginResult, Registry } from './port.ts';
import { administrator, benchWith, firstPage } from './fakes/bench.ts';

const password = 'seven lamps on the stairs';
const home = '127.0.0.1';

async function withAdministrator() {
  const bench = await benchWith(onTestFinished);
  await bench.registry.ensureAdministrator(password);
  return bench;
}

async function tokenOf(registry: Registry, username = 'admin', word = password): Promise<string> {
  const result = await registry.login(username, word, home);
  if (!result.ok) throw new Error(`login refused: ${result.reason}`);
  return result.sessionToken;
}

const minutes = (count: number) => count * 60_000;

describe('the first administrator', () => {
  it('gets a generated password, told once', async () => {
    const { registry } = await benchWith(onTestFinished);
    const first = await registry.ensureAdministrator(undefined);
    expect(first.created).toBe(true);
    expect(first.generatedPassword!.length).toBeGreaterThanOrEqual(20);
    expect(await registry.ensureAdministrator(undefined)).toEqual({ created: false });
    expect(await registry.login('admin', first.generatedPassword!, home)).toMatchObject({
      ok: true,
      viewer: { kind: 'user', name: 'admin', role: 'administrator', scope: null },
    });
  });

  it('keeps the password of the first start, whatever the environment says later', async () => {
    const { registry } = await withAdministrator();
    expect(await registry.ensureAdministrator('another long password 9')).toEqual({ created: false });
    expect(await registry.login('admin', 'another long password 9', home)).toEqual({ ok: false, reason: 'wrong' });
  });
});

describe('signing in', () => {
  it('answers the same to a wrong password, an unknown name and a person who has no password yet', async () => {
    const bench = await withAdministrator();
    await bench.import({ users: [{ username: 'lin', role: 'officer' }] });
    for (const name of ['admin', 'nobody', 'lin']) {
      expect(await bench.registry.login(name, 'not the password', home)).toEqual({ ok: false, reason: 'wrong' });
      expect(await bench.registry.login(name, '', home)).toEqual({ ok: false, reason: 'wrong' });
    }
  });

  it('takes one password typed in two ways (composed and decomposed)', async () => {
    const bench = await withAdministrator();
    await bench.import({ users: [{ username: 'lin', role: 'officer' }] });
    expect(await bench.registry.setPassword('lin', 'caf\u00e9 by the river', administrator)).toBe('done');
    expect(await bench.registry.login('lin', 'cafe\u0301 by the river', home)).toMatchObject({ ok: true });
  });

  it('writes successes and failures into the audit, but no name that nobody has: it may be a password', async () => {
    const { registry } = await withAdministrator();
    await registry.login('admin', 'wrong', '10.1.2.3');
    await registry.login(password, '', '10.1.2.3');
    await registry.login('admin', password, '10.1.2.3');
    const { items } = await registry.auditLog(administrator, { limit: 3, cursor: null });
    expect(items.map(({ subject, result, address }) => [subject, result, address])).toEqual([
      ['admin', 'done', '10.1.2.3'],
      ['(unknown)', 'refused', '10.1.2.3'],
      ['admin', 'refused', '10.1.2.3'],
    ]);
  });

  it('makes a guesser wait ever longer after five failures, never longer than 15 minutes, then lets the person in', async () => {
    const bench = await withAdministrator();
    const guess = (word = 'guess', from = home): Promise<LoginResult> => bench.registry.login('admin', word, from);
    for (let n = 0; n < 5; n++) expect(await guess()).toEqual({ ok: false, reason: 'wrong' });
    expect(await guess()).toEqual({ ok: false, reason: 'locked', retryAfterMs: 1000 });
    // From elsewhere too, and with the right password: the account itself waits.
    expect(await guess(password, '10.9.9.9')).toMatchObject({ ok: false, reason: 'locked' });
    const waits: number[] = [];
    for (let n = 0; n < 12; n++) {
      const locked = await guess();
      if (locked.ok || locked.reason !== 'locked') throw new Error('it did not wait');
      waits.push(locked.retryAfterMs / 1000);
      bench.clock += locked.retryAfterMs;
      expect(await guess()).toEqual({ ok: false, reason: 'wrong' });
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]);
    bench.clock += minutes(15);
    expect(await guess(password)).toMatchObject({ ok: true });
    expect(await guess()).toEqual({ ok: false, reason: 'wrong' });
  });

  it('does not let a hundred guesses at once slip in as the first', async () => {
    const { registry } = await withAdministrator();
    const results = await Promise.all(
      Array.from({ length: 100 }, (_, n) => registry.login('admin', `guess ${n}`, home)),
    );
    expect(results.filter((result) => !result.ok && result.reason === 'wrong')).toHaveLength(5);
  });

  it('makes an address wait that tries many names', async () => {
    const { registry } = await withAdministrator();
    for (let n = 0; n < 20; n++) await registry.login(`name-${n}`, 'x', '10.0.0.7');
    expect(await registry.login('admin', password, '10.0.0.7')).toMatchObject({ reason: 'locked' });
    expect(await registry.login('admin', password, '10.0.0.8')).toMatchObject({ ok: true });
  });

  it('stores the password anew when its cost has risen', async () => {
    const bench = await withAdministrator();
    const stored = () => {
      const database = new DatabaseSync(bench.file, { readOnly: true });
      const { password: text } = database.prepare('select password from users').get() as { password: string };
      database.close();
      return text;
    };
    expect(stored()).toMatch(/^\$scrypt\$ln=10,r=8,p=1\$/);
    await bench.registry.close();
    await bench.open({ passwordCost: { ln: 11, r: 8, p: 1 } });
    await bench.registry.login('admin', 'wrong', home);
    expect(stored()).toMatch(/^\$scrypt\$ln=10,/);
    await tokenOf(bench.registry);
    expect(stored()).toMatch(/^\$scrypt\$ln=11,/);
    await tokenOf(bench.registry);
  });
});

describe('a session', () => {
  it('ends after 30 minutes without a request', async () => {
    const bench = await withAdministrator();
    const token = await tokenOf(bench.registry);
    bench.clock += minutes(29);
    expect(await bench.registry.sessionViewer(token)).toMatchObject({ name: 'admin' });
    bench.clock += minutes(29);
    expect(await bench.registry.sessionViewer(token)).toMatchObject({ name: 'admin' });
    bench.clock += minutes(31);
    expect(await bench.registry.sessionViewer(token)).toBeNull();
  });

  it('ends after 12 hours, used or not', async () => {
    const bench = await withAdministrator();
    const token = await tokenOf(bench.registry);
    for (let n = 0; n < 35; n++) {
      bench.clock += minutes(20);
      expect(await bench.registry.sessionViewer(token)).not.toBeNull();
    }
    bench.clock += minutes(20);
    expect(await bench.registry.sessionViewer(token)).toBeNull();
  });

  it('ends at sign-out, alone', async () => {
    const { registry } = await withAdministrator();
    const [one, other] = [await tokenOf(registry), await tokenOf(registry)];
    expect(one).not.toBe(other);
    await registry.logout(one);
    expect(await registry.sessionViewer(one)).toBeNull();
    expect(await registry.sessionViewer(other)).not.toBeNull();
    expect(await registry.sessionViewer('made up')).toBeNull();
  });

  it('ends everywhere when the password changes', async () => {
    const { registry } = await withAdministrator();
    const tokens = [await tokenOf(registry), await tokenOf(registry)];
    expect(await registry.changePassword('admin', password, 'a lantern in the harbour')).toBe('done');
    for (const token of tokens) expect(await registry.sessionViewer(token)).toBeNull();
    expect(await registry.login('admin', password, home)).toMatchObject({ ok: false });
    await tokenOf(registry, 'admin', 'a lantern in the harbour');
  });

  it('has the rights of this moment: a new role or scope holds at the next request', async () => {
    const bench = await withAdministrator();
    await bench.import({ regions: [{ id: 'east' }], users: [{ username: 'lin', role: 'officer' }] });
    await bench.registry.setPassword('lin', password, administrator);
    const token = await tokenOf(bench.registry, 'lin');
    await bench.import({ users: [{ username: 'lin', role: 'county', scope: 'east' }] });
    expect(await bench.registry.sessionViewer(token)).toEqual({
      kind: 'user',
      name: 'lin',
      role: 'county',
      scope: 'east',
    });
    await bench.import({ users: [{ username: 'lin' }] });
    expect(await bench.registry.sessionViewer(token)).toBeNull();
  });
});

describe('a new password', () => {
  it.each([
    ['elevenchars', 'too-short'],
    ['x'.repeat(129), 'too-long'],
    ['password1234', 'common'],
    ['P@ssw0rd!2026', 'common'],
    ['qwertyuiop[]', 'common'],
    ['123456789012', 'common'],
    ['19900101198', 'too-short'],
    ['199001011990', 'common'],
    ['abcabcabcabc', 'common'],
    ['5201314woaini', 'common'],
    ['AdminAdmin2026', 'contains-username'],
  ])('%s is refused as %s', async (word, weak) => {
    const { registry } = await shared();
    expect(await registry.changePassword('admin', password, word)).toEqual({ weak });
  });

  it.each(['correct horse battery staple', '湖边的柳树今天很绿很美丽', 'x7#kLp0qVz!m', '  spaces are characters '])(
    '%s is taken: length counts, no rules of composition',
    async (word) => {
      const { registry } = await withAdministrator();
      expect(await registry.changePassword('admin', password, word)).toBe('done');
      await tokenOf(registry, 'admin', word);
    },
  );

  it('needs the old one, and guessing it costs time as at sign-in', async () => {
    const { registry } = await withAdministrator();
    for (let n = 0; n < 5; n++) {
      expect(await registry.changePassword('admin', `guess ${n}`, 'a lantern in the harbour')).toBe('wrong-password');
    }
    expect(await registry.changePassword('admin', password, 'a lantern in the harbour')).toBe('wrong-password');
    expect(await registry.login('admin', password, home)).toMatchObject({ reason: 'locked' });
  });

  it('is given to somebody else by an administrator only', async () => {
    const bench = await withAdministrator();
    await bench.import({ users: [{ username: 'lin', role: 'officer' }] });
    const officer = { kind: 'user', name: 'sun', role: 'officer', scope: null } as const;
    expect(await bench.registry.setPassword('lin', password, officer)).toBe('not-allowed');
    expect(await bench.registry.setPassword('nobody', password, administrator)).toBe('unknown-user');
    expect(await bench.registry.setPassword('lin', 'lin', administrator)).toEqual({ weak: 'too-short' });
    expect(await bench.registry.setPassword('lin', password, administrator)).toBe('done');
    const audit = await bench.registry.auditLog(administrator, firstPage);
    expect(audit.items[0]).toMatchObject({ actor: 'operator', action: 'password.set', subject: 'lin' });
  });

  let one: ReturnType<typeof benchWith> | undefined;
  /** The refused words change nothing: one registry serves them all. */
  async function shared() {
    one ??= benchWith((clean) => cleaners.push(clean)).then(async (bench) => {
      await bench.registry.ensureAdministrator(password);
      return bench;
    });
    return one;
  }
});

const cleaners: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const clean of cleaners) await clean();
});
