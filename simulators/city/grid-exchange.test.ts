import { describe, expect, it } from 'vitest';
import { Accumulation } from './accumulation.ts';
import { DemoCity } from './city.ts';
import { cityDay, dayIndex } from './day.ts';
import { GridExchange } from './grid-exchange.ts';
import { demoHistory } from './history.ts';
import { demoMeters, type DemoMeter } from './meters.ts';

const hour = 3_600_000;
const day = 24 * hour;
const at = (text: string) => Date.parse(`${text}+08:00`);
const city = new DemoCity(20261123);
const meter = (id: string) => demoMeters.find((candidate) => candidate.id === id)!;
const mains = demoMeters.filter((one) => one.roof);
const roofOf = (main: DemoMeter) =>
  demoMeters.find(({ building, carrier }) => building === main.building && carrier === 'pv')!;

/** Its register to the Wh, not only as far as its display goes. */
const toTheWh = <M extends DemoMeter>(of: M): M => ({
  ...of,
  register: { ...of.register!, digits: 9, decimals: 3, multiplier: 1 },
});
/** Counts what the building uses, wherever it comes from. */
const gross = ({ roof: _roof, ...main }: DemoMeter): DemoMeter => ({ ...main, id: `${main.id} gross` });

const ofAYear = (step: number) =>
  Array.from({ length: Math.floor((365 * day) / step) + 1 }, (_, i) => at('2025-11-01T00:00:00') + i * step);
const steps = (values: readonly number[]) => values.slice(1).map((value, i) => value - values[i]!);

it('every building with a roof of solar cells has it behind its main meter', () => {
  expect(mains.map(({ building }) => building).sort()).toEqual(
    demoMeters
      .filter(({ carrier }) => carrier === 'pv')
      .map(({ building }) => building)
      .sort(),
  );
  expect(mains.every(({ parent, endUse }) => parent === undefined && endUse === 'total')).toBe(true);
});

describe('a year in hours at every roof', () => {
  it.each(mains.map((main) => [main.id, main] as const))('%s: used = taken + generated − given', (_id, main) => {
    const instants = ofAYear(hour);
    const read = (of: (ts: number) => number) => steps(instants.map(of));
    const used = read((ts) => city.registerAt(toTheWh(gross(main)), ts));
    const taken = read((ts) => city.registerAt(toTheWh(main), ts));
    const given = read((ts) => city.exportAt(toTheWh(main), ts));
    const generated = read((ts) => city.registerAt(toTheWh(roofOf(main)), ts));
    let [off, worst] = [0, 0];
    for (const [i, use] of used.entries()) {
      off += use - (taken[i]! + generated[i]! - given[i]!);
      worst = Math.max(worst, Math.abs(use - (taken[i]! + generated[i]! - given[i]!)), -taken[i]!, -given[i]!);
      // Nothing is given that the roof hasn't made, and taken and given never exceed what they come from.
      if (given[i]! > generated[i]! + 0.003 || taken[i]! > use + 0.008) worst = Infinity;
    }
    // Each register is cut to whole Wh.
    expect(worst).toBeLessThan(0.01);
    expect(Math.abs(off)).toBeLessThan(0.01);
  });
});

const between = (read: (ts: number) => number, from: number, to: number) => read(to) - read(from);
const givenOn = (id: string, date: string) =>
  between((ts) => city.exportAt(meter(id), ts), at(`${date}T00:00:00`), at(`${date}T00:00:00`) + day) *
  meter(id).register!.multiplier;

it('a school gives on a sunny Sunday in July, and never at night', () => {
  const sundays = ['2026-07-05', '2026-07-12', '2026-07-19', '2026-07-26'];
  const given = (id: string) => sundays.reduce((sum, date) => sum + givenOn(id, date), 0);
  expect(given('DEMO-E-2501')).toBeGreaterThan(100);
  expect(given('DEMO-E-2801')).toBeGreaterThan(400);
  const [evening, morning] = [at('2026-07-11T20:00:00'), at('2026-07-12T04:30:00')];
  for (const main of mains) expect(between((ts) => city.exportAt(main, ts), evening, morning)).toBe(0);
});

it('where the chillers need more than the roof makes, a day takes less and gives nothing', () => {
  const main = meter('DEMO-E-1001');
  const [from, to] = [at('2026-07-15T00:00:00'), at('2026-07-16T00:00:00')];
  const [used, taken, generated] = [gross(main), main, roofOf(main)].map((one) =>
    between((ts) => city.registerAt(toTheWh(one), ts), from, to),
  ) as [number, number, number];
  expect(generated).toBeGreaterThan(100);
  expect(taken).toBeCloseTo(used - generated, 1);
  expect(givenOn(main.id, '2026-07-15')).toBe(0);
});

it('while it gives, its power is below 0 and its import stands still', () => {
  const main = meter('DEMO-E-201');
  const noons = ofAYear(day).map((midnight) => midnight + 12 * hour);
  const giving = noons.filter((noon) => city.valuesAt(main, noon)['power_kw']! < -5);
  expect(giving.length).toBeGreaterThan(60);
  for (const noon of giving) {
    expect(city.registerAt(main, noon + 30_000)).toBe(city.registerAt(main, noon));
    const { energy_export_kwh: shown, current_l1_a: current } = city.valuesAt(main, noon);
    expect(city.exportAt(main, noon + 60_000)).toBeGreaterThan(shown!);
    expect(current).toBeGreaterThan(0);
  }
});

it('its history holds both registers, and meets the present', () => {
  const main = meter('DEMO-E-201');
  const to = at('2026-07-05T12:00:00');
  const { points } = demoHistory(city, main, to - day, to + 1, 15 * 60_000);
  expect(Object.keys(points)).toEqual(['energy_kwh', 'energy_export_kwh']);
  const live = city.valuesAt(main, to);
  for (const [point, column] of Object.entries(points)) expect(column.at(-1)).toBe(live[point]);
});

it('a demo that begins now counts from before its history, whatever day that is', () => {
  const firstDay = dayIndex(at('2027-03-08T00:00:00'));
  const young = new DemoCity(20261123, { firstDay });
  for (const [id, days] of [
    ['DEMO-E-201', 761],
    ['DEMO-E-2501', 396],
  ] as const) {
    const from = cityDay(firstDay - days).startsAt;
    const main = meter(id);
    const [used, taken, generated, given] = [
      between((ts) => young.registerAt(toTheWh(gross(main)), ts), from, from + day),
      between((ts) => young.registerAt(toTheWh(main), ts), from, from + day),
      between((ts) => young.registerAt(toTheWh(roofOf(main)), ts), from, from + day),
      between((ts) => young.exportAt(toTheWh(main), ts), from, from + day),
    ];
    expect(generated).toBeGreaterThan(0);
    expect(taken).toBeGreaterThan(0);
    expect(Math.abs(used! - taken! - generated! + given!)).toBeLessThan(0.01);
  }
});

it('within a slot both flow evenly, whole slots sum up, and before it counted it stood still', () => {
  const flat = new Accumulation({ dayTotal: () => 28_800, weight: () => 1 });
  // Double what is used, from noon on.
  const roof = new Accumulation({ dayTotal: () => 28_800, weight: (_day, slot) => (slot < 144 ? 0 : 1) });
  const since = dayIndex(at('2026-01-01T00:00:00'));
  const exchange = new GridExchange([flat], roof, since);
  const start = at('2026-01-01T00:00:00');
  expect([exchange.takenUntil(start - day), exchange.givenUntil(start - day)]).toEqual([0, 0]);
  expect([exchange.takenUntil(start + 12 * hour), exchange.givenUntil(start + 12 * hour)]).toEqual([14_400, 0]);
  const later = start + 12 * hour + 150_000;
  expect([exchange.takenUntil(later), exchange.givenUntil(later)]).toEqual([14_400, 50]);
  expect(exchange.rateAt(start)).toBeCloseTo(1_200, 6);
  expect(exchange.rateAt(later)).toBeCloseTo(-1_200, 6);
  expect([exchange.takenUntil(start + day), exchange.givenUntil(start + day)]).toEqual([14_400, 14_400]);
});
