import { afterEach, expect, it } from 'vitest';
import type { AlarmKind, LiveAlarms, LiveAlarmsDelta, WireAlarm, WireAlarmPage } from '../../../domain/wire-alarms.ts';
import type { LiveSnapshot } from '../../../domain/wire.ts';
import { ownViewer } from '../house.ts';
import { opened } from '../../../domain/alarms/episode.ts';
import { Installation, operatorKey, until } from '../fakes/installation.ts';
import { LiveClient } from '../fakes/live-client.ts';

const hour = 3_600_000;
const day = 24 * hour;
const at = (text: string): number => Date.parse(`${text}+08:00`);
const path = '/api/v1/alarms';

let house: Installation;
afterEach(() => house.stop());

const tariffs = [
  {
    id: 'TOU',
    periods: [
      { from: '00:00', to: '08:00', kind: '谷', price: '0.3' },
      { kind: '平', price: '0.8' },
    ],
  },
  { id: 'WATER', periods: [{ price: '4.5' }] },
];

async function open(now: string): Promise<void> {
  house = new Installation();
  house.now = at(now);
  await house.start();
  await house.registry.importPortfolio({ tariffs }, ownViewer);
}

/** Hours of a register, from six weeks before `until` on. @param rate a unit an hour; null = not read at its beginning */
async function register(meter: string, until: string, rate: (local: Date) => number | null): Promise<void> {
  const from = at(until) - 42 * day;
  const ts: number[] = [];
  const values: number[] = [];
  for (let now = from, value = 1_000; now <= at(until); now += hour) {
    const used = rate(new Date(now + 8 * hour));
    if (used !== null) {
      ts.push(now);
      values.push(value);
    }
    value += used ?? 5;
  }
  const point = meter.startsWith('W') ? 'volume_m3' : 'energy_kwh';
  await house.registry.importPortfolio(
    {
      meters: [
        {
          id: meter,
          building: meter === 'E2' ? 'B2' : 'B1',
          carrier: meter.startsWith('W') ? 'water' : 'electricity',
          interval: '1h',
          register: { point, unit: meter.startsWith('W') ? 'm³' : 'kWh' },
        },
      ],
    },
    ownViewer,
  );
  await house.collector.importHistory(meter, meter, {
    ts: Float64Array.from(ts),
    points: { [point]: Float64Array.from(values) },
  });
  await house.collector.settled();
}

const clock = (local: Date): number => local.getUTCHours();
/** A school's water: hardly any at night; a pipe leaks 1.8 m³/h from an instant to another. */
const water =
  (from: string, to = '2099-01-01T00:00') =>
  (local: Date): number => {
    const leaks = local >= new Date(`${from}Z`) && local < new Date(`${to}Z`);
    return (clock(local) >= 6 && clock(local) < 22 ? 3 : 0.02) + (leaks ? 1.8 : 0);
  };

/** Of one kind: a clock that is turned on makes meters silent besides. */
async function alarms(kind: AlarmKind = 'night-flow', query = ''): Promise<readonly WireAlarm[]> {
  const { body } = await house.operator().get<WireAlarmPage>(`${path}?kind=${kind}${query}`);
  return body.items;
}
const judge = () => house.dashboard.alarms.judge();

it('a leak that begins on a Tuesday is found on Wednesday morning, with cubic metres and yuan, and told live', async () => {
  await open('2026-11-17T23:00');
  await register('W1', '2026-11-17T23:00', water('2026-11-17T09:00'));
  await judge();
  expect(await alarms(), 'Tuesday, late').toEqual([]);

  house.now = at('2026-11-18T06:30');
  const live = new LiveClient(house.url, { token: operatorKey });
  live.subscribe('alarms');
  const first = await live.nth<LiveSnapshot<LiveAlarms>>('alarms', 0);
  expect(first.data).toEqual({ open: [] });
  await register('W1', '2026-11-18T06:00', water('2026-11-17T09:00'));
  await judge();
  const [alarm] = await alarms('night-flow', '&state=open');
  expect(alarm).toMatchObject({
    ...{ kind: 'night-flow', building: 'B1', meter: 'W1', institutionName: '第一中学', seen: 1, state: 'open' },
    openedAt: '2026-11-18T06:00:00+08:00',
    unit: 'm³/h',
    steps: [{ by: null, what: 'opened' }],
  });
  expect(alarm!.found).toBeCloseTo(1.82, 6);
  expect(alarm!.usual).toBeCloseTo(0.02, 6);
  expect(alarm!.waste!.quantity).toBeCloseTo(43.2, 6);
  expect(alarm!.waste!.money, 'to the fen').toBe(194.4);
  for (let n = 1; ; n++) {
    const { data } = await live.nth<{ data: LiveAlarmsDelta }>('alarms', n);
    const told = data.changed?.find(({ id }) => id === alarm!.id);
    if (told === undefined) continue;
    expect(told).toEqual(alarm);
    break;
  }
  live.close();
  await judge();
  expect(await alarms(), 'judged twice').toEqual([alarm]);
});

it('it closes by itself after two nights that were as usual, and the page counts what is open', async () => {
  await open('2026-11-23T09:00');
  await register('W1', '2026-11-23T09:00', water('2026-11-17T09:00', '2026-11-21T12:00'));
  await judge();
  const [alarm] = await alarms();
  expect(alarm).toMatchObject({
    state: 'closed',
    seen: 4,
    openedAt: '2026-11-18T06:00:00+08:00',
    closed: { at: '2026-11-23T06:00:00+08:00', by: null, reason: 'back-to-usual' },
  });
  const { body } = await house.operator().get<WireAlarmPage>(`${path}?state=closed&kind=night-flow&building=B1`);
  expect(body).toMatchObject({ open: 0, next: null, items: [{ id: alarm!.id }] });
});

it('people see and answer the alarms of their own places', async () => {
  await open('2026-11-20T09:00');
  await register('W1', '2026-11-20T09:00', water('2026-11-17T09:00'));
  await judge();
  const [{ id }] = (await alarms()) as [WireAlarm];
  const [wang, li] = [await house.person('wang'), await house.person('li')];
  expect((await li.get(`${path}/${id}`)).status, 'a contractor of another meter').toBe(404);
  expect((await li.post(`${path}/${id}/acknowledge`, {})).status).toBe(403);
  expect((await wang.post(`${path}/${id}/acknowledge`, {})).body).toMatchObject({
    state: 'acknowledged',
    acknowledged: { by: 'wang' },
  });
  expect((await wang.post(`${path}/${id}/assign`, { assignee: '水电班' })).body).toMatchObject({ assignee: '水电班' });
  expect((await wang.post(`${path}/${id}/close`, { reason: '' })).status).toBe(422);
  expect((await wang.post(`${path}/${id}/close`, { reason: '冰场注水' })).body).toMatchObject({
    state: 'closed',
    closed: { by: 'wang', reason: '冰场注水' },
  });
  expect((await wang.post(`${path}/${id}/assign`, { assignee: null })).status).toBe(409);
  expect((await wang.post(`${path}/${id}/note`, { text: 'done' })).status).toBe(200);

  house.now += day;
  await register('W1', '2026-11-21T09:00', water('2026-11-17T09:00'));
  await judge();
  expect(await alarms('night-flow', '&state=open'), 'silenced until it was back to usual').toEqual([]);
});

it('who takes notice is kept, however many press at once and whoever says so again', async () => {
  await open('2026-11-20T09:00');
  await register('W1', '2026-11-20T09:00', water('2026-11-17T09:00'));
  await judge();
  const [{ id }] = (await alarms()) as [WireAlarm];
  const [wang, zhao] = [await house.person('wang'), await house.person('zhao')];
  const take = (person: typeof wang) => person.post<WireAlarm>(`${path}/${id}/acknowledge`, {});
  const answers = [...(await Promise.all([take(wang), take(zhao), take(wang)])), await take(zhao)];
  const [{ body: first }] = answers as [(typeof answers)[0]];
  expect(first.steps.map(({ what }) => what)).toEqual(['opened', 'acknowledged']);
  expect(first.acknowledged!.by).toBe(first.steps[1]!.by);
  for (const { status, body } of answers) expect([status, body]).toEqual([200, first]);
  await wang.post(`${path}/${id}/close`, { reason: '已修' });
  expect((await take(zhao)).status, 'a closed one').toBe(409);
});

it('a building that isn’t shut down at the weekend, by the tariff of those hours', async () => {
  await open('2026-11-23T09:00');
  const office = (local: Date) => {
    const off = [0, 6].includes(local.getUTCDay());
    const late = local >= new Date('2026-11-21T00:00Z') && local < new Date('2026-11-23T00:00Z');
    return off && !late ? 20 : clock(local) >= 8 && clock(local) < 18 ? 80 : 20;
  };
  await register('E1', '2026-11-23T09:00', office);
  await judge();
  const found = await alarms('weekend-base-load');
  expect(found).toMatchObject([
    { seen: 2, found: 1080, usual: 480, unit: 'kWh', meter: null, openedAt: '2026-11-22T06:00:00+08:00' },
  ]);
  expect(found[0]!.waste!.quantity).toBeCloseTo(1200, 6);
  expect(found[0]!.waste!.money).toBeCloseTo(1200 * ((8 * 0.3 + 16 * 0.8) / 24), 6);
  expect(await alarms('night-base-load')).toEqual([]);
});

it('a night with a hole says nothing: what began is not over, and what is not known has not begun', async () => {
  await open('2026-11-20T09:00');
  const leaks = water('2026-11-17T09:00');
  const holes = (local: Date) =>
    clock(local) === 3 && [19, 20].includes(local.getUTCDate()) && local.getUTCMonth() === 10 ? null : leaks(local);
  await register('W1', '2026-11-20T09:00', holes);
  await judge();
  expect(await alarms()).toMatchObject([{ state: 'open', seen: 1 }]);
});

it('a meter that fell silent is an alarm until it speaks again', async () => {
  await open('2026-11-23T08:00');
  const send = (meter: string, time: string, value: number) =>
    house.send(meter, { ts: `${time}+08:00`, values: { energy_kwh: value } });
  await send('E1', '2026-11-23T05:00:00', 100);
  await send('E2', '2026-11-23T07:59:00', 100);
  await house.dashboard.alarms.look();
  expect(await alarms('meter-silent')).toMatchObject([
    { kind: 'meter-silent', meter: 'E1', found: 3, limit: 2, unit: 'h', waste: null },
  ]);
  await send('E1', '2026-11-23T08:00:00', 101);
  house.now += 5 * 60_000;
  await house.dashboard.alarms.look();
  expect(await alarms('meter-silent')).toMatchObject([
    { state: 'closed', closed: { by: null, reason: 'speaks-again' } },
  ]);
});

it('what is loaded after the start is judged when it has come to rest', async () => {
  await open('2026-11-20T09:00');
  await house.dashboard.alarms.look();
  await register('W1', '2026-11-20T09:00', water('2026-11-17T09:00'));
  const found = await until('an alarm', async () => ((await alarms()).length > 0 ? alarms() : undefined));
  expect(found).toMatchObject([{ kind: 'night-flow', seen: 3 }]);
});

it('what a whole building uses is not told to those who see one of its meters: a contractor, a canteen', async () => {
  await open('2026-11-20T09:00');
  await house.registry.importPortfolio(
    {
      canteens: [{ id: 'CT1', institution: 'SCHOOL', name: '学生食堂', meters: ['E1'] }],
      users: [{ username: 'chen', role: 'canteen', scope: 'CT1' }],
    },
    ownViewer,
  );
  const about = { building: 'B1', carrier: 'electricity', openedAt: house.now, lastSeenAt: house.now, closedAt: null };
  const seen = opened(20_775, 912, { usual: 430, limit: 540 }, { quantity: 2410, money: 1900 });
  const [building, meter] = await house.registry.alarms.keep(
    [
      { ...about, id: null, kind: 'night-base-load', meter: null, unit: 'kW', wasteUnit: 'kWh', episode: seen },
      { ...about, id: null, kind: 'meter-silent', meter: 'E1', unit: 'h', wasteUnit: null, episode: seen },
    ],
    [],
  );
  const ids = (found: readonly WireAlarm[]) => found.map(({ id }) => id).sort((a, b) => a - b);
  for (const [name, expected] of [
    ['li', [meter]],
    ['chen', [meter]],
    ['wang', [building, meter]],
  ] as const) {
    const person = await house.person(name);
    const { body } = await person.get<WireAlarmPage>(path);
    expect([ids(body.items), body.open], name).toEqual([expected, expected.length]);
    expect((await person.get(`${path}/${building}`)).status).toBe(name === 'wang' ? 200 : 404);
    const live = new LiveClient(house.url, { headers: person.headers });
    live.subscribe('alarms');
    const { data } = await live.nth<LiveSnapshot<LiveAlarms>>('alarms', 0);
    expect(ids(data.open), `${name}, live`).toEqual(expected);
    live.close();
  }
});

it('a meter that moved to another building leaves no alarm open for ever behind it', async () => {
  await open('2026-11-20T09:00');
  const leaking = water('2026-11-17T09:00');
  await register('W1', '2026-11-20T04:00', leaking);
  await house.dashboard.alarms.look();
  expect(await alarms()).toMatchObject([{ building: 'B1', state: 'open' }]);
  expect(await alarms('meter-silent')).toMatchObject([{ building: 'B1', meter: 'W1', state: 'open' }]);
  const moved = { id: 'W1', building: 'B3', carrier: 'water', interval: '1h' };
  const result = await house.registry.importPortfolio(
    { meters: [{ ...moved, register: { point: 'volume_m3', unit: 'm³' } }] },
    ownViewer,
  );
  expect(result.ok).toBe(true);
  house.now += 5 * 60_000;
  await house.dashboard.alarms.look();
  expect(await alarms('meter-silent'), 'the same silence').toMatchObject([{ building: 'B1', state: 'open' }]);
  await judge();
  expect(await alarms()).toMatchObject([
    { building: 'B3', meter: 'W1', state: 'open' },
    { building: 'B1', state: 'closed', closed: { by: null, reason: 'not-watched' } },
  ]);
  await house.send('W1', { ts: '2026-11-20T09:05:00+08:00', values: { volume_m3: 9_000 } });
  house.now += 5 * 60_000;
  await house.dashboard.alarms.look();
  expect(await alarms('meter-silent')).toMatchObject([{ state: 'closed', closed: { reason: 'speaks-again' } }]);
});

it('a building that lost its last main meter has no alarm of it left', async () => {
  await open('2026-11-20T09:00');
  await register('W1', '2026-11-20T09:00', water('2026-11-17T09:00'));
  await judge();
  await house.registry.importPortfolio(
    {
      meters: ['E1', 'W1'].map((id) => ({
        ...{ id, building: 'B2', interval: '1h', carrier: id === 'W1' ? 'water' : 'electricity' },
        register: id === 'W1' ? { point: 'volume_m3', unit: 'm³' } : { point: 'energy_kwh', unit: 'kWh' },
      })),
    },
    ownViewer,
  );
  await house.dashboard.alarms.judge(new Set(['E2']));
  expect(await alarms('night-flow', '&building=B1')).toMatchObject([{ closed: { reason: 'not-watched' } }]);
});
