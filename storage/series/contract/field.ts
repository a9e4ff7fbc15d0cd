import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino, { type Logger } from 'pino';
import type { MeterRules } from '../../../domain/metering/meter.ts';
import type { CommitResult, LedgerAccount, SeriesStore } from '../port.ts';

export interface OpenOptions {
  readonly directory: string;
  readonly timezone: string;
  readonly log: Logger;
  readonly now: () => number;
  readonly faults?: {
    readonly commitDelayMs?: () => number;
    readonly failCommit?: () => boolean;
    readonly maxPageCount?: () => number;
  };
}

export interface Adapter {
  readonly open: (options: OpenOptions) => Promise<SeriesStore>;
  /** Where another process finds `open`, to be killed. */
  readonly module: { readonly url: string; readonly name: string };
}

/** 2026-03-02 00:00 in Shanghai, a Monday. */
export const monday = Date.UTC(2026, 2, 1, 16);
export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;
export const forever = [0, 4_102_444_800_000] as const;

export const quietLog = pino({ level: 'silent' });

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'series-'));
}

export const plainRules: MeterRules = {
  intervalMs: 15 * minute,
  registerPoint: 'energy_kwh',
  register: { decimals: 2, multiplier: [{ from: -Infinity, value: 1 }], replacements: [] },
};

export function options(directory: string, more: Partial<OpenOptions> = {}): OpenOptions {
  return { directory, timezone: 'Asia/Shanghai', log: quietLog, now: () => monday, ...more };
}

export function deviceOf(meter: string): LedgerAccount {
  return { source: 'mqtt', device: meter, meter };
}

export type Sent = readonly [ts: number, values: Readonly<Record<string, number>>, receivedAt?: number];

/** Commits readings of one meter, each counted as received, as the collector does. */
export function send(store: SeriesStore, meter: string, ...readings: readonly Sent[]): Promise<CommitResult> {
  const batch = store.newBatch();
  const account = batch.account(deviceOf(meter));
  for (const [ts, values, receivedAt = ts] of readings) {
    batch.received(account, 1);
    batch.reading(account, meter, ts, receivedAt, values);
  }
  return store.commit(batch);
}

/** Everything that is stored of a point, as pairs. */
export async function stored(store: SeriesStore, meter: string, point: string, asOf?: number): Promise<number[][]> {
  const { ts, value } = await store.samples(meter, point, ...forever, asOf);
  return Array.from(ts, (at, i) => [at, value[i] as number]);
}

/** The collector's settling: derive what is marked until nothing is. */
export async function settle(store: SeriesStore, rules: (meter: string) => MeterRules = () => plainRules) {
  for (;;) {
    const marks = await store.dirty(100);
    if (marks.length === 0) return;
    await store.derive(marks.map(({ meter, from, to }) => ({ meter, rules: rules(meter), range: { from, to } })));
  }
}

/** A register that climbs by `step` each quarter hour. */
export function quarters(from: number, n: number, start: number, step: number): Sent[] {
  return Array.from({ length: n }, (_, i) => [
    from + i * 15 * minute,
    { energy_kwh: Number((start + i * step).toFixed(2)) },
  ]);
}
