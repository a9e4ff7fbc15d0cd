import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { pino } from 'pino';
import { day, minute, monday, plainRules, quietLog, settle, temporaryFolder, type Sent } from '../../contract/field.ts';
import { openEmbeddedStore } from '../../embedded/store.ts';
import { keptReadings } from '../../embedded/window.ts';
import type { ForwarderState, SeriesStore } from '../../port.ts';
import { openInfluxStore, type InfluxStoreOptions } from '../store.ts';
import { memoryServer, ServerContent, setFaults, type ServerFaults } from './memory-server.ts';

/** What stays of `history` when it is pruned: the window of five days, what stays before it, and a day of slack. */
export const fewRows = 6 * 96 + keptReadings;

/** Of `history`. */
export const end = monday + 45 * day;

/** Waits for a condition, at most so long. */
export async function until<T>(what: string, condition: () => T | Promise<T>, mostMs = 15_000): Promise<T> {
  const end = Date.now() + mostMs;
  for (;;) {
    const found = await condition();
    if (found) return found;
    if (Date.now() > end) throw new Error(`waited ${mostMs} ms for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** A store and its server in a folder, with a clock that the test sets. */
export class Site {
  readonly directory = temporaryFolder();
  readonly lines: string[] = [];
  now = end;
  store!: SeriesStore;
  #content: ServerContent | undefined;

  get serverFolder(): string {
    return join(this.directory, 'server');
  }

  get content(): ServerContent {
    return (this.#content ??= new ServerContent(this.serverFolder));
  }

  get options() {
    const log = pino({ level: 'info' }, { write: (line: string) => void this.lines.push(line) });
    return { directory: join(this.directory, 'series'), timezone: 'Asia/Shanghai', log, now: () => this.now };
  }

  faults(faults: ServerFaults): void {
    setFaults(this.serverFolder, faults);
  }

  async open(more: Partial<InfluxStoreOptions> = {}): Promise<SeriesStore> {
    this.store = await openInfluxStore({
      ...this.options,
      server: memoryServer(this.serverFolder),
      windowDays: 5,
      limits: { tickMs: 10, firstPauseMs: 10, longestPauseMs: 50 },
      pruneEveryMs: 20,
      ...more,
    });
    return this.store;
  }

  async openEmbedded(): Promise<SeriesStore> {
    this.store = await openEmbeddedStore({ ...this.options, log: quietLog });
    return this.store;
  }

  get state(): ForwarderState {
    return this.store.forwarding()!;
  }

  /** Everything is with the server. The state was counted a moment ago: what is derived since is seen on disk. */
  forwarded(): Promise<unknown> {
    const has = () => this.#unsentRollups() === 0 && this.state.waitingRows === 0 && this.state.state === 'ok';
    return until('everything is forwarded', has);
  }

  #unsentRollups(): number {
    const db = new DatabaseSync(join(this.directory, 'series/derived.sqlite'), { readOnly: true });
    const row = db.prepare('SELECT count(*) AS n FROM outbox').get();
    db.close();
    return (row as { n: number }).n;
  }

  /** Waits until what the meter has before the window is with the server only. */
  async pruned(meter: string): Promise<void> {
    await settle(this.store);
    await this.forwarded();
    await until(`${meter} is pruned`, () => this.rowsHere(meter) < fewRows);
  }

  /** Rows of a meter in the raw table. */
  rowsHere(meter: string): number {
    const db = new DatabaseSync(join(this.directory, 'series/raw.sqlite'), { readOnly: true });
    const row = db.prepare('SELECT count(*) AS n FROM raw JOIN meter ON meter = key WHERE id = ?').get(meter);
    db.close();
    return (row as { n: number }).n;
  }

  async close(): Promise<void> {
    await this.store?.close();
    this.#content?.close();
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** 45 days of a register and a temperature, a quarter hour apart, up to `end`. */
export const history: readonly Sent[] = Array.from({ length: 45 * 96 }, (_, i) => [
  monday + i * 15 * minute,
  { energy_kwh: Number((i * 0.25 + (i % 7) / 100).toFixed(2)), temperature_c: 20 + (i % 96) / 10, odd_point: i % 5 },
]);

export const rebuildRequest = (...meters: string[]) => meters.map((meter) => ({ meter, rules: plainRules }));
