import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LivePlace } from '../../../domain/wire-places.ts';
import { LocalCalendar } from '../../../domain/time/calendar.ts';
import { Installation, morning, timezone, until } from '../fakes/installation.ts';
import { ownViewer, type House } from '../house.ts';
import { KnownQuality } from '../places/known-quality.ts';
import { KnownToday } from '../places/known-today.ts';
import { KnownUsual } from '../places/known-usual.ts';
import { KnownPlaces } from '../places/place-index.ts';
import { KnownMeters } from '../wire/known-meters.ts';
import { Channel, type Subscriber } from './channel.ts';
import type { FedContent } from './feed.ts';
import { resolveTopic } from './topics.ts';

const topic = 'place:building:B1';
const quarter = 900_000;
const firstOfDay = Date.parse('2026-11-23T00:00:00+08:00');
const installation = new Installation();
let content!: FedContent;
let channel!: Channel;

/** Keeps what it was told; how far its socket lags is what the test says. */
class Page implements Subscriber {
  slow = false;
  following = false;
  readonly told: { event: string; seq: number; data: LivePlace }[] = [];
  emit(event: string, payload: unknown): void {
    this.told.push({ event, ...(payload as { seq: number; data: LivePlace }) });
  }
  lags(): boolean {
    return this.slow;
  }
  enter(): void {
    this.following = true;
  }
  exit(): void {
    this.following = false;
  }
  /** What the page draws: the newest word about each quarter hour. */
  get drawn(): [number, number | null][] {
    const found = new Map<number, number | null>();
    for (const { event, data } of this.told) {
      if (event === 'snapshot') found.clear();
      for (const [i, rate] of data.carriers.find(({ carrier }) => carrier === 'electricity')!.quarters)
        found.set(i, rate);
    }
    return [...found].filter(([, rate]) => rate !== null).sort(([a], [b]) => a - b);
  }
}
const [quick, slow] = [new Page(), new Page()];

let held = false;
function tell(): void {
  if (!held) channel.touch();
}
/** The hub's clock goes on meanwhile: what waits for its turn is told with a tick. */
async function drawnBy(pages: readonly Page[], hours: number): Promise<void> {
  await until(`${hours} hours on ${pages.length} pages`, () => {
    if (content.tick(1)) tell();
    return pages.every((page) => page.drawn.length >= 4 * hours);
  });
}

/** The four quarter hours that end at this hour, at 10 kW. */
async function read(hour: number): Promise<void> {
  const at = [3, 2, 1, 0].map((before) => hour * 4 - before);
  const readings = at.map((i) => ({ ts: firstOfDay + i * quarter, values: { energy_kwh: 100 + 2.5 * i } }));
  await installation.send('E1', ...readings);
  await installation.collector.settled();
}

beforeAll(async () => {
  await installation.start();
  const { registry, store, collector } = installation;
  const places = new KnownPlaces(registry, new KnownMeters(registry));
  const calendar = new LocalCalendar(timezone);
  const parts = { registry, store, collector, places, calendar, now: () => morning, timezone };
  const options = parts as unknown as House;
  const today = new KnownToday(options);
  const house = { ...options, today, usual: new KnownUsual(options), quality: new KnownQuality({ ...options, today }) };
  for (const known of [today, house.usual]) known.start();
  content = (await resolveTopic(topic, ownViewer, house))!.content();
  channel = new Channel({
    ...{ topic, room: topic, content, at: () => '', log: pino({ level: 'silent' }), quietMs: 0 },
    broadcast: (_room, event, payload) => {
      for (const page of [quick, slow]) if (page.following) page.emit(event, payload);
    },
  });
  collector.onCommitted((readings) => content.committed(readings) && tell());
  collector.onDerived((changes) => content.derived(changes) && tell());
  await read(0);
}, 30_000);
afterAll(() => installation.stop());

it('a slow page of a place gets nothing while it lags, then one fresh whole; the quick one misses no quarter hour', async () => {
  await channel.admit(quick);
  await channel.admit(slow);
  await read(1);
  await drawnBy([quick, slow], 1);

  slow.slow = true;
  const before = slow.told.length;
  for (const hour of [2, 3, 4, 5]) {
    await read(hour);
    await drawnBy([quick], hour);
  }
  expect(slow.told.length).toBe(before);

  // It comes out while an hour is derived that the quick page was not yet told of.
  held = true;
  slow.slow = false;
  await read(6);
  await Promise.all([channel.catchUp(), channel.catchUp(slow)]);
  expect(slow.told.slice(before).map(({ event }) => event)[0]).toBe('snapshot');
  expect(slow.told.slice(before).filter(({ event }) => event === 'snapshot')).toHaveLength(1);
  held = false;
  await drawnBy([quick, slow], 6);
  expect(quick.drawn).toEqual(slow.drawn);
  expect(quick.drawn).toEqual(Array.from({ length: 24 }, (_, i) => [i, 10]));
});
