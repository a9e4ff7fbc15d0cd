import { describe, expect, test } from 'vitest';
import { LocalCalendar } from '../time/calendar.ts';
import { fold } from './fold.ts';
import type { RegisterRules } from './meter.ts';
import { deriveRegister } from './register.ts';
import { at, columns, every, hour, meterRules, minute, rows } from './testing.ts';

type Reading = readonly [string, number];

interface Case {
  readonly name: string;
  readonly readings: readonly Reading[];
  readonly rules?: Partial<RegisterRules>;
  readonly intervalMs?: number;
  readonly edges: Float64Array;
  readonly point?: string;
  readonly expected: readonly string[];
}

const hourly = (from: string, to: string): Float64Array => every(hour, from, to);

const cases: readonly Case[] = [
  {
    name: 'hours come back to the last digit',
    readings: [
      ['00:00', 1000.1],
      ['01:00', 1123.5],
      ['02:00', 1123.8],
    ],
    edges: hourly('00:00', '02:00'),
    expected: ['123.4 measured', '0.3 measured'],
  },
  {
    name: 'a register near 10^9 with 4 decimals keeps its last digit',
    readings: [
      ['00:00', 999_999_998.1234],
      ['01:00', 999_999_998.1235],
      ['02:00', 999_999_999.9999],
    ],
    edges: hourly('00:00', '02:00'),
    expected: ['0.0001 measured', '1.8764 measured'],
  },
  {
    name: 'dust from a device that computes its reading is not consumption',
    readings: [
      ['00:00', 0.1 + 0.2],
      ['01:00', 0.3],
      ['02:00', 0.7 + 0.1],
    ],
    edges: hourly('00:00', '02:00'),
    expected: ['0 measured', '0.5 measured'],
  },
  {
    name: 'readings a few seconds off the hour are still measured',
    readings: [
      ['00:59:58', 100],
      ['02:00:02', 103.604],
    ],
    edges: hourly('01:00', '02:00'),
    expected: ['3.6 measured'],
  },
  {
    name: 'an hourly meter asked for quarters is an estimate',
    readings: [
      ['00:00', 100],
      ['01:00', 101],
    ],
    edges: every(15 * minute, '00:00', '01:00'),
    expected: ['0.25 estimated', '0.25 estimated', '0.25 estimated', '0.25 estimated'],
  },
  {
    name: 'the energy over a gap is kept, its shape is an estimate',
    readings: [
      ['00:00', 100],
      ['01:00', 101],
      ['04:00', 104.1],
      ['05:00', 105.1],
    ],
    edges: hourly('00:00', '05:00'),
    expected: [
      '1 measured',
      '1.0333333333 estimated',
      '1.0333333334 estimated',
      '1.0333333333 estimated',
      '1 measured',
    ],
  },
  {
    name: 'before the first reading and after the last nothing is known',
    readings: [
      ['01:00', 100],
      ['02:00', 101],
      ['02:30', 101.4],
    ],
    edges: hourly('00:00', '05:00'),
    expected: ['null missing 0', '1 measured', '0.4 missing 0.5', 'null missing 0', 'null missing 0'],
  },
  {
    name: 'a single reading says nothing about energy',
    readings: [['01:00', 100]],
    edges: hourly('00:00', '02:00'),
    expected: ['null missing 0', 'null missing 0'],
  },
  { name: 'no reading at all', readings: [], edges: hourly('00:00', '01:00'), expected: ['null missing 0'] },
  {
    name: 'rollover of a five-digit register, few readings around it',
    readings: [
      ['00:00', 99998.7],
      ['01:00', 4.1],
      ['02:00', 6.5],
    ],
    rules: { digits: 5, decimals: 1 },
    edges: hourly('00:00', '02:00'),
    expected: ['5.4 measured', '2.4 measured'],
  },
  {
    name: 'rollover that the meter could not have measured is a reset',
    readings: [
      ['00:00', 90000],
      ['01:00', 4.1],
      ['02:00', 6.5],
    ],
    rules: { digits: 5, maxPerHour: 100 },
    edges: hourly('00:00', '02:00'),
    expected: ['null missing 0', '2.4 measured'],
  },
  {
    name: 'rollover far above the rates around it is a reset',
    readings: [
      ['00:00', 90000],
      ['01:00', 90002],
      ['02:00', 90004],
      ['03:00', 90006],
      ['04:00', 3],
      ['05:00', 5],
    ],
    rules: { digits: 5 },
    edges: hourly('03:00', '05:00'),
    expected: ['null missing 0', '2 measured'],
  },
  {
    name: 'a device that starts again from 0 after few readings is no rollover of a fifth of the register',
    readings: [
      ['00:00', 800_000],
      ['01:00', 800_010],
      ['02:00', 5],
      ['03:00', 15],
    ],
    rules: { digits: 6 },
    edges: hourly('00:00', '03:00'),
    expected: ['10 measured', 'null missing 0', '10 measured'],
  },
  {
    name: 'a gas register turns over in the very hour in which the boiler starts after a quiet night',
    readings: [
      ['00:00', 9998.1],
      ['01:00', 9998.2],
      ['02:00', 9998.2],
      ['03:00', 9998.3],
      ['04:00', 2.1],
      ['05:00', 2.2],
    ],
    rules: { digits: 4, decimals: 1 },
    edges: hourly('03:00', '05:00'),
    expected: ['3.8 measured', '0.1 measured'],
  },
  {
    name: 'a slow register in whole units turns over at night',
    readings: [
      ['00:00', 99999],
      ['01:00', 99999],
      ['02:00', 99999],
      ['03:00', 99999],
      ['04:00', 0],
      ['05:00', 0],
      ['06:00', 1],
    ],
    rules: { digits: 5, decimals: 0 },
    edges: hourly('03:00', '06:00'),
    expected: ['1 measured', '0 measured', '1 measured'],
  },
  {
    name: 'a register in whole units turns over within a minute of little use',
    readings: [
      ['00:00', 99999],
      ['00:01', 0],
    ],
    rules: { digits: 5, decimals: 0, maxPerHour: 10 },
    intervalMs: minute,
    edges: every(minute, '00:00', '00:01'),
    expected: ['1 measured'],
  },
  {
    name: 'rollover limit counts after the multiplier',
    readings: [
      ['00:00', 9998],
      ['01:00', 1],
    ],
    rules: { digits: 4, maxPerHour: 100, multiplier: [{ from: -Infinity, value: 60 }] },
    edges: hourly('00:00', '01:00'),
    expected: ['null missing 0'],
  },
  {
    name: 'another register of the same unit has the same display and rolls over too',
    point: 'energy_export_kwh',
    readings: [
      ['00:00', 9999.5],
      ['01:00', 0.5],
    ],
    rules: { digits: 4 },
    edges: hourly('00:00', '01:00'),
    expected: ['1 measured'],
  },
  {
    name: 'a register in another unit knows no digits, but the multiplier',
    point: 'volume_m3',
    readings: [
      ['00:00', 9999.5],
      ['01:00', 0.5],
      ['02:00', 1],
    ],
    rules: { digits: 4, multiplier: [{ from: -Infinity, value: 10 }] },
    edges: hourly('00:00', '02:00'),
    expected: ['null missing 0', '5 measured'],
  },
  {
    name: 'announced replacement in the middle of an hour',
    readings: [
      ['00:00', 5000],
      ['01:00', 5002],
      ['02:00', 11.5],
      ['03:00', 13.5],
    ],
    rules: { replacements: [{ at: at('01:30'), closing: 5003, opening: 10.2 }] },
    edges: every(30 * minute, '01:00', '03:00'),
    intervalMs: 30 * minute,
    expected: ['1 measured', '1.3 measured', '1 estimated', '1 estimated'],
  },
  {
    name: 'replacement to a register that stands higher is no consumption',
    readings: [
      ['00:00', 100],
      ['01:00', 70002],
    ],
    rules: { replacements: [{ at: at('00:20'), closing: 101, opening: 70000 }] },
    edges: hourly('00:00', '01:00'),
    expected: ['3 measured'],
  },
  {
    name: 'a reading on the instant of the swap, from the old meter and from the new',
    readings: [
      ['00:00', 100],
      ['01:00', 101],
      ['02:00', 7],
      ['03:00', 5.5],
      ['04:00', 6],
    ],
    rules: {
      replacements: [
        { at: at('01:00'), closing: 101, opening: 5 },
        { at: at('03:00'), closing: 9, opening: 5.5 },
      ],
    },
    edges: hourly('00:00', '04:00'),
    expected: ['1 measured', '2 measured', '2 measured', '0.5 measured'],
  },
  {
    name: 'replacement without closing and opening: that step is unknown, higher or lower',
    readings: [
      ['00:00', 5000],
      ['01:00', 5002],
      ['02:00', 6000],
      ['03:00', 6001],
    ],
    rules: { replacements: [{ at: at('01:30') }] },
    edges: hourly('00:00', '03:00'),
    expected: ['2 measured', 'null missing 0', '1 measured'],
  },
  {
    name: 'a replacement with readings is unresolved for the registers that nobody wrote down',
    point: 'energy_t1_kwh',
    readings: [
      ['00:00', 5000],
      ['01:00', 6],
      ['02:00', 7],
    ],
    rules: { digits: 4, replacements: [{ at: at('00:30'), closing: 9000, opening: 0 }] },
    edges: hourly('00:00', '02:00'),
    expected: ['null missing 0', '1 measured'],
  },
  {
    name: 'reset: unknown in that step, then it counts on from the low value',
    readings: [
      ['00:00', 1234.5],
      ['01:00', 1240],
      ['02:00', 2],
      ['03:00', 7.5],
      ['04:00', 13],
    ],
    edges: hourly('00:00', '04:00'),
    expected: ['5.5 measured', 'null missing 0', '5.5 measured', '5.5 measured'],
  },
  {
    name: 'impossible rise: unknown in that step, measured after it',
    readings: [
      ['00:00', 100],
      ['01:00', 108],
      ['02:00', 5000],
      ['03:00', 5008],
    ],
    rules: { maxPerHour: 10 },
    edges: hourly('00:00', '03:00'),
    expected: ['8 measured', 'null missing 0', '8 measured'],
  },
  {
    name: 'exactly the most that the meter can measure is possible',
    readings: [
      ['00:00', 999_999_000.1],
      ['01:00', 999_999_010.1],
      ['02:00', 999_999_020.2],
    ],
    rules: { maxPerHour: 10 },
    edges: hourly('00:00', '02:00'),
    expected: ['10 measured', 'null missing 0'],
  },
  {
    name: 'a register in whole units may show one more than was used in a minute',
    readings: [
      ['00:00', 100],
      ['00:01', 101],
      ['00:02', 101],
    ],
    rules: { maxPerHour: 10, decimals: 0 },
    intervalMs: minute,
    edges: every(minute, '00:00', '00:02'),
    expected: ['1 measured', '0 measured'],
  },
  {
    name: 'one zero between readings that fit is ignored',
    readings: [
      ['00:00', 1000],
      ['01:00', 0],
      ['02:00', 1002],
      ['03:00', 1003],
    ],
    edges: hourly('00:00', '03:00'),
    expected: ['1 estimated', '1 estimated', '1 measured'],
  },
  {
    name: 'one spike is ignored',
    readings: [
      ['00:00', 1000],
      ['01:00', 99999],
      ['02:00', 1002],
    ],
    edges: hourly('00:00', '02:00'),
    expected: ['1 estimated', '1 estimated'],
  },
  {
    name: 'every second reading is zero',
    readings: [
      ['00:00', 1000],
      ['01:00', 0],
      ['02:00', 1002],
      ['03:00', 0],
      ['04:00', 1004],
    ],
    edges: hourly('00:00', '04:00'),
    expected: ['1 estimated', '1 estimated', '1 estimated', '1 estimated'],
  },
  {
    name: 'a zero that has just come is a reset until the next reading',
    readings: [
      ['00:00', 1000],
      ['01:00', 1001],
      ['02:00', 0],
    ],
    rules: { digits: 5 },
    edges: hourly('00:00', '02:00'),
    expected: ['1 measured', 'null missing 0'],
  },
  {
    name: 'a zero that lasts never becomes the whole register',
    readings: [
      ['00:00', 54_320],
      ['01:00', 54_321],
      ['02:00', 0],
      ['03:00', 0],
      ['04:00', 0],
      ['05:00', 54_325],
      ['06:00', 54_326],
    ],
    rules: { digits: 6 },
    edges: hourly('00:00', '06:00'),
    expected: ['1 measured', '1 estimated', '1 estimated', '1 estimated', '1 estimated', '1 measured'],
  },
  {
    name: 'a high level that lasts is no consumption',
    readings: [
      ['00:00', 1000],
      ['01:00', 1001],
      ['02:00', 88_000],
      ['03:00', 88_001],
      ['04:00', 1004],
      ['05:00', 1005],
    ],
    edges: hourly('00:00', '05:00'),
    expected: ['1 measured', '1 estimated', '1 estimated', '1 estimated', '1 measured'],
  },
  {
    name: 'a device that shows 0 when it starts up',
    readings: [
      ['00:00', 0],
      ['01:00', 54_321],
      ['02:00', 54_322],
      ['03:00', 54_323.5],
      ['04:00', 54_324],
    ],
    edges: hourly('00:00', '04:00'),
    expected: ['null missing 0', '1 measured', '1.5 measured', '0.5 measured'],
  },
  {
    name: 'a new register that starts from 0',
    readings: [
      ['00:00', 0],
      ['01:00', 0],
      ['02:00', 12.5],
      ['03:00', 13],
      ['04:00', 30],
    ],
    edges: hourly('00:00', '04:00'),
    expected: ['0 measured', '12.5 measured', '0.5 measured', '17 measured'],
  },
  {
    name: 'a small register that is reset counts on',
    readings: [
      ['00:00', 1],
      ['01:00', 3],
      ['02:00', 5],
      ['03:00', 0],
      ['04:00', 2],
      ['05:00', 4],
      ['06:00', 6],
    ],
    edges: hourly('00:00', '06:00'),
    expected: ['2 measured', '2 measured', 'null missing 0', '2 measured', '2 measured', '2 measured'],
  },
  {
    name: 'decimal multipliers are exact',
    readings: [
      ['00:00', 0.3],
      ['01:00', 0.4],
      ['02:00', 987.4],
    ],
    rules: { multiplier: [{ from: -Infinity, value: 1.25 }] },
    edges: hourly('00:00', '02:00'),
    expected: ['0.125 measured', '1233.75 measured'],
  },
  {
    name: 'a multiplier change splits the step and the hour at its instant',
    readings: [
      ['00:00', 100],
      ['01:00', 104],
      ['02:00', 105],
    ],
    rules: {
      multiplier: [
        { from: -Infinity, value: 0.1 },
        { from: at('00:15'), value: 40 },
      ],
    },
    edges: hourly('00:00', '02:00'),
    expected: ['120.1 measured', '40 measured'],
  },
];

test.each(cases)('$name', ({ readings, rules = {}, intervalMs = hour, edges, point = 'energy_kwh', expected }) => {
  const { ts, value } = columns(readings);
  const block = deriveRegister(ts, value, meterRules(intervalMs, rules), point, edges);
  expect(rows(block, intervalMs)).toEqual(expected);
});

describe('days', () => {
  const london = new LocalCalendar('Europe/London');
  const quarter = 15 * minute;

  test.each([
    { date: '2026-03-29', quarters: 92 },
    { date: '2026-10-25', quarters: 100 },
    { date: '2026-06-01', quarters: 96 },
  ])('$date in London has $quarters quarters and one energy', ({ date, quarters }) => {
    const midnight = london.localMidnight(date);
    const next = london.nextDay(midnight);
    const ts = Float64Array.from({ length: quarters + 1 }, (_, i) => midnight + i * quarter);
    const value = Float64Array.from(ts, (_, i) => Number((5000 + i * 0.1).toFixed(1)));
    const rules = meterRules(quarter);
    const fine = deriveRegister(ts, value, rules, 'energy_kwh', london.quarterEdges(midnight));
    const whole = fold(fine, Float64Array.of(midnight, next));
    expect(rows(whole, quarter)).toEqual([`${quarters / 10} measured`]);
    const hours = fold(fine, london.edges('1h', midnight, next));
    expect(rows(hours, quarter)).toEqual(Array.from({ length: quarters / 4 }, () => '0.4 measured'));
  });

  test('a day whose edges are measured is measured, whatever gap lay inside', () => {
    const { ts, value } = columns([
      ['00:00', 100],
      ['01:00', 101],
      ['22:10', 131.4],
      ['23:00', 132],
      ['+1 00:00', 133.3],
    ]);
    const fine = deriveRegister(ts, value, meterRules(hour), 'energy_kwh', every(quarter, '00:00', '+1 00:00'));
    expect(rows(fold(fine, every(24 * hour, '00:00', '+1 00:00')), hour)).toEqual(['33.3 measured']);
    expect(rows(fold(fine, every(hour, '00:00', '03:00')), hour)).toEqual([
      '1 measured',
      expect.stringMatching(/^1\.43.* estimated$/),
      expect.stringMatching(/^1\.43.* estimated$/),
    ]);
  });

  test('a gap over midnight makes both days estimates that add up', () => {
    const { ts, value } = columns([
      ['00:00', 100],
      ['21:00', 121],
      ['+1 03:00', 127.7],
      ['+2 00:00', 150],
    ]);
    const fine = deriveRegister(ts, value, meterRules(hour), 'energy_kwh', every(quarter, '00:00', '+2 00:00'));
    expect(rows(fold(fine, every(24 * hour, '00:00', '+2 00:00')), hour)).toEqual([
      '24.35 estimated',
      '25.65 estimated',
    ]);
  });

  test('a reset inside leaves the day missing, with its known part and coverage', () => {
    const { ts, value } = columns([
      ['00:00', 100],
      ['10:00', 110],
      ['12:00', 3],
      ['+1 00:00', 15.5],
    ]);
    const fine = deriveRegister(ts, value, meterRules(hour), 'energy_kwh', every(quarter, '00:00', '+1 00:00'));
    const days = fold(fine, every(24 * hour, '00:00', '+1 00:00'));
    expect(rows(days, hour)).toEqual([`22.5 missing ${Number((22 / 24).toFixed(4))}`]);
  });

  test('a late reading moves energy between the hours of its gap and changes no sum', () => {
    const rules = meterRules(hour);
    const edges = every(hour, '00:00', '03:00');
    const without = columns([
      ['00:00', 10],
      ['03:00', 16],
    ]);
    const late = columns([
      ['00:00', 10],
      ['01:00', 15],
      ['03:00', 16],
    ]);
    const before = deriveRegister(without.ts, without.value, rules, 'energy_kwh', edges);
    const after = deriveRegister(late.ts, late.value, rules, 'energy_kwh', edges);
    expect(rows(before, hour)).toEqual(['2 estimated', '2 estimated', '2 estimated']);
    expect(rows(after, hour)).toEqual(['5 measured', '0.5 estimated', '0.5 estimated']);
  });
});
