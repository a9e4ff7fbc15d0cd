import { describe, expect, it } from 'vitest';
import { baseBinOf, baseFeatures, fahrenheit, fitBinEnds, mergedBinOf, response } from './temperature-bins.ts';

describe('temperature bins', () => {
  it.each([
    [20, [20, 0, 0, 0, 0, 0, 0]],
    [40, [30, 10, 0, 0, 0, 0, 0]],
    [60, [30, 15, 10, 5, 0, 0, 0]],
    [100, [30, 15, 10, 10, 10, 15, 10]],
    [-4, [-4, 0, 0, 0, 0, 0, 0]],
  ])('%d °F lies in the bins as the methods say', (temperature, shares) => {
    const into = new Float64Array(7);
    baseFeatures(temperature, into, 0);
    expect([...into]).toEqual(shares);
  });

  it('a reading of 65 °F that was carried in °C stays in the bin that ends at 65', () => {
    for (const end of [30, 45, 55, 65, 75, 90]) {
      expect(baseBinOf(fahrenheit((end - 32) / 1.8))).toBe(baseBinOf(end));
    }
  });

  it('keeps all ends when every bin has 20 hours', () => {
    expect(fitBinEnds([20, 20, 20, 20, 20, 20, 20])).toEqual([30, 45, 55, 65, 75, 90]);
  });

  it('drops from the outside first: a thin inner bin is looked at only when both outer ones are full', () => {
    // First round: 30 and 90 go; then 45–55 with 19 hours loses its upper end.
    expect(fitBinEnds([5, 30, 19, 30, 30, 30, 5])).toEqual([45, 65, 75]);
    // The thin bin at 30–45 becomes part of the first one and needs no drop of its own.
    expect(fitBinEnds([5, 15, 30, 30, 30, 30, 30])).toEqual([45, 55, 65, 75, 90]);
  });

  it('in winter nothing is left of summer’s bins', () => {
    expect(fitBinEnds([400, 1500, 200, 0, 0, 0, 0])).toEqual([30, 45]);
  });

  it('without hours there is one bin', () => {
    expect(fitBinEnds([0, 0, 0, 0, 0, 0, 0])).toEqual([]);
    expect(fitBinEnds([19, 0, 0, 0, 0, 0, 0])).toEqual([]);
  });

  it('base bins know the bin that they were merged into', () => {
    expect(mergedBinOf([45, 65])).toEqual([0, 0, 1, 1, 2, 2, 2]);
  });

  it('slopes act in their bin only, and on all of it above', () => {
    expect(response([45, 65], [1, 2, 4], 40)).toBe(40);
    expect(response([45, 65], [1, 2, 4], 50)).toBe(45 + 2 * 5);
    expect(response([45, 65], [1, 2, 4], 70)).toBe(45 + 2 * 20 + 4 * 5);
    expect(response([], [3], -10)).toBe(-30);
  });
});
