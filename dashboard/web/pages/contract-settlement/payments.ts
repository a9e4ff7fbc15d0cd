import type { EntryState } from '../../../../domain/contract/steps.ts';
import type { WireContractEntry } from '../../../../domain/wire-contracts.ts';
import type { WireAttachment } from '../../../../domain/wire-matters.ts';
import { getAt } from '../contract-forms/field-path.ts';

export interface Payment {
  readonly date: string;
  readonly amount: string;
  readonly words: string;
  /** As the contract's text names it. */
  readonly evidence: readonly string[];
  readonly files: readonly WireAttachment[];
  /** null: of the contract's text, verified when it was written. */
  readonly state: EntryState | null;
}

interface Verified {
  readonly date?: string | null;
  readonly amount?: string | number | null;
  readonly evidence?: string | readonly string[] | null;
}

/** What was invested up to a milestone (from 1): of the contract's text and as entered; oldest first, withdrawn left out. */
export function paymentsOf(
  document: unknown,
  entries: readonly WireContractEntry[],
  through: number,
): readonly Payment[] {
  const milestones = (getAt(document, 'investment') ?? []) as readonly { readonly verified?: readonly Verified[] }[];
  const written = milestones.slice(0, through).flatMap(({ verified }) =>
    (verified ?? []).map((one): Payment => {
      const evidence = one.evidence ?? [];
      return {
        date: one.date ?? '',
        amount: String(one.amount ?? ''),
        words: '',
        evidence: typeof evidence === 'string' ? [evidence] : evidence,
        files: [],
        state: null,
      };
    }),
  );
  const entered = entries.flatMap(({ body, reason, state, steps }): readonly Payment[] => {
    if (body.kind !== 'payment' || state === 'withdrawn' || (body.milestone ?? 1) > through) return [];
    const files = steps.flatMap(({ attachments }) => attachments);
    return [{ date: body.date, amount: body.amount, words: reason, evidence: [], files, state }];
  });
  return [...written, ...entered].sort((a, b) => a.date.localeCompare(b.date));
}
