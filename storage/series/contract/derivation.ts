import { describe, expect, it } from 'vitest';
import type { MeterRules } from '../../../domain/metering/meter.ts';
import { qualities, type IntervalColumns } from '../port.ts';
import { day, hour, minute, monday, plainRules, quarters, send, settle, type Adapter, type Sent } from './field.ts';
import { sharedStore } from './shared-store.ts';

/** [start, value, quality, coverage], `null` for a missing value. */
function rows({ startsAt, value, quality, coverage }: IntervalColumns) {
  return Array.from(startsAt, (at, i) => [
    at,
    Number.isNaN(value[i]) ? null : value[i],
    qualities[quality[i] as number],
    coverage[i],
  ]);
}

export function derivationContract(adapter: Adapter): void {
  describe('intervals', () => {
    const shared = sharedStore(adapter);

    it('gives hours, days and months of a register, complete, what is unknown as missing', async () => {
      const { store } = shared;
      await send(store, 'REG', ...quarters(monday, 8 * 24 * 4 + 1, 1000, 0.25));
      await settle(store);
      const hours = await store.intervals('REG', 'energy_kwh', '1h', monday - hour, monday + 2 * hour);
      expect(rows(hours)).toEqual([
        [monday - hour, null, 'missing', 0],
        [monday, 1, 'measured', 1],
        [monday + hour, 1, 'measured', 1],
      ]);
      expect(hours.endsAt).toBe(monday + 2 * hour);
      const days = rows(await store.intervals('REG', 'energy_kwh', '1d', monday - day, monday + 9 * day));
      expect(days).toHaveLength(10);
      expect(days.map(([, value]) => value)).toEqual([null, 24, 24, 24, 24, 24, 24, 24, 24, null]);
      const [march] = rows(await store.intervals('REG', 'energy_kwh', '1mo', monday - day, monday + 30 * day));
      // 1 March is a Sunday: one day before the first reading, and the month's rest is not there yet.
      expect(march).toEqual([monday - day, 192, 'missing', 8 / 31]);
      const fine = await store.intervals('REG', 'energy_kwh', '15m', monday + 3 * hour, monday + 4 * hour);
      expect(rows(fine)).toEqual([0, 15, 30, 45].map((m) => [monday + 3 * hour + m * minute, 0.25, 'measured', 1]));
    });

    it('answers only intervals whose start lies in the range', async () => {
      const { store } = shared;
      const inside = await store.intervals('REG', 'energy_kwh', '1h', monday + 1, monday + hour + 1);
      expect([...inside.startsAt]).toEqual([monday + hour]);
      const none = await store.intervals('REG', 'energy_kwh', '1d', monday + 1, monday + 2);
      expect(none.startsAt).toHaveLength(0);
      const nothing = await store.intervals('REG', 'energy_kwh', '1h', monday, monday);
      expect(nothing.value).toHaveLength(0);
    });

    it('answers missing for a meter that it has never heard of', async () => {
      const { store } = shared;
      const columns = await store.intervals('NOBODY', 'energy_kwh', '1d', monday, monday + 2 * day);
      expect(rows(columns)).toEqual([
        [monday, null, 'missing', 0],
        [monday + day, null, 'missing', 0],
      ]);
      expect(await store.derive([{ meter: 'NOBODY', rules: plainRules }])).toEqual([
        { meter: 'NOBODY', points: [], lags: false },
      ]);
    });

    it('keeps the energy over a gap and calls its shape an estimate', async () => {
      const { store } = shared;
      await send(store, 'GAP', ...quarters(monday, 5, 0, 1), [monday + 3 * hour, { energy_kwh: 12 }]);
      await settle(store);
      expect(rows(await store.intervals('GAP', 'energy_kwh', '1h', monday, monday + 3 * hour))).toEqual([
        [monday, 4, 'measured', 1],
        [monday + hour, 4, 'estimated', 1],
        [monday + 2 * hour, 4, 'estimated', 1],
      ]);
    });

    it('gives mean and extremes of an instantaneous point, an unknown one too', async () => {
      const { store } = shared;
      const at = (m: number, value: number): Sent => [monday + m * minute, { temperature_c: value, odd_point: -value }];
      await send(store, 'TEMP', at(0, 20), at(15, 22), at(30, 24), at(45, 22));
      await settle(store);
      const columns = await store.intervals('TEMP', 'temperature_c', '1h', monday, monday + hour);
      expect(rows(columns)).toEqual([[monday, 22, 'measured', 1]]);
      expect([columns.min?.[0], columns.max?.[0]]).toEqual([20, 24]);
      const odd = await store.intervals('TEMP', 'odd_point', '1d', monday, monday + day);
      expect([odd.value[0], odd.min?.[0], odd.max?.[0]]).toEqual([-22, -24, -20]);
    });

    it('takes many meters at once, in the order asked', async () => {
      const { store } = shared;
      await send(store, 'MANY-1', [monday, { temperature_c: 22 }]);
      await send(store, 'MANY-2', ...quarters(monday, 97, 0, 0.25));
      await settle(store);
      const both = await store.intervalsOf(
        [
          { meter: 'MANY-1', point: 'temperature_c' },
          { meter: 'NOBODY', point: 'energy_kwh' },
          { meter: 'MANY-2', point: 'energy_kwh' },
        ],
        '1d',
        monday,
        monday + day,
      );
      expect(both.map(({ value }) => value[0])).toEqual([22, NaN, 24]);
    });

    it('computes late readings again where they touch, and nowhere else', async () => {
      const { store } = shared;
      const register = quarters(monday, 10 * 96 + 1, 0, 0.5);
      const lost = register.filter(([ts]) => ts <= monday + 4 * day || ts >= monday + 4 * day + 2 * hour);
      await send(store, 'BACKLOG', ...lost);
      await settle(store);
      expect(await store.dirty(10)).toEqual([]);
      await send(store, 'BACKLOG', ...register.filter((reading) => !lost.includes(reading)));
      const marks = await store.dirty(10);
      expect(marks).toEqual([
        { meter: 'BACKLOG', from: monday + 4 * day + 15 * minute, to: monday + 4 * day + 105 * minute },
      ]);
      const [result] = await store.derive(marks.map((range) => ({ meter: 'BACKLOG', rules: plainRules, range })));
      const [touched] = result!.points;
      expect(touched).toMatchObject({ point: 'energy_kwh' });
      expect(touched!.from).toBeGreaterThanOrEqual(monday + 3 * day);
      expect(touched!.to).toBeLessThanOrEqual(monday + 5 * day);
      const hours = await store.intervals('BACKLOG', 'energy_kwh', '1h', monday + 4 * day, monday + 4 * day + 2 * hour);
      expect(rows(hours).map(([, value, quality]) => [value, quality])).toEqual([
        [2, 'measured'],
        [2, 'measured'],
      ]);
    });

    it('marks a late reading of last month apart from the live ones', async () => {
      const { store } = shared;
      await send(store, 'APART', [monday, { power_kw: 1 }], [monday - 30 * day, { power_kw: 2 }]);
      expect((await store.dirty(100)).filter(({ meter }) => meter === 'APART')).toEqual([
        { meter: 'APART', from: monday - 30 * day, to: monday - 30 * day },
        { meter: 'APART', from: monday, to: monday },
      ]);
      await store.derive([{ meter: 'APART', rules: plainRules, range: { from: monday, to: monday } }]);
      expect((await store.dirty(100)).filter(({ meter }) => meter === 'APART')).toEqual([]);
    });

    it('says that a meter lags still when its long mark was left for later', async () => {
      const { store } = shared;
      await send(store, 'YEARS', [monday, { power_kw: 3 }]);
      await store.markDirty([{ meter: 'YEARS', from: monday - 90 * day, to: monday - 30 * day }]);
      const request = { meter: 'YEARS', rules: plainRules, range: { from: monday, to: monday } };
      expect(await store.derive([{ ...request, shortOnly: true }])).toMatchObject([{ meter: 'YEARS', lags: true }]);
      expect(await store.derive([request])).toMatchObject([{ meter: 'YEARS', lags: false }]);
    });

    it('follows a revision, and still knows what it would have said before', async () => {
      const { store } = shared;
      await send(store, 'REV', ...quarters(monday, 9, 10, 1));
      await settle(store);
      const revisedAt = monday + 5 * day;
      await send(store, 'REV', [monday + hour, { energy_kwh: 15 }, revisedAt]);
      await settle(store);
      const values = async (asOf?: number) => {
        const range = [monday, monday + 2 * hour] as const;
        const columns =
          asOf === undefined
            ? await store.intervals('REV', 'energy_kwh', '1h', ...range)
            : await store.intervalsAsOf({ meter: 'REV', rules: plainRules }, 'energy_kwh', '1h', ...range, asOf);
        return rows(columns).map(([, value]) => value);
      };
      expect(await values()).toEqual([5, 3]);
      expect(await values(revisedAt)).toEqual([5, 3]);
      expect(await values(revisedAt - 1)).toEqual([4, 4]);
      expect(await values(monday + hour)).toEqual([4, null]);
      expect(await values(monday - 1)).toEqual([null, null]);
    });

    it('says the same as of now as the kept intervals do, at every resolution', async () => {
      const { store } = shared;
      const gap = monday + 3 * day + 5 * minute;
      await send(store, 'NOW', ...quarters(monday + hour, 100, 7, 0.3), ...quarters(gap, 500, 60, 0.7));
      await send(store, 'NOW', [gap, { temperature_c: 4, odd_point: 1 }], [gap + hour, { odd_point: 2 }]);
      await settle(store);
      for (const point of ['energy_kwh', 'temperature_c', 'odd_point']) {
        for (const every of ['15m', '1h', '1d', '1mo'] as const) {
          const range = [monday - 3 * day, monday + 12 * day] as const;
          const kept = await store.intervals('NOW', point, every, ...range);
          const request = { meter: 'NOW', rules: plainRules };
          expect(await store.intervalsAsOf(request, point, every, ...range, monday + 99 * day)).toEqual(kept);
        }
      }
    });

    it('keeps the mark of what arrives while it derives', async () => {
      const { store } = shared;
      await send(store, 'BUSY', ...quarters(monday, 40, 0, 1));
      const marks = (await store.dirty(100)).filter(({ meter }) => meter === 'BUSY');
      const deriving = store.derive(marks.map((range) => ({ meter: 'BUSY', rules: plainRules, range })));
      const more = send(store, 'BUSY', ...quarters(monday + 10 * day, 4, 100, 1));
      await Promise.all([deriving, more]);
      await settle(store);
      const after = await store.intervals('BUSY', 'energy_kwh', '15m', monday + 10 * day, monday + 10 * day + hour);
      expect([...after.value]).toEqual([1, 1, 1, NaN]);
    });

    it('derives again when only a rule has changed, and drops what the new rule no longer gives', async () => {
      const { store } = shared;
      const lastQuarter = monday + day - 15 * minute;
      await send(store, 'CT', ...quarters(monday, 9, 0, 1), [lastQuarter, { power_kw: 7 }]);
      const hourly: MeterRules = { ...plainRules, intervalMs: hour };
      await settle(store, () => hourly);
      const nextDay = () => store.intervals('CT', 'power_kw', '1d', monday + day, monday + day + 1);
      expect((await nextDay()).value[0]).toBe(7);

      const multiplier = [{ from: -Infinity, value: 40 }];
      await store.markDirty([{ meter: 'CT', from: 0, to: monday + 1000 * day }]);
      await settle(store, () => ({ ...plainRules, register: { ...plainRules.register, multiplier } }));
      const { value } = await store.intervals('CT', 'energy_kwh', '1h', monday, monday + hour);
      expect(value[0]).toBe(160);
      expect((await nextDay()).coverage[0]).toBeCloseTo(7.5 / (24 * 60), 12);
    });
  });

  describe('local days', () => {
    const shared = sharedStore(adapter, 'Europe/Berlin');

    it('have 23 and 25 hours when the clocks change', async () => {
      const { store } = shared;
      // 2026-03-29 and 2026-10-25, local midnight.
      for (const [start, hours] of [
        [Date.UTC(2026, 2, 28, 23), 23],
        [Date.UTC(2026, 9, 24, 22), 25],
      ] as const) {
        const meter = `CLOCK-${hours}`;
        await send(store, meter, ...quarters(start - 4 * hour, 4 * 40, 0, 0.25));
        await settle(store);
        const { value, endsAt } = await store.intervals(meter, 'energy_kwh', '1d', start, start + 1);
        expect([...value]).toEqual([hours]);
        expect(endsAt).toBe(start + hours * hour);
        const byHour = await store.intervals(meter, 'energy_kwh', '1h', start, endsAt);
        expect([...byHour.value]).toEqual(Array.from({ length: hours }, () => 1));
      }
    });
  });
}
