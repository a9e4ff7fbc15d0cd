import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Accumulation, slotsPerDay } from './accumulation.ts';
import { DemoCity } from './city.ts';
import { cityDay, dayIndex } from './day.ts';
import { demoHistory } from './history.ts';
import { demoMeters, type DemoMeter } from './meters.ts';

const seed = 20261123;
const at = (text: string) => Date.parse(text);
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const registers = demoMeters.filter((meter) => meter.register);
const meter = (id: string) => demoMeters.find((candidate) => candidate.id === id)!;

// Cities of the same chances, and one of others: main meters with a roof take their time to count from the beginning.
const [city, again, elsewhere] = [new DemoCity(seed), new DemoCity(seed), new DemoCity(seed + 1)];

/** Used between two instants, behind the transformer. */
function used(city: DemoCity, of: DemoMeter, from: number, to: number): number {
  const { multiplier, digits } = of.register!;
  const difference = city.registerAt(of, to) - city.registerAt(of, from);
  return (difference < 0 ? difference + 10 ** digits : difference) * multiplier;
}

it('says the same after a restart, in whatever order it is asked', () => {
  const instants = ['2026-02-17T03:00:00+08:00', '2026-07-01T14:00:00+08:00', '2025-12-31T23:59:59+08:00'].map(at);
  for (const of of demoMeters) {
    const forward = instants.map((ts) => city.valuesAt(of, ts));
    const backward = [...instants]
      .reverse()
      .map((ts) => again.valuesAt(of, ts))
      .reverse();
    expect(backward).toEqual(forward);
  }
});

it('another seed is another city', () => {
  const ts = at('2026-07-01T14:00:00+08:00');
  for (const of of demoMeters) {
    expect(city.valuesAt(of, ts)).not.toEqual(elsewhere.valuesAt(of, ts));
  }
});

it('a register never falls, from one second to any later one', () => {
  const first = at('2025-10-01T00:00:00+08:00');
  fc.assert(
    fc.property(fc.constantFrom(...registers), fc.nat(450 * 86_400), fc.nat(3 * 86_400), (of, second, later) => {
      const from = first + second * 1000;
      expect(city.registerAt(of, from + later * 1000)).toBeGreaterThanOrEqual(city.registerAt(of, from));
    }),
    { seed: 1, numRuns: 2000 },
  );
});

it('a register has no seam at midnight: the second over it uses no more than the seconds around', () => {
  for (const of of registers) {
    const midnight = at('2026-03-10T00:00:00+08:00');
    expect(used(city, of, midnight - 1000, midnight)).toBeLessThan(of.register!.maxPerHour / 600);
    expect(used(city, of, midnight, midnight + 1000)).toBeLessThan(of.register!.maxPerHour / 600);
  }
});

it('shows no more digits than its register has, and rolls over', () => {
  const full = { ...meter('DEMO-E-104'), register: { ...meter('DEMO-E-104').register!, opening: 999_999.5 } };
  expect(city.registerAt(full, at('2024-01-01T00:00:00+08:00'))).toBe(999_999.5);
  expect(city.registerAt(full, at('2024-01-03T00:00:00+08:00'))).toBeLessThan(1000);
  for (const of of registers) {
    const value = city.registerAt(of, at('2026-11-23T12:34:56+08:00'));
    expect(value).toBe(Number(value.toFixed(of.register!.decimals)));
    expect(value).toBeLessThan(10 ** of.register!.digits);
  }
});

it('the past that was seeded meets the present exactly', () => {
  const to = at('2026-11-23T10:00:00+08:00');
  for (const of of demoMeters) {
    const history = demoHistory(city, of, to - 2 * day, to + 1, 15 * minute);
    expect(history.ts).toHaveLength(2 * 96 + 1);
    expect(history.ts.at(-1)).toBe(to);
    const live = again.valuesAt(of, to);
    for (const [point, column] of Object.entries(history.points)) expect(column.at(-1)).toBe(live[point]);
  }
});

it('history asked in pieces is the history asked at once', () => {
  const of = meter('DEMO-E-101');
  const [from, middle, to] = ['2026-05-01T00:07:00Z', '2026-05-02T00:00:00Z', '2026-05-03T11:00:00Z'].map(at) as [
    number,
    number,
    number,
  ];
  const whole = demoHistory(city, of, from, to, 15 * minute);
  const parts = [demoHistory(city, of, from, middle, 15 * minute), demoHistory(city, of, middle, to, 15 * minute)];
  expect([...whole.ts]).toEqual(parts.flatMap((part) => [...part.ts]));
  expect([...whole.points['energy_kwh']!]).toEqual(parts.flatMap((part) => [...part.points['energy_kwh']!]));
});

describe('a plausible city', () => {
  const days = (from: string, n: number) => Array.from({ length: n }, (_, i) => at(from) + i * day);

  it('no meter measures more in any hour of a year than its own maximum, and each measures something', () => {
    for (const of of registers) {
      let most = 0;
      // Each ninth day: every weekday and every season.
      for (let from = at('2025-11-01T00:00:00+08:00'); from < at('2026-11-01T00:00:00+08:00'); from += 9 * day) {
        for (let ts = from; ts < from + day; ts += hour) most = Math.max(most, used(city, of, ts, ts + hour));
      }
      expect(most).toBeLessThan(of.register!.maxPerHour);
      expect(most).toBeGreaterThan(of.register!.maxPerHour / 30);
    }
  });

  it('the main meter counts what its sub-meters count, and more', () => {
    for (const from of days('2026-07-06T00:00:00+08:00', 14)) {
      const main = used(city, meter('DEMO-E-101'), from, from + day);
      const subs = ['DEMO-E-102', 'DEMO-E-103', 'DEMO-E-104'].reduce(
        (sum, id) => sum + used(city, meter(id), from, from + day),
        0,
      );
      expect(main).toBeGreaterThan(subs);
    }
  });

  it('offices rest on Sundays and at the Spring Festival; schools in summer', () => {
    const office = meter('DEMO-E-101');
    const of = (id: DemoMeter, date: string) =>
      used(city, id, at(`${date}T00:00:00+08:00`), at(`${date}T00:00:00+08:00`) + day);
    expect(of(office, '2026-03-15')).toBeLessThan(0.7 * of(office, '2026-03-16'));
    expect(of(office, '2026-02-18')).toBeLessThan(0.7 * of(office, '2026-03-18'));
    expect(of(meter('DEMO-W-301'), '2026-08-12')).toBeLessThan(0.5 * of(meter('DEMO-W-301'), '2026-06-10'));
  });

  it('the sun does not shine at night, and more in summer', () => {
    const roof = meter('DEMO-PV-201');
    expect(used(city, roof, at('2026-07-01T21:00:00+08:00'), at('2026-07-02T03:00:00+08:00'))).toBe(0);
    const month = (start: string) => used(city, roof, at(start), at(start) + 30 * day);
    expect(month('2026-07-01T00:00:00+08:00')).toBeGreaterThan(1.3 * month('2025-12-15T00:00:00+08:00'));
  });

  it('the weather is that of Wenzhou', () => {
    const temperatures = (month: string) =>
      days(`${month}-01T00:00:00+08:00`, 28).flatMap((start) =>
        Array.from({ length: 24 }, (_, h) => city.valuesAt(meter('DEMO-T-001'), start + h * hour)['temperature_c']!),
      );
    const mean = (list: number[]) => list.reduce((sum, t) => sum + t, 0) / list.length;
    expect(mean(temperatures('2026-01'))).toBeGreaterThan(4);
    expect(mean(temperatures('2026-01'))).toBeLessThan(12);
    expect(mean(temperatures('2026-07'))).toBeGreaterThan(25);
    expect(mean(temperatures('2026-07'))).toBeLessThan(33);
  });

  it('air has no jump at midnight', () => {
    for (const id of ['DEMO-T-001', 'DEMO-T-101']) {
      for (const midnight of days('2026-01-01T00:00:00+08:00', 365)) {
        const before = city.valuesAt(meter(id), midnight - 1000)['temperature_c']!;
        expect(Math.abs(city.valuesAt(meter(id), midnight)['temperature_c']! - before)).toBeLessThanOrEqual(0.2);
      }
    }
  });
});

it('a day changes at midnight in Wenzhou', () => {
  expect(dayIndex(at('2026-11-22T15:59:59Z'))).toBe(dayIndex(at('2026-11-22T16:00:00Z')) - 1);
  expect(cityDay(dayIndex(at('2026-11-23T00:00:00+08:00'))).startsAt).toBe(at('2026-11-23T00:00:00+08:00'));
});

it('a load without any weight is spread evenly, and nothing of its total is lost', () => {
  const flat = new Accumulation({ dayTotal: () => 1000, weight: () => 0 });
  const start = at('2026-01-01T00:00:00+08:00');
  expect(flat.usedUntil(start + 12 * hour) - flat.usedUntil(start)).toBe(500);
  expect(flat.usedUntil(start + day) - flat.usedUntil(start)).toBe(1000);
  const peaky = new Accumulation({ dayTotal: () => 7, weight: (_, slot) => (slot === slotsPerDay - 1 ? 1 : 0) });
  expect(peaky.usedUntil(start + day) - peaky.usedUntil(start)).toBe(7);
});
