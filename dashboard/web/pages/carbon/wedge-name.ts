import type { CarbonMessages } from '../../messages/carbon/type.ts';
import type { Wedge } from './charts/trajectory.ts';

/** Several contracts have no name of their own; a measure without one is known by its id. */
export function wedgeName({ contracts, name, id }: Wedge, m: CarbonMessages): string {
  return contracts > 1 ? m.wedges.contract(String(contracts)) : (name ?? id ?? '');
}
