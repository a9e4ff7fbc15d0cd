import { describe } from 'vitest';
import { decisionsContract } from './contract/decisions.ts';
import { derivationContract } from './contract/derivation.ts';
import { durabilityContract } from './contract/durability.ts';
import { eventPagesContract } from './contract/event-pages.ts';
import { faultContract } from './contract/faults.ts';
import { findingsContract } from './contract/findings.ts';
import { forgettingContract } from './contract/forgetting.ts';
import { identityContract } from './contract/identity.ts';
import { ledgerContract } from './contract/ledger.ts';
import { rebuildContract } from './contract/rebuild.ts';
import type { Adapter } from './contract/field.ts';

/** Every rule that an adapter of `SeriesStore` keeps, as cases from the field. */
export function seriesStoreContract(name: string, open: Adapter['open'], module: Adapter['module']): void {
  describe(name, () => {
    const adapter = { open, module };
    identityContract(adapter);
    eventPagesContract(adapter);
    ledgerContract(adapter);
    faultContract(adapter);
    durabilityContract(adapter);
    derivationContract(adapter);
    findingsContract(adapter);
    decisionsContract(adapter);
    rebuildContract(adapter);
    forgettingContract(adapter);
  });
}
