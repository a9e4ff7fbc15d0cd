import { rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Decision } from '../../../domain/metering/decision.ts';
import { qualities, type IntervalColumns, type SeriesStore } from '../port.ts';
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
const point = 'energy_kwh';
const rulesWith = (decisions: readonly Decision[]) => ({ ...plainRules, decisions });

function rows({ value, quality }: IntervalColumns) {
  return Array.from(value, (v, i) => [Number.isNaN(v) ? null : v, qualities[quality[i]!]]);
}

const days = async (store: SeriesStore, meter: string, from: number, to: number) =>
  rows(await store.intervals(meter, point, '1d', from, to));

/** As the registry tells it: the span is marked, and the meter is derived by the rules that hold now. */
async function decide(store: SeriesStore, meter: string, span: { from: number; to: number }, now: readonly Decision[]) {
  await store.markDirty([{ meter, from: span.from, to: span.to }]);
  const marks = (await store.dirty(100)).filter((mark) => mark.meter === meter);
  const requests = marks.map(({ from, to }) => ({ meter, rules: rulesWith(now), range: { from, to } }));
  const [result] = await store.derive(requests);
  expect((await store.dirty(100)).filter((mark) => mark.meter === meter)).toEqual([]);
  return result!.points.filter((range) => range.point === point);
}

export function decisionsContract(adapter: Adapter): void {
  describe('what people decided', () => {
    const shared = sharedStore(adapter);

    it('counts as soon as it is decided, in the days that it touches, and no longer when it is undone', async () => {
      const { store } = shared;
      // Somebody tested something for two hours of the twentieth day: nothing is used, then everything.
      const [start, end] = [monday + 20 * day + 6 * hour, monday + 20 * day + 8 * hour];
      const register = quarters(monday, 40 * 96 + 1, 1000, 0.25).map(([ts, { energy_kwh }]): Sent => {
        const shown = ts > start && ts < end ? 1000 + (20 * 96 + 24) * 0.25 : energy_kwh!;
        return [ts, { energy_kwh: shown, power_kw: 1 }];
      });
      await send(store, 'TEST', ...register);
      await settle(store);
      const before = await store.contentHash();
      const hours = () => store.intervals('TEST', point, '1h', start - hour, end + hour).then(rows);
      const asRead = await hours();
      expect(asRead.map(([value]) => value)).toEqual([1, 0, 2, 1]);
      const [from, to] = [start + quarter, end - quarter];
      const ignored: Decision = { kind: 'readings', point, from, to, as: 'ignored' };
      const touched = await decide(store, 'TEST', { from, to }, [ignored]);
      expect(touched).toEqual([{ point, from: expect.any(Number), to: expect.any(Number) }]);
      expect(touched[0]!.from).toBeGreaterThan(monday + 10 * day);
      expect(touched[0]!.to).toBeLessThan(monday + 30 * day);
      expect(await hours()).toEqual([
        [1, 'measured'],
        [1, 'estimated'],
        [1, 'estimated'],
        [1, 'measured'],
      ]);
      expect(await store.findings({ meters: ['TEST'], rules: ['gap'], limit: 10 })).toHaveLength(1);

      await decide(store, 'TEST', { from, to }, []);
      expect(await hours()).toEqual(asRead);
      expect(await store.contentHash()).toEqual(before);
    });

    it('gives a meter that only people read its energy, and takes it back', async () => {
      const { store } = shared;
      const read = (at: number, value: number): Decision => ({ kind: 'reading', point, at, value });
      const [first, second] = [read(monday, 100), read(monday + 10 * day, 150)];
      await decide(store, 'BY-HAND', { from: first.kind === 'reading' ? first.at : 0, to: monday }, [first]);
      await decide(store, 'BY-HAND', { from: monday + 10 * day, to: monday + 10 * day }, [first, second]);
      const ten = await days(store, 'BY-HAND', monday, monday + 10 * day);
      expect(ten.reduce((sum, [value]) => sum + (value as number), 0)).toBeCloseTo(50, 9);

      const third = read(monday + 30 * day, 190);
      await decide(store, 'BY-HAND', { from: monday + 30 * day, to: monday + 30 * day }, [first, second, third]);
      await decide(store, 'BY-HAND', { from: monday + 10 * day, to: monday + 10 * day }, [first, third]);
      const all = await days(store, 'BY-HAND', monday, monday + 30 * day);
      expect(all.map(([value]) => value)).toEqual(Array.from({ length: 30 }, () => 3));
      await decide(store, 'BY-HAND', { from: monday, to: monday }, [third]);
      await decide(store, 'BY-HAND', { from: monday + 30 * day, to: monday + 30 * day }, []);
      const none = await days(store, 'BY-HAND', monday, monday + 31 * day);
      expect(none.every(([value]) => value === null)).toBe(true);
    });

    it('gives a month that the meter lost an amount, and what readings say stays beside it', async () => {
      const { store } = shared;
      await send(store, 'LOST', ...quarters(monday, 97, 10, 0.25), [monday + day, { power_kw: 4 }]);
      await settle(store);
      const before = await store.contentHash();
      const [from, to] = [monday + 30 * day, monday + 60 * day];
      const amount: Decision = { kind: 'amount', point, from, to, used: 600 };
      await decide(store, 'LOST', { from, to }, [amount]);
      expect(await days(store, 'LOST', from, to)).toEqual(Array.from({ length: 30 }, () => [20, 'manual']));
      expect(await days(store, 'LOST', monday, monday + day)).toEqual([[24, 'measured']]);

      // Another figure for it, and none again.
      await decide(store, 'LOST', { from, to }, [amount, { ...amount, used: 300 }]);
      expect((await days(store, 'LOST', from, to))[7]).toEqual([10, 'manual']);
      await decide(store, 'LOST', { from, to }, []);
      expect(await store.contentHash()).toEqual(before);
    });

    it('is the same step by step, after a restart and rebuilt, and is not forgotten by a mark that was lost', async () => {
      const directory = temporaryFolder();
      let store = await adapter.open(options(directory));
      try {
        const register = quarters(monday, 20 * 96, 500, 0.5);
        await send(store, 'M', ...register.filter(([ts]) => ts < monday + 5 * day || ts > monday + 9 * day));
        await settle(store);
        const decisions: Decision[] = [
          { kind: 'reading', point, at: monday + 7 * day, value: 600 },
          { kind: 'readings', point, from: monday + 2 * day, to: monday + 2 * day + 700 * quarter, as: 'ignored' },
          { kind: 'amount', point, from: monday + 12 * day, to: monday + 13 * day, used: 77 },
          { kind: 'amount', point, from: monday - 40 * day, to: monday - 30 * day, used: 10 },
        ];
        for (let n = 1; n <= decisions.length; n++) {
          const { from, to } = { from: 0, to: 0, ...decisions[n - 1] };
          await decide(store, 'M', { from, to }, decisions.slice(0, n));
        }
        const content = await store.contentHash();
        await store.close();
        store = await adapter.open(options(directory));
        expect(await store.contentHash()).toEqual(content);
        expect(await store.rebuild([{ meter: 'M', rules: rulesWith(decisions) }])).toEqual(content);
        // The mark speaks of another day: what was undone shows all the same.
        await decide(store, 'M', { from: monday, to: monday }, decisions.slice(0, 1));
        const undone = await store.contentHash();
        expect(undone).not.toEqual(content);
        expect(await store.rebuild([{ meter: 'M', rules: rulesWith(decisions.slice(0, 1)) }])).toEqual(undone);
      } finally {
        await store.close();
        rmSync(directory, { recursive: true, force: true });
      }
    });

    it('is known as of then by the rules of then', async () => {
      const { store } = shared;
      await send(store, 'THEN', ...quarters(monday, 97, 10, 0.25));
      const amount: Decision = { kind: 'amount', point, from: monday, to: monday + day, used: 99 };
      await decide(store, 'THEN', { from: monday, to: monday + day }, [amount]);
      expect(await days(store, 'THEN', monday, monday + day)).toEqual([[99, 'manual']]);
      const asOf = async (decisions: readonly Decision[]) => {
        const request = { meter: 'THEN', rules: rulesWith(decisions) };
        return rows(await store.intervalsAsOf(request, point, '1d', monday, monday + day, monday + 90 * day));
      };
      expect(await asOf([])).toEqual([[24, 'measured']]);
      expect(await asOf([amount])).toEqual([[99, 'manual']]);
    });
  });
}
