import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import readXlsxFile from 'read-excel-file/node';
import type {
  WireBoard,
  WireCanteen,
  WireCanteenDay,
  WireMeal,
  WireSorting,
  WireTrend,
} from '../../../domain/wire-canteens.ts';
import { canteenPortfolio, count, openCanteens, sendEvents, weighing } from '../fakes/canteens.ts';
import { Installation, until } from '../fakes/installation.ts';

const house = new Installation();
interface List<T> {
  readonly items: readonly T[];
}
const day = 86_400_000;

beforeAll(async () => {
  house.now = Date.parse('2026-11-23T14:00:00+08:00');
  const named = (id: string) => ({
    id,
    institution: 'HOSPITAL',
    name: `${id} 号`,
    scales: [{ id: `SC-${id}`, secret: 's' }],
  });
  const canteens = canteenPortfolio.canteens.map((one) => (one.id === 'CT1' ? { ...one, meters: ['E1', 'W1'] } : one));
  await openCanteens(house, { canteens: [...canteens, named('board'), named('=CMD()')] });
  await sendEvents(house, 'SC-CT1', weighing('2026-11-19T12:20', 5_000), weighing('2026-11-20T12:20', 8_000));
  await sendEvents(house, 'CN-CT1', count('2026-11-19T12:00', 100), count('2026-11-20T12:00', 100));
  await sendEvents(house, 'SC-board', weighing('2026-11-20T12:20', 1_000));
});
afterAll(() => house.stop());

const get = <T>(path: string) => house.operator().get<T>(`/api/v1${path}`);

describe('days', () => {
  const dates = async (query: string) =>
    (await get<List<WireMeal>>(`/canteens/CT1/days?${query}`)).body.items.map(({ date }) => date);

  it.each([
    ['dates, the last one not included', 'from=2026-11-19&to=2026-11-20', ['2026-11-19']],
    ['instants with an offset', 'from=2026-11-19T00:00:00%2B08:00&to=2026-11-20T00:00:00%2B08:00', ['2026-11-19']],
    ['the same instants in Greenwich', 'from=2026-11-18T16:00:00Z&to=2026-11-19T16:00:00Z', ['2026-11-19']],
    ['epoch milliseconds', `from=${Date.parse('2026-11-19T16:00:00Z')}`, ['2026-11-20']],
    ['an instant in a day: that day too', 'from=2026-11-20T13:00:00%2B08:00', ['2026-11-20']],
    ['all that there is', 'from=0001-01-01&to=9999-12-31', ['2026-11-19', '2026-11-20']],
    ['a month until today', '', ['2026-11-19', '2026-11-20']],
    ['nothing', 'from=2026-11-20&to=2026-11-20', []],
  ])('are asked for by %s', async (_, query, expected) => {
    expect(await dates(query)).toEqual(expected);
  });

  it.each([
    ['from=yesterday', 'from'],
    ['to=2026-02-30', 'to'],
    ['from=2026-11-21&to=2026-11-20', 'from'],
    ['until=2026-11-20', 'until'],
    ['from=2026-11-20T10:00', 'from'],
  ])('asked for by %s are refused with the parameter’s name', async (query, name) => {
    const answer = await get<{ errors: { path: string }[] }>(`/canteens/CT1/days?${query}`);
    expect(answer.status).toBe(400);
    expect(answer.body.errors[0]!.path).toBe(name);
  });

  it('of a canteen that is not there, or not theirs, are not found; without a session nothing is', async () => {
    expect((await get('/canteens/CT404/days')).status).toBe(404);
    expect((await (await house.person('chen')).get('/api/v1/canteens/CT2/days')).status).toBe(404);
    expect((await house.client().get('/api/v1/canteens/CT1/days')).status).toBe(401);
    expect((await house.client().get('/api/v1/canteens')).status).toBe(401);
  });
});

it('a canteen that is called as one of the lists has its page all the same', async () => {
  expect((await get<WireBoard>('/canteens/board')).body.rows.map(({ id }) => id)).toContain('board');
  expect((await get<WireCanteenDay>('/canteens/board/day')).body.canteen.id).toBe('board');
  expect((await get<List<WireMeal>>('/canteens/board/days')).body.items).toHaveLength(1);
  const ids = (await get<List<WireCanteen>>('/canteens')).body.items.map(({ id }) => id);
  expect(ids).toEqual(['=CMD()', 'CT1', 'CT2', 'CT9', 'board']);
});

it('a canteen’s page of another day tells its main meal, and what its kitchen took a person-meal', async () => {
  const readings = (id: string, point: string, values: readonly number[]) =>
    house.send(
      id,
      ...values.map((value, i) => ({
        ts: Date.parse('2026-11-19T00:00:00+08:00') + i * day,
        values: { [point]: value },
      })),
    );
  await readings('E1', 'energy_kwh', [1000, 1120]);
  await readings('W1', 'volume_m3', [50, 52]);
  await house.collector.settled();
  const page = (await get<WireCanteenDay>('/canteens/CT1?date=2026-11-19')).body;
  expect(page).toMatchObject({ date: '2026-11-19', meal: 'LUNCH', serving: { running: false } });
  expect(page.resources).toEqual({ electricityKwh: 1.2, gasM3: null, waterL: 20 });
  // The day after has no reading at its end.
  const next = (await get<WireCanteenDay>('/canteens/CT1?date=2026-11-20')).body;
  expect(next.resources).toEqual({ electricityKwh: null, gasM3: null, waterL: null });
  expect((await get('/canteens/CT1?date=2027-01-01')).status).toBe(400);
  expect((await get('/canteens/CT1?meal=BRUNCH')).status).toBe(400);
});

it('the trend is of days, whole weeks or whole months', async () => {
  const trend = async (every: string) =>
    (await get<WireTrend>(`/canteens/CT1/trend?every=${every}&from=2026-11-01&meal=LUNCH`)).body.points;
  expect((await trend('day')).map(({ date, gramsPerMeal }) => [date, gramsPerMeal])).toEqual([
    ['2026-11-19', 50],
    ['2026-11-20', 80],
  ]);
  expect(await trend('week')).toMatchObject([{ date: '2026-11-16', gramsPerMeal: 65, personMeals: 200, state: 'ok' }]);
  expect(await trend('month')).toMatchObject([{ date: '2026-11-01', grams: 13_000 }]);
});

it('what was fetched is held against what was weighed, month by month', async () => {
  const chen = await house.person('chen');
  const fetches = [{ date: '2026-11-20', kg: 20, collector: '绿环清运' }];
  const made = await chen.post<List<{ id: number }>>('/api/v1/canteens/CT1/fetches', { fetches, reason: '台账' });
  expect(made.status).toBe(201);
  // Of tomorrow nobody knows.
  const ahead = { fetches: [...fetches, { ...fetches[0], date: '2026-11-24' }], reason: '台账' };
  expect(await chen.post('/api/v1/canteens/CT1/fetches', ahead)).toMatchObject({
    ...{ status: 422, body: { errors: [{ path: 'fetches[1].date', code: 'not-begun' }] } },
  });
  const entry = { date: '2026-11-24', meal: 'LUNCH', what: 'PERSON_MEALS', value: 100 };
  expect((await chen.post('/api/v1/canteens/CT1/entries', { entries: [entry], reason: '手记' })).status).toBe(422);
  const sorting = (await chen.get<WireSorting>('/api/v1/canteens/sorting?from=2026-10-01')).body;
  expect(sorting.items).toMatchObject([
    { canteen: 'CT1', month: '2026-11', weighedKg: 13, fetchedKg: 20, fetches: 1, differenceKg: -7, state: 'agrees' },
  ]);
  expect(sorting.items[0]!.carbonKg).toBeCloseTo(13 * sorting.factor.kgPerKg, 9);
  const undone = await chen.post(`/api/v1/canteens/CT1/fetches/${made.body.items[0]!.id}/undo`, { reason: '重复' });
  expect(undone.status).toBe(200);
  expect((await chen.get<WireSorting>('/api/v1/canteens/sorting')).body.items).toMatchObject([
    { fetchedKg: null, state: 'cannot-tell' },
  ]);
});

describe('the table to take away', () => {
  it('has units in its heads, nothing where nothing is known, and no formula', async () => {
    await sendEvents(house, 'SC-=CMD()', weighing('2026-11-20T12:20', 1_500));
    const answer = await get('/canteens/table.csv?from=2026-11-20&to=2026-11-21&language=en');
    expect(answer.headers.get('content-disposition')).toContain('canteens-2026-11-20-2026-11-21.csv');
    const lines = answer.text.trim().split('\r\n');
    expect(lines[0]).toContain('plate waste (g),plate waste (g a person-meal)');
    expect(lines.slice(1).map((line) => line.split(',').slice(1, 2)[0])).toEqual(["'=CMD()", 'CT1', 'board']);
    expect(lines[2]).toBe(',CT1,一食堂,第一中学,北区,by itself,buffet,2026-11-20,lunch,100,,,,,,,8000,80,,,ok,,');
    const own = await (await house.person('chen')).get('/api/v1/canteens/table.csv?from=2026-11-20&to=2026-11-21');
    expect(own.text).toContain('餐余(克),人均餐余(克/人·餐)');
    expect(own.text.trim().split('\r\n')).toHaveLength(2);
    expect((await get('/canteens/table.csv?from=1990-01-01')).status).toBe(400);
    expect((await get('/canteens/table.csv?canteen=CT404')).status).toBe(404);
  });

  it('is the same as a workbook', async () => {
    const response = await fetch(`${house.url}/api/v1/canteens/table.xlsx?from=2026-11-20&to=2026-11-21&canteen=CT1`, {
      headers: house.operator().headers,
    });
    const [sheet] = await readXlsxFile(Buffer.from(await response.arrayBuffer()));
    const rows = sheet!.data;
    expect(rows).toHaveLength(2);
    expect(rows[1]!.slice(1, 3)).toEqual(['CT1', '一食堂']);
    expect(rows[1]).toContain(80);
  });
});

it('a new canteen is on the board with its first event', async () => {
  const imported = await house.operator().post('/api/v1/portfolio', {
    canteens: [{ id: 'CT7', institution: 'SCHOOL', name: '七食堂', scales: [{ id: 'SC-CT7', secret: 's' }] }],
  });
  expect(imported.status).toBe(200);
  await until('the canteen', async () =>
    (await get<WireBoard>('/canteens/board?meal=LUNCH')).body.rows.some(({ id }) => id === 'CT7'),
  );
  await sendEvents(house, 'SC-CT7', weighing('2026-11-23T12:20', 2_000));
  const board = (await get<WireBoard>('/canteens/board?meal=LUNCH')).body;
  expect(board).toMatchObject({ date: '2026-11-23', serving: { running: false } });
  expect(board.rows.find(({ id }) => id === 'CT7')).toMatchObject({
    ...{ grams: 2_000, gramsPerMeal: null, state: 'insufficient-data', reasons: ['no-counts'] },
    lastEventAt: '2026-11-23T12:20:00+08:00',
  });
});
