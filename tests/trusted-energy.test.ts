import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectDevice } from './support/device.ts';
import { Product, until } from './support/product.ts';
import { portfolio, secretOf } from './support/portfolio.ts';
import { settled } from './support/settled.ts';

/**
 * What goes wrong with meters in the field, sent as those meters send it: register values and nothing else. The platform
 * has to see for itself what happened.
 */
const minute = 60_000;
const quarter = 15 * minute;
const hour = 60 * minute;
const day = 24 * hour;
/** Monday, 2 March 2026, 00:00 in Shanghai. */
const monday = Date.UTC(2026, 2, 1, 16);
/** The faults begin here: three days of plain readings before, as long after. */
const fault = monday + 3 * day + 9 * hour;
const mosquittoPub = ['/usr/bin/mosquitto_pub', '/usr/local/bin/mosquitto_pub'].find(existsSync);

type Reading = readonly [ts: number, energy_kwh: number];

/** A week at 15 minutes with 4 kWh an hour, and what `change` makes of each reading; null: it is not sent. */
function week(start: number, change: (ts: number, value: number) => Reading | null = (ts, value) => [ts, value]) {
  return Array.from({ length: 7 * 96 + 1 }, (_, i) => change(monday + i * quarter, start + i)).filter(
    (reading) => reading !== null,
  );
}

interface Case {
  readonly id: string;
  readonly register?: Record<string, unknown>;
  readonly readings: readonly Reading[];
  readonly rules: readonly string[];
  /** Energy of the week; null = nobody can know it. */
  readonly used: number | null;
}

const cases: readonly Case[] = [
  {
    id: 'ZERO',
    readings: week(52_000, (ts, value) => [ts, ts === fault ? 0 : value]),
    rules: ['glitch'],
    used: 672,
  },
  {
    id: 'SPIKE',
    readings: week(52_000, (ts, value) => [ts, ts === fault ? 9_052_000 : value]),
    rules: ['glitch'],
    used: 672,
  },
  {
    id: 'ROLLOVER',
    register: { digits: 6, decimals: 2 },
    readings: week(999_700, (ts, value) => [ts, value % 1_000_000]),
    rules: ['rollover'],
    used: 672,
  },
  {
    id: 'SWAPPED',
    readings: week(812_345, (ts, value) => [ts, ts < fault ? value : (ts - fault) / quarter + 3]),
    rules: ['swap', 'reset'],
    used: null,
  },
  {
    id: 'OFFLINE',
    readings: week(52_000, (ts, value) => (ts > fault && ts < fault + 30 * hour ? null : [ts, value])),
    rules: ['gap'],
    used: 672,
  },
  {
    id: 'PLAIN',
    readings: week(52_000),
    rules: [],
    used: 672,
  },
];
/** Its clock went a day ahead for two hours, and came back: those readings are dated where others will come. */
const clock: Case = {
  id: 'CLOCK',
  readings: week(52_000, (ts, value) => [ts >= fault && ts < fault + 2 * hour ? ts + day + 7 * minute : ts, value]),
  rules: ['clock-jump', 'glitch'],
  used: 672,
};
const all = [...cases, clock];

const product = new Product();
beforeAll(async () => {
  await product.start();
  await product.importPortfolio(
    portfolio(
      all.map(({ id, register }) => ({
        id,
        secret: secretOf(id),
        interval: '15m',
        register: { digits: 8, decimals: 2, ...register },
      })),
    ),
  );
});
afterAll(() => product.dispose());

/** One message a line, as a logger with a spool would. */
async function publish({ id }: Case, readings: readonly Reading[]): Promise<void> {
  const lines: string[] = [];
  for (let at = 0; at < readings.length; at += 50) {
    const some = readings.slice(at, at + 50).map(([ts, energy_kwh]) => ({ ts, values: { energy_kwh } }));
    lines.push(JSON.stringify(some));
  }
  const topic = `v1/${id}/readings`;
  if (mosquittoPub === undefined) {
    const client = await connectDevice(product.mqttUrl, id, secretOf(id));
    for (const line of lines) await client.publishAsync(topic, line, { qos: 1 });
    await client.endAsync();
    return;
  }
  const port = String(product.runtime.mqttPort);
  const args = ['-h', '127.0.0.1', '-p', port, '-u', id, '-P', secretOf(id), '-i', `pub-${id}`, '-q', '1', '-t', topic];
  const child = spawn(mosquittoPub, [...args, '-l'], { stdio: ['pipe', 'ignore', 'inherit'] });
  child.stdin.end(lines.join('\n') + '\n');
  const [code] = (await once(child, 'exit')) as [number | null];
  expect(code, `mosquitto_pub for ${id}`).toBe(0);
}

const iso = (ms: number) => encodeURIComponent(new Date(ms).toISOString());

async function daysOf(id: string): Promise<{ value: number | null; quality: string }[]> {
  const { points } = await product.get<{ points: { value: number | null; quality: string }[] }>(
    `/api/v1/meters/${id}/series?every=1d&from=${iso(monday)}&to=${iso(monday + 7 * day)}`,
  );
  return points;
}

async function rulesOf(id: string): Promise<string[]> {
  const { items } = await product.get<{ items: { rule: string }[] }>(
    `/api/v1/quality/verdicts?state=all&limit=100&meter=${id}`,
  );
  return [...new Set(items.map(({ rule }) => rule))];
}

const hash = () => product.get<{ sha256: string; intervals: number }>('/api/v1/derived/hash');

test('register values with the faults of the field: each is found, no energy is lost or invented, and a kill changes nothing', async () => {
  for (const one of all) await publish(one, one.readings.slice(0, 400));
  // In the middle of deriving, most likely.
  await product.kill();
  await product.start();
  for (const one of all) await publish(one, one.readings.slice(350));
  await settled(product);

  for (const { id, rules, used } of all) {
    const found = await rulesOf(id);
    if (rules.length === 0)
      expect(
        found.filter((rule) => rule !== 'flat-line'),
        id,
      ).toEqual([]);
    else
      expect(
        rules.some((rule) => found.includes(rule)),
        `${id} is found: ${found.join(', ')}`,
      ).toBe(true);
    const days = await daysOf(id);
    const sum = days.reduce((total, { value }) => total + (value ?? 0), 0);
    if (used !== null) expect(sum, `${id} in all`).toBeCloseTo(used, 6);
    else {
      expect(days[3]!.quality, `${id} on the day of the fault`).toBe('missing');
      expect(sum, `${id}: what is known`).toBeGreaterThan(600);
      expect(sum, `${id}: no register was taken for energy`).toBeLessThan(673);
    }
  }

  const before = await hash();
  await product.kill();
  await product.start();
  await settled(product);
  expect(await hash()).toEqual(before);
  const rebuilt = await product.cli('rebuild');
  expect(rebuilt.code, rebuilt.stderr).toBe(0);
  expect(rebuilt.stdout).toContain(before.sha256);
  expect(await hash()).toEqual(before);
  await until('findings after the rebuild', async () => (await rulesOf('ZERO')).includes('glitch'));
}, 180_000);
