import { expect, it } from 'vitest';
import { qualities, type IntervalColumns } from '../../../storage/series/port.ts';
import { forgetHeldPast } from './held-values.ts';

const quarter = 900_000;

/** Four quarter hours in which 21.5 °C is held. */
function held(): IntervalColumns {
  const column = () => new Float64Array(4).fill(21.5);
  return {
    startsAt: Float64Array.of(0, quarter, 2 * quarter, 3 * quarter),
    endsAt: 4 * quarter,
    value: column(),
    coverage: new Float64Array(4).fill(1),
    quality: new Uint8Array(4).fill(qualities.indexOf('estimated')),
    min: column(),
    max: column(),
  };
}

it.each([
  ['a quarter hour that has not begun has no temperature yet', 1.2 * quarter, quarter, [21.5, 21.5, NaN, NaN]],
  ['the one that begins now has', 2 * quarter, quarter, [21.5, 21.5, 21.5, NaN]],
  ['a clock that runs fast has read ahead', 0.5 * quarter, 2.1 * quarter, [21.5, 21.5, 21.5, NaN]],
  ['a point without a newest reading', 0, undefined, [21.5, NaN, NaN, NaN]],
])('%s', (_case, present, newest, expected) => {
  const columns = held();
  forgetHeldPast(present, newest, columns);
  expect([...columns.value]).toEqual(expected);
  expect([...columns.min!]).toEqual(expected);
  expect([...columns.max!]).toEqual(expected);
  expect([...columns.coverage]).toEqual(expected.map((value) => (Number.isNaN(value) ? 0 : 1)));
  expect(Array.from(columns.quality, (code) => qualities[code])).toEqual(
    expected.map((value) => (Number.isNaN(value) ? 'missing' : 'estimated')),
  );
});

it('a register is left alone', () => {
  const { min: _min, max: _max, ...columns } = held();
  forgetHeldPast(0, undefined, columns);
  expect([...columns.value]).toEqual([21.5, 21.5, 21.5, 21.5]);
});
