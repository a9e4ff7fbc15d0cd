import { describe, expect, it } from 'vitest';
import { leagueOf } from './fakes.ts';
import { extremeLabels, fewAhead, leagueDomain, pointAt, rankedRows, unrankedRows } from './league-layout.ts';

describe('the league', () => {
  it('ranks the least first whatever order it came in, and leaves out what is not ranked', () => {
    const league = leagueOf([[50, 2, 'more'], null, [30, 2, 'less'], [40, 2, 'no-difference']]);
    expect(rankedRows(league).map(({ id }) => id)).toEqual(['CT2', 'CT3', 'CT0']);
    expect(unrankedRows(league).map(({ id }) => id)).toEqual(['CT1']);
  });
  it('does not stretch its axis for the wide interval of a canteen with few meals', () => {
    const league = leagueOf([
      [36, 2, 'no-difference'],
      [44, 2, 'no-difference'],
      [39, 35, 'no-difference', true],
    ]);
    const { domain, zero } = leagueDomain(league);
    expect(domain[0]).toBeGreaterThan(30);
    expect(domain[1]).toBeLessThan(50);
    expect(zero).toBe(false);
  });
  it('starts at zero when the least is near it, and holds the target and the city in any case', () => {
    expect(
      leagueDomain(
        leagueOf([
          [5, 2, 'less'],
          [60, 4, 'more'],
        ]),
      ),
    ).toEqual({ domain: [0, 64], zero: true });
    const { domain } = leagueDomain(leagueOf([[50, 1, 'more']], 36));
    expect(domain[0]).toBeLessThanOrEqual(36);
    expect(leagueDomain({ ...leagueOf([]), city: null })).toEqual({ domain: [0, 1], zero: true });
  });
  it('says of a canteen with few meals among the first that it is not commended; not of one in the middle', () => {
    const many = Array.from({ length: 30 }, (_, i) => [30 + i, 2, 'no-difference'] as const);
    expect(fewAhead(rankedRows(leagueOf([[29, 9, 'less', true], ...many])))).toBe(0);
    expect(fewAhead(rankedRows(leagueOf([[45, 9, 'no-difference', true], ...many])))).toBeNull();
  });
});

describe('names of the extremes', () => {
  const rows = rankedRows(
    leagueOf([
      [28, 2, 'less'],
      [29, 2, 'less'],
      [30, 9, 'less', true],
      ...Array.from({ length: 20 }, (_, i) => [35 + i / 4, 4, 'no-difference'] as const),
      [55, 2, 'more'],
      [56, 2, 'more'],
      [57, 2, 'more'],
    ]),
  );
  const at = {
    x: (i: number) => 30 + i * 20,
    y: (grams: number) => 260 - (grams - 20) * 6,
    width: () => 80,
    ...{ left: 20, right: 560, top: 10, bottom: 250 },
  };
  const labels = extremeLabels(rows, 2, at);
  it('are the outermost credible ones, never one with few meals', () => {
    expect(labels.map(({ index }) => index).sort((a, b) => a - b)).toEqual([0, 1, 24, 25]);
  });
  it('stand apart from each other and inside the plot', () => {
    const sides = [labels.filter(({ index }) => index > 20), labels.filter(({ index }) => index < 20)];
    for (const side of sides) expect(Math.abs(side[0]!.y - side[1]!.y)).toBeGreaterThanOrEqual(15);
    for (const { x, y, anchor } of labels) {
      const from = anchor === 'end' ? x - 80 : x;
      expect(from).toBeGreaterThanOrEqual(at.left);
      expect(from + 80).toBeLessThanOrEqual(at.right);
      expect(y).toBeGreaterThan(at.top);
      expect(y).toBeLessThan(at.bottom);
    }
  });
  it('stand clear of the whiskers that they pass', () => {
    const top = labels.find(({ index }) => index === 25)!;
    expect(top.y).toBeLessThan(at.y(59));
  });
});

describe('the pointer', () => {
  it('means the nearest point, at the ends the last one', () => {
    expect(pointAt(0, 30, 20, 5)).toBe(0);
    expect(pointAt(61, 30, 20, 5)).toBe(2);
    expect(pointAt(999, 30, 20, 5)).toBe(4);
    expect(pointAt(10, 30, 0, 1)).toBe(0);
    expect(pointAt(10, 30, 0, 0)).toBe(-1);
  });
});
