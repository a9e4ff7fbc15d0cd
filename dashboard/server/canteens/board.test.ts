import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WireBoard, WireCanteenDay, WireDisplay, WireLeague } from '../../../domain/wire-canteens.ts';
import { count, openCanteens, sendEvents, weighing } from '../fakes/canteens.ts';
import type { Client } from '../fakes/client.ts';
import { Installation } from '../fakes/installation.ts';

const house = new Installation();
const workdays = [
  '10-26',
  '10-27',
  '10-28',
  '10-29',
  '10-30',
  '11-02',
  '11-03',
  '11-04',
  '11-05',
  '11-06',
  '11-09',
].concat(['11-10', '11-11', '11-12', '11-13', '11-16', '11-17', '11-18', '11-19', '11-20']);

/** Four weeks of lunches of 400 people, about so many grams each; today 90 people so far, and their plates. */
async function seed(canteen: string, grams: number, today: number) {
  const days = workdays.map((day) => `2026-${day}`);
  const wobble = (i: number) => 1 + ((i % 5) - 2) / 20;
  const plates = days.map((day, i) => weighing(`${day}T12:30`, Math.round(400 * grams * wobble(i))));
  await sendEvents(house, `SC-${canteen}`, ...plates, weighing('2026-11-23T12:00', 90 * today));
  const counts = days.map((day) => count(`${day}T12:00`, 400));
  await sendEvents(house, `CN-${canteen}`, ...counts, count('2026-11-23T11:55', 90));
}

beforeAll(async () => {
  house.now = Date.parse('2026-11-23T12:10:00+08:00');
  await openCanteens(house);
  await seed('CT1', 60, 50);
  await seed('CT2', 80, 82);
});
afterAll(() => house.stop());

const board = async (who: Client, query = '') => (await who.get<WireBoard>(`/api/v1/canteens/board${query}`)).body;

describe('the board', () => {
  it('is of the meal that is being served, each canteen beside its own four weeks', async () => {
    const found = await board(house.operator());
    expect(found).toMatchObject({
      date: '2026-11-23',
      meal: 'LUNCH',
      stream: 'PLATE_WASTE',
      serving: { running: true },
    });
    expect(found.rows.map(({ id, gramsPerMeal, state }) => [id, gramsPerMeal, state])).toEqual([
      ['CT1', 50, 'ok'],
      ['CT2', 82, 'ok'],
      ['CT9', null, 'insufficient-data'],
    ]);
    expect(found.rows[0]!.norm).toMatchObject({ personMeals: 8000, days: 20 });
    expect(found.rows[0]!.norm!.gramsPerMeal).toBeCloseTo(60, 6);
    expect(found.rows[0]!.lastEventAt).toBe('2026-11-23T12:00:00+08:00');
    expect(found.city).toMatchObject({ grams: 90 * 132, personMeals: 180, counted: 2, of: 3 });
    expect(found.city.now!.gramsPerMeal).toBeCloseTo(66, 6);
    expect(found.city.norm!.gramsPerMeal).toBeCloseTo(70, 6);
    // Both are counted: what may have been chance is their days, not that they differ.
    expect(found.city.now!.plusMinus).toBeLessThan(15);
  });

  it('changes with the next event, and with it alone', async () => {
    await sendEvents(house, 'CN-CT1', count('2026-11-23T12:08', 10));
    const rows = (await board(house.operator())).rows;
    expect(rows.map(({ personMeals }) => personMeals)).toEqual([100, 90, 0]);
    expect(rows[0]!.gramsPerMeal).toBe(45);
    expect(rows[0]!.norm!.gramsPerMeal).toBeCloseTo(60, 6);
  });

  it('shows a canteen’s own people their row, and no sum from which another one could be taken', async () => {
    const found = await board(await house.person('chen'));
    expect(found.rows.map(({ id }) => id)).toEqual(['CT1']);
    // Of the two that count one is theirs: without it the sum would be the other.
    expect(found.city).toMatchObject({ now: null, norm: null, grams: 0, personMeals: 0, counted: 0, of: 3 });
    const county = await board(await house.person('sun'));
    expect(county.rows.map(({ id }) => id)).toEqual(['CT1', 'CT2']);
    expect(county.city).toMatchObject({ counted: 2, personMeals: 190, of: 3 });
    const contractor = await board(await house.person('li'));
    expect(contractor).toMatchObject({ rows: [], city: { now: null, norm: null, grams: 0, of: 0 } });
  });
});

it('the league ranks each among all, whoever looks', async () => {
  const all = (await house.operator().get<WireLeague>('/api/v1/canteens/league')).body;
  expect(all).toMatchObject({ from: '2026-10-26', to: '2026-11-23', meal: 'LUNCH' });
  expect(all.rows.map(({ id, reason }) => [id, reason])).toEqual([
    ['CT1', null],
    ['CT2', null],
    ['CT9', 'insufficient-data'],
  ]);
  const own = (await (await house.person('chen')).get<WireLeague>('/api/v1/canteens/league')).body;
  expect(own.rows).toEqual([{ ...all.rows[0], peers: null }]);
  expect(own.city).toBeNull();
  expect(all.rows[0]!.peers).toMatchObject({ canteens: 2 });
  const county = (await (await house.person('sun')).get<WireLeague>('/api/v1/canteens/league')).body;
  expect(county.rows).toEqual(all.rows.slice(0, 2));
  expect(county.city).toEqual(all.city);
});

it('a canteen’s page tells the running meal, its rhythm, its norm and the menu', async () => {
  const chen = await house.person('chen');
  const noted = await chen.call('PUT', '/api/v1/canteens/CT1/notes/2026-11-23/LUNCH', '{"text":"红烧鱼"}', {
    'content-type': 'application/json',
  });
  expect(noted.status).toBe(200);
  const day = (await chen.get<WireCanteenDay>('/api/v1/canteens/CT1')).body;
  expect(day).toMatchObject({ date: '2026-11-23', meal: 'LUNCH', note: { text: '红烧鱼', by: 'chen' } });
  expect(day.meals).toMatchObject([{ meal: 'LUNCH', running: true, personMeals: 100 }]);
  expect(day.rhythm.at(-1)).toMatchObject({ at: '2026-11-23T12:10:00+08:00', grams: 4500, personMeals: 100 });
  expect(day.usual.length).toBeGreaterThan(0);
  expect(day.peers).toBeNull();
  expect(day.comparison.withNorm).toBe('cannot-tell');
  expect((await chen.get('/api/v1/canteens/CT1/day')).body).toEqual(day);
  expect((await chen.get('/api/v1/canteens/CT2')).status).toBe(404);
  const shown = (await chen.get<WireDisplay>('/api/v1/canteens/CT1/display')).body;
  expect(shown).toMatchObject({ name: '一食堂', meal: 'LUNCH', gramsPerMeal: 45, running: true });
});
