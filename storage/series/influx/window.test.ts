import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { imbalance } from '../../../domain/metering/ledger.ts';
import { day, forever, hour, minute, monday, plainRules, send, settle, stored } from '../contract/field.ts';
import { end, fewRows, history, rebuildRequest, Site, until } from './testing/field.ts';

/** Each case speaks of a meter of its own: all of them have the same history, and all but the last 5 days has gone. */
const meters = ['REBUILT', 'ASKED', 'THEN', 'WEEK', 'LOST', 'LATE', 'BULK', 'RULES', 'BACK'];
const rows = history.length;
const [oldTs, oldValues] = history[1_000]!;

const site = new Site();
let sha256: string;
beforeAll(async () => {
  await site.open();
  site.faults({ refuses: 'BAD' });
  for (const meter of meters) await send(site.store, meter, ...history);
  await send(site.store, 'THEN', [monday + 20 * day, { energy_kwh: 480.1 }, monday + 35 * day]);
  await send(site.store, 'BAD', ...history.slice(0, 500));
  await settle(site.store);
  ({ sha256 } = await site.store.contentHash());
  for (const meter of meters) await site.pruned(meter);
}, 60_000);
afterAll(() => site.close());

/** Live readings of another meter go on; the forwarder meets a server that does not answer. */
async function goAway(): Promise<void> {
  site.faults({ away: 'unreachable', refuses: 'BAD' });
  await until('the server is away', async () => {
    await send(site.store, 'LIVE', [(site.now += minute), { power_kw: 1 }]);
    return site.state.state === 'away';
  });
}

async function comeBack(): Promise<void> {
  site.faults({ refuses: 'BAD' });
  await until('the server is back', () => site.state.state === 'ok');
}

describe('readings older than the window', () => {
  it('give the same bytes in a rebuild, and go again after it', async () => {
    expect((await site.store.contentHash()).sha256).toBe(sha256);
    expect((await site.store.rebuild(rebuildRequest(...meters, 'BAD'))).sha256).toBe(sha256);
    for (const meter of meters) await site.pruned(meter);
  });

  it('are still there for who asks, and stay for a while', async () => {
    const before = await stored(site.store, 'ASKED', 'energy_kwh');
    expect(before).toEqual(history.map(([ts, { energy_kwh }]) => [ts, energy_kwh]));
    expect(site.rowsHere('ASKED')).toBe(rows);
    expect(await stored(site.store, 'ASKED', 'odd_point')).toHaveLength(rows);
    site.now += 2 * hour;
    await site.pruned('ASKED');
  });

  it('are known as they were known then', async () => {
    const range = [monday + 19 * day, monday + 21 * day] as const;
    const request = { meter: 'THEN', rules: plainRules };
    const asOf = async (at: number) => [
      ...(await site.store.intervalsAsOf(request, 'energy_kwh', '1d', ...range, at)).value,
    ];
    const kept = await site.store.intervals('THEN', 'energy_kwh', '1d', ...range);
    expect(await asOf(monday + 36 * day)).toEqual([...kept.value]);
    expect(await asOf(monday + 34 * day)).not.toEqual([...kept.value]);
    expect(await stored(site.store, 'THEN', 'energy_kwh', monday + 10 * day)).toHaveLength(961);
  });

  it('are not needed for a question about this week, whoever is away', async () => {
    await goAway();
    const week = await site.store.samples('WEEK', 'energy_kwh', end - 4 * day, end);
    expect(week.ts).toHaveLength(4 * 96);
    await expect(site.store.samples('WEEK', 'energy_kwh', ...forever)).rejects.toMatchObject({ code: 'HISTORY_AWAY' });
    expect((await site.store.intervals('WEEK', 'energy_kwh', '1d', monday, monday + day)).value[0]).toBeCloseTo(24, 0);
    expect(site.store.health()).toEqual({ state: 'ok' });
    await comeBack();
  });

  it('are not replaced by fewer when the server has lost some', async () => {
    site.content.forget('LOST', oldTs);
    await expect(stored(site.store, 'LOST', 'energy_kwh')).rejects.toMatchObject({ code: 'HISTORY_DIFFERS' });
    expect((await site.store.intervals('LOST', 'energy_kwh', '1d', monday, monday + day)).value[0]).toBeCloseTo(24, 0);
  });

  it('stay when the server refused them', () => {
    expect(site.rowsHere('BAD')).toBe(500);
  });

  it('stay while the server does not have them', async () => {
    await goAway();
    await send(site.store, 'UNSENT', ...history);
    await settle(site.store);
    // The pruner is at work: what the server has already goes.
    await stored(site.store, 'WEEK', 'energy_kwh').catch(() => {});
    site.now += 2 * hour;
    await until('others are pruned', () => site.rowsHere('THEN') < fewRows);
    expect(site.rowsHere('UNSENT')).toBe(rows);
    await comeBack();
    await site.pruned('UNSENT');
  });
});

describe('an arrival older than the window', () => {
  it('is taken at once while the server is away, and judged when it is back', async () => {
    await goAway();
    const before = await site.store.ledger({ meter: 'LATE' });
    const late = await send(
      site.store,
      'LATE',
      [oldTs, oldValues],
      [oldTs + minute, { energy_kwh: 250.2 }],
      [end - day, history[44 * 96]![1]],
      [oldTs + minute, { energy_kwh: 250.1 }],
    );
    expect(late.readings).toEqual(['waiting', 'waiting', 'duplicate', 'waiting']);
    const waiting = await site.store.ledger({ meter: 'LATE' });
    expect(waiting.quarantined - before.quarantined).toBe(3);
    expect(imbalance(waiting)).toBe(0);
    const [item] = await site.store.quarantine({ limit: 1 });
    expect(item).toMatchObject({ reason: 'waiting-for-history', meter: 'LATE', device: 'LATE' });
    expect(item!.topic).toBe('v1/LATE/readings');
    await until('they are counted', () => site.state.waitingForHistory === 3);
    const reading = { meter: 'LATE', ts: oldTs, receivedAt: site.now, values: oldValues };
    await expect(site.store.resolveQuarantine(item!.id, { reading })).rejects.toMatchObject({ code: 'HISTORY_AWAY' });

    // A restart in between changes nothing.
    await site.store.close();
    await site.open();
    expect(await site.store.quarantine({ limit: 10, state: 'open' })).toHaveLength(3);

    site.faults({ refuses: 'BAD' });
    await until('all is judged', async () => (await site.store.quarantine({ limit: 9, state: 'open' })).length === 0);
    const after = await site.store.ledger({ meter: 'LATE' });
    expect(imbalance(after)).toBe(0);
    expect(after).toEqual({
      received: before.received + 4,
      stored: before.stored + 2,
      duplicate: before.duplicate + 2,
      quarantined: before.quarantined,
      rejected: 0,
      revisions: before.revisions + 1,
    });
    expect((await stored(site.store, 'LATE', 'energy_kwh'))[1_001]).toEqual([oldTs + minute, 250.1]);
    await settle(site.store);
    await site.forwarded();
    expect(site.content.readings('LATE')).toHaveLength(rows + 1);
    await until('none is counted', () => site.state.waitingForHistory === 0);
  });

  it('through the bulk door waits for the server, and fails plainly without it', async () => {
    const columns = {
      source: 'bulk',
      device: 'BULK',
      meter: 'BULK',
      receivedAt: site.now,
      ts: Float64Array.of(oldTs, oldTs + minute),
      points: { energy_kwh: Float64Array.of(oldValues.energy_kwh!, 250.2) },
    };
    await goAway();
    await expect(site.store.bulk(columns)).rejects.toMatchObject({ code: 'HISTORY_AWAY' });
    expect(site.store.health()).toEqual({ state: 'ok' });
    await comeBack();
    expect(await site.store.bulk(columns)).toEqual({ stored: 1, duplicate: 1, revisions: 0 });
  });
});

it('rules that change while the server is away: what comes in is derived on, the past when it is back', async () => {
  const doubled = { ...plainRules, register: { ...plainRules.register, multiplier: [{ from: -Infinity, value: 2 }] } };
  const rulesOf = (meter: string) => (meter === 'RULES' ? doubled : plainRules);
  await settle(site.store);
  await goAway();
  await site.store.markDirty([{ meter: 'RULES', from: 0, to: site.now + 49 * hour }]);
  await settle(site.store, rulesOf);
  const firstDay = async () =>
    (await site.store.intervals('RULES', 'energy_kwh', '1d', monday, monday + day)).value[0]!;
  expect(await firstDay()).toBeCloseTo(24, 0);
  const last = history.at(-1)![1].energy_kwh!;
  await send(site.store, 'RULES', [end, { energy_kwh: last + 0.5 }]);
  await settle(site.store, rulesOf);
  const quarter = await site.store.intervals('RULES', 'energy_kwh', '15m', end - 15 * minute, end);
  expect(quarter.value[0]).toBeCloseTo(1, 9);

  await comeBack();
  await until('the past is derived', async () => (await firstDay()) > 40);
  await settle(site.store, rulesOf);
  const content = await site.store.contentHash();
  const all = [...meters, 'BAD', 'UNSENT', 'LIVE'].filter((meter) => meter !== 'LOST');
  const again = await site.store.derive(all.map((meter) => ({ meter, rules: rulesOf(meter) })));
  expect(again).toHaveLength(all.length);
  expect(await site.store.contentHash()).toEqual(content);
});

it('a store that goes back to embedded keeps its intervals and says what it no longer has', async () => {
  await settle(site.store);
  const content = await site.store.contentHash();
  await site.store.close();
  const store = await site.openEmbedded();
  expect(await store.contentHash()).toEqual(content);
  await expect(store.samples('BACK', 'energy_kwh', ...forever)).rejects.toMatchObject({ code: 'HISTORY_AWAY' });
  expect((await send(store, 'BACK', [oldTs, oldValues])).readings).toEqual(['waiting']);
  await send(store, 'BACK', [end, { energy_kwh: 1_081 }]);
  await settle(store);
  await store.close();

  await site.open();
  await until('it is judged', async () => (await site.store.quarantine({ limit: 9, state: 'open' })).length === 0);
  expect((await site.store.ledger({ meter: 'BACK' })).duplicate).toBe(1);
  await site.forwarded();
  expect(site.content.readings('BACK')).toHaveLength(rows + 1);
}, 40_000);
