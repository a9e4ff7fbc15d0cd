import { expect, it } from 'vitest';
import { chinaDayTypes } from '../../domain/time/day-types.ts';
import { CanteenCity } from '../canteens/canteen-city.ts';
import { demoCanteens } from '../canteens/canteens.ts';
import { DemoCity } from './city.ts';
import { cityDay, dayIndex } from './day.ts';
import { demoMeters } from './meters.ts';

const dayMs = 86_400_000;
const startOf = (date: string) => Date.parse(`${date}T00:00:00+08:00`);
const kindOf = (date: string) => cityDay(dayIndex(startOf(date))).kind;

const city = new DemoCity(20261123);
/** Used on these days together, by what a meter counts; its register doesn't run full on any of them. */
function used(id: string, ...dates: string[]): number {
  const meter = demoMeters.find((one) => one.id === id)!;
  const on = (date: string) => city.registerAt(meter, startOf(date) + dayMs) - city.registerAt(meter, startOf(date));
  return dates.reduce((sum, date) => sum + on(date) * meter.register!.multiplier, 0) / dates.length;
}
const peopleIn = (canteen: number, date: string) =>
  new CanteenCity(3)
    .eventsOf(demoCanteens[canteen - 1]!, dayIndex(startOf(date)))
    .reduce((sum, { event }) => sum + Number(event['person_meals'] ?? 0), 0);

it('the city keeps the State Council’s calendar: holidays, and weekends that are worked for them', () => {
  // Dragon Boat Festival, a Friday; the Mid-Autumn Festival begins on one too.
  expect(['2026-06-19', '2026-09-25', '2025-10-08'].map(kindOf)).toEqual(['holiday', 'holiday', 'holiday']);
  expect(['2026-01-04', '2026-02-14', '2026-09-20', '2026-10-10'].map(kindOf)).toEqual(Array(4).fill('work'));
  expect(['2026-09-19', '2026-09-21'].map(kindOf)).toEqual(['rest', 'work']);
});

it('each published day of three years is what the calendar of the platform takes it for', () => {
  const kinds = { holiday: ['holiday'], 'make-up-workday': ['work'], ordinary: ['work', 'rest'], unpublished: [] };
  for (let index = dayIndex(startOf('2024-01-01')); index < dayIndex(startOf('2027-01-01')); index++) {
    expect(kinds[chinaDayTypes.typeOf(index)]).toContain(cityDay(index).kind);
  }
});

it('a year that nobody has published: the days that are never worked, and every weekend is one', () => {
  expect(chinaDayTypes.typeOf(dayIndex(startOf('2035-05-01')))).toBe('unpublished');
  expect(['2035-01-01', '2035-05-01', '2035-10-03'].map(kindOf)).toEqual(['holiday', 'holiday', 'holiday']);
  for (let index = dayIndex(startOf('2035-01-01')); index < dayIndex(startOf('2036-01-01')); index++) {
    const weekend = [0, 6].includes(new Date(index * dayMs).getUTCDay());
    if (weekend) expect(cityDay(index).kind).not.toBe('work');
  }
});

it('a Sunday that is worked runs like a workday, in the office, in its meters of water and in its canteen', () => {
  const makeUp = '2026-09-20';
  const workdays = ['2026-09-21', '2026-09-22', '2026-09-23'];
  const sunday = '2026-09-13';
  for (const id of ['DEMO-E-103', 'DEMO-W-101']) {
    expect(used(id, makeUp) / used(id, ...workdays)).toBeGreaterThan(0.8);
    expect(used(id, makeUp) / used(id, ...workdays)).toBeLessThan(1.2);
    expect(used(id, sunday) / used(id, ...workdays)).toBeLessThan(0.5);
  }
  expect(peopleIn(1, makeUp)).toBeGreaterThan(0.75 * peopleIn(1, '2026-09-21'));
  expect(peopleIn(1, sunday)).toBe(0);
});

it('a Wednesday of the Spring Festival runs like a holiday', () => {
  const [festival, before, after] = ['2026-02-18', '2026-02-11', '2026-03-04'];
  for (const id of ['DEMO-E-103', 'DEMO-W-101']) {
    expect(used(id, festival)).toBeLessThan(0.4 * used(id, before));
    expect(used(id, festival)).toBeLessThan(0.4 * used(id, after));
  }
  expect(peopleIn(1, festival)).toBe(0);
  expect(peopleIn(1, after)).toBeGreaterThan(500);
});
