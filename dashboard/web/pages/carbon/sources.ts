import type { Scope, Use } from '../../../../domain/carbon/account.ts';
import type { EnergyKind } from '../../../../domain/carbon/factor.ts';
import { carrierColour } from '../../theme/carrier.ts';
import type { CarbonMessages } from '../../messages/carbon/type.ts';

/** What emits, as charts and lists tell it apart. */
export interface Source {
  readonly scope: Scope;
  readonly carrier: EnergyKind;
  readonly use: Use;
}

/** `electricity.site`: the same source everywhere, also in the address. */
export const sourceKey = ({ carrier, use }: Pick<Source, 'carrier' | 'use'>): string => `${carrier}.${use}`;

/** Bought energy below, what is burnt on top; vehicles last. */
const order: readonly EnergyKind[] = [
  'electricity',
  'heat',
  'cooling',
  'gas',
  'coal',
  'lpg',
  'diesel',
  'gasoline',
  'kerosene',
  'other',
];
export function inOrder<T extends Source>(sources: readonly T[]): readonly T[] {
  const rank = (one: T) => (one.scope === 2 ? 0 : one.scope === 1 ? 100 : 200) + (one.use === 'vehicle' ? 50 : 0);
  return sources.toSorted((a, b) => rank(a) - rank(b) || order.indexOf(a.carrier) - order.indexOf(b.carrier));
}

export function sourceName({ carrier, use }: Pick<Source, 'carrier' | 'use'>, m: CarbonMessages): string {
  const name = m.sources[carrier] ?? carrier;
  return use === 'vehicle' ? m.vehicle(name) : name;
}

/** Fuels have no colour of their own: greys, darker for what stands still. */
export function sourceColour({ carrier, use }: Pick<Source, 'carrier' | 'use'>): {
  readonly mark: string;
  readonly text: string;
} {
  if (carrier === 'electricity' || carrier === 'gas' || carrier === 'heat') return carrierColour(carrier);
  return { mark: use === 'vehicle' ? 'var(--line-strong)' : 'var(--ink-3)', text: 'var(--ink-2)' };
}
