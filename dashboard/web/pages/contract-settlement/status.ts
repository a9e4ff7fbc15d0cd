import type { EntryState, EntryStepKind } from '../../../../domain/contract/steps.ts';
import type { WireSettlementItem } from '../../../../domain/wire-contracts.ts';
import type { SignName } from '../../components/Sign.svelte';

/** What stands beside the word of a state. */
export const statusSigns: Readonly<Record<WireSettlementItem['status'], SignName>> = {
  draft: 'due',
  proposed: 'due',
  challenged: 'notice',
  agreed: 'met',
  rejected: 'not-met',
  withdrawn: 'silent',
  'not-settled': 'cannot-tell',
};

export const stepSigns: Readonly<Record<EntryStepKind, SignName>> = {
  proposed: 'due',
  challenged: 'notice',
  agreed: 'met',
  rejected: 'not-met',
  withdrawn: 'silent',
  note: 'due',
};

/** The usual one first. */
const order: readonly EntryStepKind[] = ['agreed', 'challenged', 'rejected', 'withdrawn', 'note'];
export const stepsToOffer = (may: readonly EntryStepKind[]): readonly EntryStepKind[] =>
  order.filter((what) => may.includes(what));

/** Steps that mean nothing without a reason. */
export const needsWords: ReadonlySet<EntryStepKind> = new Set(['challenged', 'rejected', 'note']);

export const isFrozen = (status: WireSettlementItem['status']): status is EntryState =>
  status !== 'draft' && status !== 'not-settled';
