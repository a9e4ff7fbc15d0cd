import { DatabaseSync } from '@photostructure/sqlite';
import { expect, it, onTestFinished } from 'vitest';
import { administrator, benchWith, meterOf, smallCity } from './fakes/bench.ts';
import type { NewDecision } from './port.ts';

const hour = 3_600_000;
const register = { point: 'energy_kwh', unit: 'kWh' };

async function bench() {
  const made = await benchWith(onTestFinished);
  await made.import(smallCity);
  return made;
}

const entered = (value: number): NewDecision => ({
  meter: 'ward',
  point: 'energy_kwh',
  outcome: 'entered',
  choice: 'manual-reading',
  change: { kind: 'reading', point: 'energy_kwh', at: value, value },
  finding: null,
  reason: 'read',
  batch: null,
});

it('says what a meter’s calculation rested on at any time: each version of the register, and what was decided by then', async () => {
  const made = await bench();
  const [start, ward] = [made.clock, smallCity.meters[4]!];
  const asOf = async (after: number) => {
    const rules = await made.registry.rulesAsOf('ward', start + after * hour);
    return rules && [rules.register.multiplier[0]!.value, rules.decisions?.map((one) => 'value' in one && one.value)];
  };
  made.clock = start + hour;
  const [first] = await made.registry.decisions.make([entered(1)], administrator);
  made.clock = start + 2 * hour;
  await made.import({ meters: [{ ...ward, register: { ...register, multiplier: 40 } }] });
  made.clock = start + 3 * hour;
  await made.registry.decisions.make([entered(2)], administrator);
  made.clock = start + 4 * hour;
  await made.registry.decisions.undo(first!, 'misread', administrator);
  made.clock = start + 5 * hour;
  await made.import({ meters: [ward] });

  for (const reopened of [false, true]) {
    if (reopened) {
      await made.registry.close();
      await made.open();
    }
    expect(await asOf(-1)).toBeNull();
    expect(await asOf(0)).toEqual([1, undefined]);
    expect(await asOf(1)).toEqual([1, [1]]);
    expect(await asOf(2)).toEqual([40, [1]]);
    expect(await asOf(3.5)).toEqual([40, [1, 2]]);
    expect(await asOf(4)).toEqual([40, [2]]);
    expect(await asOf(5)).toEqual([1, [2]]);
    expect(await made.registry.rulesAsOf('ward', made.clock)).toEqual(made.registry.directory.meter('ward')!.rules);
    expect(await made.registry.rulesAsOf('nowhere', made.clock)).toBeNull();
  }
});

it('says of what a virtual meter was made', async () => {
  const made = await bench();
  const start = made.clock;
  const total = (virtual: object[]) => ({ meters: [meterOf('total', { virtual })] });
  await made.import(total([{ meter: 'main' }]));
  made.clock += hour;
  await made.import(
    total([
      { meter: 'main', to: '2026-01-01' },
      { meter: 'light', factor: -1 },
    ]),
  );
  const terms = async (at: number) => (await made.registry.virtualAsOf('total', at))?.terms.map(({ meter }) => meter);
  expect(await terms(start - 1)).toBeUndefined();
  expect(await terms(start)).toEqual(['main']);
  expect(await terms(made.clock)).toEqual(['main', 'light']);
  expect(await made.registry.virtualAsOf('total', made.clock)).toEqual(made.registry.directory.virtual('total'));
  expect(await made.registry.virtualAsOf('main', made.clock)).toBeNull();
  expect(await made.registry.rulesAsOf('total', made.clock)).toBeNull();
});

it('keeps a version for what changes the calculation and for nothing else, and never changes one', async () => {
  const made = await bench();
  const db = new DatabaseSync(made.file);
  onTestFinished(() => db.close());
  const versions = () =>
    (db.prepare('select meter from meter_versions order by id').all() as { meter: string }[]).map(({ meter }) => meter);
  const first = versions();
  expect([...first].sort()).toEqual(['air', 'light', 'main', 'school-water', 'ward']);
  await made.import(smallCity);
  await made.import({ meters: [{ ...smallCity.meters[4], endUse: 'lighting', secret: 'another one' }] });
  expect(versions()).toEqual(first);
  await made.import({ meters: [{ ...smallCity.meters[4], interval: '1h' }] });
  expect(versions()).toEqual([...first, 'ward']);
  for (const statement of ['update meter_versions set since = 0', 'delete from meter_versions']) {
    expect(() => db.exec(statement), statement).toThrow('meter_versions is append-only');
  }
});
