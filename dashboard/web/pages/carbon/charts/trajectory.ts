import type { WireCarbon, WireTarget, WireWedge } from '../../../../../domain/wire-carbon.ts';

/** The years from the first that is known to the target, as they are drawn; t CO₂e; a year stands at its end. */
export interface TrajectoryYear {
  readonly year: number;
  /** Of a year that is over. */
  readonly actual: number | null;
  readonly coverage: number | null;
  /** Too little is known for it to be held against anything. */
  readonly incomplete: boolean;
  readonly without: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly path: number | null;
  readonly settled: number | null;
  readonly all: number | null;
}
/** A measure, or several contracts as one: what they promise is settled alike. */
export interface Wedge extends WireWedge {
  /** Contracts in it; 0: it is none. */
  readonly contracts: number;
}
export interface WedgeBand {
  readonly wedge: Wedge;
  readonly settled: boolean;
  /** What it takes away in the last year of the outlook. */
  readonly tonnes: number;
  /** [year, lower, upper] */
  readonly points: readonly (readonly [number, number, number])[];
}
export interface Trajectory {
  readonly years: readonly TrajectoryYear[];
  /** The running year's end; null: the year is over, or nothing is forecast. */
  readonly forecast: {
    readonly year: number;
    readonly tco2e: number;
    readonly low: number;
    readonly high: number;
  } | null;
  readonly bands: readonly WedgeBand[];
  readonly target: WireTarget | null;
  /** Of the last year of the outlook: > 0 is missing. */
  readonly gap: { readonly year: number; readonly from: number; readonly to: number; readonly tonnes: number } | null;
}

const minCoverage = 0.9;
export const isSettled = ({ state }: Pick<WireWedge, 'state'>): boolean => state !== 'proposed' && state !== 'none';
/** Settled ones stand first, in either group the largest first; what nobody has a measure for is none. */
export function measuresOf(wedges: readonly WireWedge[], year: number): readonly Wedge[] {
  const of = (one: WireWedge) => one.years.find((at) => at.year === year)?.tonnes ?? 0;
  return merged(wedges.filter(({ source }) => source !== 'gap')).toSorted(
    (a, b) => Number(isSettled(b)) - Number(isSettled(a)) || of(b) - of(a),
  );
}

/** Signed contracts are one wedge when there are several. */
function merged(wedges: readonly WireWedge[]): readonly Wedge[] {
  const signed = wedges.filter((one) => one.source === 'contract' && isSettled(one));
  const [first, ...others] = signed;
  const own = wedges.map((one): Wedge => ({ ...one, contracts: one.source === 'contract' ? 1 : 0 }));
  if (first === undefined || others.length === 0) return own;
  const years = [...new Set(signed.flatMap((one) => one.years.map(({ year }) => year)))].sort((a, b) => a - b);
  const sum = (year: number) =>
    signed.reduce((all, one) => all + (one.years.find((at) => at.year === year)?.tonnes ?? 0), 0);
  const together: Wedge = {
    ...{ id: 'contracts', name: null, source: 'contract', state: first.state, startsOn: null, confidence: null },
    tonnesPerYear: signed.reduce((all, one) => all + one.tonnesPerYear, 0),
    years: years.map((year) => ({ year, tonnes: sum(year) })),
    contracts: signed.length,
  };
  return [together, ...own.filter((one) => !signed.some(({ id }) => id === one.id))];
}

export function trajectoryOf(
  account: Pick<WireCarbon, 'year' | 'years' | 'forecast' | 'outlook' | 'target' | 'path' | 'phase'>,
): Trajectory {
  const { outlook, target, forecast } = account;
  const ahead = new Map(outlook?.years.map((one) => [one.year, one]) ?? []);
  const path = new Map(target?.path.map(({ year, tco2e }) => [year, tco2e]) ?? []);
  const known = new Map(account.years.map((one) => [one.year, one]));
  const named = [...known.keys(), ...ahead.keys(), ...path.keys(), account.year];
  const [first, last] = [Math.min(...named), Math.max(...named)];
  const open = account.phase === 'open' && forecast !== null;
  const years = Array.from({ length: last - first + 1 }, (_, i): TrajectoryYear => {
    const year = first + i;
    const was = known.get(year);
    const will = ahead.get(year);
    const running = open && year === account.year;
    const over =
      was !== undefined && !running && (year < account.year || account.phase === 'closed') && year <= account.year;
    return {
      year,
      actual: over ? was.tco2e : null,
      coverage: was?.coverage ?? null,
      incomplete: over && (!was.complete || was.coverage < minCoverage),
      without: will?.without ?? (running ? forecast.tco2e : null),
      low: will?.low ?? (running ? forecast.low : null),
      high: will?.high ?? (running ? forecast.high : null),
      path: will?.path ?? path.get(year) ?? null,
      settled: will?.settled ?? null,
      all: will?.all ?? null,
    };
  });
  return {
    years,
    forecast: open ? { year: account.year, tco2e: forecast.tco2e, low: forecast.low, high: forecast.high } : null,
    bands: bandsOf(outlook),
    target,
    gap: gapOf(outlook, target),
  };
}

/** Measures stacked downwards from the forecast without any. */
function bandsOf(outlook: WireCarbon['outlook']): readonly WedgeBand[] {
  const end = outlook?.years.at(-1)?.year;
  if (!outlook || end === undefined) return [];
  const upper = new Map(outlook.years.map(({ year, without }) => [year, without]));
  return measuresOf(outlook.wedges, end).map((wedge) => {
    const of = new Map(wedge.years.map(({ year, tonnes }) => [year, tonnes]));
    const points = outlook.years.map(({ year }) => {
      const top = upper.get(year)!;
      const low = top - (of.get(year) ?? 0);
      upper.set(year, low);
      return [year, low, top] as const;
    });
    return { wedge, settled: isSettled(wedge), tonnes: of.get(end) ?? 0, points };
  });
}

function gapOf(outlook: WireCarbon['outlook'], target: WireTarget | null): Trajectory['gap'] {
  const end = outlook?.years.findLast(({ year }) => year === target?.targetYear);
  if (!outlook || !end || target === null || outlook.gapAll === null) return null;
  return { year: end.year, from: end.all, to: target.targetTco2e, tonnes: outlook.gapAll };
}

/** The path as what it is: stairs hold a year's value until the next one, others run straight from year to year. */
export function pathPoints(target: WireTarget): readonly (readonly [number, number])[] {
  const own = target.path.length > 0 ? target.path : [];
  if (target.kind !== 'stepped') return own.map(({ year, tco2e }) => [year, tco2e] as const);
  return own.flatMap(({ year, tco2e }, i) => {
    const before = own[i - 1];
    return before === undefined ? [[year, tco2e] as const] : [[year, before.tco2e] as const, [year, tco2e] as const];
  });
}

/** Lowest and highest that is drawn, with a little room; tonnes need not start at zero where that would hide all. */
export function tonnesDomain(t: Trajectory): readonly [number, number] {
  const all = t.years.flatMap((one) => [one.actual, one.without, one.low, one.high, one.path, one.all, one.settled]);
  const found = all.filter((one): one is number => one !== null);
  if (found.length === 0) return [0, 1];
  const [low, high] = [Math.min(...found), Math.max(...found)];
  const room = (high - low) * 0.06;
  // Less than half of the height above zero: it may as well begin there.
  return low < (high - low) * 0.75 ? [Math.min(0, low), high + room] : [low - room, high + room];
}

/** Where on the axis of years a local day stands: `2026-12-31` at 2026. */
export function yearOfDay(date: string): number {
  const year = Number(date.slice(0, 4));
  const from = Date.UTC(year, 0, 1);
  return year - 1 + (Date.parse(`${date}T00:00:00Z`) + 86_400_000 - from) / (Date.UTC(year + 1, 0, 1) - from);
}
