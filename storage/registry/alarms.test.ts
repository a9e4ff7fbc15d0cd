import { expect, it, onTestFinished } from 'vitest';
import { opened, seenAgain } from '../../domain/alarms/episode.ts';
import { administrator, benchWith, firstPage, smallCity } from './fakes/bench.ts';
import type { AlarmEpisode } from './alarm-port.ts';
import type { Viewer } from './port.ts';

const day = 20_780;
const channels = ['webhook'] as const;
const lin: Viewer = { kind: 'user', name: 'lin', role: 'county', scope: 'east' };
const zhao: Viewer = { kind: 'user', name: 'zhao', role: 'institution', scope: 'hospital' };
const contractor: Viewer = { kind: 'user', name: 'bright', role: 'contractor', scope: 'brightsave' };

/** Water of the school runs at night. */
function leak(money: number | null = 12, building = 'school-1', meter: string | null = 'school-water'): AlarmEpisode {
  return {
    ...{ id: null, kind: 'night-flow', building, meter, carrier: 'water', unit: 'm³/h', wasteUnit: 'm³' },
    episode: opened(day, 1.8, { usual: 0.1, limit: 0.2 }, { quantity: 40.8, money }),
    openedAt: 1_000,
    lastSeenAt: 1_000,
    closedAt: null,
  };
}

async function city() {
  const bench = await benchWith(onTestFinished);
  await bench.import(smallCity);
  return { bench, alarms: bench.registry.alarms };
}

it('an episode is one alarm: seen again it grows, and every step is kept with who did it', async () => {
  const { bench, alarms } = await city();
  const [id] = await alarms.keep([leak()], channels);
  const [first] = await alarms.followed(day - 90);
  const again = seenAgain(first!.episode, day + 1, 1.9, { quantity: 43.2, money: 13 });
  await alarms.keep([{ ...first!, episode: again, lastSeenAt: 2_000 }], channels);
  await expect(alarms.keep([leak()], channels), 'a second one beside it').rejects.toThrow();

  expect(await alarms.acknowledge(id!, lin)).toBe('done');
  expect(await alarms.assign(id!, '水电班', lin)).toBe('done');
  expect(await alarms.note(id!, '已到现场', lin)).toBe('done');
  const alarm = await alarms.one(lin, id!);
  expect(alarm).toMatchObject({
    episode: { seen: 2, quantity: 84, money: 25 },
    assignee: '水电班',
    acknowledged: { by: 'lin' },
    institutionName: '湖镇中学',
    closed: null,
  });
  expect(alarm!.steps.map(({ by, what, text }) => [by, what, text])).toEqual([
    [null, 'opened', ''],
    ['lin', 'acknowledged', ''],
    ['lin', 'assigned', '水电班'],
    ['lin', 'noted', '已到现场'],
  ]);
  const { items } = await bench.registry.auditLog(administrator, firstPage);
  expect(items.map(({ actor, action }) => [actor, action])).toEqual(
    expect.arrayContaining([
      ['platform', 'alarm.opened'],
      ['lin', 'alarm.acknowledged'],
    ]),
  );
});

it('what a person closed meanwhile stays closed, and is followed as silenced', async () => {
  const { alarms } = await city();
  const [id] = await alarms.keep([leak()], channels);
  const [read] = await alarms.followed(day - 90);
  expect(await alarms.close(id!, '在灌溉', lin, channels)).toBe('done');
  expect(await alarms.close(id!, 'again', lin, channels)).toBe('closed');
  await alarms.keep([{ ...read!, episode: seenAgain(read!.episode, day + 1, 2, { quantity: 1, money: 1 }) }], channels);
  expect(await alarms.one(lin, id!)).toMatchObject({
    episode: { seen: 1, state: 'silenced' },
    closed: { by: 'lin', reason: '在灌溉' },
  });
  expect(await alarms.note(id!, 'later', lin)).toBe('done');
});

it('each sees the alarms of their own places; the dearest first, closed ones last', async () => {
  const { alarms } = await city();
  const base = { kind: 'night-base-load', meter: null, carrier: 'electricity', unit: 'kW', wasteUnit: 'kWh' } as const;
  const cheap = { ...leak(3, 'office-a'), ...base };
  const dear = { ...leak(90, 'hospital-1'), ...base };
  const closed = { ...leak(500), episode: { ...leak(500).episode, state: 'over', overDay: day + 3 } as const };
  await alarms.keep(
    [cheap, leak(null), { ...closed, building: 'hospital-1', meter: 'ward', closedAt: 9_000 }, dear],
    [],
  );
  const seenBy = async (viewer: Viewer) =>
    (await alarms.page(viewer, firstPage)).items.map(({ building, episode }) => `${building} ${episode.money}`);
  expect(await seenBy(administrator)).toEqual(['hospital-1 90', 'office-a 3', 'school-1 null', 'hospital-1 500']);
  expect(await seenBy(lin)).toEqual(['office-a 3', 'school-1 null']);
  expect(await seenBy(zhao)).toEqual(['hospital-1 90', 'hospital-1 500']);
  expect(await seenBy(contractor), 'one of its meters stands in office-a; the building is not its own').toEqual([]);
  expect(await alarms.countOpen(contractor)).toBe(0);
  expect(await alarms.countOpen(zhao)).toBe(1);
  const paged: string[] = [];
  for (let cursor: string | null = null; ;) {
    const page: Awaited<ReturnType<typeof alarms.page>> = await alarms.page(administrator, { limit: 1, cursor });
    paged.push(...page.items.map(({ building, episode }) => `${building} ${episode.money}`));
    if ((cursor = page.next) === null) break;
  }
  expect(paged).toEqual(await seenBy(administrator));
});

it('what has no price comes after what has one: the most of its unit first, and what wastes nothing last', async () => {
  const { alarms } = await city();
  const wasting = (
    quantity: number,
    wasteUnit: 'kWh' | 'm³' | null,
    [kind, building]: [AlarmEpisode['kind'], string],
    money: number | null = null,
  ): AlarmEpisode => {
    const episode = { ...leak(money).episode, quantity };
    return { ...leak(money, building, null), kind, wasteUnit, episode };
  };
  await alarms.keep(
    [
      wasting(0, null, ['meter-silent', 'school-1']),
      wasting(40, 'm³', ['night-flow', 'school-1']),
      wasting(7, 'kWh', ['night-base-load', 'school-1']),
      wasting(900, 'm³', ['night-flow', 'office-a']),
      wasting(60, 'kWh', ['weekend-base-load', 'school-1']),
      wasting(1, 'kWh', ['night-base-load', 'office-a'], 0.5),
    ],
    [],
  );
  const named = ({ wasteUnit, episode }: AlarmEpisode) => [episode.quantity, wasteUnit, episode.money];
  const expected = [
    [1, 'kWh', 0.5],
    [60, 'kWh', null],
    [7, 'kWh', null],
    [900, 'm³', null],
    [40, 'm³', null],
    [0, null, null],
  ];
  expect((await alarms.open(administrator)).map(named)).toEqual(expected);
  const paged: unknown[] = [];
  for (let cursor: string | null = null; ;) {
    const page: Awaited<ReturnType<typeof alarms.page>> = await alarms.page(administrator, { limit: 1, cursor });
    paged.push(...page.items.map(named));
    if ((cursor = page.next) === null) break;
  }
  expect(paged).toEqual(expected);
});

it('a message waits until it was sent, whatever ends in between; an end is told only where the beginning was', async () => {
  const { bench, alarms } = await city();
  const [id] = await alarms.keep([leak()], channels);
  const [waiting] = await alarms.due('webhook', 10);
  expect(waiting).toMatchObject({ alarm: id, event: 'opened', tries: 0 });
  await alarms.failed([waiting!.id], 'ECONNREFUSED', bench.clock + 60_000);
  expect(await alarms.due('webhook', 10)).toEqual([]);
  await bench.registry.close();
  bench.clock += 60_000;
  const reopened = (await bench.open()).alarms;
  const [again] = await reopened.due('webhook', 10);
  expect(again).toMatchObject({ message: waiting!.message, tries: 1 });
  await reopened.sent([again!.id]);
  await reopened.close(id!, 'mended', lin, ['webhook', 'mail']);
  expect((await reopened.due('webhook', 10)).map(({ event }) => event)).toEqual(['closed']);
  expect(await reopened.due('mail', 10)).toEqual([]);
  expect(await reopened.outbox()).toEqual({ waiting: 1, givenUp: 0 });
});

it('nobody hears of an end before the beginning, however often that one had to wait', async () => {
  const { bench, alarms } = await city();
  const [id] = await alarms.keep([leak()], channels);
  const [opening] = await alarms.due('webhook', 10);
  await alarms.failed([opening!.id], 'ECONNREFUSED', bench.clock + 60_000);
  await alarms.close(id!, 'mended', lin, channels);
  expect(await alarms.due('webhook', 10)).toEqual([]);
  bench.clock += 60_000;
  expect((await alarms.due('webhook', 10)).map(({ event }) => event)).toEqual(['opened']);
  await alarms.failed([opening!.id], 'given up', null);
  expect((await alarms.due('webhook', 10)).map(({ event }) => event)).toEqual(['closed']);
});

it('alarms of the demo leave with it, what happened to them and what waits to be told too', async () => {
  const bench = await benchWith(onTestFinished);
  await bench.registry.importPortfolio(smallCity, administrator, { demo: true });
  const { alarms } = bench.registry;
  await alarms.keep([leak()], channels);
  const removed = await bench.registry.removeDemo(administrator, () => ['demo', '{}']);
  expect(removed.ok).toBe(true);
  expect((await alarms.page(administrator, firstPage)).items).toEqual([]);
  expect(await alarms.due('webhook', 10)).toEqual([]);
});
