import { lowerBound } from '../../../../domain/metering/decided.ts';
import type { Resolution } from '../../../../domain/metering/interval.ts';
import { qualities, type IntervalColumns } from '../../../../storage/series/port.ts';
import type { House } from '../../house.ts';
import { breath, mapBreathing, portions } from '../../places/breath.ts';
import { grouped } from './grouped.ts';
import { RegisterReads } from './register-reads.ts';
import type { ManualRow } from './rows.ts';
import { StandingEntries } from './standing-entries.ts';

type Sources = Pick<House, 'store' | 'registry' | 'calendar' | 'intervals'>;
type Found = Pick<Present, 'value' | 'quality'>;

/** What the platform has for the time of a row. */
export interface Present {
  readonly value: number | null;
  readonly quality: string | null;
  /** The decision that stands there and would count no more. */
  readonly replaces: number | null;
}

/** Rows of one register that one request answers. */
interface Portion {
  readonly rows: readonly ManualRow[];
  readonly from: number;
  readonly to: number;
  readonly every: Resolution;
}

/** From the best to the worst that a sum can be. */
const order = ['measured', 'manual', 'estimated', 'missing'];
const dayMs = 86_400_000;
/** Rows so near to each other are read at once, what lies between them too, in portions of at most a year. */
const nearMs = 2 * dayMs;
const longestMs = 366 * dayMs;
const registersAtOnce = 50;
const nothing: Found = { value: null, quality: null };

export async function presentOf(rows: readonly ManualRow[], house: Sources): Promise<ReadonlyMap<ManualRow, Present>> {
  const found = new Map<ManualRow, Found>();
  const standing = new StandingEntries(house.registry.decisions);
  await amounts(rows, house, found);
  await readings(rows, standing, house, found);
  const present = (row: ManualRow) => ({ ...found.get(row)!, replaces: standing.over(row)?.id ?? null });
  return new Map(await mapBreathing(rows, (row) => [row, present(row)] as const));
}

async function amounts(rows: readonly ManualRow[], house: Sources, found: Map<ManualRow, Found>): Promise<void> {
  const own = rows.filter(({ kind }) => kind === 'amount');
  // Thousands of meters of one month are one request, as thousands of hours of one meter are.
  const together = grouped(await portionsOf(own, house), ({ every, from, to }) => `${every} ${from}~${to}`);
  for (const all of together) {
    const { every, from, to } = all[0]!;
    for (const some of portions(all, registersAtOnce)) {
      const asked = some.map(({ rows: [one] }) => ({ meter: one!.meter.id, point: one!.point }));
      const columns = await house.intervals.ofMany(asked, every, from, to);
      const pairs = some.flatMap(({ rows: few }, i) => few.map((row) => ({ row, of: columns[i]! })));
      await mapBreathing(pairs, ({ row, of }) => found.set(row, totalOf(of, row)));
    }
  }
}

async function readings(
  rows: readonly ManualRow[],
  standing: StandingEntries,
  { store, calendar }: Sources,
  found: Map<ManualRow, Found>,
): Promise<void> {
  const left: ManualRow[] = [];
  for (const row of rows) {
    if (row.kind !== 'reading') continue;
    const taken = standing.over(row)?.change;
    if (taken?.kind === 'reading') found.set(row, { value: taken.value, quality: 'manual' });
    else left.push(row);
  }
  for (const some of portions(await portionsOf(left, { calendar }), registersAtOnce)) {
    await Promise.all(
      some.map(async ({ rows: few, from, to }) => {
        const { ts, value } = await store.samples(few[0]!.meter.id, few[0]!.point, from, to + 1);
        const reads = new RegisterReads(ts, value);
        for (const row of few) {
          const read = reads.at(row.from);
          found.set(row, read === undefined ? nothing : { value: read, quality: 'measured' });
        }
      }),
    );
    await breath();
  }
}

async function portionsOf(rows: readonly ManualRow[], house: Pick<House, 'calendar'>): Promise<Portion[]> {
  const made: Portion[] = [];
  const everyOf = new Map(await mapBreathing(rows, (row) => [row, resolutionOf(row, house)] as const));
  for (const own of grouped(rows, (row) => `${everyOf.get(row)} ${row.point} ${row.meter.id}`)) {
    const every = everyOf.get(own[0]!)!;
    let few: ManualRow[] = [];
    let [from, to] = [0, 0];
    for (const row of own.toSorted((a, b) => a.from - b.from)) {
      if (few.length > 0 && (row.from > to + nearMs || row.to > from + longestMs)) {
        made.push({ rows: few, from, to, every });
        few = [];
      }
      if (few.length === 0) [from, to] = [row.from, row.to];
      few.push(row);
      to = Math.max(to, row.to);
    }
    made.push({ rows: few, from, to, every });
  }
  return made;
}

/** Months and days are judged at their own edges; anything else is the sum of its quarter hours. */
function resolutionOf({ kind, from, to }: ManualRow, { calendar }: Pick<House, 'calendar'>): Resolution {
  if (kind === 'reading') return '15m';
  if (calendar.startOfMonth(from) === from && calendar.nextMonth(from) === to) return '1mo';
  return calendar.startOfDay(from) === from && calendar.startOfDay(to) === to ? '1d' : '15m';
}

/** Of the intervals that begin in the time of a row. */
function totalOf({ startsAt, value, quality }: IntervalColumns, { from, to }: ManualRow): Found {
  const [start, end] = [lowerBound(startsAt, from), lowerBound(startsAt, to)];
  let [sum, worst, isKnown] = [0, 0, false];
  for (let i = start; i < end; i += 1) {
    worst = Math.max(worst, order.indexOf(qualities[quality[i]!]!));
    if (Number.isNaN(value[i]!)) continue;
    sum += value[i]!;
    isKnown = true;
  }
  return isKnown ? { value: sum, quality: order[worst]! } : nothing;
}
