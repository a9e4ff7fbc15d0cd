import { spanOfDecision, type Decision } from '../../../domain/metering/decision.ts';
import type { MeterRules } from '../../../domain/metering/meter.ts';
import { stepReach } from '../../../domain/metering/reach.ts';
import { nearReadings } from '../../../domain/metering/register.ts';
import { isRegisterPoint } from '../../../domain/points.ts';
import { LocalCalendar } from '../../../domain/time/calendar.ts';
import type { DeriveResult } from '../port.ts';
import { BlockRows } from './block-rows.ts';
import { prepareRows, type Connection } from './connection.ts';
import { DayFindings } from './day-findings.ts';
import { Decided } from './decided.ts';
import { extentOfDecisions, unitedRange } from './decisions.ts';
import { affected, deriveDays, requireHistory, wholeDays, type ReadSamples } from './derivation.ts';
import { FindingRows } from './findings.ts';
import { HistoryNeeded } from './history.ts';
import { Ranges, type Range } from './ranges.ts';
import { remembered } from './remembered.ts';
import { RollupOutbox, type UnsentRollup } from './rollup-outbox.ts';
import type { Samples } from './samples.ts';
import { calculation } from './schema.ts';
import { SeriesEntries } from './series-entries.ts';

/** What one meter is to be derived for; without ranges: everything it has. */
export interface Derivation {
  readonly meter: string;
  readonly rules: MeterRules;
  readonly ranges?: readonly Range[];
  readonly shortOnly?: boolean;
}

/** What became of one: derived, but for what rests on readings from `historyFrom` on, which are not here. */
export type Derived = Pick<DeriveResult, 'meter' | 'points'> & { readonly historyFrom?: number };

/** What of one point is to be derived. */
interface Plan {
  readonly point: string;
  readonly read: ReadSamples;
  /** Whole local days. */
  readonly days: readonly Range[];
  /** What of them may have changed. */
  readonly instants: readonly Range[];
}

/** The only writer of the derived database: reads raw, writes whole local days, their days' records and findings. */
export class Deriver {
  readonly #db: Connection;
  readonly #raw: Connection;
  readonly #samples: Samples;
  readonly #calendar: LocalCalendar;
  readonly #blocks: BlockRows;
  readonly #findings: FindingRows;
  readonly #decided: Decided;
  readonly #series: SeriesEntries;
  readonly #dayFindings: DayFindings;
  readonly #outbox: RollupOutbox | null;

  /** @param forwarding a server stands behind the store and gets every interval */
  constructor(db: Connection, raw: Connection, samples: Samples, timeZone: string, forwarding: boolean) {
    this.#db = db;
    this.#raw = raw;
    this.#samples = samples;
    this.#calendar = new LocalCalendar(timeZone);
    this.#outbox = forwarding ? new RollupOutbox(db, this.#calendar) : null;
    this.#blocks = new BlockRows(db, this.#calendar);
    this.#findings = new FindingRows(db);
    this.#decided = new Decided(db);
    this.#series = new SeriesEntries(db);
    this.#dayFindings = new DayFindings(this.#series, this.#blocks, this.#findings);
  }

  /** All of these meters in one transaction. */
  derive(derivations: readonly Derivation[]): Derived[] {
    return this.#transaction(() =>
      derivations.map((derivation) => {
        const { meter } = derivation;
        try {
          return { meter, ...this.#meter(derivation) };
        } catch (error) {
          if (error instanceof HistoryNeeded) return { meter, points: [], historyFrom: error.from };
          throw error;
        }
      }),
    );
  }

  startForwarding(target: string): void {
    this.#outbox?.start(target);
  }

  sent(rows: readonly Pick<UnsentRollup, 'id' | 'changes'>[]): void {
    this.#outbox?.sent(rows);
  }

  /**
   * What is there was derived for the days and months of this zone (`current`), and by today's calculation, or is about
   * to be (`calculated`).
   */
  state(): { readonly current: boolean; readonly calculated: boolean } {
    const row = this.#db.prepare('SELECT timezone, calculation FROM calendar').get() as
      { timezone: string; calculation: number } | undefined;
    return { current: row?.timezone === this.#calendar.timeZone, calculated: row?.calculation === calculation };
  }

  /** Forgets everything: from here on days and months are those of this zone. */
  startAfresh(): void {
    this.#transaction(() => {
      this.#db.exec('DELETE FROM block; DELETE FROM decided; DELETE FROM calendar');
      this.#findings.dropAll();
      this.#decided.reload();
      this.#db
        .prepare('INSERT INTO calendar (timezone, calculation) VALUES (?, ?)')
        .run(this.#calendar.timeZone, calculation);
    });
  }

  /** Marks on disk say that everything is derived by today's calculation; until then what is there stays. */
  calculated(): void {
    this.#db.prepare('UPDATE calendar SET calculation = ?').run(calculation);
  }

  /** Forgets every series of other meters than these. */
  keepOnly(meters: readonly string[]): void {
    const kept = new Set(meters);
    this.#transaction(() => {
      const gone = new Set<string>();
      for (const [key, meter] of prepareRows(this.#db, 'SELECT key, meter FROM series').all() as [number, string][]) {
        if (kept.has(meter)) continue;
        this.#blocks.drop(key);
        gone.add(meter);
      }
      for (const meter of gone) {
        this.#findings.drop(meter);
        this.#decided.forget(meter);
      }
    });
  }

  /** As if this meter had never been. */
  forget(meter: string): void {
    this.#transaction(() => {
      for (const [key, point] of prepareRows(this.#db, 'SELECT key, point FROM series WHERE meter = ?').all(meter) as [
        number,
        string,
      ][]) {
        this.#blocks.drop(key);
        this.#db.prepare('DELETE FROM outbox WHERE series = ?').run(key);
        this.#db.prepare('DELETE FROM series WHERE key = ?').run(key);
        this.#series.forget(meter, point);
      }
      this.#findings.drop(meter);
      this.#decided.forget(meter);
    });
  }

  #meter({ meter, rules, ranges }: Derivation): Omit<Derived, 'meter'> {
    const decisions = rules.decisions ?? none;
    const decided = this.#decided.changed(meter, decisions);
    const extent = unitedRange([this.#samples.extent(meter), extentOfDecisions(decisions)]);
    // A range that holds everything is a derivation from nothing: it also drops what new rules no longer give.
    const all = extent === null || ranges === undefined || ranges.some((range) => holds(range, extent));
    const touched = extent === null ? [] : all ? [extent] : ranges.map((range) => within(range, extent));
    const points = new Set([...this.#samples.points(meter), ...[...decisions, ...decided].map(({ point }) => point)]);
    const planned = (spans: readonly Decision[]) =>
      [...points].map((point) =>
        this.#plan(meter, point, rules, { touched, decided: spans.filter((decision) => decision.point === point) }),
      );
    let plans: readonly Plan[];
    let historyFrom: number | undefined;
    try {
      plans = planned(all ? [...decisions, ...decided] : decided);
    } catch (error) {
      if (!(error instanceof HistoryNeeded) || all || decided.length === 0) throw error;
      // A decision on what is not here waits for it; what the meter says now need not.
      plans = planned(none);
      historyFrom = error.from;
    }
    const changed: { point: string; from: number; to: number }[] = [];
    for (const { point, read, days, instants } of plans) {
      const series = this.#series.of(meter, point);
      if (all) {
        this.#blocks.drop(series.key);
        this.#findings.drop(meter, point);
      }
      for (const range of days) {
        this.#days(series.key, { meter, point, rules }, read, range);
        changed.push({ point, ...range });
      }
      this.#dayFindings.refresh(series, days);
      if (this.#outbox !== null) for (const range of instants) this.#outbox.add(series.key, range);
    }
    if (historyFrom !== undefined) return { points: changed, historyFrom };
    this.#decided.rest(meter, decisions);
    return { points: changed };
  }

  /**
   * What is to be derived of a point. Writes nothing.
   * @param decided what was decided or undone and does not show yet: no reading need lie there
   * @throws HistoryNeeded when readings for it are not here
   */
  #plan(
    meter: string,
    point: string,
    rules: MeterRules,
    { touched, decided }: { readonly touched: readonly Range[]; readonly decided: readonly Decision[] },
  ): Plan {
    const pruned = this.#samples.isPruned(meter);
    const direct: ReadSamples = (from, to, around) => this.#samples.read(meter, point, from, to, around);
    // Where readings are missing, no more is asked for than is needed.
    const once = isRegisterPoint(point) && !pruned;
    const read = once ? remembered(direct) : direct;
    const days = new Ranges(0);
    const instants = new Ranges(0);
    // Other points came: what this one gives is as it was, however far back its last reading lies.
    const own = touched.filter((range) => this.#samples.any(meter, point, range.from, range.to));
    for (const range of [...own, ...decided.map((decision) => spanOfDecision(decision))]) {
      if (once && range.to - range.from <= dayMs) this.#readAhead(read, rules.intervalMs, range);
      const { from, to } = affected(read, point, rules, range);
      if (!(to > from)) continue;
      this.#addDays(days, { from, to });
      instants.add(from, to);
    }
    const first = days.toArray()[0]?.from;
    if (first !== undefined && pruned) requireHistory(read, point, rules, first);
    return { point, read, days: days.toArray(), instants: instants.toArray() };
  }

  /** What has just come lies in days that will be read for their intervals: read at once, with what they rest on. */
  #readAhead(read: ReadSamples, intervalMs: number, range: Range): void {
    const reached = { from: range.from - (stepReach.back + 1) * intervalMs, to: range.to + 1 };
    const { from, to } = wholeDays(this.#calendar, reached);
    read(from, to + 1, nearReadings);
  }

  #addDays(days: Ranges, range: Range): void {
    const { from, to } = wholeDays(this.#calendar, range);
    days.add(from, to);
  }

  #days(
    series: number,
    { meter, point, rules }: { readonly meter: string; readonly point: string; readonly rules: MeterRules },
    read: ReadSamples,
    range: Range,
  ): void {
    // A quarter of a year at a time: a meter's first derivation may span many years of minutes.
    const stepMs = 92 * dayMs;
    for (let from = range.from; from < range.to;) {
      const next = this.#calendar.startOfDay(from + stepMs);
      const to = next < range.to ? next : range.to;
      const { block, findings } = deriveDays(read, point, rules, this.#calendar.edges('15m', from, to));
      this.#blocks.replaceDays(series, rules.intervalMs, block);
      this.#findings.replace(meter, point, { from, to }, findings);
      from = to;
    }
  }

  #transaction<T>(work: () => T): T {
    this.#db.exec('BEGIN IMMEDIATE');
    // One view of raw for the whole derivation.
    this.#raw.exec('BEGIN');
    try {
      const result = work();
      this.#db.exec('COMMIT');
      return result;
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      // Keys that were handed out in it are gone with it.
      this.#series.reload();
      this.#decided.reload();
      throw error;
    } finally {
      if (this.#raw.isTransaction) this.#raw.exec('ROLLBACK');
    }
  }
}

function holds(range: Range, extent: Range): boolean {
  return range.from <= extent.from && range.to >= extent.to;
}

/** The range's part between the first and the last reading, at least the nearer of the two. */
function within({ from, to }: Range, extent: Range): Range {
  const clamp = (at: number) => Math.min(Math.max(at, extent.from), extent.to);
  return { from: clamp(from), to: clamp(to) };
}

const none: readonly Decision[] = [];
const dayMs = 86_400_000;
