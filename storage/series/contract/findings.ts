import { rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { FindingQuery, SeriesStore, StoredFinding } from '../port.ts';
import {
  day,
  hour,
  minute,
  monday,
  options,
  plainRules,
  quarters,
  send,
  settle,
  temporaryFolder,
  type Adapter,
  type Sent,
} from './field.ts';
import { sharedStore } from './shared-store.ts';

const quarter = 15 * minute;

/** rule, effect, hours from Monday to its ends. */
const brief = ({ rule, effect, from, to }: StoredFinding) => [
  rule,
  effect,
  (from - monday) / hour,
  (to - monday) / hour,
];

async function found(store: SeriesStore, meter: string): Promise<unknown[]> {
  return (await store.findings({ meters: [meter], limit: 100 })).map(brief);
}

/** How many there are, whatever came and went: the counts are what the list says. */
async function counted(store: SeriesStore): Promise<number> {
  const all = await store.findings({ limit: 10_000 });
  const of = (effect: StoredFinding['effect']) => all.filter((finding) => finding.effect === effect).length;
  const counts = { unknown: of('unknown'), judged: of('judged'), flagged: of('flagged') };
  expect(await store.countFindings()).toEqual(counts);
  expect(await store.countFindings([...new Set(all.map(({ meter }) => meter))])).toEqual(counts);
  return all.length;
}

/** Each midnight's and noon's reading of so many days; none of the quarter hours from 3 to 5 in the days of `gaps`. */
function withGaps(days: number, gaps: readonly number[]): Sent[] {
  return quarters(monday, days * 96 + 1, 100, 0.25).filter(([ts]) => {
    const at = ts - monday;
    return !gaps.includes(Math.floor(at / day)) || at % day <= 3 * hour || at % day >= 5 * hour;
  });
}

export function findingsContract(adapter: Adapter): void {
  describe('findings', () => {
    const shared = sharedStore(adapter);

    it('come with the intervals that they explain, and go when late readings fill the gap', async () => {
      const { store } = shared;
      await send(store, 'GAP', ...withGaps(3, [1]));
      await settle(store);
      const [gap, ...more] = await store.findings({ meters: ['GAP'], limit: 10 });
      expect(more).toEqual([]);
      const from = monday + day + 3 * hour;
      expect(gap).toMatchObject({ meter: 'GAP', point: 'energy_kwh', rule: 'gap', from, to: from + 2 * hour });
      expect([gap!.before, gap!.after]).toEqual([127, 129]);

      const late = withGaps(3, []).filter(([ts]) => ts > from && ts < from + 2 * hour);
      await send(store, 'GAP', ...late.slice(0, 4));
      await settle(store);
      expect((await found(store, 'GAP')).map((row) => (row as unknown[]).slice(2))).toEqual([[28, 29]]);
      await send(store, 'GAP', ...late.slice(4));
      await settle(store);
      expect(await found(store, 'GAP')).toEqual([]);
    });

    it('follow a revision, and what they would have said before it can still be asked', async () => {
      const { store } = shared;
      const fallen = quarters(monday, 60, 500, 1).map(([ts, { energy_kwh }], i): Sent => [
        ts,
        { energy_kwh: i < 30 ? energy_kwh! : energy_kwh! - 500 },
      ]);
      await send(store, 'REV', ...fallen);
      await settle(store);
      const before = await store.findings({ meters: ['REV'], limit: 10 });
      expect(before).toHaveLength(1);
      expect(before[0]).toMatchObject({ effect: 'unknown', from: monday + 29 * quarter, to: monday + 30 * quarter });

      const revisedAt = monday + 9 * day;
      const mended = quarters(monday, 60, 500, 1).slice(30);
      await send(store, 'REV', ...mended.map(([ts, values]): Sent => [ts, values, revisedAt]));
      await settle(store);
      expect(await found(store, 'REV')).toEqual([]);
      const asOf = (at: number) =>
        store.findingsAsOf({ meter: 'REV', rules: plainRules }, 'energy_kwh', monday, monday + day, at);
      expect(await asOf(revisedAt)).toEqual([]);
      expect(await asOf(revisedAt - 1)).toMatchObject([{ rule: before[0]!.rule, effect: 'unknown' }]);
    });

    it('of whole days span months, and go when one of the days was not as it seemed', async () => {
      const { store } = shared;
      const stuckFrom = monday + 20 * day;
      const stuckTo = monday + 70 * day;
      const shown = (ts: number) => (ts <= stuckFrom ? ts : ts < stuckTo ? stuckFrom : ts) - monday;
      const readings = Array.from({ length: 100 * 24 + 1 }, (_, i): Sent => {
        const ts = monday + i * hour;
        return [ts, { energy_kwh: Math.round((shown(ts) / hour) * 150 + (i % 24 < 8 ? i % 7 : 0)) / 100 }];
      });
      const hourly = { ...plainRules, intervalMs: hour };
      const flags = async () =>
        (await store.findings({ meters: ['STUCK'], effects: ['flagged'], limit: 10 })).map(brief);
      await send(
        store,
        'STUCK',
        ...readings.filter(([ts]) => ts <= stuckFrom || ts >= stuckTo || ts % (6 * hour) === 0),
      );
      const stuck = readings.filter(([ts]) => ts > stuckFrom && ts < stuckTo);
      const value = readings.find(([ts]) => ts === stuckFrom)![1];
      await send(store, 'STUCK', ...stuck.map(([ts]): Sent => [ts, value]));
      await settle(store, () => hourly);
      expect(new Set((await flags()).map(([rule]) => rule))).toEqual(new Set(['flat-line', 'catch-up']));
      const [, , from, to] = (await flags()).find(([rule]) => rule === 'flat-line')! as [
        string,
        string,
        number,
        number,
      ];
      expect(to - from).toBeGreaterThanOrEqual(48 * 24);

      // One reading in the middle of it: two standstills.
      const middle = monday + 45 * day + 12 * hour;
      const after = stuck
        .filter(([ts]) => ts >= middle)
        .map(([ts]): Sent => [ts, { energy_kwh: value.energy_kwh! + 1 }]);
      await send(store, 'STUCK', ...after);
      await settle(store, () => hourly);
      expect((await flags()).filter(([rule]) => rule === 'flat-line')).toHaveLength(2);
    });

    it('are told newest first, page by page without a hole or a double, as they are asked for', async () => {
      const { store } = shared;
      const meters = ['P-1', 'P-2', 'P-3'];
      for (const meter of meters) await send(store, meter, ...withGaps(9, [0, 1, 2, 4, 5, 7]));
      await settle(store);
      const all = await store.findings({ meters, limit: 100 });
      expect(all).toHaveLength(18);
      expect(all.slice(0, 4).map(({ meter, from }) => [meter, (from - monday) / hour])).toEqual([
        ['P-1', 171],
        ['P-2', 171],
        ['P-3', 171],
        ['P-1', 123],
      ]);
      const paged: StoredFinding[] = [];
      for (let after: FindingQuery['after']; ;) {
        const page = await store.findings({ meters, limit: 4, ...(after && { after }) });
        paged.push(...page);
        if (page.length < 4) break;
        after = page.at(-1)!;
      }
      expect(paged).toEqual(all);

      // More meters than are looked up one by one.
      const many = [...meters, ...Array.from({ length: 200 }, (_, i) => `NONE-${i}`)];
      expect(await store.findings({ meters: many, limit: 100 })).toEqual(all);
      expect(await store.findings({ meters: [], limit: 100 })).toEqual([]);
      expect(await store.findings({ meters, rules: ['reset', 'glitch'], limit: 100 })).toEqual([]);
      expect(await store.findings({ meters, rules: ['gap'], effects: [all[0]!.effect], limit: 100 })).toEqual(all);
      const touching = { from: monday + day + 4 * hour, to: monday + 2 * day + 4 * hour };
      const within = await store.findings({ meters, ...touching, limit: 100 });
      expect(within.map(({ meter, from }) => [meter, (from - monday) / hour])).toEqual(
        [51, 27].flatMap((at) => meters.map((meter) => [meter, at])),
      );
      expect((await store.findings({ limit: 1000 })).filter(({ meter }) => meter.startsWith('P-'))).toEqual(all);
      const counts = await store.countFindings(meters);
      expect(counts[all[0]!.effect]).toBe(18);
      expect(counts.unknown + counts.judged + counts.flagged).toBe(18);
      expect((await store.countFindings())[all[0]!.effect]).toBeGreaterThanOrEqual(18);
      expect(await store.countFindings([])).toEqual({ unknown: 0, judged: 0, flagged: 0 });
    });

    it('are part of the content: kept over a restart, the same after a rebuild, and gone with their meter', async () => {
      const directory = temporaryFolder();
      let store = await adapter.open(options(directory));
      try {
        await send(store, 'PLAIN', ...withGaps(2, []));
        await settle(store);
        const without = await store.contentHash();
        await send(store, 'HOLED', ...withGaps(4, [1, 2]));
        await settle(store);
        await store.close();
        store = await adapter.open(options(directory));
        const kept = await store.findings({ limit: 10 });
        expect(await counted(store)).toBe(2);
        const content = await store.contentHash();
        const both = ['PLAIN', 'HOLED'].map((meter) => ({ meter, rules: plainRules }));
        expect(await store.rebuild(both)).toEqual(content);
        expect(await store.findings({ limit: 10 })).toEqual(kept);
        await store.rebuild(both.slice(0, 1));
        expect(await counted(store)).toBe(0);
        expect(await store.rebuild(both)).toEqual(content);
        // What was missing comes late: one finding is gone, the other stands.
        await send(store, 'HOLED', ...withGaps(4, [2]));
        await settle(store);
        expect(await counted(store)).toBe(1);
        await store.forget({ meters: ['HOLED'], devices: ['HOLED'] });
        expect(await counted(store)).toBe(0);
        expect(await store.contentHash()).toEqual(without);
      } finally {
        await store.close();
        rmSync(directory, { recursive: true, force: true });
      }
    });

    it('tells every value that stood at an instant that has several', async () => {
      const { store } = shared;
      const at = (minutes: number) => monday + minutes * minute;
      await send(store, 'MANY', [at(0), { energy_kwh: 1, odd: 7 }, at(1)], [at(15), { energy_kwh: 2 }, at(16)]);
      await send(store, 'MANY', [at(0), { energy_kwh: 5 }, at(30)], [at(15), { power_kw: 3 }, at(31)]);
      await send(store, 'MANY', [at(0), { energy_kwh: 6, odd: 8 }, at(40)]);
      const of = (point: string, limit = 10) => store.revisions('MANY', point, monday, monday + day, limit);
      expect(await of('energy_kwh')).toEqual([
        { ts: at(0), value: 1, receivedAt: at(1), supersededAt: at(30) },
        { ts: at(0), value: 5, receivedAt: at(30), supersededAt: at(40) },
        { ts: at(0), value: 6, receivedAt: at(40), supersededAt: null },
      ]);
      expect(await of('energy_kwh', 2)).toHaveLength(2);
      expect((await of('odd')).map(({ value }) => value)).toEqual([7, 8]);
      expect(await of('power_kw')).toEqual([]);
      expect(await store.revisions('MANY', 'energy_kwh', at(1), at(90), 10)).toEqual([]);
      expect(await store.revisions('NOBODY', 'energy_kwh', monday, monday + day, 10)).toEqual([]);
    });
  });
}
