import type { Evidence, Finding } from '../../../domain/metering/finding.ts';
import type { Connection, Statement } from './connection.ts';
import type { Range } from './ranges.ts';

/** The rows of what was found in the readings. Inside the caller's transaction. */
export class FindingRows {
  readonly #put: Statement;
  readonly #dropBetween: Statement;
  readonly #dropOfDays: Statement;
  readonly #dropPoint: Statement;
  readonly #dropMeter: Statement;

  constructor(db: Connection) {
    this.#put = db.prepare(
      `INSERT OR REPLACE INTO finding (meter, point, from_ts, rule, to_ts, effect, before, after, evidence, of_days)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#dropBetween = db.prepare(
      'DELETE FROM finding WHERE meter = ? AND point = ? AND from_ts >= ? AND from_ts < ? AND of_days = 0',
    );
    this.#dropOfDays = db.prepare('DELETE FROM finding WHERE meter = ? AND point = ? AND of_days = 1');
    this.#dropPoint = db.prepare('DELETE FROM finding WHERE meter = ? AND point = ?');
    this.#dropMeter = db.prepare('DELETE FROM finding WHERE meter = ?');
  }

  /** Those in readings that begin in [from, to) are these; others of them belong to other days. */
  replace(meter: string, point: string, { from, to }: Range, findings: readonly Finding[]): void {
    this.#dropBetween.run(meter, point, from, to);
    for (const finding of findings) {
      if (finding.from >= from && finding.from < to) this.#write(meter, point, finding, 0);
    }
  }

  /** What whole days of the point's life show. */
  replaceOfDays(meter: string, point: string, findings: readonly Finding[]): void {
    this.#dropOfDays.run(meter, point);
    for (const finding of findings) this.#write(meter, point, finding, 1);
  }

  drop(meter: string, point?: string): void {
    if (point === undefined) this.#dropMeter.run(meter);
    else this.#dropPoint.run(meter, point);
  }

  #write(meter: string, point: string, finding: Finding, ofDays: number): void {
    const { rule, from, to, effect, before, after } = finding;
    const evidence = encodeEvidence(finding.evidence);
    this.#put.run(meter, point, from, rule, to, effect, before, after, evidence, ofDays);
  }
}

/** Names in one order: the same evidence is the same bytes. JSON has no infinity, and none is evidence of anything. */
function encodeEvidence(evidence: Evidence): string {
  const known = Object.entries(evidence).filter(([, value]) => typeof value !== 'number' || Number.isFinite(value));
  return JSON.stringify(Object.fromEntries(known.sort(([a], [b]) => (a < b ? -1 : 1))));
}
