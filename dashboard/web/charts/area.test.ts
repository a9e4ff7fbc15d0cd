import { describe, expect, it } from 'vitest';
import { between, movingMean, polyline } from './area.ts';
import { linearScale } from './scale.ts';

const x = linearScale([0, 10], [0, 100]);
const y = linearScale([0, 10], [100, 0]);

describe('lines and bands through rows', () => {
  it('break where nothing is known instead of falling to zero', () => {
    expect(
      polyline(
        [
          [0, 1],
          [1, null],
          [2, 3],
          [3, 4],
        ],
        x,
        y,
      ),
    ).toBe('M0,90M20,70L30,60');
    expect(
      between(
        [
          [0, 1, 2],
          [1, 1, 2],
          [2, null, 2],
          [3, 1, 2],
        ],
        x,
        y,
      ),
    ).toBe('M0,80L10,80L10,90L0,90Z');
  });
  it('a mean over days wants half of its days', () => {
    expect(movingMean([1, 3, null, null, null, 5], 4)).toEqual([1, 2, 2, 2, null, null]);
    expect(movingMean([null, 2], 7)).toEqual([null, 2]);
  });
});
