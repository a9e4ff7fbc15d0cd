import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { MeterRules } from '../../../domain/metering/meter.ts';
import type { SeriesStore } from '../port.ts';
import { openEmbeddedStore } from './store.ts';

const hour = 3_600_000;
const day = 24 * hour;
const meter = 'M1';
const point = 'energy_kwh';
/** Local midnight in Shanghai. */
const begin = Date.UTC(2026, 4, 31, 16);
const rules: MeterRules = {
  intervalMs: hour,
  register: { multiplier: [{ from: -Infinity, value: 1 }], replacements: [] },
  registerPoint: point,
};

let folder: string;
let store: SeriesStore;
let receivedAt = begin + 30 * day;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'day-findings-'));
  const now = () => begin + 60 * day;
  store = await openEmbeddedStore({
    directory: folder,
    timezone: 'Asia/Shanghai',
    log: pino({ level: 'silent' }),
    now,
  });
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Three weeks: it stands still from noon of the 8th day for four days and a bit, and catches up `hours` long. */
function register(hours: number): (readonly [ts: number, value: number])[] {
  const [from, to] = [begin + 7.5 * day, begin + 12 * day + 9 * hour];
  const stood = 3 * ((to - from) / hour);
  return Array.from({ length: 21 * 24 + 1 }, (_, i) => {
    const ts = begin + i * hour;
    const used = 3 * i + ((i / 24) | 0) / 8;
    const at = Math.min(ts, from);
    const held = 3 * ((at - begin) / hour) + (((at - begin) / day) | 0) / 8;
    if (ts <= to) return [ts, held] as const;
    const late = Math.max(0, stood - stood * ((ts - to) / hour / hours));
    return [ts, used - late] as const;
  });
}
async function derived(readings: readonly (readonly [ts: number, value: number])[]): Promise<void> {
  const ts = Float64Array.from(readings, ([at]) => at);
  const points = { [point]: Float64Array.from(readings, ([, value]) => value) };
  receivedAt += hour;
  await store.bulk({ source: 'bulk', device: meter, meter, receivedAt, ts, points });
  await store.derive([{ meter, rules }]);
}
const caughtUp = async () => {
  const found = await store.findings({ meters: [meter], rules: ['catch-up'], limit: 10 });
  return found.map(({ before, from, to }) => [before === null ? 'days' : 'step', (to - from) / hour]);
};

it('what came all at once after a standstill is told once, by its step', async () => {
  await derived(register(1));
  expect(await caughtUp()).toEqual([['step', 1]]);
});

it('what came over several hours is told by the days', async () => {
  await derived(register(6));
  expect(await caughtUp()).toEqual([['days', 120]]);
});

it('is told anew when readings are corrected, as a rebuild would tell it', async () => {
  for (const [hours, expected] of [
    [6, ['days', 120]],
    [1, ['step', 1]],
    [5, ['days', 120]],
  ] as const) {
    await derived(register(hours));
    expect(await caughtUp(), `over ${hours} h`).toEqual([expected]);
    await store.rebuild([{ meter, rules }]);
    expect(await caughtUp(), `over ${hours} h, rebuilt`).toEqual([expected]);
  }
});
