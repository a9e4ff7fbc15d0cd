/**
 * The one way in which pages write numbers, units, dates and ages, in both languages (`visual.md`, "Type and numbers").
 */
import { age, duration, interval } from './age.ts';
import { join, quantity, reading, unitScale, type Language, type Quantity } from './quantity.ts';
import * as time from './time.ts';
import { dateAt } from './zone.ts';

export * from './number.ts';
export * from './size.ts';
export { join, unitSpace, type Language, type Quantity, type UnitScale } from './quantity.ts';
export * from './zone.ts';

/** Everything that depends on the language or on the installation's zone, bound to both. */
export function formatter(language: Language, zone: string) {
  const text = (value: number | null | undefined, unit: string | null) => join(quantity(value, unit, language));
  return {
    language,
    zone,
    quantity: (value: number | null | undefined, unit: string | null): Quantity => quantity(value, unit, language),
    /** Figure and unit as one text. */
    text,
    reading,
    readingText: (value: number | null | undefined, unit: string | null, decimals?: number | null) =>
      join(reading(value, unit, decimals)),
    unitScale: (unit: string | null, largest: number) => unitScale(unit, largest, language),
    age: (ms: number | null) => age(ms, language),
    duration: (ms: number) => duration(ms, language),
    interval: (written: string) => interval(written, language),
    clock: (at: number) => time.clock(at, zone),
    clockSeconds: (at: number) => time.clockSeconds(at, zone),
    monthDay: (at: number) => time.monthDay(at, zone),
    dayTime: (at: number) => time.dayTime(at, zone),
    fullTime: (at: number) => time.fullTime(at, zone),
    shortTime: (at: number, now: number) => time.shortTime(at, now, zone),
    iso: (at: number) => time.isoWithOffset(at, zone),
    date: (at: number) => dateAt(at, zone),
    weekday: (date: string) => time.weekdayName(date, language),
    month: (month: number) => time.monthName(month, language),
    zoneLabel: (at: number) => time.zoneLabel(at, zone, language),
  };
}
export type Format = ReturnType<typeof formatter>;
