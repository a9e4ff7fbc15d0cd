import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mostFrequentStep, shownIntervals, shownRegister, type RecordedRow } from './recording.ts';

const hour = 3_600_000;
const start = Date.parse('2018-01-01T00:00:00Z');

function rows(...values: (string | null)[]): RecordedRow[] {
  return values.map((value, i) => ({ row: i + 2, ts: start + i * hour, value }));
}
function shown(result: ReturnType<typeof shownIntervals>): [hours: number, value: string][] {
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  return result.readings.map(({ ts, value }) => [(ts - start) / hour, value]);
}

it('hourly energy becomes a register read at the end of each hour, opening included', () => {
  expect(shown(shownIntervals(rows('10.8', '22.0', '0.05'), '100'))).toEqual([
    [0, '100'],
    [1, '110.8'],
    [2, '132.8'],
    [3, '132.85'],
  ]);
});

it('a thousand times 0.1 is 100, to the last digit', () => {
  const last = shown(shownIntervals(rows(...Array.from({ length: 1000 }, () => '0.1')), '0')).at(-1);
  expect(last).toEqual([1000, '100']);
});

it('a missing hour sends nothing and the register does not advance by it', () => {
  expect(shown(shownIntervals(rows('1', null, null, '2', '3'), '0'))).toEqual([
    [0, '0'],
    [1, '1'],
    [4, '3'],
    [5, '6'],
  ]);
});

it('an hour that has no row at all is missing too', () => {
  const gappy = rows('1', '2', '3', '4', '5').filter((_, i) => i !== 2);
  expect(shown(shownIntervals(gappy, '0'))).toEqual([
    [0, '0'],
    [1, '1'],
    [2, '3'],
    [4, '7'],
    [5, '12'],
  ]);
});

it('a recording that begins with a gap still opens at its first interval', () => {
  expect(shown(shownIntervals(rows(null, '2', null), '7'))).toEqual([
    [0, '7'],
    [2, '9'],
  ]);
});

it('a zero is a value: the register is read and stands still', () => {
  expect(shown(shownIntervals(rows('0', '0.0', '1'), '5'))).toEqual([
    [0, '5'],
    [1, '5'],
    [2, '5'],
    [3, '6'],
  ]);
});

it('an energy written as 1e-7 goes out without an exponent', () => {
  expect(shown(shownIntervals(rows('1e-7', '1'), '0')).at(-1)).toEqual([2, '1.0000001']);
});

it('names the rows that no register can have shown', () => {
  const recording = [
    ...rows('1', '-2', '3'),
    { row: 9, ts: start + hour, value: '1' },
    { row: 10, ts: start + 2.5 * hour, value: '1' },
  ];
  const result = shownIntervals(recording, '0');
  expect(result.ok ? [] : result.faults).toEqual([
    { row: 3, column: 'value', message: '-2 is negative, but a register only counts up' },
    { row: 9, column: 'timestamp', message: 'not after row 4; intervals must ascend, each once' },
    { row: 10, column: 'timestamp', message: '1800 s after row 4, but an interval is 3600 s long' },
  ]);
});

it('one row alone does not tell how long its interval is', () => {
  const result = shownIntervals(rows('1'), '0');
  expect(result.ok ? [] : result.faults[0]!.message).toMatch(/at least two rows/);
});

it('the step is the usual one, whatever gaps the recording has', () => {
  const at = (...hours: number[]) => hours.map((h, i) => ({ row: i + 2, ts: start + h * hour, value: '1' }));
  expect(mostFrequentStep(at(0, 1, 2, 9, 10, 30))).toBe(hour);
  expect(mostFrequentStep(at(0, 2, 3))).toBe(hour);
  expect(mostFrequentStep(at(5))).toBeNull();
});

it('register values are sent as they stand, whatever order the meter stored them in', () => {
  const result = shownRegister([...rows('5.10', null, '4'), { row: 5, ts: start, value: '9' }]);
  expect(result.ok && result.readings).toEqual([
    { ts: start, value: '5.10' },
    { ts: start + 2 * hour, value: '4' },
    { ts: start, value: '9' },
  ]);
});

it('whatever was recorded, the differences of the register give it back to the last digit', () => {
  const digits = fc.tuple(fc.bigInt(0n, 10n ** 9n), fc.integer({ min: 0, max: 6 })).map(([n, decimals]) => {
    const text = n.toString().padStart(decimals + 1, '0');
    return decimals === 0 ? text : `${text.slice(0, -decimals)}.${text.slice(-decimals)}`;
  });
  fc.assert(
    fc.property(
      fc.array(fc.option(digits, { nil: null, freq: 8 }), { minLength: 2, maxLength: 60 }),
      digits,
      (values, opening) => {
        const readings = shown(shownIntervals(rows(...values), opening));
        const differences = readings
          .slice(1)
          .map(([, value], i) => new Decimal(value).minus(readings[i]![1]).toFixed());
        const recorded = values.filter((value) => value !== null);
        expect(differences).toEqual(recorded.map((value) => new Decimal(value).toFixed()));
      },
    ),
    { seed: 3 },
  );
});
