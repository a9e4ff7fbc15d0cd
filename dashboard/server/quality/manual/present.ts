import type { Resolution } from '../../../../domain/metering/interval.ts';
import { qualities, type IntervalColumns } from '../../../../storage/series/port.ts';
import type { House } from '../../house.ts';
import { grouped } from './grouped.ts';
import type { ManualRow } from './rows.ts';

type Sources = Pick<House, 'store' | 'registry' | 'calendar' | 'intervals'>;

/** What the platform has for the time of a row. */
export interface Present {
  readonly value: number | null;
  readonly quality: string | null;
  /** The decision that stands there and would count no more. */
  readonly replaces: number | null;
}

/** From the best to the worst that a sum can be. */
const order = ['measured', 'manual', 'estimated', 'missing'];

/** In the order of the rows. */
export async function presentOf(rows: readonly ManualRow[], house: Sources): Promise<readonly Present[]> {
  const found = new Map<ManualRow, Pick<Present, 'value' | 'quality'>>();
  const spans = grouped(
    rows.filter(({ kind }) => kind === 'amount'),
    ({ from, to }) => `${from}~${to}`,
  );
  for (const own of spans) {
    const { from, to } = own[0]!;
    const asked = own.map(({ meter, point }) => ({ meter: meter.id, point }));
    const columns = await house.intervals.ofMany(asked, resolutionOf(from, to, house), from, to);
    own.forEach((row, i) => found.set(row, totalOf(columns[i]!)));
  }
  for (const row of rows) if (row.kind === 'reading') found.set(row, await readingAt(row, house));
  return rows.map((row) => ({ ...found.get(row)!, replaces: replacedBy(row, house) }));
}

/** Months and days are judged at their own edges; anything else is the sum of its quarter hours. */
function resolutionOf(from: number, to: number, { calendar }: Sources): Resolution {
  if (calendar.startOfMonth(from) === from && calendar.nextMonth(from) === to) return '1mo';
  return calendar.startOfDay(from) === from && calendar.startOfDay(to) === to ? '1d' : '15m';
}

function totalOf({ value, quality }: IntervalColumns): Pick<Present, 'value' | 'quality'> {
  const known = value.filter((one) => !Number.isNaN(one));
  const worst = quality.reduce((all, code) => Math.max(all, order.indexOf(qualities[code]!)), 0);
  if (known.length === 0) return { value: null, quality: null };
  return { value: known.reduce((sum, one) => sum + one, 0), quality: order[worst]! };
}

async function readingAt({ meter, point, from }: ManualRow, { store, registry }: Sources) {
  const taken = registry.decisions
    .standing(meter.id)
    .findLast(({ change }) => change?.kind === 'reading' && change.point === point && change.at === from);
  if (taken?.change?.kind === 'reading') return { value: taken.change.value, quality: 'manual' };
  const { value } = await store.samples(meter.id, point, from, from + 1);
  return value.length === 0 ? { value: null, quality: null } : { value: value[0]!, quality: 'measured' };
}

function replacedBy({ meter, point, kind, from, to }: ManualRow, { registry }: Sources): number | null {
  const standing = registry.decisions.standing(meter.id).findLast(({ change }) => {
    if (change === null || change.point !== point || change.kind !== kind) return false;
    return change.kind === 'reading'
      ? change.at === from
      : change.kind === 'amount' && change.from < to && change.to > from;
  });
  return standing?.id ?? null;
}
