import { rulesOfPoint } from '../../../../domain/metering/point-rules.ts';
import type { House } from '../../house.ts';
import { mapBreathing } from '../../places/breath.ts';
import type { FaultList } from './fault-list.ts';
import { RegisterReads, type Read } from './register-reads.ts';
import type { ManualRow } from './rows.ts';

type Sources = Pick<House, 'store' | 'registry' | 'calendar'>;

const dayMs = 86_400_000;
const hourMs = 3_600_000;
/** How far readings around are looked for, first near, then as far as a meter that is read monthly needs. */
const nearMs = 2 * dayMs;
const farMs = 70 * dayMs;
/** One odd reading of a device says nothing: the middle one of so many does. */
const asked = 3;
/** A register this near to its end, or its beginning, may have turned. */
const turnShare = 0.05;

/**
 * Compares readings of one register with those around them, in the file and in the store.
 * @param rows ascending, at least one
 */
export async function checkNeighbours(
  rows: readonly ManualRow[],
  { store, registry, calendar }: Sources,
  faults: FaultList,
  warnings: FaultList,
): Promise<void> {
  const { meter, point } = rows[0]!;
  const entry = registry.directory.meter(meter.id);
  if (entry === null) return;
  const rules = rulesOfPoint(entry.rules, point);
  const own = new Map(rows.map(({ from, value }) => [from, value]));
  for (const record of registry.decisions.standing(meter.id)) {
    const { change } = record;
    if (change?.kind === 'reading' && change.point === point && !own.has(change.at)) own.set(change.at, change.value);
  }
  const [first, last] = [rows[0]!.from, rows.at(-1)!.from];
  let read = new RegisterReads(new Float64Array(), new Float64Array());
  for (const reach of [nearMs, farMs]) {
    const { ts, value } = await store.samples(meter.id, point, first - reach, last + reach + 1);
    read = new RegisterReads(ts, value).without(own);
    if (ts.length > 0 && ts[0]! < first && ts.at(-1)! > last) break;
  }
  const byHand = RegisterReads.of(own);
  const range = rules.digits === undefined ? Infinity : 10 ** rules.digits;
  const changes = rules.replacements.map(({ at }) => at);
  await mapBreathing(rows, ({ row, from, value, valueColumn }) => {
    if (value >= range) {
      faults.add(row, valueColumn, 'more-digits', String(rules.digits));
      return;
    }
    const since = Math.max(-Infinity, ...changes.filter((at) => at <= from));
    const until = Math.min(Infinity, ...changes.filter((at) => at >= from));
    const before = [middle(read.last(asked, since, from)), byHand.last(1, since, from)[0]].filter(
      (one) => one !== undefined,
    );
    const after = [middle(read.first(asked, from, until)), byHand.first(1, from, until)[0]].filter(
      (one) => one !== undefined,
    );
    const higher = before.find((one) => one.value > value);
    const lower = after.find((one) => one.value < value);
    if (higher !== undefined) {
      const turned = higher.value > range * (1 - turnShare) && value < range * turnShare;
      const list = turned ? warnings : faults;
      list.add(row, valueColumn, turned ? 'rolls-over' : 'below-before', String(higher.value), calendar.iso(higher.ts));
    } else if (lower !== undefined) {
      const turned = value > range * (1 - turnShare) && lower.value < range * turnShare;
      const list = turned ? warnings : faults;
      list.add(row, valueColumn, turned ? 'rolls-over' : 'above-after', String(lower.value), calendar.iso(lower.ts));
    } else if (before.length > 0 && rules.maxPerHour !== undefined) {
      const last = before.reduce((newest, one) => (one.ts > newest.ts ? one : newest));
      const multiplier = Math.abs(rules.multiplier.findLast((one) => one.from <= from)?.value ?? 1);
      const most = (rules.maxPerHour * (from - last.ts)) / hourMs;
      if ((value - last.value) * multiplier > most) warnings.add(row, valueColumn, 'more-than-meter-can', String(most));
    }
  });
}

/** undefined: there is none. */
function middle(reads: readonly Read[]): Read | undefined {
  return reads.toSorted((a, b) => a.value - b.value)[reads.length >> 1];
}
