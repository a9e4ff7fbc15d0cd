import type { LocalPeriod } from '../../../../domain/contract/contract.ts';

/** How much of a base period the brought days cover: local days, both ends of a period count. */
export type Covers = 'whole' | 'part' | 'none';

/** @param until the first local day that is no longer among the brought ones */
export function covers(base: LocalPeriod, from: string, until: string): Covers {
  if (until <= base.from || from > base.to) return 'none';
  return from <= base.from && until > base.to ? 'whole' : 'part';
}
