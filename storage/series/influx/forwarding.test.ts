import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { hour, minute, monday, send, settle, type Sent } from '../contract/field.ts';
import { history, rebuildRequest, Site, until } from './testing/field.ts';
import type { RollupPoint } from './port.ts';

// Each case opens a store of its own, with its threads: slow on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

let site: Site;
beforeEach(() => void (site = new Site()));
afterEach(() => site.close());

const minutes = (n: number, from = monday): Sent[] =>
  Array.from({ length: n }, (_, i) => [from + i * minute, { energy_kwh: i, power_kw: i % 9 }]);

const levels = () => site.lines.map((line) => (JSON.parse(line) as { level: number; msg: string }).msg);

it('the server is away at the start: the store opens, takes and derives; it comes, and gets everything once', async () => {
  site.faults({ away: 'unreachable' });
  const { store } = { store: await site.open() };
  expect((await send(store, 'A', ...minutes(100))).readings.every((outcome) => outcome === 'stored')).toBe(true);
  expect((await send(store, 'A', ...minutes(100))).readings.every((outcome) => outcome === 'duplicate')).toBe(true);
  await settle(store);
  await until('it is seen to be away', () => site.state.state === 'away' && site.state.waitingRows >= 102);
  expect(site.state).toMatchObject({ url: 'memory:', oldestWaitingAt: monday, forwardedRows: 0 });
  expect(site.state.lastError?.message).toContain('unreachable');
  expect(store.health()).toEqual({ state: 'ok' });
  const hours = await store.intervals('A', 'energy_kwh', '1h', monday, monday + hour);
  expect(hours.value[0]).toBe(60);

  site.faults({});
  await site.forwarded();
  expect(site.content.readings('A')).toEqual(
    minutes(100).map(([ts, values]) => ({ meter: 'A', ts, receivedAt: ts, values })),
  );
  expect(site.content.writes).toBe(100);
  expect(levels().filter((line) => line.includes("can't be used"))).toHaveLength(1);
  expect(levels().filter((line) => line.includes('answers again'))).toHaveLength(1);
});

it('intervals at the server are those of the store, at every resolution', async () => {
  const store = await site.open();
  await send(store, 'A', ...history.slice(0, 3_000));
  await settle(store);
  await send(store, 'A', [monday + 5 * minute, { energy_kwh: 0.1 }], ...history.slice(3_000));
  await settle(store);
  await site.forwarded();
  for (const point of ['energy_kwh', 'temperature_c', 'odd_point']) {
    for (const every of ['15m', '1h', '1d', '1mo'] as const) {
      const sent = site.content.rollups('A', point, every);
      const local = await store.intervals('A', point, every, sent[0]!.ts, sent.at(-1)!.ts + 1);
      const expected = Array.from(local.startsAt, (ts, i): RollupPoint => {
        const value = Number.isNaN(local.value[i]) ? null : local.value[i]!;
        const extremes = local.min && value !== null && { min: local.min[i]!, max: local.max![i]! };
        const [coverage, quality] = [local.coverage[i]!, local.quality[i]!];
        return { meter: 'A', point, every, ts, value, coverage, quality, ...extremes };
      });
      expect(sent).toEqual(expected);
    }
  }
});

it('a wrong token: the store goes on and says so; the token is mended', async () => {
  site.faults({ away: 'unauthorized' });
  const store = await site.open();
  await send(store, 'A', ...minutes(5));
  await until('it is refused', () => site.state.state === 'refused');
  site.faults({});
  await site.forwarded();
  expect(site.content.readings('A')).toHaveLength(5);
});

it('points that the server refuses for ever are kept with its words and hold nobody up', async () => {
  site.faults({ refuses: 'BAD' });
  const store = await site.open();
  await send(store, 'BAD', ...minutes(3));
  await send(store, 'GOOD', ...minutes(3));
  await site.forwarded();
  expect(site.content.readings().map(({ meter }) => meter)).toEqual(['GOOD', 'GOOD', 'GOOD']);
  expect(site.state).toMatchObject({ deadLetters: 3, waitingRows: 0, lastError: { message: 'field type conflict' } });
  await store.close();
  await site.open();
  await until('they are still counted', () => site.state.deadLetters === 3);
});

it('a confirmation that is lost on its way: sent again, and there once', async () => {
  site.faults({ losesAnswer: true });
  const store = await site.open();
  await send(store, 'A', ...minutes(10));
  await until('sent at least twice', () => site.content.writes >= 20);
  await store.close();
  site.faults({});
  await site.open();
  await site.forwarded();
  expect(site.content.readings('A')).toHaveLength(10);
});

it('a revision and a late reading while the server is away arrive as they are now', async () => {
  const store = await site.open();
  await send(store, 'A', ...minutes(10));
  await site.forwarded();
  site.faults({ away: 'timeout' });
  await until('it is away', async () => {
    await send(store, 'A', [monday + 3 * minute, { energy_kwh: 3.5 }, monday + hour]);
    await send(store, 'A', [monday - hour, { energy_kwh: 0 }, monday + hour]);
    return site.state.state === 'away';
  });
  site.faults({});
  await site.forwarded();
  const there = site.content.readings('A');
  expect(there).toHaveLength(11);
  expect(there[0]).toEqual({ meter: 'A', ts: monday - hour, receivedAt: monday + hour, values: { energy_kwh: 0 } });
  expect(there[4]).toMatchObject({ receivedAt: monday + 3 * minute, values: { energy_kwh: 3.5, power_kw: 3 } });
});

it('a store that was embedded before gives the server everything that it has, and may go back', async () => {
  let store = await site.openEmbedded();
  await send(store, 'A', ...history);
  await settle(store);
  expect(store.forwarding()).toBeNull();
  await store.close();

  await site.open();
  await site.forwarded();
  expect(site.content.readings('A')).toHaveLength(history.length);
  const days = site.content.rollups('A', 'energy_kwh', '1d');
  expect(days.filter(({ value }) => value !== null)).toHaveLength(45);
  const content = await site.store.contentHash();
  await site.store.close();

  store = await site.openEmbedded();
  await send(store, 'A', [monday + 46 * 24 * hour, { energy_kwh: 1_500 }]);
  await settle(store);
  await store.close();
  await site.open();
  await site.forwarded();
  expect(site.content.readings('A')).toHaveLength(history.length + 1);
  expect(await site.store.rebuild(rebuildRequest('A'))).not.toEqual(content);
});

it('what waits is as much after a restart as before it', async () => {
  site.faults({ away: 'unreachable' });
  const store = await site.open();
  await send(store, 'A', ...minutes(50));
  await send(store, 'B', ...minutes(7, monday - hour));
  await until('all of it waits', () => site.state.waitingRows === 57 && site.state.state === 'away');
  expect(site.state.oldestWaitingAt).toBe(monday - hour);
  await store.close();
  await site.open();
  await until('it waits still', () => site.state.waitingRows === 57 && site.state.state === 'away');
  expect(site.state.oldestWaitingAt).toBe(monday - hour);
});

it('a store that closes does not wait for a server that is silent, and loses nothing', async () => {
  site.faults({ away: 'timeout' });
  const store = await site.open({ limits: { tickMs: 10, firstPauseMs: 60_000, longestPauseMs: 60_000 } });
  await send(store, 'A', ...minutes(5));
  await until('it pauses', () => site.state.state === 'away');
  const start = performance.now();
  await store.close();
  expect(performance.now() - start).toBeLessThan(3_000);
});
