import type { Resolution } from '../../../domain/metering/interval.ts';
import { combine, leavesOf, sumOver, type VirtualTerm } from '../../../domain/metering/virtual.ts';
import type { LocalCalendar } from '../../../domain/time/calendar.ts';
import type { Registry, VirtualEntry } from '../../../storage/registry/port.ts';
import type { IntervalColumns, SeriesStore } from '../../../storage/series/port.ts';

/** One point of a meter, read or virtual. */
export interface PointOf {
  readonly meter: string;
  readonly point: string;
}

/** What is asked of the store for one meter: a virtual one's leaves, at the resolution at which they can be combined. */
interface Plan {
  readonly terms: readonly VirtualTerm[];
  readonly points: readonly PointOf[];
  readonly every: Resolution;
}

/** Reads one point over a span that is the same for all that are asked for together. */
type ReadMany = (
  points: readonly PointOf[],
  every: Resolution,
  from: number,
  to: number,
) => Promise<readonly IntervalColumns[]>;

/**
 * Intervals of every meter, those that are computed of others among them. A virtual meter keeps nothing of its own: it
 * is what its meters are at the moment of asking, so late, corrected and overruled data are in it at once.
 */
export class IntervalReader {
  readonly #store: Pick<SeriesStore, 'intervals' | 'intervalsOf' | 'intervalsAsOf'>;
  readonly #registry: Registry;
  readonly #calendar: LocalCalendar;

  constructor(
    store: Pick<SeriesStore, 'intervals' | 'intervalsOf' | 'intervalsAsOf'>,
    registry: Registry,
    calendar: LocalCalendar,
  ) {
    this.#store = store;
    this.#registry = registry;
    this.#calendar = calendar;
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
    const { directory } = this.#registry;
    const virtualOf = (meter: string): VirtualEntry | null => directory.virtual(meter);
    return this.#read(asked, virtualOf, every, from, to, (points, resolution, start, end) =>
      this.#store.intervalsOf(points, resolution, start, end),
    );
  }

  /**
   * As known at that instant: of readings received, rules, terms and decisions recorded until then. A meter that was not
   * known then has nothing.
   */
  async asOf(asked: PointOf, every: Resolution, from: number, to: number, asOf: number): Promise<IntervalColumns> {
    const virtual = new Map<string, VirtualEntry | null>();
    await this.#virtualThen(asked.meter, asOf, virtual);
    const [columns] = await this.#read(
      [asked],
      (meter) => virtual.get(meter) ?? null,
      every,
      from,
      to,
      (points, resolution, start, end) =>
        Promise.all(points.map((point) => this.#readThen(point, resolution, start, end, asOf))),
    );
    return columns!;
  }

  /** The virtual meters below this one as they were, itself among them. */
  async #virtualThen(meter: string, asOf: number, found: Map<string, VirtualEntry | null>): Promise<void> {
    if (found.has(meter)) return;
    const entry = await this.#registry.virtualAsOf(meter, asOf);
    found.set(meter, entry);
    for (const term of entry?.terms ?? []) await this.#virtualThen(term.meter, asOf, found);
  }

  async #readThen(
    { meter, point }: PointOf,
    every: Resolution,
    from: number,
    to: number,
    asOf: number,
  ): Promise<IntervalColumns> {
    const rules = await this.#registry.rulesAsOf(meter, asOf);
    if (rules === null) return nothing(this.#calendar.edges(every, from, to));
    return this.#store.intervalsAsOf({ meter, rules }, point, every, from, to, asOf);
  }

  async #read(
    asked: readonly PointOf[],
    virtualOf: (meter: string) => VirtualEntry | null,
    every: Resolution,
    from: number,
    to: number,
    read: ReadMany,
  ): Promise<readonly IntervalColumns[]> {
    const registerPoint = (meter: string) => this.#registry.directory.meter(meter)?.rules.registerPoint;
    const plans = asked.map((one) => planOf(one, virtualOf, registerPoint, every, this.#calendar));
    const columns = new Map<string, IntervalColumns>();
    for (const resolution of new Set(plans.map((plan) => plan.every))) {
      const points = new Map(
        plans
          .filter((plan) => plan.every === resolution)
          .flatMap((plan) => plan.points.map((point) => [keyOf(point, resolution), point])),
      );
      const span = resolution === every ? { from, to } : this.#wholeMonths(from, to);
      const found = await read([...points.values()], resolution, span.from, span.to);
      [...points.keys()].forEach((key, i) => columns.set(key, found[i]!));
    }
    return plans.map((plan, i) => {
      const parts = plan.points.map((point) => columns.get(keyOf(point, plan.every))!);
      if (virtualOf(asked[i]!.meter) === null) return parts[0]!;
      return this.#combined(plan, parts, every, from, to);
    });
  }

  #combined(
    plan: Plan,
    parts: readonly IntervalColumns[],
    every: Resolution,
    from: number,
    to: number,
  ): IntervalColumns {
    const edges = this.#calendar.edges(every, from, to);
    if (plan.every === every) return asColumns(edges, combine(edges, plan.terms, parts));
    const span = this.#wholeMonths(from, to);
    const days = this.#calendar.edges(plan.every, span.from, span.to);
    return asColumns(edges, sumOver(days, combine(days, plan.terms, parts), edges));
  }

  /** The days of every month whose start lies in [from, to). */
  #wholeMonths(from: number, to: number): { readonly from: number; readonly to: number } {
    const months = this.#calendar.edges('1mo', from, to);
    return { from: months[0] ?? from, to: months[months.length - 1] ?? from };
  }
}

function planOf(
  asked: PointOf,
  virtualOf: (meter: string) => VirtualEntry | null,
  registerPoint: (meter: string) => string | undefined,
  every: Resolution,
  calendar: LocalCalendar,
): Plan {
  const virtual = virtualOf(asked.meter);
  if (virtual === null) return { terms: [], points: [asked], every };
  const terms = leavesOf(virtual.terms, (meter) => virtualOf(meter)?.terms ?? null);
  // Of what it is a sum each of its meters has a register of its own name; other points are common to all.
  const pointOf = (meter: string) =>
    asked.point === virtual.point ? (registerPoint(meter) ?? asked.point) : asked.point;
  const points = terms.map(({ meter }) => ({ meter, point: pointOf(meter) }));
  // A month in which a term begins or ends is the sum of its days; all others are judged at their own edges.
  const isMonthly =
    every === '1mo' && terms.every(({ from, to }) => beginsMonth(from, calendar) && beginsMonth(to, calendar));
  return { terms, points, every: every === '1mo' && !isMonthly ? '1d' : every };
}

function beginsMonth(at: number, calendar: LocalCalendar): boolean {
  return !Number.isFinite(at) || calendar.startOfMonth(at) === at;
}

const keyOf = ({ meter, point }: PointOf, every: Resolution): string => `${every} ${point} ${meter}`;

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
