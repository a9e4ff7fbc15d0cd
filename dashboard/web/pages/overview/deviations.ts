import type { WireDeviation } from '../../../../domain/wire-places.ts';

/** Fewer rows can be read at a glance; all are one step away. */
export const shownAtFirst = 8;
/** Buildings that stand out, largest deviation first; those that say nothing follow, the longest silent first. */
export function standingOut(all: readonly WireDeviation[]): readonly WireDeviation[] {
  const buildings = all.filter(({ kind }) => kind === 'building');
  const off = buildings.filter(({ deviation, standsOut }) => deviation !== null && standsOut);
  return [...byAmount(off), ...silentOnes(buildings)];
}

/** All buildings that are listed, in the same order. */
export function allBuildings(all: readonly WireDeviation[]): readonly WireDeviation[] {
  const buildings = all.filter(({ kind }) => kind === 'building');
  const rest = buildings.filter((one) => one.deviation === null && one.reason?.code !== 'no-data');
  return [...byAmount(buildings.filter((one) => one.deviation !== null)), ...rest, ...silentOnes(buildings)];
}

const byAmount = (rows: readonly WireDeviation[]) =>
  [...rows].sort((a, b) => Math.abs(b.deviation!) - Math.abs(a.deviation!));
const silentOnes = (rows: readonly WireDeviation[]) =>
  rows
    .filter(({ reason, deviation }) => deviation === null && reason?.code === 'no-data')
    .sort((a, b) => (b.ageSeconds ?? Infinity) - (a.ageSeconds ?? Infinity));

/** One scale for all rows: what is drawn reaches as far up as down. */
export function commonReach(rows: readonly WireDeviation[]): number {
  let reach = 0;
  for (const { quarters } of rows)
    quarters?.difference.forEach((value, i) => {
      if (value === null) return;
      reach = Math.max(reach, Math.abs(value), Math.abs(quarters.low[i] ?? 0), Math.abs(quarters.high[i] ?? 0));
    });
  return reach === 0 ? 1 : reach;
}

/** Institutions by what they take now; those that say nothing last. */
export function institutionsByRate(all: readonly WireDeviation[]): readonly WireDeviation[] {
  return all
    .filter(({ kind }) => kind === 'institution')
    .sort((a, b) => (b.rateNow ?? -Infinity) - (a.rateNow ?? -Infinity));
}

export interface Completeness {
  /** Mean of all days, 0…1. */
  readonly known: number;
  readonly estimated: number;
  readonly worst: { readonly known: number; readonly date: string } | null;
}
/** Over the days that are over: today's is not whole because it runs. */
export function completenessOf(
  {
    dates,
    measured,
    estimated,
  }: { dates: readonly string[]; measured: readonly number[]; estimated: readonly number[] },
  today: string,
): Completeness {
  let [known, guessed, days] = [0, 0, 0];
  let worst: Completeness['worst'] = null;
  dates.forEach((date, i) => {
    if (date >= today) return;
    const own = (measured[i] ?? 0) + (estimated[i] ?? 0);
    known += own;
    guessed += estimated[i] ?? 0;
    days++;
    if (worst === null || own < worst.known) worst = { known: own, date };
  });
  return { known: days === 0 ? 0 : known / days, estimated: days === 0 ? 0 : guessed / days, worst };
}
