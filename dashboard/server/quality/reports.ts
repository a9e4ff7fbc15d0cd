import type { DerivedChange } from '../../../collector/port.ts';
import { leavesOf } from '../../../domain/metering/virtual.ts';
import type { Report } from '../../../storage/registry/report-port.ts';
import { ownViewer, type House } from '../house.ts';
import { allOf } from '../wire/paging.ts';
import { whyChanged } from './why-changed.ts';

/** One kind of reports: which there are, and what they would be made from now. */
export interface ReportSource {
  readonly kind: string;
  /** Those that must say when what they rest on changes. */
  all(): Promise<readonly Omit<Report, 'changes'>[]>;
  /** Hash of the inputs as they are known now; null = it is gone. */
  inputsOf(id: string): Promise<string | null>;
}

type Options = Pick<House, 'registry' | 'store' | 'collector' | 'log' | 'now'>;

/** Late data come in many pieces: looked at when no more came for so long. */
const quietMs = 1000;
const mostMarks = 100_000;

/**
 * Reports that rest on intervals: computed again in the background when these are derived again, and marked as
 * superseded when what they were made from is other than it was. What was marked stays so.
 */
export class ReportWatch {
  readonly #options: Options;
  readonly #sources: readonly ReportSource[];
  readonly #known = new Map<string, Report>();
  /** By meters that are read: reports that rest on them, through virtual meters too. */
  #byMeter = new Map<string, Set<string>>();
  readonly #due = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(options: Options, sources: readonly ReportSource[]) {
    this.#options = options;
    this.#sources = sources;
  }

  /** What changed while nobody watched is found out too. */
  start(): void {
    const { collector, registry } = this.#options;
    collector.onDerived((changes) => this.#derived(changes));
    registry.onChanged(() => this.#registerChanged());
    this.#inBackground(() => this.#takeUp());
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#looking;
  }

  /** There is a new one. */
  made(): Promise<void> {
    return this.#inBackground(() => this.#takeUp());
  }

  async #takeUp(): Promise<void> {
    const { registry } = this.#options;
    for (const source of this.#sources) for (const report of await source.all()) await registry.reports.add(report);
    for (const report of await allOf((page) => registry.reports.page(ownViewer, page))) {
      if (!this.#known.has(report.id)) this.#due.add(report.id);
      this.#known.set(report.id, report);
    }
    this.#index();
    await this.#lookAtDue();
  }

  #index(): void {
    const byMeter = new Map<string, Set<string>>();
    for (const report of this.#known.values()) {
      for (const meter of this.#leavesOf(report)) {
        const reports = byMeter.get(meter);
        if (reports === undefined) byMeter.set(meter, new Set([report.id]));
        else reports.add(report.id);
      }
    }
    this.#byMeter = byMeter;
  }

  #leavesOf({ meters }: Report): string[] {
    const { directory } = this.#options.registry;
    const termsOf = (meter: string) => directory.virtual(meter)?.terms ?? null;
    return meters.flatMap((meter) => {
      const terms = termsOf(meter);
      return terms === null ? [meter] : leavesOf(terms, termsOf).map((leaf) => leaf.meter);
    });
  }

  #derived(changes: readonly DerivedChange[]): void {
    for (const { meter, from, to } of changes) {
      for (const id of this.#byMeter.get(meter) ?? []) {
        const report = this.#known.get(id)!;
        if (from < report.to && to > report.from) this.#due.add(id);
      }
    }
    this.#soon();
  }

  /** Virtual meters may consist of others now. */
  #registerChanged(): void {
    this.#index();
    const { directory } = this.#options.registry;
    for (const { id, meters } of this.#known.values()) {
      if (meters.some((meter) => directory.virtual(meter) !== null)) this.#due.add(id);
    }
    this.#soon();
  }

  #soon(): void {
    if (this.#due.size === 0 || this.#stopped) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#inBackground(() => this.#lookAtDue()), quietMs);
    this.#timer.unref();
  }

  async #lookAtDue(): Promise<void> {
    for (const id of [...this.#due]) {
      if (this.#stopped) return;
      this.#due.delete(id);
      await this.#lookAt(id);
    }
  }

  async #lookAt(id: string): Promise<void> {
    const { registry, store, log, now } = this.#options;
    const report = await registry.reports.one(ownViewer, id);
    const source = this.#sources.find(({ kind }) => kind === report?.kind);
    if (report === null || source === undefined) return;
    const inputsSha256 = await source.inputsOf(id);
    if (inputsSha256 === null || inputsSha256 === (report.changes.at(-1) ?? report).inputsSha256) return;
    if (await this.#isLagging(report)) {
      this.#due.add(id);
      return this.#soon();
    }
    const why = await whyChanged(report, this.#leavesOf(report), { store, registry });
    const change = { at: now(), why, inputsSha256 };
    await registry.reports.changed(id, change);
    this.#known.set(id, { ...report, changes: [...report.changes, change] });
    log.info({ report: id, why }, 'a report is superseded');
  }

  /** What is being derived again is no change yet: after a lost file nothing may have changed at all. */
  async #isLagging(report: Report): Promise<boolean> {
    const meters = new Set(this.#leavesOf(report));
    const marks = await this.#options.store.dirty(mostMarks);
    return marks.some(({ meter, from, to }) => meters.has(meter) && from < report.to && to >= report.from);
  }

  /** One after the other; a fault of one is told and the next still comes. */
  #inBackground(work: () => Promise<void>): Promise<void> {
    this.#looking = this.#looking.then(work).catch((error: unknown) => {
      if (!this.#stopped) this.#options.log.error({ err: error }, 'reports could not be checked');
    });
    return this.#looking;
  }
}
