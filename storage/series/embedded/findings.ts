import type { Evidence, Finding, VerdictRule } from '../../../domain/metering/finding.ts';
import { prepareRows, type Connection, type Statement } from './connection.ts';
import type { Range } from './ranges.ts';

/** The rows of what was found in the readings, and their counts. Inside the caller's transaction. */
export class FindingRows {
  readonly #db: Connection;
  readonly #put: Statement;
  readonly #putOfDays: Statement;
  readonly #between: Statement;
  readonly #dropBetween: Statement;
  readonly #over: Statement;
  readonly #ofDays: Statement;
  readonly #dropOfDays: Statement;
  readonly #dropPoint: Statement;
  readonly #dropMeter: Statement;
  readonly #count: Statement;
  readonly #dropCount: Statement;

  constructor(db: Connection) {
    this.#db = db;
    const put = (orElse: string, ofDays: number) =>
      db.prepare(
        `INSERT OR ${orElse} INTO finding (meter, point, from_ts, rule, to_ts, effect, before, after, evidence, of_days)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ${ofDays})`,
      );
    this.#put = put('REPLACE', 0);
    // The same rule of the same instant in the readings says it more exactly; whichever of them was written first.
    this.#putOfDays = put('IGNORE', 1);
    const between = 'meter = ? AND point = ? AND from_ts >= ? AND from_ts < ? AND of_days = 0';
    const ofDays = 'meter = ? AND point = ? AND of_days = 1';
    const select = 'SELECT from_ts, rule, to_ts, effect, before, after, evidence FROM finding';
    this.#between = prepareRows(db, `${select} WHERE ${between} ORDER BY from_ts, rule`);
    this.#over = prepareRows(
      db,
      `SELECT 1 FROM finding
       WHERE meter = ? AND point = ? AND rule = ? AND from_ts < ? AND to_ts > ? AND of_days = 0 LIMIT 1`,
    );
    this.#dropBetween = db.prepare(`DELETE FROM finding WHERE ${between}`);
    this.#ofDays = prepareRows(db, `${select} WHERE ${ofDays} ORDER BY from_ts, rule`);
    this.#dropOfDays = db.prepare(`DELETE FROM finding WHERE ${ofDays}`);
    this.#dropPoint = db.prepare('DELETE FROM finding WHERE meter = ? AND point = ?');
    this.#dropMeter = db.prepare('DELETE FROM finding WHERE meter = ?');
    this.#count = db.prepare(
      `INSERT OR REPLACE INTO finding_count (meter, unknown, judged, flagged)
       SELECT ?1, ifnull(sum(effect = 'unknown'), 0), ifnull(sum(effect = 'judged'), 0), ifnull(sum(effect = 'flagged'), 0)
       FROM finding INDEXED BY finding_of_meter WHERE meter = ?1`,
    );
    this.#dropCount = db.prepare('DELETE FROM finding_count WHERE meter = ?');
  }

  /** Those in readings that begin in [from, to) are these; others of them belong to other days. */
  replace(meter: string, point: string, { from, to }: Range, findings: readonly Finding[]): void {
    const within = findings.filter((finding) => finding.from >= from && finding.from < to);
    if (isSame(this.#between.all(meter, point, from, to) as StoredRow[], within)) return;
    this.#dropBetween.run(meter, point, from, to);
    for (const finding of within) this.#put.run(meter, point, ...rowOf(finding));
    this.#count.run(meter);
  }

  /** Whether the readings show this rule in a step over some of [from, to). */
  isInSteps(meter: string, point: string, rule: VerdictRule, { from, to }: Range): boolean {
    return this.#over.get(meter, point, rule, to, from) !== undefined;
  }

  /** What whole days of the point's life show. */
  replaceOfDays(meter: string, point: string, findings: readonly Finding[]): void {
    if (isSame(this.#ofDays.all(meter, point) as StoredRow[], findings)) return;
    this.#dropOfDays.run(meter, point);
    for (const finding of findings) this.#putOfDays.run(meter, point, ...rowOf(finding));
    this.#count.run(meter);
  }

  drop(meter: string, point?: string): void {
    if (point === undefined) {
      this.#dropMeter.run(meter);
      this.#dropCount.run(meter);
    } else if (this.#dropPoint.run(meter, point).changes > 0) this.#count.run(meter);
  }

  dropAll(): void {
    this.#db.exec('DELETE FROM finding; DELETE FROM finding_count');
  }
}

type StoredRow = readonly [
  from: number,
  rule: string,
  to: number,
  effect: string,
  before: number | null,
  after: number | null,
  evidence: string,
];

function rowOf({ rule, from, to, effect, before, after, evidence }: Finding): StoredRow {
  return [from, rule, to, effect, before, after, encodeEvidence(evidence)];
}

/** Mostly it is what it was before, and nothing is written. */
function isSame(before: readonly StoredRow[], findings: readonly Finding[]): boolean {
  if (before.length !== findings.length) return false;
  const now = findings.toSorted((a, b) => a.from - b.from || (a.rule < b.rule ? -1 : 1));
  return before.every((row, i) => rowOf(now[i]!).every((cell, k) => cell === row[k]));
}

/** Names in one order: the same evidence is the same bytes. JSON has no infinity, and none is evidence of anything. */
function encodeEvidence(evidence: Evidence): string {
  const known = Object.entries(evidence).filter(([, value]) => typeof value !== 'number' || Number.isFinite(value));
  return JSON.stringify(Object.fromEntries(known.sort(([a], [b]) => (a < b ? -1 : 1))));
}
