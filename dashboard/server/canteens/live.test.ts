import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LiveCanteen, LiveCanteensDelta } from '../../../domain/wire-canteens.ts';
import type { LiveSnapshot } from '../../../domain/wire.ts';
import { count, openCanteens, sendEvents, weighing } from '../fakes/canteens.ts';
import { Installation, until } from '../fakes/installation.ts';
import { LiveClient } from '../fakes/live-client.ts';

const house = new Installation();
let page: LiveClient | undefined;
beforeAll(async () => {
  house.now = Date.parse('2026-11-23T12:10:00+08:00');
  await openCanteens(house);
  await sendEvents(house, 'CN-CT1', count('2026-11-23T11:50', 100));
});
afterAll(async () => {
  page?.socket.disconnect();
  await house.stop();
});

type Told<T> = LiveSnapshot<T>;
const toldOf = <T>(topic: string): { event: string; message: Told<T> }[] => page!.of(topic) as never;

it('a topic tells its canteen at once, then with each event; one of another’s is denied', async () => {
  page = new LiveClient(house.url, { headers: (await house.person('chen')).headers });
  page.subscribe('canteen:CT1', 'canteen:CT2', 'canteen:NONE', 'canteens');
  await until('the snapshots', () => toldOf('canteens').length > 0 && toldOf('canteen:CT1').length > 0);
  await until('the refusals', () => page!.of('canteen:NONE')[0]?.event === 'denied');
  expect(page.of('canteen:CT2')[0]?.event).toBe('denied');
  const [first] = toldOf<LiveCanteen>('canteen:CT1');
  expect(first!.event).toBe('snapshot');
  expect(first!.message.data.day.meals).toMatchObject([{ personMeals: 100, state: 'insufficient-data' }]);

  await sendEvents(house, 'SC-CT1', weighing('2026-11-23T12:05', 4000));
  const told = await until('the weighing', () =>
    toldOf<LiveCanteen>('canteen:CT1').find(({ message }) => message.data.day.meals[0]?.state === 'ok'),
  );
  expect(told.event).toBe('delta');
  expect(told.message.data.day.meals[0]!.streams.PLATE_WASTE).toMatchObject({ grams: 4000, gramsPerMeal: 40 });
  const board = await until('the board', () =>
    toldOf<LiveCanteensDelta>('canteens').find(({ message }) => message.data.rows?.[0]?.gramsPerMeal === 40),
  );
  expect(board.event).toBe('delta');
  expect(board.message.data.rows.map(({ id }) => id)).toEqual(['CT1']);
  expect(board.message.data.board).toMatchObject({ meal: 'LUNCH', city: { of: 3 } });
});

it('the menu that the kitchen notes is told to its page at once, though no figure changed', async () => {
  const json = { 'content-type': 'application/json' };
  const path = '/api/v1/canteens/CT1/notes/2026-11-23/LUNCH';
  let figures = 0;
  house.registry.canteenBook.onChanged(() => figures++);
  const noted = await (await house.person('chen')).call('PUT', path, '{"text":"红烧鱼"}', json);
  expect(noted.status).toBe(200);
  const told = await until('the menu', () =>
    toldOf<LiveCanteen>('canteen:CT1').find(({ message }) => message.data.day.note?.text === '红烧鱼'),
  );
  expect(told.event).toBe('delta');
  expect(figures).toBe(0);
});

it('a busy lunch is told about once a second, and ends with the last event', async () => {
  const before = page!.of('canteens').length;
  const startedAt = performance.now();
  for (let i = 0; i < 40; i++) await sendEvents(house, 'CN-CT1', count('2026-11-23T12:09', 1));
  await until('the last count', () => {
    const last = toldOf<LiveCanteensDelta>('canteens').at(-1);
    return last?.message.data.rows?.[0]?.personMeals === 140;
  });
  const seconds = (performance.now() - startedAt) / 1000;
  expect(page!.of('canteens').length - before).toBeLessThanOrEqual(Math.ceil(seconds) + 1);
});
