import type { WireContractsRun } from '../../../domain/wire-contracts.ts';
import type { StoredContract } from '../../../storage/registry/contract-port.ts';
import { ownViewer, type House } from '../house.ts';
import { breath } from '../places/breath.ts';
import { allOf } from '../wire/paging.ts';

type Options = Pick<House, 'registry' | 'collector' | 'calendar' | 'now' | 'log'>;

const lookEveryMs = 10 * 60_000;
/** Between what was written and its judgement; and again, while intervals lag behind their readings. */
const soonMs = 3_000;
/** After midnight, when the day before is over and what came late has mostly come. */
const nightlyAfterMs = (2 * 60 + 10) * 60_000;
/** While one contract's meters are read, those of another are computed. */
const atOnce = 2;

type IsDue = (judgedAt: number | null, stored: StoredContract) => boolean;

/**
 * Every contract judged once a night, with progress, and between nights what is new or was written under; a fault of one
 * is told and the next comes.
 */
export class NightRun {
  readonly #options: Options;
  readonly #evaluate: (stored: StoredContract) => Promise<void>;
  /** Something was written under these since they were judged. */
  readonly #written = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #soon: NodeJS.Timeout | undefined;
  #running: Promise<void> | null = null;
  #stopping = false;
  #run: { -readonly [K in keyof WireContractsRun]: WireContractsRun[K] } = {
    ...{ running: false, done: 0, total: 0, startedAt: null, finishedAt: null, failed: 0 },
  };

  constructor(options: Options, evaluate: (stored: StoredContract) => Promise<void>) {
    this.#options = options;
    this.#evaluate = evaluate;
  }

  get run(): WireContractsRun {
    return { ...this.#run };
  }

  start(): void {
    this.#timer = setInterval(() => void this.nightly(), lookEveryMs);
    this.#timer.unref();
    this.soon();
  }

  /** Contracts that are new, or were written under, are judged when intervals have caught up with their readings. */
  soon(contract?: string): void {
    if (contract !== undefined) this.#written.add(contract);
    if (this.#stopping || this.#soon !== undefined) return;
    this.#soon = setTimeout(() => {
      this.#soon = undefined;
      if (this.#running !== null || this.#options.collector.dirtyMeters > 0) return this.soon();
      const written = new Set(this.#written);
      this.#written.clear();
      void this.#begin(
        (judgedAt, { contract: { id }, since }) => judgedAt === null || judgedAt < since || written.has(id),
      );
    }, soonMs);
    this.#soon.unref();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    clearInterval(this.#timer);
    clearTimeout(this.#soon);
    await this.#running;
  }

  evaluateAll(): Promise<void> {
    return this.#begin(() => true);
  }

  /** Those that were not judged since last night. */
  async nightly(): Promise<void> {
    const { calendar, now } = this.#options;
    const due = calendar.startOfDay(now()) + nightlyAfterMs;
    if (now() >= due) await this.#begin((judgedAt) => judgedAt === null || judgedAt < due);
  }

  #begin(isDue: IsDue): Promise<void> {
    if (this.#stopping) return Promise.resolve();
    this.#running ??= this.#all(isDue)
      .catch((error: unknown) => {
        if (!this.#stopping) this.#options.log.error({ err: error }, 'contracts could not be evaluated');
      })
      .finally(() => (this.#running = null));
    return this.#running;
  }

  async #all(isDue: IsDue): Promise<void> {
    const { registry, calendar, now } = this.#options;
    const before = this.#run;
    // Who asks at once is told that it has begun.
    this.#run = { running: true, done: 0, total: 0, startedAt: calendar.iso(now()), finishedAt: null, failed: 0 };
    try {
      const all = await allOf((page) => registry.contracts.page(ownViewer, page));
      const known = await registry.contracts.summaries(all.map(({ contract }) => contract.id));
      const due = all.filter((stored) => isDue(known.get(stored.contract.id)?.at ?? null, stored));
      if (due.length === 0 && all.length > 0) {
        this.#run = before;
        return;
      }
      this.#run.total = due.length;
      const queue = due.values();
      await Promise.all(Array.from({ length: atOnce }, () => this.#work(queue)));
    } finally {
      if (this.#run.running) this.#run.finishedAt = calendar.iso(now());
      this.#run.running = false;
    }
  }

  async #work(queue: IterableIterator<StoredContract>): Promise<void> {
    for (const stored of queue) {
      if (this.#stopping) return;
      try {
        await this.#evaluate(stored);
      } catch (error) {
        if (this.#stopping) return;
        this.#run.failed += 1;
        this.#options.log.error({ err: error, contract: stored.contract.id }, 'a contract could not be evaluated');
      }
      this.#run.done += 1;
      await breath();
    }
  }
}
