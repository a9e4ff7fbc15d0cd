import type { ChainedEntry, ChainFault, ChainHead } from '../../../domain/audit/chain.ts';
import type { Check, Findings, Verified } from './verification.ts';

/** The audit's chain from its first entry on. */
export async function checkAudit(
  { registry }: Pick<Verified, 'registry'>,
  noted: string | null,
  told: readonly { take(entry: ChainedEntry): void }[],
  findings: Findings,
): Promise<Check & { readonly head: ChainHead }> {
  const { entries, head, faults } = await registry.checkAudit(noted, {
    progress: (done) => findings.progress(done),
    each: (entry) => told.forEach((one) => one.take(entry)),
  });
  for (const fault of faults) findings.damage(fault.code, `audit entry ${fault.entry}`, said(fault));
  return { checked: entries, head };
}

function said({ code, entry, expected, found }: ChainFault): string {
  switch (code) {
    case 'changed':
      return `is not as it was written: its hash is ${found}, its content and the entry before it give ${expected}`;
    case 'missing':
      return `follows entries that are gone: ${expected}${entry - 1 > Number(expected) ? ` to ${entry - 1}` : ''}`;
    case 'unlinked':
      return `does not rest on the entry before it: its hash is ${found}, it would be ${expected}`;
    case 'cut-off':
      return `is the last, though ${expected} were written: the end was cut off`;
    case 'head-unknown':
      return `is the last, and the head that was noted, ${expected}, is none of the hashes: the end was cut off, or all was written anew`;
  }
}
