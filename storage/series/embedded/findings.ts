import type { Evidence, Finding } from '../../../domain/metering/finding.ts';
import { prepareRows, type Connection, type Statement } from './connection.ts';
import type { Range } from './ranges.ts';

/** The rows of what was found in the readings. Inside the caller's transaction. */
export class FindingRows {
  readonly #put: Statement;
  readonly #putOfDays: Statement;
  readonly #dropBetween: Statement;
  readonly #dropOfDays: Statement;
  readonly #ofDays: Statement;
  readonly #dropPoint: Statement;
  readonly #dropMeter: Statement;

  constructor(db: Connection) {
    const put = (orElse: string, ofDays: number) =>
      db.prepare(
        `INSERT OR ${orElse} INTO finding (meter, point, from_ts, rule, to_ts, effect, before, after, evidence, of_days)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ${ofDays})`,
      );
    this.#put = put('REPLACE', 0);
    // The same rule of the same instant in the readings says it more exactly; whichever of them was written first.
    this.#putOfDays = put('IGNORE', 1);
    this.#dropBetween = db.prepare(
      'DELETE FROM finding WHERE meter = ? AND point = ? AND from_ts >= ? AND from_ts < ? AND of_days = 0',
    );
    this.#dropOfDays = db.prepare('DELETE FROM finding WHERE meter = ? AND point = ? AND of_days = 1');
    this.#ofDays = prepareRows(
      db,
      `SELECT from_ts, rule, to_ts, evidence FROM finding
       WHERE meter = ? AND point = ? AND of_days = 1 ORDER BY from_ts, rule`,
    );
    this.#dropPoint = db.prepare('DELETE FROM finding WHERE meter = ? AND point = ?');
    this.#dropMeter = db.prepare('DELETE FROM finding WHERE meter = ?');
  }

  /** Those in readings that begin in [from, to) are these; others of them belong to other days. */
  replace(meter: string, point: string, { from, to }: Range, findings: readonly Finding[]): void {
    this.#dropBetween.run(meter, point, from, to);
    for (const finding of findings) {
      if (finding.from >= from && finding.from < to) write(this.#put, meter, point, finding);
    }
  }

  /** What whole days of the point's life show. Mostly it is what they showed before, and nothing is written. */
  replaceOfDays(meter: string, point: string, findings: readonly Finding[]): void {
    const before = this.#ofDays.all(meter, point) as StoredRow[];
    const same = (finding: Finding, i: number) => isSame(before[i]!, finding);
    if (before.length === findings.length && findings.toSorted(inOrder).every(same)) return;
    this.#dropOfDays.run(meter, point);
    for (const finding of findings) write(this.#putOfDays, meter, point, finding);
  }

  drop(meter: string, point?: string): void {
    if (point === undefined) this.#dropMeter.run(meter);
    else this.#dropPoint.run(meter, point);
  }
}

type StoredRow = readonly [from: number, rule: string, to: number, evidence: string];

/** Effect, before and after of a flag are always the same. */
function isSame([from, rule, to, evidence]: StoredRow, finding: Finding): boolean {
  if (from !== finding.from || rule !== finding.rule || to !== finding.to) return false;
  return evidence === encodeEvidence(finding.evidence);
}

const inOrder = (a: Finding, b: Finding) => a.from - b.from || (a.rule < b.rule ? -1 : 1);

function write(put: Statement, meter: string, point: string, finding: Finding): void {
  const { rule, from, to, effect, before, after, evidence } = finding;
  put.run(meter, point, from, rule, to, effect, before, after, encodeEvidence(evidence));
}

/** Names in one order: the same evidence is the same bytes. JSON has no infinity, and none is evidence of anything. */
function encodeEvidence(evidence: Evidence): string {
  const known = Object.entries(evidence).filter(([, value]) => typeof value !== 'number' || Number.isFinite(value));
  return JSON.stringify(Object.fromEntries(known.sort(([a], [b]) => (a < b ? -1 : 1))));
}
