import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Tariff } from '../tariff/tariff.ts';
import { LocalCalendar } from '../time/calendar.ts';
import { dateOf, dayOf } from './local-days.ts';
import type { LotInputs } from './lot-days.ts';
import { moneyOf, savingLots, unpriced } from './lots.ts';
import { exact, sumOf } from './money.ts';
import { eachPart, pricedDays, unitsText } from './priced-days.ts';
import { shanghai } from './testing/figures.ts';

const tou = (validFrom: string, peak: number): Tariff => ({
  id: 'TOU',
  validFrom,
  periods: [
    { from: '08:00', to: '11:00', kind: 'peak', price: peak },
    { from: '13:00', to: '15:00', kind: 'peak', price: peak },
    { from: '22:00', to: '08:00', kind: 'valley', price: '0.3210' },
    { kind: 'flat', price: 0.6 },
  ],
});

function inputs(from: string, days: number, given: Partial<LotInputs> = {}): LotInputs {
  const calendar = given.calendar ?? shanghai;
  const edges = Float64Array.from({ length: days + 1 }, (_, i) => calendar.localMidnight(dateOf(dayOf(from) + i)));
  const quarters = (day: number) => Math.round((edges[day + 1]! - edges[day]!) / 900_000);
  return {
    price: { kind: 'tariff', tariff: 'TOU', floor: null },
    tariffs: [tou('', 1.1)],
    dayKindOf: () => 'workday',
    expected: new Float64Array(days).fill(120),
    actual: Float64Array.from({ length: days }, (_, day) => quarters(day)),
    quarterActual: (day) => new Float64Array(quarters(day)).fill(1),
    ...given,
    ...{ calendar, edges },
  };
}

function priced(given: LotInputs) {
  const days = pricedDays(given);
  const lots = savingLots('E1', days, (day) => given.calendar.iso(given.edges[day]!).slice(0, 7));
  return { days, lots, refused: unpriced('E1', days, 0, Infinity) };
}

/** What has no price, summed by slot. */
function gapsOf({ days }: ReturnType<typeof priced>) {
  return days.slots.flatMap((slot, at) => {
    if (slot.price !== null) return [];
    const sum = { days: 0, expected: 0, actual: 0 };
    eachPart(days, 0, Infinity, (_, one, expected, actual) => {
      if (one !== at) return;
      sum.days += 1;
      sum.expected += expected;
      sum.actual += actual;
    });
    const saving = unitsText(sum.expected - sum.actual);
    return [{ ...slot, days: sum.days, expected: unitsText(sum.expected), actual: unitsText(sum.actual), saving }];
  });
}

const short = (lots: ReturnType<typeof savingLots>) =>
  lots.map(({ month, kind, tariff, price, expected, actual, saving }) =>
    [month, kind, tariff, price, expected, actual, saving].join(' '),
  );

it('a fixed price needs the days only, and a day that lacks a side is in no lot', () => {
  const { lots, refused } = priced(
    inputs('2026-01-30', 4, {
      price: { kind: 'fixed', price: '0.70' },
      expected: Float64Array.of(100, NaN, 100.5, 100),
      actual: Float64Array.of(90, 80, 90.25, NaN),
      quarterActual: () => {
        throw new Error('not asked for');
      },
    }),
  );
  expect(refused).toBeNull();
  expect(lots).toEqual([
    {
      meter: 'E1',
      month: '2026-01',
      kind: '',
      tariff: null,
      price: '0.70',
      expected: '100',
      actual: '90',
      saving: '10',
    },
    {
      meter: 'E1',
      month: '2026-02',
      kind: '',
      tariff: null,
      price: '0.70',
      expected: '100.5',
      actual: '90.25',
      saving: '10.25',
    },
  ]);
});

it('each quarter hour at its price: two peaks of one price are one lot', () => {
  expect(short(priced(inputs('2026-07-01', 1)).lots)).toEqual([
    '2026-07 flat TOU@ 0.6 45 36 9',
    '2026-07 peak TOU@ 1.1 25 20 5',
    '2026-07 valley TOU@ 0.321 50 40 10',
  ]);
});

it('the expected day lies in the day as its model does, not as the use does', () => {
  const night = Float64Array.from({ length: 96 }, (_, i) => (i < 32 ? 3 : 0));
  const { lots } = priced(inputs('2026-07-01', 1, { quarterExpected: () => night }));
  expect(lots.find(({ kind }) => kind === 'valley')).toMatchObject({ expected: '120', saving: '80' });
  expect(lots.find(({ kind }) => kind === 'peak')).toMatchObject({ expected: '0', actual: '20', saving: '-20' });
});

it('a new version of the tariff within a month makes a lot of its own', () => {
  const { lots } = priced(inputs('2026-06-29', 4, { tariffs: [tou('', 1.1), tou('2026-07-01', 1.2)] }));
  expect(short(lots).filter((lot) => lot.includes('peak'))).toEqual([
    '2026-06 peak TOU@ 1.1 50 40 10',
    '2026-07 peak TOU@2026-07-01 1.2 50 40 10',
  ]);
  const mid = priced(inputs('2026-07-14', 2, { tariffs: [tou('', 1.1), tou('2026-07-15', 1.2)] })).lots;
  expect(short(mid).filter((lot) => lot.includes('peak'))).toEqual([
    '2026-07 peak TOU@ 1.1 25 20 5',
    '2026-07 peak TOU@2026-07-15 1.2 25 20 5',
  ]);
});

it('two prices under one name are two lots, and no price is below the floor', () => {
  const tariffs: Tariff[] = [
    {
      id: 'TOU',
      validFrom: '',
      periods: [
        { to: '06:00', kind: '谷', price: 0.3 },
        { to: '12:00', kind: '谷', price: 0.4 },
        { kind: '平', price: 0.6 },
      ],
    },
  ];
  const prices = (floor: string | null) =>
    priced(inputs('2026-07-01', 1, { tariffs, price: { kind: 'tariff', tariff: 'TOU', floor } })).lots.map(
      ({ kind, price }) => `${kind} ${price}`,
    );
  expect(prices(null)).toEqual(['平 0.6', '谷 0.3', '谷 0.4']);
  expect(prices('0.35')).toEqual(['平 0.6', '谷 0.35', '谷 0.4']);
  expect(prices('0.50')).toEqual(['平 0.6', '谷 0.5']);
});

describe('a saving without a price does not vanish', () => {
  it('a gap in the tariff', () => {
    const tariffs: Tariff[] = [{ id: 'TOU', validFrom: '', periods: [{ from: '06:00', kind: 'day', price: 1 }] }];
    const known = priced(inputs('2026-07-01', 2, { tariffs }));
    expect(short(known.lots)).toEqual(['2026-07 day TOU@ 1 180 144 36']);
    expect(moneyOf([known.days], 0, 2)).toBeNull();
    expect(known.refused).toMatchObject({
      code: 'no-price',
      message: { zh: expect.stringContaining('E1 有 2 天无法计价') },
    });
    expect(gapsOf(known)).toMatchObject([
      { kind: '', tariff: 'TOU@', unknown: false, days: 2, expected: '60', actual: '48', saving: '12' },
    ]);
    const asleep = Float64Array.from({ length: 96 }, (_, i) => (i < 24 ? 0 : 1));
    const none = priced(inputs('2026-07-01', 1, { tariffs, actual: Float64Array.of(72), quarterActual: () => asleep }));
    expect(none.refused).toBeNull();
  });

  it('days before the tariff begins', () => {
    const known = priced(inputs('2026-06-30', 2, { tariffs: [tou('2026-07-01', 1)] }));
    expect(new Set(known.lots.map(({ month }) => month))).toEqual(new Set(['2026-07']));
    expect(known.refused?.message.zh).toContain('1 天无法计价：当天没有有效的价目');
    expect(gapsOf(known)).toMatchObject([{ tariff: null, unknown: false, days: 1, saving: '24' }]);
    expect(unpriced('E1', known.days, 1, 2)).toBeNull();
    expect([moneyOf([known.days], 0, 2), moneyOf([known.days], 1, 2)]).toEqual([null, '13.61']);
  });

  it('a day that was entered by hand as one sum, of hours that cost differently', () => {
    const known = priced(inputs('2026-07-01', 1, { quarterActual: () => new Float64Array(96).fill(NaN) }));
    expect(known.lots).toEqual([]);
    expect(known.refused?.message.zh).toContain('1 天无法计价：当天各时刻的用量不明');
    expect(gapsOf(known)).toMatchObject([{ unknown: true, expected: '120', actual: '96' }]);
  });
});

it('the days on which the clocks change have 92 and 100 quarter hours, each at the price on the wall', () => {
  const calendar = new LocalCalendar('Europe/Berlin');
  // 02:00 to 03:00 is skipped, or comes twice: valley either way.
  const spring = priced(inputs('2026-03-29', 1, { calendar })).lots;
  const autumn = priced(inputs('2026-10-25', 1, { calendar })).lots;
  const used = (lots: typeof spring) => Object.fromEntries(lots.map(({ kind, actual }) => [kind, actual]));
  expect(used(spring)).toEqual({ flat: '36', peak: '20', valley: '36' });
  expect(used(autumn)).toEqual({ flat: '36', peak: '20', valley: '44' });
});

it('weekday, kind of day and month choose the stretch', () => {
  const tariffs: Tariff[] = [
    {
      id: 'TOU',
      validFrom: '',
      periods: [
        { days: 'holidays', kind: 'holiday', price: 0.2 },
        { days: '6-7', kind: 'weekend', price: 0.4 },
        { months: '7-8', kind: 'summer', price: 1 },
        { kind: 'rest', price: 0.6 },
      ],
    },
  ];
  const { lots } = priced(
    inputs('2026-09-26', 7, { tariffs, dayKindOf: (date) => (date === '2026-10-01' ? 'holiday' : 'workday') }),
  );
  expect(lots.map(({ month, kind, actual }) => `${month} ${kind} ${actual}`)).toEqual([
    '2026-09 rest 288',
    '2026-09 weekend 192',
    '2026-10 holiday 96',
    '2026-10 rest 96',
  ]);
});

it('whatever the shape, the lots of a month add up to its days to the last digit', () => {
  const day = fc.record({
    expected: fc.double({ min: 0, max: 1e6, noNaN: true }),
    quarters: fc.array(fc.double({ min: -5, max: 1e3, noNaN: true }), { minLength: 96, maxLength: 96 }),
    shape: fc.array(fc.double({ min: -1, max: 1e3, noNaN: true }), { minLength: 96, maxLength: 96 }),
  });
  fc.assert(
    fc.property(fc.array(day, { minLength: 1, maxLength: 5 }), (days) => {
      const { lots, refused } = priced(
        inputs('2026-07-01', days.length, {
          expected: Float64Array.from(days, ({ expected }) => expected),
          actual: Float64Array.from(days, ({ quarters }) => quarters.reduce((a, b) => a + b, 0)),
          quarterActual: (i) => Float64Array.from(days[i]!.quarters),
          quarterExpected: (i) => Float64Array.from(days[i]!.shape),
        }),
      );
      expect(refused).toBeNull();
      const micro = (value: number) => exact(Math.sign(value) * Math.round(Math.abs(value) * 1e6)).dividedBy(1e6);
      const total = (side: 'expected' | 'actual' | 'saving') => sumOf(lots.map((lot) => exact(lot[side])));
      const expected = sumOf(days.map((one) => micro(one.expected)));
      const actual = sumOf(days.map(({ quarters }) => micro(quarters.reduce((a, b) => a + b, 0))));
      expect(total('expected').toFixed()).toBe(expected.toFixed());
      expect(total('actual').toFixed()).toBe(actual.toFixed());
      expect(total('saving').toFixed()).toBe(expected.minus(actual).toFixed());
      for (const { expected: e, actual: a, saving } of lots) expect(exact(e).minus(a).toFixed()).toBe(saving);
    }),
    { numRuns: 50 },
  );
});
