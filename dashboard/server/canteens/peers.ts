import { meanOfSeveral, type MeanOfSeveral } from '../../../domain/canteen/several.ts';
import type { Norm } from '../../../domain/canteen/norm.ts';
import type { CanteenEntry } from '../../../storage/registry/canteen-port.ts';

/** Means of fewer others would tell the figures of single ones. */
const leastOthers = 3;

/** Whether a mean of so many canteens that somebody does not see may be shown to them. */
export const tellsNoneOfThem = (others: number): boolean => others === 0 || others >= leastOthers;

export interface KnownNorm {
  readonly entry: CanteenEntry;
  readonly norm: Norm;
}

/** The whole city, for the people of one canteen of it; null where it would tell of single ones. */
export function cityOf({ id }: CanteenEntry, known: readonly KnownNorm[], confidence: number): MeanOfSeveral | null {
  const others = known.filter(({ entry }) => entry.id !== id);
  if (others.length < leastOthers) return null;
  return meanOfSeveral(
    known.map(({ norm }) => norm),
    confidence,
  );
}

/** Canteens of the same operating and supply mode together, itself left out. */
export function peersOf(
  { id, operatingMode, supplyMode }: CanteenEntry,
  known: readonly KnownNorm[],
  confidence: number,
): { readonly mean: MeanOfSeveral; readonly canteens: number } | null {
  if (operatingMode === null || supplyMode === null) return null;
  const peers = known.filter(
    ({ entry }) => entry.id !== id && entry.operatingMode === operatingMode && entry.supplyMode === supplyMode,
  );
  if (peers.length < leastOthers) return null;
  const mean = meanOfSeveral(
    peers.map(({ norm }) => norm),
    confidence,
  );
  return mean === null ? null : { mean, canteens: peers.length };
}
