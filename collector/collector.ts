import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Registry as MetricsRegistry } from 'prom-client';
import type { Directory, RuleChange } from '../storage/registry/port.ts';
import type { Forgotten, SeriesStore } from '../storage/series/port.ts';
import { ActivityBook } from './activity.ts';
import { Admission } from './admission.ts';
import { CommitLoad } from './commit-load.ts';
import { decodeNativeJson } from './decoders/native-json.ts';
import { importEvents, type EventHistoryCounts } from './event-history.ts';
import { importHistory, type HistoryColumns, type HistoryCounts } from './history.ts';
import { defaultIntakeLimits, Intake, type IntakeLimits, type IntakeStore } from './intake.ts';
import { judgeBy } from './judge.ts';
import type { Judge } from './judgement.ts';
import { MappedAdmission } from './mapping/mapped-admission.ts';
import { MappingDesk } from './mapping/desk.ts';
import { LastMinute } from './last-minute.ts';
import { Listeners } from './listeners.ts';
import { CollectorMetrics } from './metrics.ts';
import { Pipeline, type PipelineLimits, type PipelineStore } from './pipeline.ts';
import type {
  CollectorService,
  CommittedEvent,
  CommittedReading,
  DerivedChange,
  DeviceActivity,
  InboundMessage,
  IngestFigures,
  RefusedItem,
  ReplayResult,
} from './port.ts';
import { replayQuarantined, type ReplayParts, type ReplayStore } from './quarantine-replay.ts';

/** What the collector needs of the series store. */
export type CollectorStore = IntakeStore &
  PipelineStore &
  ReplayStore &
  Pick<SeriesStore, 'bulk' | 'rebuild' | 'forget'>;

export interface CollectorOptions {
  readonly store: CollectorStore;
  readonly directory: Directory;
  readonly log: Logger;
  readonly metrics: MetricsRegistry;
  readonly now: () => number;
  readonly limits?: Partial<IntakeLimits & PipelineLimits>;
  /** For tests: stands between an item and its judgement, to lose a reading on purpose. */
  readonly wrapJudge?: (judge: Judge) => Judge;
}

/** A stop waits this long for what was accepted. */
const drainMs = 5_000;

/** From messages to durable readings, and from these to intervals. */
export class Collector implements CollectorService {
  readonly mappings: MappingDesk;
  readonly #options: CollectorOptions;
  readonly #judge: Judge;
  readonly #mapped: MappedAdmission;
  readonly #intake: Intake;
  readonly #pipeline: Pipeline;
  readonly #metrics: CollectorMetrics;
  readonly #load = new CommitLoad(() => performance.now());
  readonly #lastMinute = new LastMinute(() => performance.now());
  readonly #activity = new ActivityBook();
  readonly #committed: Listeners<readonly CommittedReading[]>;
  readonly #events: Listeners<readonly CommittedEvent[]>;
  readonly #refused: Listeners<readonly RefusedItem[]>;

  constructor(options: CollectorOptions) {
    const { store, directory, log, now, limits } = options;
    this.#options = options;
    const judge = judgeBy(directory);
    this.#judge = options.wrapJudge?.(judge) ?? judge;
    this.#committed = new Listeners('committed', log);
    this.#events = new Listeners('events', log);
    this.#refused = new Listeners('refused', log);
    this.mappings = new MappingDesk(options.metrics);
    const native = new Admission(directory, decodeNativeJson, this.#judge, this.#activity);
    const mapped = new MappedAdmission(directory, this.mappings.set, this.#judge, this.#activity);
    this.#mapped = mapped;
    this.#intake = new Intake(
      store,
      { admit: (message, group) => (message.topic.startsWith('v1/') ? native : mapped).admit(message, group) },
      log,
      { ...defaultIntakeLimits, ...limits },
      {
        committed: (group, result, durationMs) => {
          group.count(result);
          this.#metrics.committed(group, durationMs);
          this.#load.committed(durationMs);
          this.#lastMinute.committed(group.messages, group.items, durationMs);
          group.note(result, this.#activity);
          this.#onCommitted(group.committed(result));
          const events = group.committedEvents(result);
          if (events.length > 0) this.#events.emit(events);
          const refused = group.refused();
          if (refused.length > 0) this.#refused.emit(refused);
        },
        commitFailed: (code) => this.#metrics.commitFailed(code),
      },
    );
    this.#pipeline = new Pipeline({
      store,
      directory,
      log,
      now,
      limits,
      ingestLoad: () => this.#load.share,
      observer: {
        derived: (durationMs) => this.#metrics.derived(durationMs),
        deriveFailed: () => this.#metrics.deriveFailed(),
      },
    });
    const [intake, pipeline] = [this.#intake, this.#pipeline];
    this.#metrics = new CollectorMetrics(options.metrics, {
      get pendingMessages() {
        return intake.pendingMessages;
      },
      get pendingBytes() {
        return intake.pendingBytes;
      },
      get dirtyMeters() {
        return pipeline.dirtyMeters;
      },
    });
  }

  /** Begins to derive what the last run left behind; messages are taken from then on. */
  start(): Promise<void> {
    return this.#pipeline.start();
  }

  /** What was accepted is committed and answered, within 5 s; deriving stops, its marks keep the rest. */
  async stop(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, drainMs)));
    const drained = Promise.all([this.#intake.drain(), this.#pipeline.stop()]);
    await Promise.race([drained, late]);
    clearTimeout(timer);
    const messages = this.#intake.pendingMessages;
    if (messages === 0) return;
    this.#options.log.error({ messages }, 'stopped before the commit of what was accepted: devices send it again');
    this.#intake.abandon();
  }

  accept(message: InboundMessage, done: (error?: Error) => void): void {
    this.#intake.accept(message, done);
  }

  takes(message: InboundMessage): boolean {
    return this.mappings.takes(message);
  }

  onCommitted(listener: (readings: readonly CommittedReading[]) => void): void {
    this.#committed.add(listener);
  }

  onEvents(listener: (events: readonly CommittedEvent[]) => void): void {
    this.#events.add(listener);
  }

  onRefused(listener: (items: readonly RefusedItem[]) => void): void {
    this.#refused.add(listener);
  }

  activity(device: string): DeviceActivity | null {
    return this.#activity.get(device);
  }

  onDerived(listener: (changes: readonly DerivedChange[]) => void): void {
    this.#pipeline.onDerived(listener);
  }

  /** Rules or decisions changed in the registry: what rests on them is derived again. */
  rulesChanged(changes: readonly RuleChange[]): Promise<void> {
    return this.#pipeline.rulesChanged(changes);
  }

  replayQuarantined(id: number): Promise<ReplayResult> {
    const { store, now } = this.#options;
    const parts: ReplayParts = {
      store,
      now,
      decode: decodeNativeJson,
      judge: this.#judge,
      mapped: (row, judgedAt) => this.#mapped.judgeAll(row, row.receivedAt, judgedAt),
      accept: (source, topic, payload) =>
        new Promise((resolve, reject) => {
          const from = { source, publisher: source, publisherKind: 'account' } as const;
          const message = { ...from, topic, payload, receivedAt: now() };
          this.accept(message, (error) => (error ? reject(error) : resolve()));
        }),
    };
    return replayQuarantined(id, parts, {
      reading: (reading) => this.#onCommitted([reading]),
      event: (event) => this.#events.emit([event]),
    });
  }

  async importHistory(meter: string, device: string, columns: HistoryColumns): Promise<HistoryCounts> {
    const { store, now } = this.#options;
    try {
      const counts = await importHistory(store, { meter, device, receivedAt: now() }, columns);
      this.#metrics.bulk('bulk', counts);
      return counts;
    } finally {
      this.#pipeline.touch([meter]);
    }
  }

  async importEvents(device: string, items: readonly unknown[]): Promise<EventHistoryCounts> {
    const { store, now } = this.#options;
    const committed = (events: readonly CommittedEvent[]) => this.#events.emit(events);
    const parts = { store, now, judge: this.#judge, committed };
    const counts = await importEvents(parts, device, items, (reason, n) =>
      this.#metrics.bulkRefused('bulk', reason, n),
    );
    this.#metrics.bulk('bulk', { ...counts, revisions: 0 });
    return counts;
  }

  async forget(of: { readonly meters: readonly string[]; readonly devices: readonly string[] }): Promise<Forgotten> {
    // What came before they left the register is on its way still.
    const until = performance.now() + drainMs;
    while (this.#intake.pendingMessages > 0 && performance.now() < until) await delay(5);
    const forgotten = await this.#pipeline.whileResting(() => this.#options.store.forget(of));
    for (const device of of.devices) this.#activity.forget(device);
    return forgotten;
  }

  rebuild(
    progress?: (done: number, of: number) => void,
  ): Promise<{ readonly sha256: string; readonly intervals: number }> {
    const { store, directory } = this.#options;
    return this.#pipeline.whileResting(() =>
      store.rebuild(
        [...directory.meters()].map(({ id, rules }) => ({ meter: id, rules })),
        progress,
      ),
    );
  }

  settled(): Promise<void> {
    return this.#pipeline.settled();
  }

  get dirtyMeters(): number {
    return this.#pipeline.dirtyMeters;
  }

  get pendingMessages(): number {
    return this.#intake.pendingMessages;
  }

  get pendingBytes(): number {
    return this.#intake.pendingBytes;
  }

  lastMinute(): IngestFigures {
    return this.#lastMinute.figures();
  }

  #onCommitted(readings: readonly CommittedReading[]): void {
    if (readings.length === 0) return;
    const touched = new Set<string>();
    for (const { meter, outcome } of readings) if (outcome !== 'duplicate') touched.add(meter);
    if (touched.size > 0) this.#pipeline.touch(touched);
    this.#committed.emit(readings);
  }
}
