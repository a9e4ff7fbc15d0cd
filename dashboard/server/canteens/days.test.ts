import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WireCanteen, WireMeal } from '../../../domain/wire-canteens.ts';
import { count, openCanteens, sendEvents, weighing } from '../fakes/canteens.ts';
import { Installation } from '../fakes/installation.ts';

const house = new Installation();
beforeAll(async () => {
  house.now = Date.parse('2026-11-23T14:00:00+08:00');
  await openCanteens(house);
});
afterAll(() => house.stop());

interface List<T> {
  readonly items: readonly T[];
  readonly next?: string | null;
}
const days = async (canteen: string, query = '') =>
  (await house.operator().get<List<WireMeal>>(`/api/v1/canteens/${canteen}/days${query}`)).body.items;

describe('what a canteen weighed and served', () => {
  it('is the sum of its events by stream, meal and local day, whatever is delivered again and in whatever order', async () => {
    const events = [
      weighing('2026-11-20T12:05', 14450),
      weighing('2026-11-20T12:40', 9050),
      weighing('2026-11-20T10:00', 6000, { stream: 'PREP_WASTE' }),
      weighing('2026-11-20T10:10', 2000, { stream: 'TRIM_USED' }),
      weighing('2026-11-20T18:20', 5000, { meal: 'DINNER' }),
      // Half past eleven at night of the day before in Greenwich.
      weighing('2026-11-21T07:30', 1200, { meal: 'BREAKFAST' }),
    ];
    const counts = [
      count('2026-11-20T11:50', 200),
      count('2026-11-20T12:30', 212),
      count('2026-11-20T18:00', 50, { meal: 'DINNER' }),
    ];
    await sendEvents(house, 'SC-CT1', ...[...events].reverse());
    await sendEvents(house, 'CN-CT1', ...counts);
    await sendEvents(house, 'SC-CT1', ...events, events[0]);
    await sendEvents(house, 'CN-CT1', counts[2], counts[0]);

    const items = await days('CT1', '?from=2026-11-20&to=2026-11-22');
    expect(items.map(({ date, meal }) => `${date} ${meal}`)).toEqual([
      '2026-11-20 LUNCH',
      '2026-11-20 DINNER',
      '2026-11-21 BREAKFAST',
    ]);
    expect(items[0]).toEqual({
      date: '2026-11-20',
      meal: 'LUNCH',
      personMeals: 412,
      streams: {
        PREP_WASTE: { grams: 6000, gramsPerMeal: 6000 / 412, weighings: 1, manual: false },
        TRIM_USED: { grams: 2000, gramsPerMeal: 2000 / 412, weighings: 1, manual: false },
        PLATE_WASTE: { grams: 23500, gramsPerMeal: 23500 / 412, weighings: 2, manual: false },
      },
      state: 'ok',
      reasons: [],
      manual: false,
      running: false,
      trimmingsUsedPct: 25,
      wasteRatePct: null,
    });
    expect(items[1]).toMatchObject({ personMeals: 50, streams: { PLATE_WASTE: { grams: 5000, gramsPerMeal: 100 } } });
    expect(items[2]).toMatchObject({
      personMeals: 0,
      streams: { PLATE_WASTE: { grams: 1200, gramsPerMeal: null } },
      state: 'insufficient-data',
    });
  });
});

it('lists its canteens page by page with what belongs to each', async () => {
  const first = (await house.operator().get<List<WireCanteen>>('/api/v1/canteens?limit=2')).body;
  expect(first.items.map(({ id }) => id)).toEqual(['CT1', 'CT2']);
  expect(first.items[0]).toEqual({
    ...{ id: 'CT1', name: '一食堂', institution: 'SCHOOL', institutionName: '第一中学' },
    ...{ region: 'NORTH', regionName: '北区', seats: null, operatingMode: 'self', supplyMode: 'buffet' },
    ...{ scales: ['SC-CT1'], counters: ['CN-CT1'], meters: [], demo: false },
  });
  const rest = (await house.operator().get<List<WireCanteen>>(`/api/v1/canteens?limit=2&cursor=${first.next}`)).body;
  expect(rest).toMatchObject({ items: [{ id: 'CT9' }], next: null });
});
