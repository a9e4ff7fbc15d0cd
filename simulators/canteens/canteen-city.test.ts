import { expect, it } from 'vitest';
import { dayIndex } from '../city/day.ts';
import { demoInstitutions } from '../city/buildings.ts';
import { demoMeters } from '../city/meters.ts';
import { CanteenCity, type SentEvent } from './canteen-city.ts';
import { demoCanteens, tiny, type DemoCanteen } from './canteens.ts';
import { smallUnits } from './small-units.ts';

const firstDay = dayIndex(Date.parse('2026-11-23T10:00:00+08:00'));
const city = new CanteenCity(3, firstDay);
const canteen = (number: number): DemoCanteen => demoCanteens[number - 1]!;
const thursday = firstDay - 4;

const weighings = (events: readonly SentEvent[], stream?: string) =>
  events.map(({ event }) => event).filter((e) => e['type'] === 'weighing' && (!stream || e['stream'] === stream));
const eaten = (events: readonly SentEvent[], meal?: string) =>
  events
    .filter(({ event }) => event['type'] === 'meals' && (!meal || event['meal'] === meal))
    .reduce((sum, { event }) => sum + (event['person_meals'] as number), 0);
const days = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => firstDay + from + i);
/** Plate waste a person-meal over days, from meals that were weighed. */
function perMeal(number: number, from: number, to: number): number {
  let [net, meals] = [0, 0];
  for (const day of days(from, to)) {
    const events = city.eventsOf(canteen(number), day);
    for (const meal of ['BREAKFAST', 'LUNCH', 'DINNER']) {
      const plates = weighings(events, 'PLATE_WASTE').filter((e) => e['meal'] === meal);
      if (plates.length === 0) continue;
      net += plates.reduce((sum, e) => sum + (e['net_g'] as number), 0);
      meals += eaten(events, meal);
    }
  }
  return net / meals;
}

it('66 canteens, a scale and a counter each, in institutions that are there, with kitchen meters that are there', () => {
  expect(demoCanteens).toHaveLength(66);
  expect(new Set(demoCanteens.flatMap(({ id, scale, counter }) => [id, scale, counter])).size).toBe(198);
  const known = new Set(['DEMO-I-1', 'DEMO-I-2', ...[...demoInstitutions, ...smallUnits].map(({ id }) => id)]);
  expect(demoCanteens.filter(({ institution }) => !known.has(institution))).toEqual([]);
  expect(smallUnits).toHaveLength(46);
  expect(new Set(smallUnits.map(({ region }) => region)).size).toBe(3);
  const meters = demoCanteens.flatMap((one) => one.meters);
  expect(meters.length).toBeGreaterThanOrEqual(14);
  expect(new Set(meters).size).toBe(meters.length);
  expect(meters.filter((id) => !demoMeters.some((meter) => meter.id === id))).toEqual([]);
  expect(new Set(demoCanteens.map((one) => `${one.operatingMode} ${one.supplyMode}`)).size).toBe(8);
});

it('a day is the same whenever it is asked for, in any order, and its events have numbers that no other day has', () => {
  const other = new CanteenCity(3, firstDay);
  const later = other.eventsOf(canteen(1), thursday + 1);
  expect(other.eventsOf(canteen(1), thursday)).toEqual(city.eventsOf(canteen(1), thursday));
  const identities = [...city.eventsOf(canteen(1), thursday), ...later].map(
    ({ device, event }) => `${device} ${event.seq}`,
  );
  expect(new Set(identities).size).toBe(identities.length);
  expect(new CanteenCity(4, firstDay).eventsOf(canteen(1), thursday)).not.toEqual(city.eventsOf(canteen(1), thursday));
});

it('lunch has its rhythm: peelings before, plates in several bins during and after, counts while the doors are open', () => {
  const events = city.eventsOf(canteen(1), thursday).filter(({ event }) => event['meal'] === 'LUNCH');
  const clock = (stream: string) => weighings(events, stream).map((e) => e.ts.slice(11, 16));
  expect(clock('PREP_WASTE').every((at) => at > '08:00' && at < '11:15')).toBe(true);
  expect(clock('TRIM_USED').every((at) => at > '08:00' && at < '11:30')).toBe(true);
  expect(clock('PLATE_WASTE').length).toBeGreaterThanOrEqual(3);
  expect(clock('PLATE_WASTE').every((at) => at > '11:45' && at < '13:45')).toBe(true);
  expect(clock('UNSOLD_DISCARD').every((at) => at > '12:50' && at < '14:00')).toBe(true);
  const counts = events.filter(({ event }) => event['type'] === 'meals').map(({ event }) => event.ts.slice(11, 16));
  expect(counts.length).toBeGreaterThan(3);
  expect(counts.every((at) => at >= '11:30' && at <= '12:45')).toBe(true);
  expect(eaten(events)).toBeGreaterThan(550);
  expect(eaten(events)).toBeLessThan(850);
});

it('what a weighing says holds together: net is gross without tare, in whole grams and none of it negative', () => {
  const all = demoCanteens.flatMap((one) => weighings(city.eventsOf(one, thursday)));
  expect(all.length).toBeGreaterThan(400);
  for (const { net_g, gross_g, tare_g } of all as Record<string, number>[]) {
    expect(net_g).toBe(gross_g! - tare_g!);
    expect(Number.isInteger(net_g) && net_g! >= 0 && gross_g! < 40_000).toBe(true);
  }
});

it('nobody eats in an office at the weekend, in a school in August, and everybody does in a hospital', () => {
  const sunday = firstDay - 1;
  expect(city.eventsOf(canteen(1), sunday)).toEqual([]);
  expect(eaten(city.eventsOf(canteen(5), sunday))).toBeGreaterThan(500);
  const august = dayIndex(Date.parse('2026-08-12T12:00:00+08:00'));
  expect(city.eventsOf(canteen(2), august)).toEqual([]);
  expect(eaten(city.eventsOf(canteen(1), august))).toBeGreaterThan(500);
});

it('plate waste lies around what studies weighed: weighed dishes least, à la carte most, all between 15 and 110 g', () => {
  const by = new Map<string, number[]>();
  for (const one of demoCanteens.filter(({ number }) => ![9, 13, 8, 26, tiny].includes(number))) {
    const mean = perMeal(one.number, -60, -40);
    expect(mean).toBeGreaterThan(15);
    expect(mean).toBeLessThan(110);
    by.set(one.supplyMode, [...(by.get(one.supplyMode) ?? []), mean]);
  }
  const mean = (mode: string) => by.get(mode)!.reduce((sum, one) => sum + one, 0) / by.get(mode)!.length;
  expect(mean('weighed')).toBeLessThan(mean('buffet'));
  expect(mean('buffet')).toBeLessThan(mean('set'));
  expect(mean('set')).toBeLessThan(mean('a-la-carte'));
});

it('one gets better over the last quarter, one worse; before it neither changed', () => {
  const change = (number: number) => perMeal(number, -28, 0) / perMeal(number, -120, -92);
  expect(change(9)).toBeLessThan(0.75);
  expect(change(8)).toBeGreaterThan(1.4);
  expect(perMeal(9, -148, -120) / perMeal(9, -120, -92)).toBeCloseTo(1, 0);
});

it('a tare that drifts: the scale takes its bin for heavier from week to week', () => {
  const tares = days(-100, 1).flatMap((day) =>
    weighings(city.eventsOf(canteen(13), day), 'PLATE_WASTE').map((e) => e['tare_g'] as number),
  );
  expect(tares[0]).toBe(4_200);
  expect(tares.at(-1)).toBeGreaterThan(5_050);
  expect(tares).toEqual([...tares].sort((a, b) => a - b));
});

it('a scale that is off at most meals, and one that shows the same weight for five days', () => {
  const lunches = days(-60, 0)
    .map((day) => city.eventsOf(canteen(31), day))
    .filter((events) => eaten(events, 'LUNCH') > 0);
  const weighed = lunches.filter((events) => weighings(events).some((e) => e['meal'] === 'LUNCH'));
  expect(weighed.length / lunches.length).toBeLessThan(0.4);
  expect(weighed.length).toBeGreaterThan(2);
  const gross = days(-16, -11).flatMap((day) => weighings(city.eventsOf(canteen(26), day)).map((e) => e['gross_g']));
  expect(gross.length).toBeGreaterThan(5);
  expect(new Set(gross).size).toBe(1);
});

it('the tiny one serves a handful of meals, so its place among 66 is chance', () => {
  const meals = days(-30, 0).map((day) => eaten(city.eventsOf(canteen(tiny), day)));
  expect(Math.max(...meals)).toBeLessThan(15);
  expect(Math.max(...meals)).toBeGreaterThan(4);
});

it('meals weighed hours late, counts sent again and counts that come late keep their own time and number', () => {
  const late = days(-60, 0).flatMap((day) => weighings(city.eventsOf(canteen(38), day), 'PLATE_WASTE'));
  expect(late.some((e) => e['meal'] === 'LUNCH' && e.ts.slice(11, 16) > '15:30')).toBe(true);
  const again = days(-60, 0).flatMap((day) => city.eventsOf(canteen(22), day));
  const identities = again.map(({ device, event }) => `${device} ${event.seq} ${event.ts}`);
  expect(new Set(identities).size).toBeLessThan(identities.length);
  expect(eaten(city.eventsOf(canteen(1), thursday))).toBeGreaterThan(0);
  const counts = city.eventsOf(canteen(50), thursday).filter(({ event }) => event['type'] === 'meals');
  expect(counts.length).toBeGreaterThan(3);
  expect(counts.every(({ at, sentAt }) => sentAt - at === 5 * 3_600_000)).toBe(true);
});

it('nothing is sent on another day than it happened, nor before it happened', () => {
  for (const one of demoCanteens) {
    for (const day of days(-8, 0)) {
      for (const { at, sentAt } of city.eventsOf(one, day)) {
        expect(sentAt).toBeGreaterThanOrEqual(at);
        expect(dayIndex(sentAt)).toBe(day);
      }
    }
  }
});
