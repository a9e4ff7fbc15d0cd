import type { Resolution } from '../../../domain/metering/interval.ts';
import type { MeterRules } from '../../../domain/metering/meter.ts';
import { combine, leavesOf, sumOver, type VirtualTerm } from '../../../domain/metering/virtual.ts';
import type { LocalCalendar } from '../../../domain/time/calendar.ts';
import type { Registry, VirtualEntry } from '../../../storage/registry/port.ts';
import type { IntervalColumns, SeriesStore } from '../../../storage/series/port.ts';

/** One point of a meter, read or virtual. */
export interface PointOf {
  readonly meter: string;
  readonly point: string;
}

/** Where meters, their registers and intervals are looked up: as they are, or as they were. */
interface Source {
  virtualOf(meter: string): VirtualEntry | null;
  registerPoint(meter: string): string | undefined;
  read(points: readonly PointOf[], every: Resolution, from: number, to: number): Promise<readonly IntervalColumns[]>;
  readonly present: number;
}

/** What one meter is computed of: nothing but itself when it is read. */
interface Plan {
  readonly terms: readonly VirtualTerm[] | null;
  readonly points: readonly PointOf[];
}

/**
 * Intervals of every meter, those that are computed of others among them. A virtual meter keeps nothing of its own: it
 * is what its meters are at the moment of asking, so late, corrected and overruled data are in it at once.
 */
export class IntervalReader {
  readonly #store: Pick<SeriesStore, 'intervals' | 'intervalsOf' | 'intervalsAsOf'>;
  readonly #registry: Registry;
  readonly #calendar: LocalCalendar;
  readonly #now: () => number;

  constructor(
    store: Pick<SeriesStore, 'intervals' | 'intervalsOf' | 'intervalsAsOf'>,
    registry: Registry,
    calendar: LocalCalendar,
    now: () => number,
  ) {
    this.#store = store;
    this.#registry = registry;
    this.#calendar = calendar;
    this.#now = now;
  }

  /** Intervals of one point whose start lies in [from, to), missing ones included. */
  async of(asked: PointOf, every: Resolution, from: number, to: number): Promise<IntervalColumns> {
    const virtual = this.#registry.directory.virtual(asked.meter);
    if (virtual === null) return this.#store.intervals(asked.meter, asked.point, every, from, to);
    const [columns] = await this.ofMany([asked], every, from, to);
    return columns!;
  }

  /** The same for many at once, in the order in which they were asked for. */
  ofMany(asked: readonly PointOf[], every: Resolution, from: number, to: number): Promise<readonly IntervalColumns[]> {
    return this.#combined(asked, every, from, to, this.#today());
  }

  /** How many meters that are read stand behind it: what an answer costs, in columns. */
  partsOf(meter: string): number {
    return planOf({ meter, point: '' }, this.#today()).points.length;
  }

  /**
   * As known at that instant: of readings received, rules, terms and decisions recorded until then. A meter that was not
   * known then has nothing.
   */
  async asOf(asked: PointOf, every: Resolution, from: number, to: number, asOf: number): Promise<IntervalColumns> {
    const virtual = new Map<string, VirtualEntry | null>();
    await this.#virtualThen(asked.meter, asOf, virtual);
    const rules = new Map<string, MeterRules | null>();
    for (const [meter, entry] of virtual) {
      if (entry === null) rules.set(meter, await this.#registry.rulesAsOf(meter, asOf));
    }
    const source: Source = {
      virtualOf: (meter) => virtual.get(meter) ?? null,
      registerPoint: (meter) => rules.get(meter)?.registerPoint,
      read: (points, resolution, start, end) =>
        Promise.all(
          points.map(({ meter, point }) => {
            const then = rules.get(meter) ?? null;
            if (then === null) return nothing(this.#calendar.edges(resolution, start, end));
            return this.#store.intervalsAsOf({ meter, rules: then }, point, resolution, start, end, asOf);
          }),
        ),
      present: asOf,
    };
    const [columns] = await this.#combined([asked], every, from, to, source);
    return columns!;
  }

  #today(): Source {
    const { directory } = this.#registry;
    return {
      virtualOf: (meter) => directory.virtual(meter),
      registerPoint: (meter) => directory.meter(meter)?.rules.registerPoint,
      read: (points, every, from, to) => this.#store.intervalsOf(points, every, from, to),
      present: this.#now(),
    };
  }

  /** The virtual meters below this one as they were, itself among them. */
  async #virtualThen(meter: string, asOf: number, found: Map<string, VirtualEntry | null>): Promise<void> {
    if (found.has(meter)) return;
    const entry = await this.#registry.virtualAsOf(meter, asOf);
    found.set(meter, entry);
    for (const term of entry?.terms ?? []) await this.#virtualThen(term.meter, asOf, found);
  }

  async #combined(
    asked: readonly PointOf[],
    every: Resolution,
    from: number,
    to: number,
    source: Source,
  ): Promise<readonly IntervalColumns[]> {
    const plans = asked.map((one) => planOf(one, source));
    const whole = await readAll(plans, source, every, from, to);
    const edges = this.#calendar.edges(every, from, to);
    // A month within which a term begins or ends is the sum of its days; all others are judged at their own edges.
    const broken = plans.map(({ terms }) => (every === '1mo' ? changesWithin(edges, terms ?? []) : []));
    const months = broken.flat();
    const span = { from: edges[Math.min(...months)] ?? from, to: edges[Math.max(...months) + 1] ?? from };
    const inDays = plans.filter((_, i) => broken[i]!.length > 0);
    const days = await readAll(inDays, source, '1d', span.from, span.to);
    const dayEdges = this.#calendar.edges('1d', span.from, span.to);
    return plans.map(({ terms, points }, i) => {
      const columns = points.map((point) => whole.get(keyOf(point))!);
      if (terms === null) return columns[0]!;
      const sum = combine(edges, terms, columns, source.present);
      if (broken[i]!.length > 0) {
        const parts = points.map((point) => days.get(keyOf(point))!);
        const monthly = sumOver(dayEdges, combine(dayEdges, terms, parts, source.present), edges);
        for (const month of broken[i]!) {
          sum.value[month] = monthly.value[month]!;
          sum.coverage[month] = monthly.coverage[month]!;
          sum.quality[month] = monthly.quality[month]!;
        }
      }
      return asColumns(edges, sum);
    });
  }
}

async function readAll(
  plans: readonly Plan[],
  source: Source,
  every: Resolution,
  from: number,
  to: number,
): Promise<ReadonlyMap<string, IntervalColumns>> {
  const points = new Map(plans.flatMap((plan) => plan.points.map((point) => [keyOf(point), point])));
  const columns = points.size === 0 ? [] : await source.read([...points.values()], every, from, to);
  return new Map([...points.keys()].map((key, i) => [key, columns[i]!]));
}

function planOf(asked: PointOf, { virtualOf, registerPoint }: Source): Plan {
  const virtual = virtualOf(asked.meter);
  if (virtual === null) return { terms: null, points: [asked] };
  const terms = leavesOf(virtual.terms, (meter) => virtualOf(meter)?.terms ?? null);
  // Of what it is a sum each of its meters has a register of its own name; other points are common to all.
  const pointOf = (meter: string) =>
    asked.point === virtual.point ? (registerPoint(meter) ?? asked.point) : asked.point;
  return { terms, points: terms.map(({ meter }) => ({ meter, point: pointOf(meter) })) };
}

/** Intervals inside of which a term begins or ends. */
function changesWithin(edges: Float64Array, terms: readonly VirtualTerm[]): number[] {
  const found: number[] = [];
  for (let i = 0; i + 1 < edges.length; i += 1) {
    const isInside = (at: number) => at > edges[i]! && at < edges[i + 1]!;
    if (terms.some(({ from, to }) => isInside(from) || isInside(to))) found.push(i);
  }
  return found;
}

const keyOf = ({ meter, point }: PointOf): string => `${point} ${meter}`;

function asColumns(
  edges: Float64Array,
  { value, coverage, quality }: Pick<IntervalColumns, 'value' | 'coverage' | 'quality'>,
): IntervalColumns {
  return { startsAt: edges.slice(0, -1), endsAt: edges[edges.length - 1] ?? NaN, value, coverage, quality };
}

function nothing(edges: Float64Array): IntervalColumns {
  const n = Math.max(0, edges.length - 1);
  return asColumns(edges, {
    value: new Float64Array(n).fill(NaN),
    coverage: new Float64Array(n),
    quality: new Uint8Array(n),
  });
}
