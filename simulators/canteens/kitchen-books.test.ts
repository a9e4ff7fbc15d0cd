import { expect, it } from 'vitest';
import { dayIndex } from '../city/day.ts';
import { CanteenCity } from './canteen-city.ts';
import { demoCanteens } from './canteens.ts';
import { fetchOf, menuOf } from './kitchen-books.ts';

const seed = 7;
const monday = dayIndex(Date.parse('2026-11-16T12:00:00+08:00'));
const today = monday + 7;
const canteen = (number: number) => demoCanteens[number - 1]!;

/** Kilograms of waste on the kitchen's own scale. */
function weighedKg(number: number, day: number): number {
  const events = new CanteenCity(seed, today).eventsOf(canteen(number), day).map(({ event }) => event);
  const wasted = events.filter(({ type, stream }) => type === 'weighing' && stream !== 'TRIM_USED');
  return wasted.reduce((sum, { net_g }) => sum + Number(net_g), 0) / 1000;
}

it('what the lorry took away is what stood on the scale, but for some percent', () => {
  for (const day of [monday, monday + 1, monday + 3]) {
    const { kg } = fetchOf(seed, canteen(1), day, today)!;
    expect(kg / weighedKg(1, day)).toBeGreaterThan(0.95);
    expect(kg / weighedKg(1, day)).toBeLessThan(1.05);
  }
});

it('a kitchen whose scale is off most of the time gives the lorry far more than it weighed', () => {
  const week = [0, 1, 2, 3, 4].map((back) => monday + back);
  const fetched = week.reduce((sum, day) => sum + fetchOf(seed, canteen(31), day, today)!.kg, 0);
  const weighed = week.reduce((sum, day) => sum + weighedKg(31, day), 0);
  expect(weighed).toBeLessThan(fetched / 2);
});

it('on Sunday nobody cooks: no menu, nothing to fetch; the menu of four weeks ago returns', () => {
  expect([menuOf(seed, canteen(1), monday - 1), fetchOf(seed, canteen(1), monday - 1, today)]).toEqual([null, null]);
  expect(menuOf(seed, canteen(1), monday)!.text).toBe(menuOf(seed, canteen(1), monday - 28)!.text);
  expect(menuOf(seed, canteen(1), monday)!.text).toMatch(/^\p{Script=Han}+、\p{Script=Han}+、\p{Script=Han}+$/u);
});
