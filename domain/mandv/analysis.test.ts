import { expect, it } from 'vitest';
import { LocalCalendar } from '../time/calendar.ts';
import { analyse, type Analysis, type AnalysisInput, type MeterRecord } from './analysis.ts';

const hourMs = 3_600_000;
const timeZone = 'Asia/Shanghai';
const shanghai = new LocalCalendar(timeZone);

interface Wish {
  readonly from: number;
  readonly to: number;
  readonly factor?: number;
  readonly change?: (energy: number, i: number) => number;
}
/** A heated and cooled office by the hour. */
function office({ from, to, factor = 1, change = (energy) => energy }: Wish): MeterRecord {
  const startsAt = Float64Array.from({ length: (to - from) / hourMs }, (_, i) => from + i * hourMs);
  const temperature = startsAt.map(
    (ts) => 17 - 12 * Math.cos((2 * Math.PI * ts) / (8766 * hourMs)) - 3 * Math.cos((2 * Math.PI * ts) / (24 * hourMs)),
  );
  const energy = temperature.map((t, i) => {
    const used = 40 + 2 * Math.max(12 - t, 0) + 3 * Math.max(t - 22, 0) + 4 * Math.sin(i * 12.9898);
    return change(factor * used, i);
  });
  return { kind: 'hours', hours: { startsAt, energy, temperature } };
}
const year = (y: number): Pick<Wish, 'from' | 'to'> => ({
  from: shanghai.localMidnight(`${y}-01-01`),
  to: shanghai.localMidnight(`${y + 1}-01-01`),
});
const run = (change: Partial<AnalysisInput> = {}): Analysis =>
  analyse({
    method: 'daily',
    carrier: 'electricity',
    timeZone,
    baseline: office(year(2023)),
    reporting: office({ ...year(2024), factor: 0.9 }),
    ...change,
  });
const codes = ({ sufficiency }: Analysis): string[] => sufficiency.disqualifications.map((one) => one.code);

it.each(['daily', 'monthly', 'hourly', 'hourly-day-types'] as const)('%s finds the tenth that was saved', (method) => {
  const analysis = run({ method });
  expect(codes(analysis)).toEqual([]);
  expect(analysis.savings!.total!.fraction).toBeCloseTo(0.1, 2);
  expect(analysis.savings!.months).toHaveLength(12);
  expect(analysis.reporting.n).toBe({ daily: 366, monthly: 12, hourly: 8784, 'hourly-day-types': 8784 }[method]);
});

it('a year that was cut at another zone’s midnight is a year of 365 days, leap years included', () => {
  const utc = { from: Date.UTC(2024, 0, 1), to: Date.UTC(2025, 0, 1) };
  const analysis = run({ baseline: office(utc), reporting: office({ ...year(2025), factor: 0.9 }) });
  expect(analysis.baseline.days.energy).toHaveLength(366);
  expect(codes(analysis)).toEqual([]);
});

it('bills of a year from the 27th to the 26th: the cut month is no bill, and not a missing one', () => {
  const from = shanghai.localMidnight('2022-12-27');
  const analysis = run({ method: 'monthly', baseline: office({ from, to: from + 365 * 24 * hourMs }) });
  expect(codes(analysis)).toEqual([]);
  expect(analysis.statistics!.caltrack.n).toBe(11);
});

it('a gas feed of nothing but zeros has no result, not 100 % saved (spec §15 case 8)', () => {
  const analysis = run({ carrier: 'gas', reporting: office({ ...year(2024), factor: 0 }) });
  expect(codes(analysis)).toContain('mandv.no-reporting-energy');
  expect(analysis.savings!.total).toBeNull();
});

it('hourly methods on daily rows have no model and say why', () => {
  const { days } = run().baseline;
  const analysis = run({ method: 'hourly', baseline: { kind: 'days', days } });
  expect([analysis.model, analysis.savings]).toEqual([null, null]);
  expect(codes(analysis)).toContain('method.needs-hours');
});

it('today is not published as if it were whole', () => {
  const completeUntil = shanghai.localMidnight('2024-03-01') + 12 * hourMs;
  const { from } = year(2024);
  const reporting = office({ from, to: completeUntil, factor: 0.9 });
  expect(run({ reporting, completeUntil }).reporting.n).toBe(60);
});

it('a kept model is applied as it is, whatever the baseline looks like now', () => {
  const { model, savings } = run();
  const again = run({ kept: model!, baseline: office({ ...year(2023), factor: 3 }) });
  expect(again.savings!.total!.counterfactual).toBe(savings!.total!.counterfactual);
});

it('adjustments stand beside the model: the saving moves by their effect', () => {
  const from = shanghai.localMidnight('2024-07-01');
  const step = { id: 'S', kind: 'step', from, to: null, perDay: 50, reason: 'EV chargers', evidence: 'E-9' } as const;
  const plain = run();
  const moved = run({ adjustments: [{ ...step, agreed: true }] });
  expect(moved.adjustments.effects.get('S')).toBe(184 * 50);
  expect(moved.savings!.total!.saving - plain.savings!.total!.saving).toBeCloseTo(184 * 50, 6);
  expect(moved.adjustments.waterfall.at(-1)!.value).toBeCloseTo(moved.savings!.total!.saving, 6);
});

it('ten times the energy saves ten times as much, with a band ten times as wide', () => {
  const ten = (wish: Wish): MeterRecord => office({ ...wish, change: (energy) => 10 * energy });
  const [one, other] = [run(), run({ baseline: ten(year(2023)), reporting: ten({ ...year(2024), factor: 0.9 }) })].map(
    ({ savings }) => savings!.total!,
  );
  expect(other!.saving / one!.saving).toBeCloseTo(10, 8);
  expect(other!.band.halfWidth! / one!.band.halfWidth!).toBeCloseTo(10, 8);
});

it('a year whose holidays nobody has published is told by the method that rests on them', () => {
  const reporting = office({ ...year(2040), factor: 0.9 });
  const warned = (method: AnalysisInput['method']): string[] =>
    run({ method, reporting }).sufficiency.warnings.map((one) => one.code);
  expect(warned('hourly-day-types')).toContain('mandv.day-types.unpublished-year');
  expect(warned('hourly')).not.toContain('mandv.day-types.unpublished-year');
});

it('22: a warm January inside the range of the year is told by the hourly method, whose January never saw it', () => {
  const january = (startsAt: number) => startsAt < shanghai.localMidnight('2024-02-01');
  const usual = office({ ...year(2024), factor: 0.9 });
  if (usual.kind !== 'hours') throw new Error('days');
  const { startsAt, energy } = usual.hours;
  const temperature = usual.hours.temperature.map((t, i) => (january(startsAt[i]!) ? t + 15 : t));
  const warm: MeterRecord = { kind: 'hours', hours: { startsAt, energy, temperature } };
  const warned = (reporting: MeterRecord): string[] =>
    run({ method: 'hourly', reporting }).sufficiency.warnings.map((one) => one.code);
  expect(warned(warm)).toContain('caltrack.hourly.temperature-outside-baseline');
  expect(warned(usual)).not.toContain('caltrack.hourly.temperature-outside-baseline');
});

it('five hours of a broken temperature sensor are bridged for the hourly method, unless it is told not to', () => {
  const { from, to } = year(2024);
  const broken = office({ from, to, factor: 0.9 });
  if (broken.kind !== 'hours') throw new Error('days');
  broken.hours.temperature.fill(NaN, 1000, 1005);
  const n = (bridgeTemperature: boolean): number =>
    run({ method: 'hourly', reporting: broken, bridgeTemperature }).reporting.n;
  expect([n(true), n(false)]).toEqual([8784, 8779]);
});

it('a constant added to the use moves only the base of the model, and no saving', () => {
  const more = (wish: Wish): MeterRecord => office({ ...wish, change: (energy) => energy + 25 });
  const [one, other] = [
    run({ reporting: office(year(2024)) }),
    run({ baseline: more(year(2023)), reporting: more(year(2024)) }),
  ];
  const parameters = ({ model }: Analysis) => (model?.kind === 'degree-day' ? model.parameters : null)!;
  expect(parameters(other).interceptPerDay - parameters(one).interceptPerDay).toBeCloseTo(600, 6);
  expect(parameters(other).heatingSlope).toBeCloseTo(parameters(one).heatingSlope!, 8);
  expect(parameters(other).heatingBalanceC).toBe(parameters(one).heatingBalanceC);
  expect(other.savings!.total!.saving).toBeCloseTo(one.savings!.total!.saving, 5);
});

it('an unknown zone is refused', () => {
  expect(() => run({ timeZone: 'Mars/Olympus' })).toThrow(RangeError);
});

it('13: negative hours that their day’s total hides are told; gas by the hour is refused for them', () => {
  const back = office({ ...year(2023), change: (energy, i) => (i % 24 === 12 ? -3 : energy) });
  const warned = run({ baseline: back }).sufficiency;
  expect(warned.warnings.map((one) => one.code)).toContain('caltrack.negative-values');
  expect(warned.qualified).toBe(true);
  const gas = run({ method: 'hourly', carrier: 'gas', baseline: back });
  expect(codes(gas)).toContain('caltrack.negative-gas');
  expect(gas.sufficiency.qualified).toBe(false);
});

it.each(['daily', 'monthly', 'hourly'] as const)('%s: a reporting period without weather is no result', (method) => {
  const { kind, hours } = office(year(2024)) as MeterRecord & { kind: 'hours' };
  const blind: MeterRecord = { kind, hours: { ...hours, temperature: hours.temperature.map(() => NaN) } };
  const analysis = run({ method, reporting: blind });
  expect(analysis.savings!.total).toBeNull();
  expect(codes(analysis)).toEqual(['mandv.no-reporting-days']);
});

it('hourly: two years are no baseline year either', () => {
  const { from } = year(2022);
  const analysis = run({ method: 'hourly', baseline: office({ from, to: year(2023).to }) });
  expect(codes(analysis)).toEqual(['caltrack.baseline-length']);
});

it.each(['daily', 'hourly'] as const)('28: %s tells of a baseline of nothing without an infinite number', (method) => {
  for (const carrier of ['electricity', 'gas'] as const) {
    const { sufficiency } = run({ method, carrier, baseline: office({ ...year(2023), factor: 0 }) });
    const told = [...sufficiency.warnings, ...sufficiency.disqualifications];
    for (const { message, numbers } of told) {
      expect(message.en).not.toContain('Infinity');
      for (const value of Object.values(numbers))
        if (typeof value === 'number') expect(value).toSatisfy(Number.isFinite);
    }
  }
});
