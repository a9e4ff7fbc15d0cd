import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WireCanteenEvent, WireCorrection, WireEntry, WireMeal } from '../../../domain/wire-canteens.ts';
import { count, openCanteens, sendEvents, weighing, type SentEvent } from '../fakes/canteens.ts';
import { Installation } from '../fakes/installation.ts';

const house = new Installation();
beforeAll(async () => {
  house.now = Date.parse('2026-11-23T14:00:00+08:00');
  await openCanteens(house);
});
afterAll(() => house.stop());

interface List<T> {
  readonly items: readonly T[];
}
const path = '/api/v1/canteens/CT1';
const days = async (canteen = 'CT1') =>
  (await house.operator().get<List<WireMeal>>(`/api/v1/canteens/${canteen}/days?from=2026-07-01`)).body.items;
const events = async (date: string) =>
  (await house.operator().get<List<WireCanteenEvent>>(`${path}/events?date=${date}`)).body.items;
const identity = ({ seq, ts }: SentEvent, device = 'SC-CT1') => ({ device, seq, ts });
const grams = (items: readonly WireMeal[], date: string) =>
  items.find((one) => one.date === date && one.meal === 'LUNCH')?.streams.PLATE_WASTE?.grams;

describe('a weighing that cannot be', () => {
  const mistyped = weighing('2026-11-18T12:20', 450_000, { gross_g: 454_200 });
  const plain = weighing('2026-11-18T12:40', 5_000);

  it('of more than any bin holds does not count until a person says so, and its evidence is told', async () => {
    await sendEvents(house, 'SC-CT1', mistyped, plain);
    await sendEvents(house, 'CN-CT1', count('2026-11-18T12:00', 100));
    const [first, odd, second] = await events('2026-11-18');
    expect(first).toMatchObject({ type: 'meals', personMeals: 100, counts: 100, findings: [] });
    expect(odd).toMatchObject({ netG: 450_000, grossG: 454_200, tareG: 4200, counts: null, correction: null });
    expect(odd!.findings).toMatchObject([
      { rule: 'over-container', effect: 'excluded', evidence: { netG: 450_000, containerG: 120_000 } },
    ]);
    expect(odd!.receivedAt).toBe('2026-11-23T14:00:00+08:00');
    expect(second).toMatchObject({ counts: 5_000, findings: [] });
    const [lunch] = (await days()).filter(({ date }) => date === '2026-11-18');
    expect(lunch).toMatchObject({ state: 'doubtful', reasons: ['over-container'] });
    expect(lunch!.streams.PLATE_WASTE).toMatchObject({ grams: 5_000, gramsPerMeal: 50 });
  });

  it('corrected flips exactly the figures that rest on it, and undone brings them back', async () => {
    await sendEvents(
      house,
      'SC-CT1',
      weighing('2026-11-17T12:20', 7_000),
      weighing('2026-11-18T18:00', 900, { meal: 'DINNER' }),
    );
    await sendEvents(house, 'CN-CT1', count('2026-11-17T12:00', 100));
    await sendEvents(house, 'SC-CT2', weighing('2026-11-18T12:20', 3_000));
    const [before, others] = [await days(), await days('CT2')];

    const zhao = await house.person('zhao');
    const said = { ...identity(mistyped), as: 'value', value: 45_000, reason: '多按了一个零' };
    const made = await zhao.post<WireCorrection>(`${path}/corrections`, said);
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ device: 'SC-CT1', seq: mistyped.seq, as: 'value', by: 'zhao', undone: null });

    const after = await days();
    const isIt = ({ date, meal }: WireMeal) => date === '2026-11-18' && meal === 'LUNCH';
    expect(after.filter((one) => !isIt(one))).toEqual(before.filter((one) => !isIt(one)));
    expect(await days('CT2')).toEqual(others);
    const lunch = after.find(isIt)!;
    expect(lunch).toMatchObject({ state: 'ok', reasons: [], manual: true, personMeals: 100 });
    expect(lunch.streams.PLATE_WASTE).toEqual({ grams: 50_000, gramsPerMeal: 500, weighings: 2, manual: true });
    const told = (await events('2026-11-18')).find(({ seq }) => seq === mistyped.seq)!;
    expect(told).toMatchObject({ netG: 450_000, counts: 45_000, correction: { reason: '多按了一个零', by: 'zhao' } });

    const undone = await zhao.post<WireCorrection>(`${path}/corrections/${made.body.id}/undo`, { reason: '另有其事' });
    expect(undone.body).toMatchObject({ id: made.body.id, undone: { by: 'zhao', reason: '另有其事' } });
    expect(await days()).toEqual(before);
    expect((await zhao.post(`${path}/corrections/${made.body.id}/undo`, { reason: 'x' })).status).toBe(409);
  });

  it('is kept or left out by the later word', async () => {
    const zhao = await house.person('zhao');
    const say = (as: string) => zhao.post(`${path}/corrections`, { ...identity(mistyped), as, reason: 'seen' });
    await say('ignored');
    expect(grams(await days(), '2026-11-18')).toBe(5_000);
    await say('kept');
    expect(grams(await days(), '2026-11-18')).toBe(455_000);
    await say('ignored');
    expect((await days()).find(({ date }) => date === '2026-11-18')).toMatchObject({ state: 'ok' });
  });

  it.each([
    ['an event that is not there', { seq: 987_654 }, 404],
    ['an event of another canteen', { device: 'SC-CT2' }, 404],
    ['a value without a value', { as: 'value' }, 422],
    ['a value of what is ignored', { as: 'ignored', value: 3 }, 422],
    ['no reason', { reason: ' ' }, 422],
    ['no instant', { ts: 'yesterday' }, 422],
  ])('is refused: %s', async (_, change, status) => {
    const said = { ...identity(mistyped), as: 'kept', reason: 'seen', ...change };
    expect((await house.operator().post(`${path}/corrections`, said)).status).toBe(status);
  });
});

it('a week of last quarter that comes late is in its own days at once', async () => {
  expect(grams(await days(), '2026-08-12')).toBeUndefined();
  await sendEvents(house, 'SC-CT1', weighing('2026-08-12T12:20', 4_000));
  expect(grams(await days(), '2026-08-12')).toBe(4_000);
  await sendEvents(house, 'SC-CT1', weighing('2026-08-12T12:00', 6_000));
  await sendEvents(house, 'CN-CT1', count('2026-08-12T12:00', 200));
  const lunch = (await days()).find(({ date }) => date === '2026-08-12');
  expect(lunch).toMatchObject({
    personMeals: 200,
    state: 'ok',
    streams: { PLATE_WASTE: { grams: 10_000, gramsPerMeal: 50 } },
  });
});

it('a canteen without a scale is entered by hand, all or none, and marked so', async () => {
  const chen = await house.person('chen');
  const day = { date: '2026-11-19', meal: 'LUNCH' };
  const entries = [
    { ...day, what: 'PLATE_WASTE', value: 6_000 },
    { ...day, what: 'PERSON_MEALS', value: 120 },
    { ...day, what: 'COOKED', value: 60_000 },
  ];
  const faulty = [...entries, { ...day, what: 'PERSON_MEALS', value: 1.5 }];
  expect((await chen.post(`${path}/entries`, { entries: faulty, reason: '手记' })).status).toBe(422);
  const made = await chen.post<List<WireEntry>>(`${path}/entries`, { entries, reason: '手记' });
  expect(made.status).toBe(201);
  expect((await days()).find(({ date }) => date === '2026-11-19')).toMatchObject({
    ...{ personMeals: 120, state: 'ok', manual: true, wasteRatePct: 10 },
    streams: { PLATE_WASTE: { grams: 6_000, gramsPerMeal: 50, weighings: 0, manual: true } },
  });
  expect(made.body).toMatchObject({ replaced: [] });
  const ids = made.body.items.map(({ id }) => id);
  await chen.post(`${path}/entries/${ids[0]}/undo`, { reason: '写错了日期' });
  expect((await days()).find(({ date }) => date === '2026-11-19')).toMatchObject({ state: 'insufficient-data' });
  const listed = (await chen.get<List<WireEntry>>(`${path}/entries?from=2026-11-19&to=2026-11-20`)).body.items;
  expect(listed.map(({ undone }) => undone?.reason ?? null)).toEqual(['写错了日期', null, null]);
});

it('who enters the same again is told what it replaces', async () => {
  const chen = await house.person('chen');
  const day = { date: '2026-11-15', meal: 'LUNCH', what: 'PERSON_MEALS' };
  const enter = async (...entries: readonly object[]) =>
    (await chen.post<List<WireEntry> & { replaced: number[] }>(`${path}/entries`, { entries, reason: '手记' })).body;
  const first = await enter({ ...day, value: 100 }, { ...day, meal: 'DINNER', value: 40 });
  expect(first.replaced).toEqual([]);
  const [lunch, dinner] = first.items.map(({ id }) => id);
  const second = await enter({ ...day, value: 120 });
  expect(second.replaced).toEqual([lunch]);
  // The one before that was replaced already; of two at once the later counts.
  const third = await enter({ ...day, value: 130 }, { ...day, value: 131 }, { ...day, meal: 'DINNER', value: 41 });
  expect(third.replaced).toEqual([dinner, second.items[0]!.id, third.items[0]!.id]);
  expect((await days()).find(({ date }) => date === '2026-11-15')).toMatchObject({ personMeals: 131 });
  // What was undone is not there to be replaced.
  await chen.post(`${path}/entries/${third.items[2]!.id}/undo`, { reason: '写错了' });
  await chen.post(`${path}/entries/${dinner}/undo`, { reason: '写错了' });
  expect((await enter({ ...day, meal: 'DINNER', value: 42 })).replaced).toEqual([]);
});

it('who looks after canteens corrects, who runs one enters, who only looks does neither', async () => {
  const entry = { entries: [{ date: '2026-11-20', meal: 'LUNCH', what: 'PURCHASED', value: 1 }], reason: 'r' };
  const word = { ...identity(weighing('2026-11-20T12:00', 1)), as: 'kept', reason: 'r' };
  const statuses = async (who: string, canteen: string) => {
    const client = await house.person(who);
    const at = `/api/v1/canteens/${canteen}`;
    return Promise.all([
      client.get(`${at}/days`).then(({ status }) => status),
      client.post(`${at}/corrections`, word).then(({ status }) => status),
      client.post(`${at}/entries`, entry).then(({ status }) => status),
    ]);
  };
  // 404: it is theirs, and there is no such event; or it is not theirs.
  expect(await statuses('zhao', 'CT9')).toEqual([200, 404, 201]);
  expect(await statuses('sun', 'CT1')).toEqual([200, 404, 201]);
  expect(await statuses('sun', 'CT9')).toEqual([404, 404, 404]);
  expect(await statuses('wang', 'CT2')).toEqual([200, 403, 201]);
  expect(await statuses('chen', 'CT1')).toEqual([200, 403, 201]);
  expect(await statuses('chen', 'CT2')).toEqual([404, 403, 404]);
  expect(await statuses('li', 'CT1')).toEqual([404, 403, 403]);
});
