import type { MqttClient } from 'mqtt';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WireBoard, WireCanteenDay, WireCanteenEvent, WireCorrection, WireMeal } from '../domain/wire-canteens.ts';
import { connectDevice } from './support/device.ts';
import { portfolio, secretOf } from './support/portfolio.ts';
import { Product, until } from './support/product.ts';

// From a scale's messages to grams a person-meal: the built product, with real MQTT clients.

const canteens = {
  canteens: ['KC1', 'KC2'].map((id) => ({
    id,
    institution: 'I1',
    name: `${id} 食堂`,
    operatingMode: 'self',
    supplyMode: 'buffet',
    scales: [{ id: `${id}-S`, secret: secretOf(`${id}-S`) }],
    counters: [{ id: `${id}-C`, secret: secretOf(`${id}-C`) }],
  })),
};
const streams = ['PREP_WASTE', 'TRIM_USED', 'UNSOLD_DISCARD', 'PLATE_WASTE'] as const;
const minute = 60_000;
const day = 24 * 60 * minute;
const monday = Date.parse('2026-03-02T00:00:00+08:00');
const days = 6;

interface Sent {
  readonly device: string;
  readonly body: Readonly<Record<string, unknown>> & { readonly ts: number };
}

/** A small repeatable chance. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31;
}

/** What scale and counter of a canteen have to tell of a week: breakfasts and lunches, the last one near midnight. */
function weekOf(canteen: string, seed: number): Sent[] {
  const random = numbers(seed);
  const sent: Sent[] = [];
  let seq = 0;
  for (let d = 0; d < days; d += 1) {
    for (const [meal, hour] of [
      ['BREAKFAST', 7],
      ['LUNCH', 11],
      ['NIGHT', 23],
    ] as const) {
      const from = monday + d * day + hour * 60 * minute;
      for (let k = 0; k < 5; k += 1) {
        const ts = from + (k * 11 + Math.floor(random() * 10)) * minute;
        const tare_g = 4_200;
        const net_g = 300 + Math.floor(random() * 9_000);
        const stream = streams[Math.floor(random() * 4)]!;
        sent.push({
          device: `${canteen}-S`,
          body: {
            type: 'weighing',
            ts,
            seq: (seq += 1),
            canteen,
            stream,
            meal,
            net_g,
            gross_g: net_g + tare_g,
            tare_g,
          },
        });
        const person_meals = 10 + Math.floor(random() * 60);
        sent.push({ device: `${canteen}-C`, body: { type: 'meals', ts, seq, canteen, meal, person_meals } });
      }
    }
  }
  return sent;
}

/** The sums that the events have, by date and meal: worked out here, from what was sent and nothing else. */
function sumsOf(sent: readonly Sent[]): Map<string, Record<string, number>> {
  const sums = new Map<string, Record<string, number>>();
  for (const { body } of sent) {
    const date = new Date(body.ts + 8 * 60 * minute).toISOString().slice(0, 10);
    const own = sums.get(`${date} ${String(body['meal'])}`) ?? {};
    const [of, value] =
      body['type'] === 'meals' ? ['people', body['person_meals']] : [String(body['stream']), body['net_g']];
    own[of as string] = (own[of as string] ?? 0) + Number(value);
    sums.set(`${date} ${String(body['meal'])}`, own);
  }
  return sums;
}

function shown(items: readonly WireMeal[]): Map<string, Record<string, number>> {
  return new Map(
    items.map(({ date, meal, personMeals, streams: of }) => [
      `${date} ${meal}`,
      {
        ...Object.fromEntries(Object.entries(of).map(([stream, { grams }]) => [stream, grams])),
        ...(personMeals > 0 && { people: personMeals }),
      },
    ]),
  );
}

const sorted = (sums: ReadonlyMap<string, unknown>): unknown[] => [...sums].sort(([a], [b]) => (a < b ? -1 : 1));
const shuffled = <T>(list: readonly T[], random: () => number): T[] =>
  list
    .map((one) => [random(), one] as const)
    .sort(([a], [b]) => a - b)
    .map(([, one]) => one);

describe('canteens, from events to grams a person-meal', () => {
  const product = new Product();
  const week = new Map(['KC1', 'KC2'].map((id, i) => [id, weekOf(id, 11 + i)]));

  beforeAll(async () => {
    await product.start();
    await product.importPortfolio(portfolio([], canteens));
  });
  afterAll(() => product.dispose());

  const span = 'from=2026-03-02&to=2026-03-09';
  const mealsOf = async (id: string, query = span) =>
    (await product.get<{ items: WireMeal[] }>(`/api/v1/canteens/${id}/days?${query}`)).items;
  const lunch = async (id = 'KC1') =>
    (await mealsOf(id)).find(({ date, meal }) => date === '2026-03-04' && meal === 'LUNCH')!;
  async function clients(): Promise<Map<string, MqttClient>> {
    const found = new Map<string, MqttClient>();
    for (const id of ['KC1-S', 'KC1-C', 'KC2-S', 'KC2-C']) {
      found.set(id, await connectDevice(product.mqttUrl, id, secretOf(id)));
    }
    return found;
  }
  async function posted<T>(path: string, json: object, status = 201): Promise<T> {
    const answer = await product.api<T>(path, { method: 'POST', json });
    expect(answer.status, JSON.stringify(answer.body)).toBe(status);
    return answer.body;
  }

  test('in disorder, delivered again and over a kill -9: the sums by stream, meal and day are those of the events', async () => {
    const random = numbers(5);
    const all = shuffled([...week.values()].flat(), random);
    const acknowledged = new Set<Sent>();
    let lines = await clients();
    // An event a message, some arrays; the platform is killed in the middle of it.
    const publish = async (some: readonly Sent[]) => {
      for (const one of some) {
        const { device, body } = one;
        try {
          await lines.get(device)!.publishAsync(`v1/${device}/events`, JSON.stringify(body), { qos: 1 });
          acknowledged.add(one);
        } catch {
          return;
        }
      }
    };
    const half = Math.floor(all.length / 2);
    await publish(all.slice(0, half - 40));
    const cut = publish(all.slice(half - 40, half));
    await until('some of them to be acknowledged', () => acknowledged.size > half - 35);
    await product.kill();
    for (const line of lines.values()) line.end(true);
    await cut;
    await product.start();
    lines = await clients();
    // As a device does: what was not acknowledged goes again, and a spool repeats some that were.
    const rest = all.filter((one) => !acknowledged.has(one));
    await publish(rest);
    await publish(shuffled(all, random).slice(0, 60));
    for (const [device, line] of lines) {
      const own = all.filter((one) => one.device === device).map(({ body }) => body);
      await line.publishAsync(`v1/${device}/events`, JSON.stringify(own.slice(0, 30)), { qos: 1 });
    }
    for (const line of lines.values()) await line.endAsync();

    for (const [id, sent] of week) {
      expect(sorted(shown(await mealsOf(id)))).toEqual(sorted(sumsOf(sent)));
    }
    const ledger = await product.get<Record<string, number>>('/api/v1/ingest/ledger');
    expect(ledger['stored']).toBe(all.length);
    expect(ledger['received']).toBe(ledger['stored']! + ledger['duplicate']!);
  });

  test('a meal has grams a person-meal, one with few people says that it cannot tell; `to` is exclusive', async () => {
    const [one] = (await mealsOf('KC1')).filter(({ state, streams: of }) => state === 'ok' && of.PLATE_WASTE);
    const { grams, gramsPerMeal } = one!.streams.PLATE_WASTE!;
    expect(gramsPerMeal).toBeCloseTo(grams / one!.personMeals, 9);
    const until5 = await mealsOf('KC1', 'from=2026-03-04&to=2026-03-05');
    expect(new Set(until5.map(({ date }) => date))).toEqual(new Set(['2026-03-04']));

    const few = { type: 'meals', ts: '2026-03-20T12:00:00+08:00', seq: 9_000, meal: 'LUNCH', person_meals: 6 };
    const weighed = { type: 'weighing', ts: few.ts, seq: 9_001, stream: 'PLATE_WASTE', meal: 'LUNCH', net_g: 40 };
    const [counter, scale] = [await line('KC2-C'), await line('KC2-S')];
    await counter.publishAsync('v1/KC2-C/events', JSON.stringify(few), { qos: 1 });
    await scale.publishAsync('v1/KC2-S/events', JSON.stringify(weighed), { qos: 1 });
    const silent = { ...few, ts: '2026-03-21T12:00:00+08:00', person_meals: 300 };
    await counter.publishAsync('v1/KC2-C/events', JSON.stringify(silent), { qos: 1 });
    await Promise.all([counter.endAsync(), scale.endAsync()]);
    const [small, unweighed] = await mealsOf('KC2', 'from=2026-03-20&to=2026-03-22');
    expect(small).toMatchObject({ personMeals: 6, state: 'insufficient-data' });
    expect(small!.streams.PLATE_WASTE).toMatchObject({ grams: 40, gramsPerMeal: null });
    expect(unweighed).toMatchObject({ personMeals: 300, state: 'insufficient-data', streams: {} });
    const bad = await product.api<{ detail: string }>('/api/v1/canteens/KC1/days?from=yesterday');
    expect([bad.status, JSON.stringify(bad.body)]).toEqual([400, expect.stringContaining('from')]);
    expect((await product.api('/api/v1/canteens/KC9/days')).status).toBe(404);
  });
  const line = (id: string) => connectDevice(product.mqttUrl, id, secretOf(id));

  test('one weighing is corrected: exactly its figures change, and undone they are as before', async () => {
    const before = await mealsOf('KC1');
    const { items } = await product.get<{ items: WireCanteenEvent[] }>('/api/v1/canteens/KC1/events?date=2026-03-04');
    const event = items.find(({ type, meal, stream }) => type === 'weighing' && meal === 'LUNCH' && stream !== null)!;
    const stream = event.stream!;
    const own = (await lunch()).streams[stream]!;
    const identity = { device: event.device, seq: event.seq, ts: event.ts };
    const asked = { ...identity, as: 'value', value: event.netG! + 1_000 };
    const noReason = await product.api('/api/v1/canteens/KC1/corrections', { method: 'POST', json: asked });
    expect([noReason.status, JSON.stringify(noReason.body)]).toEqual([422, expect.stringContaining('reason')]);
    const made = await posted<WireCorrection>('/api/v1/canteens/KC1/corrections', { ...asked, reason: '含汤未沥' });
    const after = await mealsOf('KC1');
    expect((await lunch()).streams[stream]).toMatchObject({ grams: own.grams + 1_000, manual: true });
    const others = (meals: readonly WireMeal[]) =>
      meals.filter(({ date, meal }) => date !== '2026-03-04' || meal !== 'LUNCH');
    expect(others(after)).toEqual(others(before));
    await posted(`/api/v1/canteens/KC1/corrections/${made.id}/undo`, { reason: '称重无误' }, 200);
    expect(await mealsOf('KC1')).toEqual(before);
    const told = await product.get<{ items: WireCanteenEvent[] }>('/api/v1/canteens/KC1/events?date=2026-03-04');
    expect(told.items.find(({ seq, device }) => seq === event.seq && device === event.device)!.counts).toBe(event.netG);
  });

  test('a weight that no container holds waits for a person; one that contradicts itself is told', async () => {
    const scale = await line('KC1-S');
    const ts = '2026-03-10T12:05:00+08:00';
    const odd = { type: 'weighing', ts, seq: 70_001, stream: 'PLATE_WASTE', meal: 'LUNCH', net_g: 980_000 };
    const wrong = { ...odd, ts: '2026-03-10T12:15:00+08:00', seq: 70_002, net_g: 9_000, gross_g: 9_500, tare_g: 4_200 };
    await scale.publishAsync('v1/KC1-S/events', JSON.stringify([odd, wrong]), { qos: 1 });
    await scale.endAsync();
    const at10 = async () => (await mealsOf('KC1', 'from=2026-03-10&to=2026-03-11'))[0]!;
    expect((await at10()).streams.PLATE_WASTE?.grams).toBe(9_000);
    const { items } = await product.get<{ items: WireCanteenEvent[] }>('/api/v1/canteens/KC1/events?date=2026-03-10');
    expect(items.map(({ counts, findings }) => [counts, findings.map(({ rule }) => rule)])).toEqual([
      [null, ['over-container']],
      [9_000, ['net-mismatch']],
    ]);
    const keep = { device: 'KC1-S', seq: 70_001, ts, as: 'kept', reason: '整车过磅' };
    await posted('/api/v1/canteens/KC1/corrections', keep);
    expect((await at10()).streams.PLATE_WASTE?.grams).toBe(989_000);
  });

  test('a canteen without a scale is kept by hand and marked so; its own people write, others do not see it', async () => {
    const { token } = await posted<{ token: string }>('/api/v1/tokens', { name: 'k2', role: 'canteen', scope: 'KC2' });
    const as = (path: string, init: RequestInit = {}) =>
      fetch(product.url + path, {
        ...init,
        headers: { ...init.headers, authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      });
    const entries = [
      { date: '2026-03-16', meal: 'LUNCH', what: 'PERSON_MEALS', value: 200 },
      { date: '2026-03-16', meal: 'LUNCH', what: 'PLATE_WASTE', value: 7_000 },
    ];
    const body = JSON.stringify({ entries, reason: '秤送修' });
    expect((await as('/api/v1/canteens/KC2/entries', { method: 'POST', body })).status).toBe(201);
    expect((await as('/api/v1/canteens/KC1/entries', { method: 'POST', body })).status).toBe(404);
    expect((await as('/api/v1/canteens/KC1/days')).status).toBe(404);
    const correction = { device: 'KC2-S', seq: 1, ts: monday, as: 'ignored', reason: 'x' };
    const refused = await as('/api/v1/canteens/KC2/corrections', { method: 'POST', body: JSON.stringify(correction) });
    expect(refused.status).toBe(403);
    const [meal] = await mealsOf('KC2', 'from=2026-03-16&to=2026-03-17');
    expect(meal).toMatchObject({ personMeals: 200, manual: true, state: 'ok' });
    expect(meal!.streams.PLATE_WASTE).toMatchObject({ grams: 7_000, gramsPerMeal: 35, manual: true });
    const board = (await (await as('/api/v1/canteens/board')).json()) as WireBoard;
    expect(board.rows.map(({ id }) => id)).toEqual(['KC2']);
  });

  test('today’s lunch shows on the board and on the canteen’s page as it is weighed', async () => {
    const now = Date.now();
    const [counter, scale] = [await line('KC1-C'), await line('KC1-S')];
    const people = { type: 'meals', ts: now, seq: 80_000, meal: 'LUNCH', person_meals: 250 };
    const plates = { type: 'weighing', ts: now, seq: 80_001, stream: 'PLATE_WASTE', meal: 'LUNCH', net_g: 9_500 };
    await counter.publishAsync('v1/KC1-C/events', JSON.stringify(people), { qos: 1 });
    await scale.publishAsync('v1/KC1-S/events', JSON.stringify(plates), { qos: 1 });
    await Promise.all([counter.endAsync(), scale.endAsync()]);
    const board = await product.get<WireBoard>('/api/v1/canteens/board?meal=LUNCH&stream=PLATE_WASTE');
    expect(board.rows.find(({ id }) => id === 'KC1')).toMatchObject({
      personMeals: 250,
      grams: 9_500,
      gramsPerMeal: 38,
    });
    expect(board.rows.find(({ id }) => id === 'KC2')).toMatchObject({ gramsPerMeal: null });
    const page = await product.get<WireCanteenDay>('/api/v1/canteens/KC1?meal=LUNCH&stream=PLATE_WASTE');
    expect(page.rhythm.at(-1)).toMatchObject({ grams: 9_500, personMeals: 250, gramsPerMeal: 38 });
  });
});
