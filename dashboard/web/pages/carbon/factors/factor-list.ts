import type { EnergyKind, FactorMeaning } from '../../../../../domain/carbon/factor.ts';
import type { WireFactorItem } from '../../../../../domain/wire-carbon.ts';

const meanings: readonly FactorMeaning[] = ['emission', 'calorific', 'equivalent', 'density'];

export interface FactorChoice {
  readonly q: string;
  readonly meaning: FactorMeaning | null;
  readonly energy: EnergyKind | null;
}

/** Emission factors first, power before fuels, the newest data first; what was undone stays, after what holds. */
export function chosenFactors(
  items: readonly WireFactorItem[],
  { q, meaning, energy }: FactorChoice,
  nameOf: (one: WireFactorItem) => string,
): readonly WireFactorItem[] {
  const sought = q.trim().toLowerCase();
  const matches = (one: WireFactorItem) =>
    (meaning === null || one.meaning === meaning) &&
    (energy === null || one.energy === energy) &&
    (sought === '' ||
      [one.id, one.source, nameOf(one), one.area ?? '', String(one.dataYear ?? '')].some((text) =>
        text.toLowerCase().includes(sought),
      ));
  return items
    .filter(matches)
    .toSorted(
      (a, b) =>
        Number(a.undoneAt !== null) - Number(b.undoneAt !== null) ||
        meanings.indexOf(a.meaning) - meanings.indexOf(b.meaning) ||
        Number(b.energy === 'electricity') - Number(a.energy === 'electricity') ||
        a.energy.localeCompare(b.energy) ||
        (b.dataYear ?? 0) - (a.dataYear ?? 0) ||
        b.published.localeCompare(a.published) ||
        a.id.localeCompare(b.id),
    );
}
