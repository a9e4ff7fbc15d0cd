import { lowerBound } from '../../../../domain/metering/decided.ts';
import type { DecisionRecord, Decisions } from '../../../../storage/registry/port.ts';
import { grouped } from './grouped.ts';
import type { ManualRow } from './rows.ts';

/** An amount that stands, and how far it and those that begin before it reach. */
interface Amounts {
  readonly records: readonly { readonly from: number; readonly to: number; readonly record: DecisionRecord }[];
  readonly starts: Float64Array;
  readonly reach: Float64Array;
}
interface OfPoint {
  readonly readings: ReadonlyMap<number, DecisionRecord>;
  readonly amounts: Amounts;
}

/** What was entered by hand and stands, by its time: a file of thousands of rows is compared with thousands of entries. */
export class StandingEntries {
  readonly #decisions: Pick<Decisions, 'standing'>;
  readonly #meters = new Map<string, Map<string, OfPoint>>();

  constructor(decisions: Pick<Decisions, 'standing'>) {
    this.#decisions = decisions;
  }

  /** The newest of the row's kind that stands at its time, or in a part of it. */
  over({
    meter,
    point,
    kind,
    from,
    to,
  }: Pick<ManualRow, 'point' | 'kind' | 'from' | 'to'> & {
    readonly meter: { readonly id: string };
  }): DecisionRecord | null {
    const own = this.#of(meter.id).get(point);
    if (own === undefined) return null;
    if (kind === 'reading') return own.readings.get(from) ?? null;
    const { records, starts, reach } = own.amounts;
    let newest: DecisionRecord | null = null;
    for (let i = lowerBound(starts, to) - 1; i >= 0 && reach[i]! > from; i -= 1) {
      const one = records[i]!;
      if (one.to > from && (newest === null || one.record.id > newest.id)) newest = one.record;
    }
    return newest;
  }

  #of(meter: string): Map<string, OfPoint> {
    let points = this.#meters.get(meter);
    if (points === undefined) {
      const standing = this.#decisions.standing(meter).filter(({ change }) => change !== null);
      points = new Map(
        grouped(standing, ({ change }) => change!.point).map((own) => [own[0]!.change!.point, ofPoint(own)]),
      );
      this.#meters.set(meter, points);
    }
    return points;
  }
}

/** @param standing ascending by id: of two at the same time the newer one counts */
function ofPoint(standing: readonly DecisionRecord[]): OfPoint {
  const readings = new Map<number, DecisionRecord>();
  const records: { from: number; to: number; record: DecisionRecord }[] = [];
  for (const record of standing) {
    const { change } = record;
    if (change?.kind === 'reading') readings.set(change.at, record);
    if (change?.kind === 'amount') records.push({ from: change.from, to: change.to, record });
  }
  records.sort((a, b) => a.from - b.from);
  const reach = new Float64Array(records.length);
  records.forEach(({ to }, i) => (reach[i] = Math.max(to, reach[i - 1] ?? -Infinity)));
  return { readings, amounts: { records, starts: Float64Array.from(records, ({ from }) => from), reach } };
}
