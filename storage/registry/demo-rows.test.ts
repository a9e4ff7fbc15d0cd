import { expect, it, onTestFinished } from 'vitest';
import { administrator, benchWith, firstPage, smallCity } from './fakes/bench.ts';

const note = (removed: object) => ['demo.removing', JSON.stringify(removed)] as const;
const baseline = { inputsSha256: 'a'.repeat(64), modelSha256: 'b'.repeat(64), model: '{}' };
const day = (text: string): number => Date.parse(`${text}T00:00:00+08:00`);
const register = { point: 'energy_kwh', unit: 'kWh' };

async function withDemo() {
  const bench = await benchWith(onTestFinished);
  await bench.registry.ensureAdministrator('a quite long password');
  const document = {
    ...smallCity,
    contracts: [{ id: 'K', institution: 'office', meters: ['main'], end: '2025-12-31' }],
    meters: [
      ...smallCity.meters,
      { id: 'hall', building: 'office-a', carrier: 'indoor', register: { point: 'temperature_c', unit: '°C' } },
    ],
    targets: [{ institution: 'office', targetYear: 2030 }],
    tariffs: [{ id: 'T', periods: [] }],
    users: [{ username: 'demo-leader', role: 'leader' }],
  };
  const result = await bench.registry.importPortfolio(document, administrator, { demo: true });
  expect(result.ok).toBe(true);
  await bench.registry.setPassword('demo-leader', 'another quite long one', administrator);
  await bench.registry.login('demo-leader', 'another quite long one', '127.0.0.1');
  const analysis = {
    meter: 'main',
    weatherMeter: 'air',
    method: 'daily',
    baseline: { from: day('2024-11-01'), to: day('2025-11-01') },
    reportingFrom: day('2025-11-01'),
    confidence: 0.9,
    guarantee: null,
  } as const;
  const id = await bench.registry.analyses.create(analysis, administrator);
  await bench.registry.analyses.freeze(id, baseline, administrator);
  return { bench, analysis };
}

const own = {
  institutions: [{ id: 'mine', name: '自家' }],
  buildings: [{ id: 'my-house', institution: 'mine', name: '自家楼' }],
  meters: [{ id: 'my-meter', building: 'my-house', carrier: 'electricity', register, secret: 'mine' }],
};

it('leaves an empty register: frozen analyses, people who are signed in and secrets go too, the administrator stays', async () => {
  const { bench } = await withDemo();
  const revoked: string[] = [];
  bench.registry.onRevoked((ids) => revoked.push(...ids));
  const result = await bench.registry.removeDemo(administrator, note);
  expect(result).toMatchObject({ ok: true, meters: expect.arrayContaining(['main', 'air', 'light']) });
  expect(revoked).toContain('main');

  for (const reopened of [false, true]) {
    if (reopened) {
      await bench.registry.close();
      await bench.open();
    }
    const { registry } = bench;
    expect(await registry.isEmpty()).toBe(true);
    expect((await registry.regions(administrator, firstPage)).items).toEqual([]);
    expect((await registry.analyses.page(administrator, firstPage)).items).toEqual([]);
    expect(registry.tariffs()).toEqual([]);
    expect((await registry.login('demo-leader', 'another quite long one', '127.0.0.1')).ok).toBe(false);
    expect((await registry.login('admin', 'a quite long password', '127.0.0.1')).ok).toBe(true);
    expect(registry.directory.authenticateDevice('main', Buffer.from('main-secret-0001'))).toBeNull();
    expect(JSON.parse((await registry.setting('demo.removing'))!).meters).toContain('main');
  }
  const { items } = await bench.registry.auditLog(administrator, firstPage);
  expect(items.find(({ action }) => action === 'demo.remove')).toMatchObject({ result: 'done', actor: 'operator' });
  expect(await bench.registry.removeDemo(administrator, note)).toMatchObject({ ok: true, rows: 0 });
});

it("a person's own rows beside it stay to the last field, frozen analyses of theirs too", async () => {
  const { bench, analysis } = await withDemo();
  await bench.import(own);
  await bench.import({ meters: [{ id: 'my-air', building: 'my-house', carrier: 'weather', register }] });
  const mine = await bench.registry.analyses.create(
    { ...analysis, meter: 'my-meter', weatherMeter: 'my-air' },
    administrator,
  );
  await bench.registry.analyses.freeze(mine, baseline, administrator);
  const before = await bench.registry.meter(administrator, 'my-meter');
  expect(await bench.registry.removeDemo(administrator, note)).toMatchObject({ ok: true });
  expect(await bench.registry.meter(administrator, 'my-meter')).toEqual(before);
  expect((await bench.registry.analyses.page(administrator, firstPage)).items.map(({ id }) => id)).toEqual([mine]);
  expect(bench.registry.directory.authenticateDevice('my-meter', Buffer.from('mine'))?.kind).toBe('meter');
  expect(await bench.import(own)).toMatchObject({ unchanged: 3 });
});

it('is refused, whole, while own rows refer to it: each is named with what it holds', async () => {
  const { bench, analysis } = await withDemo();
  await bench.import(own);
  await bench.import({
    buildings: [{ id: 'my-annex', institution: 'mine', name: '自家附楼', weatherMeter: 'air' }],
    meters: [{ id: 'in-demo', building: 'office-a', parent: 'main', carrier: 'electricity', register }],
    contracts: [
      {
        ...{ id: 'mine', institution: 'mine', meters: ['main'], start: '2026-01-01', price: 'T' },
        comfort: { meters: ['hall'] },
      },
    ],
  });
  await bench.import({ meters: [{ ...own.meters[0], id: 'my-sum', secret: null, virtual: [{ meter: 'light' }] }] });
  await bench.registry.analyses.create({ ...analysis, meter: 'my-meter' }, administrator);
  const result = await bench.registry.removeDemo(administrator, note);
  expect(result.ok === false && result.holders.map(({ path, message }) => `${path}: ${message}`)).toEqual([
    'buildings[my-annex].weather_meter: refers to the meter air of the demo',
    'meters[in-demo].building: refers to the building office-a of the demo',
    'meters[in-demo].parent: refers to the meter main of the demo',
    'meters[my-sum].virtual: refers to the meter light of the demo',
    'contracts[mine].meters: refers to the meter main of the demo',
    'contracts[mine].price: refers to the tariff T of the demo',
    'contracts[mine].comfort.meters: refers to the meter hall of the demo',
    'analyses[MV-0002].weatherMeter: refers to the meter air of the demo',
  ]);
  expect(await bench.registry.meter(administrator, 'main')).not.toBeNull();
  expect(await bench.registry.setting('demo.removing')).toBeNull();
  const { items } = await bench.registry.auditLog(administrator, firstPage);
  expect(items.find(({ action }) => action === 'demo.remove')).toMatchObject({ result: 'refused' });
});

it('takes its virtual meters, versions and decisions along, and leaves those of own meters', async () => {
  const { bench } = await withDemo();
  await bench.import(own);
  const sum = { id: 'sum', building: 'office-a', carrier: 'electricity', register, virtual: [{ meter: 'main' }] };
  await bench.registry.importPortfolio({ meters: [sum] }, administrator, { demo: true });
  const entered = (meter: string) => ({
    meter,
    point: 'energy_kwh',
    outcome: 'entered' as const,
    choice: null,
    change: { kind: 'reading' as const, point: 'energy_kwh', at: day('2026-11-01'), value: 5 },
    finding: null,
    reason: 'read',
    batch: null,
  });
  const [, undone] = await bench.registry.decisions.make(['main', 'main', 'my-meter'].map(entered), administrator);
  await bench.registry.decisions.undo(undone!, 'twice', administrator);
  const removed = await bench.registry.removeDemo(administrator, note);
  expect(removed).toMatchObject({ ok: true, meters: expect.arrayContaining(['main', 'sum']) });
  expect(removed.ok && removed.devices).not.toContain('sum');
  for (const reopened of [false, true]) {
    if (reopened) {
      await bench.registry.close();
      await bench.open();
    }
    const { decisions, directory } = bench.registry;
    expect([...decisions.meters()]).toEqual(['my-meter']);
    expect((await decisions.page(administrator, firstPage)).items.map(({ id }) => id)).toEqual([3]);
    expect([...directory.virtuals()]).toEqual([]);
    expect(await bench.registry.rulesAsOf('main', bench.clock)).toBeNull();
    expect(await bench.registry.rulesAsOf('my-meter', bench.clock)).toEqual(directory.meter('my-meter')!.rules);
  }
});
