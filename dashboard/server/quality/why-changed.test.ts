import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Report } from '../../../storage/registry/report-port.ts';
import { Installation } from '../fakes/installation.ts';
import { ownViewer } from '../house.ts';
import { whyChanged } from './why-changed.ts';

const house = new Installation();
const hour = 3_600_000;
const begin = Date.parse('2026-09-01T00:00:00+08:00');
const hours = 1500;
const to = begin + hours * hour;

const meter = (id: string, more: object = {}) => ({
  ...{ id, building: 'B1', carrier: 'electricity', interval: '1h', register: { point: 'energy_kwh', unit: 'kWh' } },
  ...more,
});
const portfolio = async (...meters: object[]) => {
  const result = await house.registry.importPortfolio({ meters }, ownViewer);
  expect(result.ok, JSON.stringify(result)).toBe(true);
};
/** Hours `first` … `last` of the register. */
async function send(id: string, first: number, last: number, shift = 0): Promise<void> {
  const places = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const ts = Float64Array.from(places, (k) => begin + k * hour);
  await house.collector.importHistory(id, id, {
    ts,
    points: { energy_kwh: Float64Array.from(places, (k) => 1000 + 3 * k + shift) },
  });
}

/** Of a report that was made now. */
function report(...meters: string[]): Report {
  house.now += hour;
  const id = `mandv:${meters.join()}`;
  return {
    id,
    kind: 'mandv',
    title: id,
    meter: meters[0]!,
    meters,
    from: begin,
    to,
    inputsSha256: '',
    madeAt: house.now,
    changes: [],
  };
}
const why = (one: Report, leaves: readonly string[] = one.meters) => whyChanged(one, leaves, house);

beforeAll(async () => {
  await house.start();
  await portfolio(meter('OLD'), meter('EDGE'), meter('RULES'), meter('A'), meter('B'));
  for (const id of ['OLD', 'EDGE', 'RULES', 'A', 'B']) await send(id, 0, hours);
});
afterAll(() => house.stop());

it('a correction is told where more readings than are read at once had been corrected before', async () => {
  house.now += hour;
  await send('OLD', 0, hours - 10, 0.5);
  const made = report('OLD');
  expect(await why(made), 'what was corrected before is no news').toBe('late-data');
  house.now += hour;
  await send('OLD', hours - 5, hours - 5, 0.25);
  expect(await why(made)).toBe('correction');
});

it('a correction of the reading on the last edge is one of the report', async () => {
  const made = report('EDGE');
  house.now += hour;
  await send('EDGE', hours, hours, 0.5);
  expect(await why(made)).toBe('correction');
});

it('another interval is another rule of the meter, though its register is the same', async () => {
  const made = report('RULES');
  expect(await why(made)).toBe('late-data');
  house.now += hour;
  await portfolio(meter('RULES', { interval: '15m' }));
  expect(await why(made)).toBe('rules');
  const after = { ...made, changes: [{ at: house.now, why: 'rules', inputsSha256: '' }] };
  house.now += hour;
  expect(await why(after), 'is told once').toBe('late-data');
});

it('other terms of a virtual meter are other rules, at any depth', async () => {
  const sum = (id: string, ...of: string[]) => {
    return meter(id, { virtual: of.map((one) => ({ meter: one })) });
  };
  await portfolio(sum('FLOOR', 'A'), sum('HOUSE', 'FLOOR'));
  const made = report('HOUSE');
  expect(await why(made, ['A'])).toBe('late-data');
  house.now += hour;
  await portfolio(sum('FLOOR', 'A', 'B'));
  expect(await why(made, ['A', 'B'])).toBe('rules');
});
