import { expect, it } from 'vitest';
import type { MeterRules } from '../../../domain/metering/meter.ts';
import { judgedReadings } from './readings.ts';

const minute = 60_000;
const quarter = 15 * minute;
const start = Date.parse('2026-11-23T00:00:00Z');
const rules: MeterRules = {
  intervalMs: quarter,
  registerPoint: 'energy_kwh',
  register: { digits: 4, decimals: 1, multiplier: [{ from: -Infinity, value: 1 }], replacements: [] },
};

/** A day of quarter hours at 4 kW: one reading fell to 0, four were never sent, and the register ran over its end. */
const day = Array.from({ length: 96 }, (_, i) => ({
  ts: start + i * quarter,
  value: i === 20 ? 0 : (9_950 + i) % 10_000,
  receivedAt: start + i * quarter + 400,
})).filter((_, i) => i < 70 || i > 73);

const store = {
  samples: async (_meter: string, _point: string, from: number, to: number) => {
    const rows = day.filter(({ ts }) => ts >= from && ts < to);
    return { ts: Float64Array.from(rows, ({ ts }) => ts), value: Float64Array.from(rows, ({ value }) => value) };
  },
  arrivals: async (_meter: string, from: number, to: number) => {
    // The oldest are with the server behind the store.
    const rows = day.filter(({ ts }) => ts >= Math.max(from, start + 4 * quarter) && ts < to);
    return { ts: Float64Array.from(rows, ({ ts }) => ts), receivedAt: Float64Array.from(rows, (r) => r.receivedAt) };
  },
};
const all = { meter: 'E', point: 'energy_kwh', from: start, to: start + 96 * quarter };
const iso = (ms: number) => new Date(ms).toISOString();

it('a glitch, a rollover and a gap are told at their reading, with when each arrived', async () => {
  const { total, odd, items } = await judgedReadings(store, all, rules, { limit: 10, onlyOdd: true, iso });
  expect([total, odd]).toEqual([92, 4]);
  expect(items.map(({ ts, verdict }) => [ts.slice(11, 16), verdict])).toEqual([
    ['18:30', 'gap'],
    ['12:30', 'rollover'],
    // The step over the reading that is left out is longer than it should be.
    ['05:15', 'gap'],
    ['05:00', 'glitch'],
  ]);
  expect(items[1]).toMatchObject({ used: 1, receivedAt: '2026-11-23T12:30:00.400Z' });
});

it('the newest are listed, and those whose arrival is not kept here say so', async () => {
  const found = await judgedReadings(store, all, rules, { limit: 2, onlyOdd: false, iso });
  expect(found.items.map(({ ts }) => ts.slice(11, 16))).toEqual(['23:45', '23:30']);
  const old = await judgedReadings(store, { ...all, to: start + quarter }, rules, { limit: 2, onlyOdd: false, iso });
  expect(old.items).toMatchObject([{ value: 9_950, verdict: 'normal', receivedAt: null }]);
});

it('what is no register is never judged', async () => {
  const power = { ...all, point: 'power_kw' };
  expect((await judgedReadings(store, power, rules, { limit: 10, onlyOdd: false, iso })).odd).toBe(0);
});
