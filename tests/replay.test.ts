import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Product, until } from './support/product.ts';
import { portfolio, secretOf } from './support/portfolio.ts';
import { settled } from './support/settled.ts';
import { haveRecordings, readRecording, type RecordedHour } from './support/recorded.ts';

const hourMs = 3_600_000;

interface Point {
  ts: string;
  value: number | null;
  quality: string;
  coverage: number;
}

/**
 * What the hours must be: a valid hour between two readings on its edges comes back to the last digit; hours beside
 * a missing one share the register's step evenly, as an estimate.
 */
function expectedHours(recording: readonly RecordedHour[]): { startsAt: number; value: number; quality: string }[] {
  const expected: { startsAt: number; value: number; quality: string }[] = [];
  let gap: RecordedHour[] = [];
  let begun = false;
  for (const hour of recording) {
    if (hour.value === '') {
      gap.push(hour);
      continue;
    }
    const step = Number(hour.value);
    const hours = [...gap, hour];
    for (const { startsAt } of hours) {
      // Before the first reading there is no register to take a difference from.
      if (!begun && gap.length > 0) continue;
      expected.push({
        startsAt,
        value: step / hours.length,
        quality: gap.length > 0 ? 'estimated' : 'measured',
      });
    }
    begun = true;
    gap = [];
  }
  return expected;
}

describe.skipIf(!haveRecordings)('recorded meters (skipped without ../shared/data/hourly)', () => {
  const recordings = ['cam_b19_electricity', 'cam_b24_gas', 'cam_b7_electricity', 'cam_b57_gas'].map((name) => ({
    id: name,
    carrier: name.endsWith('gas') ? 'gas' : 'electricity',
    hours: haveRecordings ? readRecording(`${name}.csv.gz`, '2020-05-01', '2020-12-31') : [],
  }));
  const product = new Product();
  beforeAll(async () => {
    await product.start();
    await product.importPortfolio(
      portfolio(recordings.map(({ id, carrier }) => ({ id, carrier, secret: secretOf(id), interval: '1h' }))),
    );
  });
  afterAll(() => product.dispose());

  test('several meters replayed at once through a kill come back hour by hour, to the last digit', async () => {
    const { mqttPort, httpPort } = product.runtime;
    const replays = recordings.map(({ id, hours }) => {
      const rows = hours.map((h) => `${new Date(h.startsAt).toISOString()},${h.value}`);
      const file = product.file(`${id}.csv`, ['timestamp,value', ...rows].join('\n') + '\n');
      const child = product.cliProcess(
        ...['replay', file, '--meter', id, '--secret', secretOf(id), '--url', product.mqttUrl],
        ...['--kind', 'interval', '--opening', '48211.5', '--speed', 'max'],
      );
      let stderr = '';
      child.stderr?.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
      return { child, done: once(child, 'close').then(([code]) => ({ code: code as number, stderr })) };
    });

    const total = async () => (await product.get<{ stored: number }>('/api/v1/ingest/ledger')).stored;
    const begun = async (id: string) =>
      (await product.get<{ lastReading: unknown }>(`/api/v1/meters/${id}`)).lastReading;
    await until('a part of the readings, of each meter some', async () => {
      // One that has never been connected gives up when nobody answers.
      for (const { id } of recordings) if (!(await begun(id))) return false;
      return (await total()) > 2_000;
    });
    await product.kill();
    await product.start({ WATTSTEWARD_MQTT_PORT: String(mqttPort), WATTSTEWARD_HTTP_PORT: String(httpPort) });
    for (const { done } of replays) {
      const { code, stderr } = await done;
      expect(code, stderr).toBe(0);
    }

    await settled(product);
    for (const { id, hours } of recordings) {
      const first = hours[0]?.startsAt ?? 0;
      const end = (hours.at(-1)?.startsAt ?? 0) + hourMs;
      const expected = expectedHours(hours);
      const query = `point=energy_kwh&every=1h&from=${new Date(first).toISOString()}&to=${new Date(end).toISOString()}`;
      const { points } = await product.get<{ points: Point[] }>(`/api/v1/meters/${id}/series?${query}`);
      expect(points).toHaveLength(hours.length);
      const byStart = new Map(points.map((p) => [Date.parse(p.ts), p]));
      let estimated = 0;
      for (const { startsAt, value, quality } of expected) {
        const point = byStart.get(startsAt);
        const where = `${id} ${new Date(startsAt).toISOString()}`;
        expect(point?.quality, where).toBe(quality);
        if (quality === 'measured') expect(point?.value, where).toBe(value);
        else {
          estimated++;
          expect(point?.value, where).toBeCloseTo(value, 5);
        }
      }
      if (id === 'cam_b19_electricity') expect(estimated, 'the outage of 2020').toBeGreaterThan(100);
    }

    const ledger = await product.get<Record<string, number>>('/api/v1/ingest/ledger');
    expect(ledger.received).toBe(
      (ledger.stored ?? 0) + (ledger.duplicate ?? 0) + (ledger.quarantined ?? 0) + (ledger.rejected ?? 0),
    );
    expect(ledger).toMatchObject({ quarantined: 0, rejected: 0, revisions: 0 });
  });
});
