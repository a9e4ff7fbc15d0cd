import { afterAll, beforeAll, expect, it } from 'vitest';
import { addDays } from '../../../domain/canteen/clock.ts';
import type { WireBoard } from '../../../domain/wire-canteens.ts';
import { count, openCanteens, sendEvents, weighing } from '../fakes/canteens.ts';
import { Installation } from '../fakes/installation.ts';

const house = new Installation();
const monday = '2026-11-23';

beforeAll(async () => {
  house.now = Date.parse(`${monday}T08:00:00+08:00`);
  await openCanteens(house);
  // The tare creeps by 30 g a day until Friday.
  for (let back = 27; back >= 3; back--) {
    const [date, tare_g] = [addDays(monday, -back), 4_200 + 30 * (27 - back)];
    const plates = weighing(`${date}T12:30`, 8_000 + 37 * back, { tare_g, gross_g: 8_000 + 37 * back + tare_g });
    await sendEvents(house, 'SC-CT1', plates);
    await sendEvents(house, 'CN-CT1', count(`${date}T12:00`, 200));
  }
});
afterAll(() => house.stop());

const lunch = async () => (await house.operator().get<WireBoard>('/api/v1/canteens/board?meal=LUNCH')).body;
const signals = async () => {
  const { date, rows } = await lunch();
  return [date, rows[0]!.signals];
};

it('a scale that drifted on the last day it was used still drifts when the first peelings of the next are weighed', async () => {
  const peelings = weighing(`${monday}T07:40`, 3_000, { stream: 'PREP_WASTE', tare_g: 2_000, gross_g: 5_000 });
  await sendEvents(house, 'SC-CT1', peelings);
  expect(await signals()).toEqual([monday, ['scale-drifts']]);
});

it('and no longer once a day has passed on which it was well', async () => {
  const well = (at: string) => weighing(at, 9_000, { tare_g: 4_200, gross_g: 13_200 });
  await sendEvents(house, 'SC-CT1', well(`${monday}T12:30`));
  await sendEvents(house, 'CN-CT1', count(`${monday}T12:00`, 200));
  house.now = Date.parse('2026-11-24T12:40:00+08:00');
  await sendEvents(house, 'SC-CT1', well('2026-11-24T12:30'));
  await sendEvents(house, 'CN-CT1', count('2026-11-24T12:00', 200));
  expect(await signals()).toEqual(['2026-11-24', []]);
});

it('a weight that turns out to be stuck takes the days that it was stuck on out of what is usual', async () => {
  const same = { gross_g: 12_000, tare_g: 4_200 };
  for (let back = 27; back >= 3; back--) {
    const date = addDays(monday, -back);
    const plates = back < 7 ? weighing(`${date}T12:30`, 7_800, same) : weighing(`${date}T12:30`, 8_000 + 37 * back);
    await sendEvents(house, 'SC-CT2', plates);
    await sendEvents(house, 'CN-CT2', count(`${date}T12:00`, 200));
  }
  house.now = Date.parse(`${monday}T12:40:00+08:00`);
  const norm = async () => (await lunch()).rows[1]!.norm;
  expect(await norm()).toMatchObject({ days: 25 });
  await sendEvents(house, 'CN-CT2', count(`${monday}T12:00`, 200));
  expect(await norm()).toMatchObject({ days: 25 });
  await sendEvents(house, 'SC-CT2', weighing(`${monday}T12:30`, 7_800, same));
  expect(await norm()).toMatchObject({ days: 21 });
});

it('a small canteen that weighs its breakfast when all have gone is not silent before, on any day', async () => {
  house.now = Date.parse('2026-11-26T08:00:00+08:00');
  for (let back = 12; back >= 1; back--) {
    const date = addDays('2026-11-26', -back);
    const meal = { meal: 'BREAKFAST' };
    await sendEvents(house, 'SC-CT9', weighing(`${date}T09:2${back % 8}`, 600 + back, meal));
    await sendEvents(house, 'CN-CT9', count(`${date}T07:30`, 14, meal));
  }
  await sendEvents(house, 'CN-CT9', count('2026-11-26T07:30', 14, { meal: 'BREAKFAST' }));
  const marksAt = async (time: string) => {
    house.now = Date.parse(`2026-11-26T${time}:00+08:00`);
    const board = (await house.operator().get<WireBoard>('/api/v1/canteens/board?meal=BREAKFAST')).body;
    return [board.date, board.rows.find(({ id }) => id === 'CT9')!.signals];
  };
  expect(await marksAt('08:00')).toEqual(['2026-11-26', []]);
  expect(await marksAt('09:10')).toEqual(['2026-11-26', []]);
  expect(await marksAt('09:50')).toEqual(['2026-11-26', ['silent']]);
});
