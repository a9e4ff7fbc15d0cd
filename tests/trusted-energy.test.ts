import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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

/** kWh a quarter hour, day by day: no two days in a row alike, 672 kWh in all. */
const perQuarter = [0.9, 1.1, 0.95, 1, 1.05, 0.92, 1.08];

type Reading = readonly [ts: number, energy_kwh: number];

/** Used from Monday's midnight on, in hundredths, as the register shows it. */
function usedUntil(ts: number): number {
  const days = Math.floor((ts - monday) / day);
  const whole = perQuarter.slice(0, days).reduce((sum, one) => sum + 96 * one, 0);
  return Math.round(100 * (whole + ((ts - monday - days * day) / quarter) * (perQuarter[days] ?? 0))) / 100;
}

/** A week at 15 minutes of about 4 kWh an hour, and what `change` makes of each reading; null: it is not sent. */
function week(start: number, change: (ts: number, value: number) => Reading | null = (ts, value) => [ts, value]) {
  const readings = Array.from({ length: 7 * 96 + 1 }, (_, i) => monday + i * quarter).map((ts) =>
    change(ts, hundredths(start + usedUntil(ts))),
  );
  return readings.filter((reading) => reading !== null);
}
const hundredths = (value: number): number => Math.round(100 * value) / 100;

interface Case {
  readonly id: string;
  readonly register?: Record<string, unknown>;
  readonly readings: readonly Reading[];
  /** Of every verdict that there is afterwards, the oldest first. Readings that are left out leave a gap. */
  readonly rules: readonly string[];
  /** Energy of the week; null = nobody can know it. */
  readonly used: number | null;
}

const cases: readonly Case[] = [
  {
    id: 'ZERO',
    readings: week(52_000, (ts, value) => [ts, ts === fault ? 0 : value]),
    rules: ['gap', 'glitch'],
    used: 672,
  },
  {
    id: 'SPIKE',
    readings: week(52_000, (ts, value) => [ts, ts === fault ? 9_052_000 : value]),
    rules: ['gap', 'glitch'],
    used: 672,
  },
  {
    id: 'ROLLOVER',
    register: { digits: 6, decimals: 2 },
    readings: week(999_700, (ts, value) => [ts, hundredths(value % 1_000_000)]),
    rules: ['rollover'],
    used: 672,
  },
  {
    id: 'SWAPPED',
    readings: week(812_345, (ts, value) => [ts, ts < fault ? value : hundredths(usedUntil(ts) - usedUntil(fault) + 3)]),
    rules: ['reset'],
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
/**
 * Its clock went a day ahead for two hours, and came back: those readings are dated where others will come. Sent from a
 * spool, all of them arrive at once, so that their arrival says nothing of the clock.
 */
const clock: Case = {
  id: 'CLOCK',
  readings: week(52_000, (ts, value) => [ts >= fault && ts < fault + 2 * hour ? ts + day + 7 * minute : ts, value]),
  rules: ['gap', 'glitch'],
  used: 672,
};
const all = [...cases, clock];

const product = new Product();
/** One message a line, as a logger with a spool would. */
async function publish({ id }: Case, readings: readonly Reading[]): Promise<void> {
  const lines: string[] = [];
  for (let at = 0; at < readings.length; at += 50) {
    const some = readings.slice(at, at + 50).map(([ts, energy_kwh]) => ({ ts, values: { energy_kwh } }));
    lines.push(JSON.stringify(some));
  }
  const topic = `v1/${id}/readings`;
  const port = String(product.runtime.mqttPort);
  const args = ['-h', '127.0.0.1', '-p', port, '-u', id, '-P', secretOf(id), '-i', `pub-${id}`, '-q', '1', '-t', topic];
  const child = spawn(mosquittoPub!, [...args, '-l'], { stdio: ['pipe', 'ignore', 'inherit'] });
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
  return items.map(({ rule }) => rule).reverse();
}

const hash = () => product.get<{ sha256: string; intervals: number }>('/api/v1/derived/hash');

describe.skipIf(mosquittoPub === undefined)(
  'register values with the faults of the field (skipped without mosquitto_pub: apt-get install mosquitto-clients)',
  () => {
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

    test('each is found, no energy is lost or invented, and a kill changes nothing', async () => {
      for (const one of all) await publish(one, one.readings.slice(0, 400));
      // In the middle of deriving, most likely.
      await product.kill();
      await product.start();
      for (const one of all) await publish(one, one.readings.slice(350));
      await settled(product);

      for (const { id, rules, used } of all) {
        expect(await rulesOf(id), `${id} is found`).toEqual(rules);
        const days = await daysOf(id);
        const sum = days.reduce((total, { value }) => total + (value ?? 0), 0);
        if (used !== null) expect(sum, `${id} in all`).toBeCloseTo(used, 6);
        else {
          expect(days[3]!.quality, `${id} on the day of the fault`).toBe('missing');
          expect(sum, `${id}: all but the step of the fault`).toBeCloseTo(672 - perQuarter[3]!, 6);
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
      await until('findings after the rebuild', async () => (await rulesOf('ZERO')).join() === 'gap,glitch');
    }, 180_000);
  },
);
