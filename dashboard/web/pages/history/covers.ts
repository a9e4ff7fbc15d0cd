import type { LocalPeriod } from '../../../../domain/contract/contract.ts';

/** How much of a base period the brought days cover: local days, both ends of a period count. */
export type Covers = 'whole' | 'part' | 'none';

/** Local days; `until` is the first one after them. */
export interface BroughtDays {
  readonly from: string;
  readonly until: string;
}

/** @param gaps days among the brought ones that are not known after all */
export function covers(base: LocalPeriod, { from, until }: BroughtDays, gaps: readonly BroughtDays[] = []): Covers {
  const touches = (days: BroughtDays): boolean => days.until > base.from && days.from <= base.to;
  if (!touches({ from, until })) return 'none';
  return from <= base.from && until > base.to && !gaps.some(touches) ? 'whole' : 'part';
}
