import { describe, expect, test } from 'vitest';
import { qualities, type Quality } from './interval.ts';
import { combine, leavesOf, sumOver, type TermColumns, type VirtualTerm } from './virtual.ts';

const always = { from: -Infinity, to: Infinity };
const plus = (meter: string): VirtualTerm => ({ meter, factor: 1, ...always });
const minus = (meter: string): VirtualTerm => ({ meter, factor: -1, ...always });

type Interval = readonly [value: number | null, quality: Quality, coverage?: number];
function columns(...intervals: Interval[]): TermColumns {
  return {
    value: Float64Array.from(intervals, ([value]) => value ?? NaN),
    coverage: Float64Array.from(intervals, ([value, , coverage]) => coverage ?? (value === null ? 0 : 1)),
    quality: Uint8Array.from(intervals, ([, quality]) => qualities.indexOf(quality)),
  };
}
function shown({ value, coverage, quality }: TermColumns): Interval[] {
  return Array.from(value, (v, i) => [Number.isNaN(v) ? null : v, qualities[quality[i]!]!, coverage[i]!]);
}
const one = [0, 1];
/** All of it lies in the past. */
const over = Infinity;

describe('sums and differences', () => {
  test('a building of two supplies; 0.1 + 0.2 is 0.3', () => {
    const sum = combine(one, [plus('A'), plus('B')], [columns([0.1, 'measured']), columns([0.2, 'measured'])], over);
    expect(shown(sum)).toEqual([[0.3, 'measured', 1]]);
  });

  test('the unmetered remainder is what the main meter has more than those below it', () => {
    const remainder = combine(
      one,
      [plus('MAIN'), minus('A'), minus('B')],
      [columns([100, 'measured']), columns([30, 'estimated']), columns([45, 'manual'])],
      over,
    );
    expect(shown(remainder)).toEqual([[25, 'estimated', 1]]);
  });

  test('a sub-meter that reads more than its main meter gives a negative remainder, not 0', () => {
    const remainder = combine(
      one,
      [plus('MAIN'), minus('A')],
      [columns([10, 'measured']), columns([12, 'measured'])],
      over,
    );
    expect(shown(remainder)).toEqual([[-2, 'measured', 1]]);
  });

  test('a sum that lacks a part gives what is known, and says missing', () => {
    const sum = combine(one, [plus('A'), plus('B')], [columns([10, 'measured']), columns([4, 'missing', 0.25])], over);
    expect(shown(sum)).toEqual([[14, 'missing', 0.25]]);
  });

  test.each([
    ['what is taken away', columns([10, 'measured']), columns([4, 'missing', 0.25])],
    ['what it is taken from', columns([null, 'missing']), columns([4, 'measured'])],
  ])('of a difference that lacks a part of %s nothing is known', (_case, from, away) => {
    expect(shown(combine(one, [plus('A'), minus('B')], [from, away], over))).toEqual([[null, 'missing', 0]]);
  });

  test('of a day that runs both are known up to now: so is their difference', () => {
    const day = [0, 24 * 3_600_000];
    const parts = [columns([10, 'missing', 0.334]), columns([4, 'missing', 0.33])];
    expect(shown(combine(day, [plus('A'), minus('B')], parts, 8 * 3_600_000))).toEqual([[6, 'missing', 0.33]]);
    // On the day after, what lacks is no end that is open.
    expect(shown(combine(day, [plus('A'), minus('B')], parts, 30 * 3_600_000))).toEqual([[null, 'missing', 0]]);
  });

  test('differences have no dust: 20.4 − 19.84 − 0.55 is 0.01', () => {
    const parts = [columns([20.4, 'measured']), columns([19.84, 'measured']), columns([0.55, 'measured'])];
    expect(shown(combine(one, [plus('A'), minus('B'), minus('C')], parts, over))).toEqual([[0.01, 'measured', 1]]);
  });

  test('before its first term and after its last one nothing is known', () => {
    const terms = [{ meter: 'A', factor: 1, from: 10, to: 20 }];
    const days = columns([1, 'measured'], [2, 'measured'], [3, 'measured']);
    expect(shown(combine([0, 10, 20, 30], terms, [days], over))).toEqual([
      [null, 'missing', 0],
      [2, 'measured', 1],
      [null, 'missing', 0],
    ]);
  });

  test('a meter that went to another building in the middle of the month counts its days here', () => {
    const terms = [plus('A'), { meter: 'B', factor: 1, from: 10, to: 20 }];
    const daily = combine(
      [0, 10, 20, 30],
      terms,
      [
        columns([1, 'measured'], [1, 'measured'], [1, 'estimated']),
        columns([5, 'measured'], [5, 'measured'], [5, 'measured']),
      ],
      over,
    );
    expect(shown(sumOver([0, 10, 20, 30], daily, [0, 30]))).toEqual([[8, 'estimated', 1]]);
  });

  test('a month with a day of which nothing is known is missing, with its known part', () => {
    const daily = columns([1, 'measured'], [null, 'missing'], [3, 'measured']);
    expect(shown(sumOver([0, 10, 20, 40], daily, [0, 40]))).toEqual([[4, 'missing', 0.75]]);
  });
});

describe('nested', () => {
  const virtual: Readonly<Record<string, readonly VirtualTerm[]>> = {
    SITE: [plus('HOUSE'), { meter: 'YARD', factor: 1, from: 0, to: 50 }],
    HOUSE: [plus('A'), { meter: 'LET', factor: -0.5, from: 20, to: 80 }],
    LET: [plus('B')],
  };
  const termsOf = (meter: string) => virtual[meter] ?? null;

  test('factors are multiplied, validities cut', () => {
    expect(leavesOf([{ meter: 'SITE', factor: 2, from: 10, to: 60 }], termsOf)).toEqual([
      { meter: 'A', factor: 2, from: 10, to: 60 },
      { meter: 'B', factor: -1, from: 20, to: 60 },
      { meter: 'YARD', factor: 2, from: 10, to: 50 },
    ]);
  });

  test('a circle is a fault, not an endless loop', () => {
    expect(() => leavesOf([plus('A')], () => [plus('A')])).toThrow(/circle/);
  });
});
