import { describe, expect, it, onTestFinished } from 'vitest';
import { administrator, benchWith, firstPage, secretBytes, smallCity, type Bench } from './fakes/bench.ts';
import type { Viewer } from './port.ts';

const hour = 3_600_000;
const officer: Viewer = { kind: 'user', name: 'zhao', role: 'officer', scope: null };
const county: Viewer = { kind: 'user', name: 'lin', role: 'county', scope: 'east' };

async function registered(): Promise<{ bench: Bench; revoked: string[]; opens: (id: string, s: string) => boolean }> {
  const bench = await benchWith(onTestFinished, { secretSweepMs: 5 });
  await bench.import(smallCity);
  const revoked: string[] = [];
  bench.registry.onRevoked((ids) => revoked.push(...ids));
  const opens = (id: string, secret: string): boolean => {
    const { directory } = bench.registry;
    return (
      (directory.authenticateDevice(id, secretBytes(secret)) ??
        directory.authenticateAccount(id, secretBytes(secret))) !== null
    );
  };
  return { bench, revoked, opens };
}

async function until(holds: () => boolean): Promise<void> {
  const deadline = performance.now() + 5_000;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe('a device is moved to a new secret', () => {
  it('both hold until the time is over, to the millisecond; then who came in with the old one is sent away', async () => {
    const { bench, revoked, opens } = await registered();
    const made = await bench.registry.newSecret('main', { overlapMs: 24 * hour }, officer);
    expect(made!.secret).toMatch(/^([2-9A-HJ-NP-Za-km-z]{4}-){5}[2-9A-HJ-NP-Za-km-z]{4}$/);
    expect(made!.overlapUntil).toBe(bench.clock + 24 * hour);
    expect([opens('main', made!.secret), opens('main', 'main-secret-0001')]).toEqual([true, true]);
    bench.clock += 24 * hour - 1;
    expect(opens('main', 'main-secret-0001')).toBe(true);
    expect(revoked).toEqual([]);
    bench.clock += 1;
    expect(opens('main', 'main-secret-0001')).toBe(false);
    await until(() => revoked.length > 0);
    expect(revoked).toEqual(['main']);
    expect(opens('main', made!.secret)).toBe(true);
    expect((await bench.registry.device(officer, 'main'))!.secret).toEqual({ set: true, overlapUntil: null });
  });

  it('the overlap ends though the server was down at that moment', async () => {
    const { bench, opens } = await registered();
    const made = await bench.registry.newSecret('bridge', { overlapMs: hour }, administrator);
    await bench.registry.close();
    bench.clock += hour;
    // The sweep never runs: a login alone must not believe it.
    await bench.open({ secretSweepMs: 1_000_000 });
    expect([opens('bridge', 'bridge-secret'), opens('bridge', made!.secret)]).toEqual([false, true]);
  });

  it('without an overlap the former one is out at once', async () => {
    const { bench, revoked, opens } = await registered();
    const made = await bench.registry.newSecret('gw1', { overlapMs: 0 }, administrator);
    expect(revoked).toEqual(['gw1']);
    expect([opens('gw1', 'gateway-secret-0001'), opens('gw1', made!.secret)]).toEqual([false, true]);
  });

  it('rotated twice in a day, the oldest is out and everybody logs in again', async () => {
    const { bench, revoked, opens } = await registered();
    const second = await bench.registry.newSecret('main', { overlapMs: hour }, administrator);
    const third = await bench.registry.newSecret('main', { overlapMs: hour }, administrator);
    expect(revoked).toEqual(['main']);
    expect(['main-secret-0001', second!.secret, third!.secret].map((s) => opens('main', s))).toEqual([
      false,
      true,
      true,
    ]);
  });

  it('a meter that its gateway spoke for gets one of its own: nobody is sent away', async () => {
    const { bench, revoked, opens } = await registered();
    const made = await bench.registry.newSecret('light', { overlapMs: hour }, administrator);
    expect(made!.overlapUntil).toBeNull();
    expect([opens('light', made!.secret), revoked.length]).toEqual([true, 0]);
  });
});

describe('a secret is revoked', () => {
  it('takes the new and the former one away and closes connections', async () => {
    const { bench, revoked, opens } = await registered();
    const made = await bench.registry.newSecret('main', { overlapMs: hour }, administrator);
    expect(await bench.registry.revokeSecret('main', officer)).toBe(true);
    expect(revoked).toEqual(['main']);
    expect([opens('main', 'main-secret-0001'), opens('main', made!.secret)]).toEqual([false, false]);
  });

  it('stays revoked when the same portfolio file is read again at the next start; a new secret in it is taken', async () => {
    const { bench, opens } = await registered();
    await bench.registry.revokeSecret('main', administrator);
    const rotated = await bench.registry.newSecret('gw1', { overlapMs: 0 }, administrator);
    await bench.registry.close();
    await bench.open();
    await bench.import(smallCity);
    expect([opens('main', 'main-secret-0001'), opens('gw1', 'gateway-secret-0001')]).toEqual([false, false]);
    expect(opens('gw1', rotated!.secret)).toBe(true);
    await bench.import({ gateways: [{ id: 'gw1', secret: 'another-one' }] });
    expect([opens('gw1', 'another-one'), opens('gw1', rotated!.secret)]).toEqual([true, false]);
  });
});

describe('who may change secrets', () => {
  it('administrators and officers; what is not there is said so; nothing of a secret gets into the audit', async () => {
    const { bench } = await registered();
    await expect(bench.registry.newSecret('main', { overlapMs: 0 }, county)).rejects.toMatchObject({
      code: 'not-allowed',
    });
    await expect(bench.registry.revokeSecret('main', county)).rejects.toMatchObject({ code: 'not-allowed' });
    expect(await bench.registry.newSecret('nobody', { overlapMs: 0 }, officer)).toBeNull();
    expect(await bench.registry.revokeSecret('nobody', officer)).toBe(false);
    const made = await bench.registry.newSecret('main', { overlapMs: hour }, officer);
    await bench.registry.revokeSecret('main', officer);
    const { items } = await bench.registry.auditLog(administrator, firstPage);
    expect(items.slice(0, 2).map(({ actor, action, subject }) => [actor, action, subject])).toEqual([
      ['zhao', 'device.revoke', 'main'],
      ['zhao', 'device.secret', 'main'],
    ]);
    expect(JSON.stringify(items)).not.toContain(made!.secret);
  });
});

describe('the list of devices', () => {
  it('names meters, gateways, scales, counters and accounts, page by page and by what was looked for', async () => {
    const { bench } = await registered();
    const { registry } = bench;
    const all = (await registry.devices(administrator, firstPage)).items;
    expect(all.map(({ id }) => id)).toEqual([...all.map(({ id }) => id)].sort());
    expect(all.find(({ id }) => id === 'light')).toMatchObject({
      kind: 'meter',
      gateway: 'gw1',
      secret: { set: false },
    });
    expect(all.find(({ id }) => id === 'scale-1')).toMatchObject({ kind: 'scale', place: '第一食堂', building: null });
    expect(all.find(({ id }) => id === 'bridge')).toMatchObject({ kind: 'account', secret: { set: true } });
    const pages: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof registry.devices>> = await registry.devices(administrator, {
        limit: 4,
        cursor,
      });
      pages.push(...page.items.map(({ id }) => id));
      cursor = page.next;
    } while (cursor !== null);
    expect(pages).toEqual(all.map(({ id }) => id));
    const ids = async (more: object) =>
      (await registry.devices(administrator, { ...firstPage, ...more })).items.map(({ id }) => id);
    expect(await ids({ q: 'a座', kind: 'meter' })).toEqual(['air', 'light', 'main']);
    expect(await ids({ kind: 'gateway' })).toEqual(['gw1']);
    expect(await ids({ building: 'school-1' })).toEqual(['school-water']);
  });

  it('shows a limited viewer the devices of their meters only', async () => {
    const { bench } = await registered();
    const hospital: Viewer = { kind: 'user', name: 'zhao', role: 'institution', scope: 'hospital' };
    expect((await bench.registry.devices(hospital, firstPage)).items.map(({ id }) => id)).toEqual(['ward']);
    expect(await bench.registry.device(hospital, 'ward')).toMatchObject({ id: 'ward' });
    for (const id of ['main', 'gw1', 'bridge', 'nobody']) {
      expect(await bench.registry.device(hospital, id), id).toBeNull();
    }
  });
});
