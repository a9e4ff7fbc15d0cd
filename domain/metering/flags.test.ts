import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { LocalCalendar } from '../time/calendar.ts';
import { flagsOf, mayHoldFlags } from './flags.ts';
import { fold } from './fold.ts';
import type { IntervalBlock } from './block.ts';
import { deriveInstantaneous } from './instantaneous.ts';
import { deriveRegister } from './register.ts';
import { day, hour, meterRules } from './testing.ts';

const calendar = new LocalCalendar('UTC');
const start = Date.UTC(2026, 2, 1);

/** Days of a meter that used so much in each hour from 1 March 2026 on; null: nothing was sent then. */
function daysOf(hours: readonly (number | null)[], from = start): IntervalBlock {
  const ts = [from];
  const value = [1000];
  let register = 1000;
  hours.forEach((used, i) => {
    if (used === null) return;
    register = Math.round((register + used) * 10) / 10;
    ts.push(from + (i + 1) * hour);
    value.push(register);
  });
  const to = from + Math.ceil(hours.length / 24) * day;
  const quarters = deriveRegister(
    Float64Array.from(ts),
    Float64Array.from(value),
    meterRules(hour),
    'energy_kwh',
    calendar.edges('15m', from, to),
  );
  return fold(quarters, calendar.edges('1d', from, to));
}

/** A working day: little at night, more by day, never twice the same. */
const working = (days: number): number[] =>
  Array.from({ length: days * 24 }, (_, i) => (i % 24 > 6 && i % 24 < 19 ? 8 : 2) + ((i * 7) % 11) / 10);
const repeated = (count: number, value: number | null): (number | null)[] =>
  new Array<number | null>(count).fill(value);
const point = 'energy_kwh';
const shown = (days: IntervalBlock): string[] =>
  flagsOf(days, point).map(({ rule, from, to }) => `${rule} ${(from - start) / day}..${(to - start) / day}`);

describe('registers', () => {
  test('an ordinary meter has nothing to look at', () => {
    const days = daysOf(working(60));
    expect(mayHoldFlags(days)).toBe(false);
    expect(flagsOf(days, point)).toEqual([]);
  });

  test('4,385 zeros and then one value of 1.9 million', () => {
    const days = daysOf([...working(10), ...repeated(4385, 0), 1_900_000, ...working(10)]);
    expect(mayHoldFlags(days)).toBe(true);
    // 182 whole days and 17 hours: the day of the great value is the one after them.
    expect(shown(days)).toEqual(['flat-line 10..192', 'catch-up 10..193']);
    const { effect, evidence } = flagsOf(days, point)[1]!;
    expect(effect).toBe('flagged');
    expect(evidence).toMatchObject({ stoodStillDays: 182, caughtUpAt: start + 192 * day });
    expect(evidence['used']).toBeGreaterThan(1_900_000);
    expect(evidence['usualPerDay']).toBeLessThan(200);
    expect(evidence['meanPerDay']).toBeCloseTo((evidence['used'] as number) / 183, 6);
  });

  test('3,094 equal hours: somebody typed an average, or the meter computes', () => {
    const days = daysOf([...working(10), ...repeated(3094, 4.2), ...working(10)]);
    expect(shown(days)).toEqual(['flat-line 10..138']);
    expect(flagsOf(days, point)[0]!.evidence).toEqual({ days: 128, perDay: 100.8 });
  });

  test('a week offline is a gap: equal days between two readings are an estimate, not a stuck meter', () => {
    expect(flagsOf(daysOf([...working(10), ...repeated(7 * 24 - 1, null), 900, ...working(10)]), point)).toEqual([]);
  });

  test('a long weekend without use is nobody’s fault; a week is looked at', () => {
    expect(flagsOf(daysOf([...working(10), ...repeated(3 * 24, 0), ...working(10)]), point)).toEqual([]);
    expect(shown(daysOf([...working(10), ...repeated(7 * 24, 0), ...working(10)]))).toEqual(['flat-line 10..17']);
  });

  test('three silent days and four times a day’s use at once: it came all at once', () => {
    const usual = working(1).reduce((sum, used) => sum + used, 0);
    const days = daysOf([...working(30), ...repeated(3 * 24, 0), 4 * usual, ...repeated(23, 0.1), ...working(10)]);
    expect(shown(days)).toEqual(['catch-up 30..34']);
  });

  test('a meter that never counted is not stuck yet', () => {
    expect(flagsOf(daysOf(repeated(30 * 24, 0)), point)).toEqual([]);
  });

  test('heating that rests each summer is news in the first one only, unless it rests longer', () => {
    const year = [...working(200), ...repeated(100 * 24, 0), ...working(60)];
    expect(shown(daysOf([...year, ...year]))).toEqual(['flat-line 200..300']);
    expect(shown(daysOf([...year, ...working(200), ...repeated(130 * 24, 0), ...working(60)]))).toEqual([
      'flat-line 200..300',
      'flat-line 560..690',
    ]);
  });

  test('a meter that stuck in March and again in August stuck twice', () => {
    const hours = [...working(60), ...repeated(30 * 24, 0), ...working(120), ...repeated(30 * 24, 0), ...working(30)];
    expect(shown(daysOf(hours))).toEqual(['flat-line 60..90', 'flat-line 210..240']);
  });

  test('what a roof gives away rests by nature', () => {
    const days = daysOf([...working(10), ...repeated(20 * 24, 0), ...working(10)]);
    expect(flagsOf(days, 'energy_export_kwh')).toEqual([]);
  });
});

describe('sensors', () => {
  function sensor(values: readonly number[]): IntervalBlock {
    const to = start + (values.length / 24) * day;
    const quarters = deriveInstantaneous(
      Float64Array.from(values, (_, i) => start + i * hour),
      Float64Array.from(values),
      hour,
      calendar.edges('15m', start, to),
    );
    return fold(quarters, calendar.edges('1d', start, to));
  }
  const room = (days: number): number[] => Array.from({ length: days * 24 }, (_, i) => 20 + ((i * 5) % 13) / 4);

  test('a temperature that stands still for two days is frozen', () => {
    expect(shown(sensor([...room(3), ...(repeated(48, 21.5) as number[]), ...room(3)]))).toEqual(['frozen 3..5']);
  });

  test('a power of 0 is a machine that is off', () => {
    expect(flagsOf(sensor([...room(3), ...(repeated(96, 0) as number[]), ...room(3)]), point)).toEqual([]);
  });
});

const folder = fileURLToPath(new URL('../../../shared/data/hourly/', import.meta.url));
const recorded = (name: string): string => `${folder}${name}.csv.gz`;

describe.skipIf(!existsSync(recorded('cam_b0_gas')))('real defects (needs ../shared/data/hourly)', () => {
  function hoursOf(name: string, zeroIsMissing: boolean): { hours: (number | null)[]; from: number } {
    const lines = gunzipSync(readFileSync(recorded(name)))
      .toString()
      .trimEnd()
      .split('\n')
      .slice(1);
    const hours = lines.map((line) => {
      const text = line.slice(line.indexOf(',') + 1);
      return text === '' || (zeroIsMissing && Number(text) === 0) ? null : Number(text);
    });
    return { hours, from: Date.parse(lines[0]!.slice(0, lines[0]!.indexOf(','))) };
  }
  const dates = (days: IntervalBlock): string[] =>
    flagsOf(days, point)
      .filter(({ rule }) => rule === 'flat-line')
      .map(({ from, to }) => `${new Date(from).toISOString().slice(0, 10)} ${(to - from) / day}`);

  test('a gas meter stood still for 1,176 hours in one summer and 3,045 in the next; the third was as the others', () => {
    const { hours, from } = hoursOf('cam_b0_gas', false);
    expect(dates(daysOf(hours, from))).toEqual(expect.arrayContaining(['2018-08-07 48', '2019-05-31 126']));
  });

  test('an outage of 863 hours is a gap and no standstill', () => {
    const { hours, from } = hoursOf('cam_b19_electricity', true);
    expect(dates(daysOf(hours, from))).toEqual([]);
  });
});
