import { describe, expect, it } from 'vitest';
import { formatter } from '../../format/index.ts';
import { en } from '../../messages/en.ts';
import { zh } from '../../messages/zh.ts';
import { boardComments, boardTable } from './board-table.ts';
import { barEnd, bulletOf, cellWords, gramsText, greyed, nameFor } from './cell.ts';
import { changeOf } from './city-change.ts';
import { boardRow } from './fakes.ts';
import { columnsFor, denseFrom, stepTo } from './grid.ts';
import { mealOf } from './meal-words.ts';
import { modeWords } from './mode-words.ts';
import { countyStarts, modesOf, ofMode, ordered, standout } from './order.ts';
import { keyOf, markOf, mostUrgent, toneOf } from './signals.ts';

const f = formatter('zh', 'Asia/Shanghai');
const e = formatter('en', 'Asia/Shanghai');
const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => id).join(' ');

describe('a cell of the board', () => {
  it('says all of it in words, whatever its colours say', () => {
    const row = boardRow({ id: 'A', name: '龙湾机关食堂', gramsPerMeal: 61.34, signals: ['far-above-norm'] });
    expect(cellWords(row, 'PLATE_WASTE', zh, f)).toBe(
      '鹿城区 龙湾机关食堂，人均餐余 61.3\u202fg/人·餐，120 人次，自身常态 40.0，远高于自身常态',
    );
    expect(cellWords(row, 'PLATE_WASTE', en, e)).toContain('far above its own norm');
  });
  it('of a silent scale shows no figure, never 0, and does not say twice that nothing was weighed', () => {
    const row = boardRow({
      id: 'A',
      gramsPerMeal: null,
      grams: null,
      state: 'insufficient-data',
      reasons: ['not-weighed'],
      signals: ['silent'],
      norm: null,
    });
    const words = cellWords(row, 'PLATE_WASTE', zh, f);
    expect(words).toContain(zh.canteens.noFigure);
    expect(words).toContain(zh.canteen.terms.signals.silent);
    expect(words).toContain(zh.canteens.noNorm);
    expect(words).not.toContain(zh.canteen.terms.reasons['not-weighed']);
    expect(gramsText(row.gramsPerMeal)).toBe('—');
    expect(bulletOf(row, 80)).toEqual({ bar: null, norm: null, beyond: false });
    expect(greyed(row)).toBe(true);
  });
  it('of a doubtful scale keeps its figure, greyed, and says that it is not compared', () => {
    const row = boardRow({ id: 'A', state: 'doubtful', reasons: ['tare-drift'], signals: ['scale-drifts'] });
    expect(greyed(row)).toBe(true);
    expect(cellWords(row, 'PLATE_WASTE', zh, f)).toContain(zh.canteens.doubtful);
  });
  it('marks what needs somebody first when several things are wrong', () => {
    expect(mostUrgent(['insufficient-data', 'scale-drifts', 'silent'])).toBe('silent');
    expect(mostUrgent(['scale-drifts', 'far-above-norm'])).toBe('far-above-norm');
    expect(mostUrgent([])).toBeNull();
  });
  it('in grey is never grey alone: a doubtful meal is marked even where no signal says why', () => {
    const doubtful = boardRow({ id: 'A', state: 'doubtful', reasons: ['net-mismatch'] });
    expect(markOf(doubtful)).toBe('doubtful');
    expect(markOf(boardRow({ id: 'A' }))).toBeNull();
    const drifts = boardRow({ id: 'B', state: 'doubtful', signals: ['scale-drifts'] });
    expect(markOf(drifts)).toBe('scale-drifts');
    expect(keyOf([boardRow({ id: 'C' }), drifts, doubtful, boardRow({ id: 'D', signals: ['silent'] })])).toEqual([
      'silent',
      'doubtful',
    ]);
  });
  it('writes figures of three digits without decimals, and 99.96 as such', () => {
    expect([9.94, 99.94, 99.96, 240.4, 0].map(gramsText)).toEqual(['9.9', '99.9', '100', '240', '0.0']);
  });
  it('drops "canteen" from a name only where it does not fit, and never all of it', () => {
    expect(nameFor('示范东塔街道食堂', 88)).toBe('示范东塔街道');
    expect(nameFor('示范东塔街道食堂', 120)).toBe('示范东塔街道食堂');
    expect(nameFor('一食堂', 20)).toBe('一食堂');
  });
  it('one canteen with a wild figure does not press the bars of all others together', () => {
    const usual = Array.from({ length: 20 }, (_, i) => boardRow({ id: `A${i}`, gramsPerMeal: 38 + i / 10 }));
    const wild = boardRow({ id: 'W', gramsPerMeal: 900 });
    const end = barEnd([...usual, wild]);
    expect(end).toBeLessThan(100);
    expect(bulletOf(wild, end)).toMatchObject({ bar: 1, beyond: true });
    expect(barEnd([])).toBeGreaterThan(0);
  });
});

describe('the order of the board', () => {
  const rows = [
    boardRow({ id: '1', region: 'R2', regionName: '龙湾区', gramsPerMeal: 30, name: '乙食堂' }),
    boardRow({ id: '2', region: null, regionName: null, gramsPerMeal: null, name: '丙食堂' }),
    boardRow({ id: '3', region: 'R1', gramsPerMeal: 50, name: '甲食堂 10', signals: ['silent'], supplyMode: 'set' }),
    boardRow({ id: '4', region: 'R1', gramsPerMeal: 40, name: '甲食堂 2' }),
  ];
  it('by county keeps the server’s own order within one; without a county last', () =>
    expect(ids(ordered(rows, 'region'))).toBe('3 4 1 2'));
  it('by figure puts the largest first and what is unknown last', () =>
    expect(ids(ordered(rows, 'figure'))).toBe('3 4 1 2'));
  it('by name counts numbers as numbers', () =>
    expect(ids(ordered(rows, 'name').filter(({ id }) => id > '2'))).toBe('4 3'));
  it('on a phone starts with what needs somebody, in any order', () => {
    expect(ids(ordered(rows, 'name', true)).slice(0, 1)).toBe('3');
    expect(ids(ordered(rows, 'figure', true)).slice(0, 1)).toBe('3');
  });
  it('says where a county begins, but not where there is only one', () => {
    expect([...countyStarts(ordered(rows, 'region'), 'region').keys()]).toEqual([0, 2, 3]);
    expect(countyStarts(rows.slice(2), 'region').size).toBe(0);
    expect(countyStarts(ordered(rows, 'name'), 'name').size).toBe(0);
  });
  it('filters by supply mode, of those that there are', () => {
    expect(ids(ofMode(rows, 'set'))).toBe('3');
    expect(modesOf(rows, ['buffet', 'set', 'weighed', 'a-la-carte'])).toEqual(['buffet', 'set']);
    expect(modeWords({ operatingMode: 'self', supplyMode: null }, zh)).toBe('自营');
    expect(modeWords({ operatingMode: null, supplyMode: null }, zh)).toBe(zh.canteens.unknownMode);
  });
});

describe('whose meal is shown while nobody has chosen', () => {
  const far = (id: string, gramsPerMeal: number) => boardRow({ id, gramsPerMeal, signals: ['far-above-norm'] });
  it('is the one furthest above its norm, and stays while it stands out', () => {
    const rows = [boardRow({ id: 'a', gramsPerMeal: 99 }), far('b', 60), far('c', 61)];
    expect(standout(rows)?.id).toBe('c');
    expect(standout([rows[0]!, far('b', 62), far('c', 61)], 'c')?.id).toBe('c');
    expect(standout([rows[0]!, far('b', 62), boardRow({ id: 'c' })], 'c')?.id).toBe('b');
  });
  it('is any with a figure, then any at all, then nobody', () => {
    const silent = boardRow({ id: 's', gramsPerMeal: null, state: 'insufficient-data' });
    expect(standout([silent, boardRow({ id: 'a' })])?.id).toBe('a');
    expect(standout([silent])?.id).toBe('s');
    expect(standout([])).toBeNull();
  });
});

describe('the grid', () => {
  it('holds 66 canteens in six whole rows, one in a wide cell, 300 in dense ones, and fits a phone', () => {
    expect(columnsFor(1112, 66)).toBe(11);
    expect(columnsFor(1112, 1)).toBe(4);
    expect(columnsFor(1112, 300)).toBeGreaterThan(columnsFor(1112, denseFrom - 1));
    expect(columnsFor(358, 66)).toBe(3);
    expect(columnsFor(673, 66)).toBe(6);
    expect(columnsFor(0, 66)).toBe(1);
  });
  it('keys keep the column at the edges and never leave the board', () => {
    expect(stepTo('ArrowDown', 0, 11, 66)).toBe(11);
    expect(stepTo('ArrowUp', 3, 11, 66)).toBe(3);
    expect(stepTo('ArrowDown', 60, 11, 66)).toBe(60);
    expect(stepTo('ArrowRight', 65, 11, 66)).toBe(65);
    expect(stepTo('ArrowLeft', 0, 11, 66)).toBe(0);
    expect(stepTo('End', 4, 11, 66)).toBe(65);
    expect(stepTo('Enter', 4, 11, 66)).toBeNull();
    expect(stepTo('ArrowDown', 0, 11, 0)).toBeNull();
  });
});

describe('which lunch it is', () => {
  const lunch = (date: string) => mealOf({ date, meal: 'LUNCH' }, '2026-11-24', zh);
  it('says the day when in the morning it is yesterday’s', () => {
    expect(lunch('2026-11-24')).toBe('今日午餐');
    expect(lunch('2026-11-23')).toBe('11-23 午餐');
  });
});

describe('the city against its last four weeks', () => {
  const mean = (gramsPerMeal: number, plusMinus: number) => ({ gramsPerMeal, plusMinus, personMeals: 1, days: 1 });
  it('is a change only beyond both uncertainties', () => {
    expect(changeOf(mean(36.9, 0.6), mean(39.4, 0.3))).toMatchObject({ credible: true });
    expect(changeOf(mean(39, 0.6), mean(39.4, 0.3))).toMatchObject({ credible: false });
    expect(changeOf(null, mean(39.4, 0.3))).toBeNull();
    // Plates are on their way still.
    expect(changeOf(mean(30, 0.6), mean(39.4, 0.3), true)).toBeNull();
    expect(changeOf(mean(50, 0.6), mean(39.4, 0.3), true)).toMatchObject({ credible: true });
    expect(changeOf(mean(1, 1), mean(0, 0))).toBeNull();
  });
  it('less is better of waste, more of trimmings that are used', () => {
    expect(toneOf('less', 'PLATE_WASTE')).toBe('better');
    expect(toneOf('more', 'TRIM_USED')).toBe('better');
    expect(toneOf('less', 'TRIM_USED')).toBe('worse');
    expect(toneOf('cannot-tell', 'PLATE_WASTE')).toBe('even');
  });
});

describe('the board as a file', () => {
  it('has unrounded figures, empty where there is none, and words for what is odd', () => {
    const table = boardTable(
      [boardRow({ id: 'A', gramsPerMeal: 40.123456 }), boardRow({ id: 'B', gramsPerMeal: null, signals: ['silent'] })],
      en,
    );
    expect(table.rows[0]).toContain(40.123456);
    expect(table.rows[1]![7]).toBeNull();
    expect(table.rows[1]).toContain(en.canteen.terms.signals.silent);
    expect(table.rows.every((row) => row.length === table.columns.length)).toBe(true);
  });
  it('says of what and when it is', () => {
    const board = {
      date: '2026-11-23',
      meal: 'LUNCH',
      stream: 'PLATE_WASTE',
      serving: { from: '2026-11-23T11:10:00+08:00', to: '2026-11-23T12:50:00+08:00', running: true },
      city: {
        ...{ now: null, norm: null, grams: 0, personMeals: 0, counted: 1, of: 2, targetG: null, lastEventAt: null },
      },
      rows: [],
    } as const;
    expect(boardComments(board, zh).join('\n')).toMatch(/2026-11-23 午餐.*\n有数 1\/2/);
  });
});
