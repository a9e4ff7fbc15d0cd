import type { ActivityKind, ActivityLine, CarbonMethod, EmissionLine, PvLine } from '../../../domain/carbon/account.ts';
import type { ChosenFactor } from '../../../domain/carbon/factor.ts';
import type { PlaceFact } from '../../../domain/carbon/facts.ts';
import type { Place } from '../places/place-index.ts';

/** Energy by month as the meters and the entries tell it: what carbon, quotas and statistics are all made of. */
export interface Activity {
  readonly lines: readonly ActivityLine[];
  readonly pv: readonly PvLine[];
  /** Entries that overlap what a meter measures: told, counted nowhere. */
  readonly notCounted: readonly (ActivityLine & { readonly code: 'metered-already' })[];
}

/** Lines with their factors; sums are made of them by `domain/carbon/sums.ts`. */
export interface Account {
  readonly year: number;
  readonly method: CarbonMethod;
  readonly lines: readonly EmissionLine[];
  readonly pv: readonly PvLine[];
  readonly notCounted: Activity['notCounted'];
  readonly factors: readonly ChosenFactor[];
  /** Retired certificates of the institutions' year, MWh; `usable` of them covered power. */
  readonly certificates: { readonly appliedMwh: number; readonly usableMwh: number };
  /** Last local day that is counted; null: nothing is known. */
  readonly until: string | null;
}

/** The one place that reads energy for carbon, quotas and statistics; remembered until what it rests on changes. */
export interface CarbonAccounts {
  start(): void;
  stop(): Promise<void>;
  /** All derived content was made again. */
  forget(): void;
  /** Of these institutions, local months [from, to) as `2026-01`; a running month as far as it is known. */
  activity(institutions: readonly string[], from: string, to: string, asOf?: number): Promise<Activity>;
  /** Amounts by local day of one institution (its main meters, others' sub-meters taken out): for a running year. */
  days(
    institution: string,
    kinds: readonly ActivityKind[],
    from: string,
    to: string,
  ): Promise<readonly { readonly date: string; readonly kind: ActivityKind; readonly quantity: number | null }[]>;
  account(
    place: Pick<Place, 'kind' | 'id' | 'children'>,
    year: number,
    method: CarbonMethod,
    asOf?: number,
  ): Promise<Account>;
  /** Facts of places, as known. */
  facts(asOf?: number): Promise<readonly PlaceFact[]>;
  /** Something changed of these institutions: who remembers sums of them forgets. */
  onChanged(listener: (institutions: readonly string[] | 'all') => void): void;
}
