import type { Factor } from '../../../../domain/carbon/factor.ts';
import type { WireFactor } from '../../../../domain/wire-carbon.ts';
import type { CarbonMessages } from '../../messages/carbon/type.ts';

/** What a factor is of, in words: `电，浙江平均`. */
export function factorName(
  { energy, column, area }: Pick<Factor, 'energy' | 'column' | 'area'>,
  m: CarbonMessages,
): string {
  if (energy !== 'electricity' || column === null) {
    const own = m.sources[energy] ?? energy;
    return area === null ? own : `${own} · ${m.areas[area] ?? area}`;
  }
  if (column === 'excluding-market-non-fossil') return m.powerRest;
  if (column === 'fossil') return m.powerFossil;
  return m.powerAverage(
    column === 'national' ? m.areas.china! : area === null ? m.columnsOfPower[column] : (m.areas[area] ?? area),
  );
}

/** Units with their signs: `kgCO₂/kWh` reads `kg/kWh` where a column says what it is of. */
export const factorUnit = (unit: string): string => unit.replace('CO2', '').replace('m3', 'm³');

/** Power first, then fuels, the newest data first. */
export function usedFactors(factors: readonly WireFactor[]): readonly WireFactor[] {
  const rank = ({ meaning, energy }: WireFactor) =>
    (meaning === 'emission' ? 0 : meaning === 'density' ? 200 : 100) + (energy === 'electricity' ? 0 : 10);
  return factors.toSorted((a, b) => rank(a) - rank(b) || (b.dataYear ?? 0) - (a.dataYear ?? 0));
}

export interface LagWarning {
  readonly factor: WireFactor;
  /** Years of which none has been published. */
  readonly years: readonly number[];
}
/** Yearly factors that are older than what they are used for, each with the years that are not published. */
export function lagWarnings(factors: readonly WireFactor[]): readonly LagWarning[] {
  const newest = new Map<string, WireFactor>();
  for (const one of factors) {
    if (one.dataYear === null || one.lagYears <= 0) continue;
    const key = `${one.meaning} ${one.energy} ${one.column} ${one.area}`;
    if ((newest.get(key)?.dataYear ?? 0) < one.dataYear) newest.set(key, one);
  }
  return [...newest.values()].map((factor) => ({
    factor,
    years: Array.from({ length: factor.lagYears }, (_, i) => factor.dataYear! + 1 + i),
  }));
}

/** `2023`, `2024–2026`: years that follow one another as one span. */
export function yearSpan(years: readonly number[]): string {
  const [first, last] = [years[0], years.at(-1)];
  return first === undefined ? '' : first === last ? `${first}` : `${first}–${last}`;
}
