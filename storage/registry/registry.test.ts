import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { administrator, benchWith, firstPage, secretBytes, smallCity, type Bench } from './fakes/bench.ts';
import type { Viewer } from './port.ts';

const officer: Viewer = { kind: 'user', name: 'sun', role: 'officer', scope: null };

describe('the file', () => {
  it('keeps everything over a restart', async () => {
    const bench = await benchWith(onTestFinished);
    await bench.import(smallCity);
    await bench.registry.ensureAdministrator('seven lamps on the stairs');
    const login = await bench.registry.login('admin', 'seven lamps on the stairs', '::1');
    const { token } = await bench.registry.createToken('grafana', 'leader', administrator);
    await bench.registry.setSetting('demo.seed', '42');
    const before = await everything(bench);
    await bench.registry.close();

    const registry = await bench.open();
    expect(await everything(bench)).toEqual(before);
    expect(await bench.import(smallCity)).toMatchObject({ created: 0, updated: 0 });
    expect(registry.directory.authenticateDevice('main', secretBytes('main-secret-0001'))).not.toBeNull();
    expect(registry.directory.authenticateAccount('bridge', secretBytes('bridge-secret'))).not.toBeNull();
    expect(login.ok && (await registry.sessionViewer(login.sessionToken))).toMatchObject({ name: 'admin' });
    expect(await registry.tokenViewer(token)).toMatchObject({ name: 'grafana' });
    expect(await registry.setting('demo.seed')).toBe('42');
    expect(await registry.setting('nothing')).toBeNull();
    expect(await registry.ensureAdministrator(undefined)).toEqual({ created: false });
  });

  async function everything({ registry }: Bench) {
    return {
      regions: await registry.regions(administrator, firstPage),
      institutions: await registry.institutions(administrator, firstPage),
      buildings: await registry.buildings(administrator, firstPage),
      meters: await registry.meters(administrator, firstPage),
      rules: [...registry.directory.meters()].sort((a, b) => (a.id < b.id ? -1 : 1)),
      audit: await registry.auditLog(administrator, firstPage),
    };
  }

  it('holds no secret, password or token in clear, nor does any other file of the folder', async () => {
    const bench = await benchWith(onTestFinished);
    await bench.import(smallCity);
    await bench.registry.ensureAdministrator('seven lamps on the stairs');
    const login = await bench.registry.login('admin', 'seven lamps on the stairs', '::1');
    const { token } = await bench.registry.createToken('grafana', 'leader', administrator);
    const secrets = ['main-secret-0001', 'gateway-secret-0001', 'bridge-secret', 'scale-1-secret'];
    secrets.push('seven lamps on the stairs', token, login.ok ? login.sessionToken : '');
    for (const name of await readdir(bench.folder)) {
      const bytes = await readFile(join(bench.folder, name));
      for (const secret of secrets) expect(bytes.includes(secret), `${secret} in ${name}`).toBe(false);
    }
    // It is looked for where it would be: the names beside the secrets are there.
    const files = await Promise.all(['', '-wal'].map((end) => readFile(bench.file + end).catch(() => Buffer.alloc(0))));
    expect(Buffer.concat(files).includes('school-water')).toBe(true);
  });

  it('has its key apart, all of it readable by its owner alone; another key opens nothing', async () => {
    const bench = await benchWith(onTestFinished);
    await bench.import(smallCity);
    const modes = await Promise.all(
      (await readdir(bench.folder)).map(
        async (name) => `${name} ${((await stat(join(bench.folder, name))).mode & 0o777).toString(8)}`,
      ),
    );
    expect(modes.sort()).toEqual([
      'device-secrets.key 600',
      'registry.sqlite 600',
      'registry.sqlite-shm 600',
      'registry.sqlite-wal 600',
    ]);
    await bench.registry.close();
    await bench.open({ keyFile: join(bench.folder, 'another.key') });
    expect(bench.registry.directory.authenticateDevice('main', secretBytes('main-secret-0001'))).toBeNull();
  });

  it('brings an empty file up to date once, and finds it so at the next start', async () => {
    const bench = await benchWith(onTestFinished);
    const schema = () => {
      const database = new DatabaseSync(bench.file, { readOnly: true });
      const rows = database.prepare('select name, sql from sqlite_master order by name').all();
      const applied = database.prepare('select name, timestamp from kysely_migration').all();
      const [{ journal_mode: mode }] = database.prepare('pragma journal_mode').all() as [{ journal_mode: string }];
      database.close();
      return { rows, applied, mode };
    };
    const first = schema();
    expect(first.applied.map((row: { name: string }) => row.name)).toEqual([
      '0001-registry',
      '0002-analyses',
      '0003-secret-rotation',
      '0004-mappings',
      '0005-demo-analyses',
      '0006-decisions',
      '0007-alarms',
      '0008-reports',
      '0009-canteens',
      '0010-matters',
      '0011-evaluations',
      '0012-contracts',
      '0013-audit-chain',
    ]);
    expect(first.mode).toBe('wal');
    await bench.registry.close();
    await bench.open();
    expect(schema()).toEqual(first);
  });
});

describe('the audit', () => {
  it('cannot be changed, deleted or overwritten, not even with the file in hand', async () => {
    const bench = await benchWith(onTestFinished);
    await bench.registry.audit({
      actor: 'lin',
      action: 'reading.overrule',
      subject: 'main',
      result: 'done',
      address: null,
      detail: 'glitch at 08:15',
    });
    const database = new DatabaseSync(bench.file);
    for (const statement of [
      "update audit set actor = 'somebody else'",
      'delete from audit',
      "insert or replace into audit (id, at, actor, action, subject, result) values (1, 0, 'x', 'x', 'x', 'done')",
    ]) {
      expect(() => database.exec(statement), statement).toThrow(/audit is append-only/);
    }
    database.close();
    const { items } = await bench.registry.auditLog(administrator, firstPage);
    expect(items).toEqual([
      {
        id: 1,
        at: bench.clock,
        actor: 'lin',
        action: 'reading.overrule',
        subject: 'main',
        result: 'done',
        address: null,
        detail: 'glitch at 08:15',
        hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    ]);
  });

  it('is read newest first, page by page; who is no administrator reads their own', async () => {
    const { registry } = await benchWith(onTestFinished);
    const entry = { action: 'x', subject: 'y', result: 'done', address: null, detail: null } as const;
    for (const actor of ['sun', 'lin', 'sun', 'lin', 'sun']) await registry.audit({ ...entry, actor });
    const page = await registry.auditLog(administrator, { limit: 3, cursor: null });
    expect(page.items.map(({ id }) => id)).toEqual([5, 4, 3]);
    const rest = await registry.auditLog(administrator, { limit: 3, cursor: page.next });
    expect(rest).toMatchObject({ items: [{ id: 2 }, { id: 1 }], next: null });
    const foreign = await registry
      .auditLog(administrator, { limit: 1, cursor: 'MTptYWlu' })
      .catch((error) => error.code);
    expect(foreign).toBe('invalid-cursor');
    expect((await registry.auditLog(officer, firstPage)).items.map(({ id }) => id)).toEqual([5, 3, 1]);
  });
});

describe('API tokens', () => {
  it('open the door for their role until they are revoked, and say when they were last used', async () => {
    const bench = await benchWith(onTestFinished);
    const { registry } = bench;
    const { token } = await registry.createToken('grafana', 'leader', administrator);
    expect(token).toMatch(/^wst_[\w-]{43}$/);
    const createdAt = bench.clock;
    bench.clock += 3_600_000;
    expect(await registry.tokenViewer(token)).toEqual({ kind: 'token', name: 'grafana', role: 'leader', scope: null });
    expect((await registry.tokens(administrator, firstPage)).items).toEqual([
      { name: 'grafana', role: 'leader', scope: null, createdAt, createdBy: 'operator', lastUsedAt: bench.clock },
    ]);
    expect(await registry.tokenViewer(`${token}x`)).toBeNull();
    expect(await registry.revokeToken('grafana', administrator)).toBe(true);
    expect(await registry.revokeToken('grafana', administrator)).toBe(false);
    expect(await registry.tokenViewer(token)).toBeNull();
  });

  it('have names of their own', async () => {
    const { registry } = await benchWith(onTestFinished);
    const long = '表'.repeat(64);
    for (const [name, second] of [
      ['grafana', 'grafana (2)'],
      [long, `${'表'.repeat(60)} (2)`],
    ] as const) {
      expect((await registry.createToken(name, 'leader', administrator)).name).toBe(name);
      expect((await registry.createToken(name, 'officer', administrator)).name).toBe(second);
    }
    await expect(registry.createToken('', 'officer', administrator)).rejects.toMatchObject({ code: 'invalid-name' });
  });

  it('give nobody more than they have', async () => {
    const { registry } = await benchWith(onTestFinished);
    await expect(registry.createToken('up', 'administrator', officer)).rejects.toMatchObject({ code: 'not-allowed' });
    const county: Viewer = { kind: 'user', name: 'lin', role: 'county', scope: 'east' };
    const { token } = await registry.createToken('county', 'county', county);
    expect(await registry.tokenViewer(token)).toMatchObject({ role: 'county', scope: 'east' });
    // Somebody else's token is neither listed nor revoked.
    expect((await registry.tokens(officer, firstPage)).items).toEqual([]);
    await expect(registry.createToken('north', 'county', county, 'north')).rejects.toMatchObject({
      code: 'not-allowed',
    });
    expect(await registry.revokeToken('county', officer)).toBe(false);
  });
});
