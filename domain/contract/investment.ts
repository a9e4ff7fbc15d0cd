import type { Milestone } from './contract.ts';
import { dayOf } from './local-days.ts';
import { exact, sumOf, written, zero, type Exact } from './money.ts';
import type { MilestoneState } from './settlement.ts';

/** Something invested and verified, entered in the system beside the contract's text and agreed. */
export interface EnteredPayment {
  /** Id of the entry. */
  readonly entry: number;
  /** Local day from which it counts. */
  readonly date: string;
  readonly amount: string;
  readonly attachments: readonly number[];
}

/** One verified sum, of the text or entered. */
export interface VerifiedPayment {
  readonly date: string;
  readonly amount: string;
  readonly evidence: readonly string[];
  readonly attachments: readonly number[];
}

/**
 * Where each milestone stands at the end of a local day, in the contract's order. Promises and sums are cumulative: what
 * was invested early for a later milestone counts for an earlier one too, and the other way round.
 * @param payments the entered ones; those of the contract's text are in the milestones.
 */
export function milestoneStates(
  milestones: readonly Milestone[],
  payments: readonly EnteredPayment[],
  at: string,
): readonly MilestoneState[] {
  const verified = sum(verifiedPayments(milestones, payments, at));
  return promises(milestones).map((promised, i) => {
    const { due, latePct } = milestones[i]!;
    return {
      ...{ due, promised: written(promised), verified: written(verified), latePct },
      late: at > due && verified.lt(promised),
    };
  });
}

/** Yuan and days since it was due, of a milestone that is late; else null. */
export function shortfallOf(
  state: MilestoneState,
  at: string,
): { readonly amount: string; readonly days: number } | null {
  if (!state.late) return null;
  const amount = written(exact(state.promised).minus(state.verified));
  return { amount, days: dayOf(at) - dayOf(state.due) };
}

/** Of the contract: all that is short of what was promised by now, and for how long the first of it. */
export function shortfallOfAll(
  states: readonly MilestoneState[],
  at: string,
): { readonly amount: string; readonly days: number } | null {
  const all = states.flatMap((state) => shortfallOf(state, at) ?? []);
  return all.reduce<{ amount: string; days: number } | null>(
    (worst, { amount, days }) => ({
      amount: worst === null || exact(amount).gt(worst.amount) ? amount : worst.amount,
      days: Math.max(worst?.days ?? 0, days),
    }),
    null,
  );
}

/** By date, up to and with `at`: of the contract's text and entered. */
export function verifiedPayments(
  milestones: readonly Milestone[],
  payments: readonly EnteredPayment[],
  at: string,
): readonly VerifiedPayment[] {
  const written = milestones.flatMap(({ verified }) => verified.map((one) => ({ ...one, attachments: [] })));
  const entered = payments.map(({ date, amount, attachments }) => ({ date, amount, evidence: [], attachments }));
  return [...written, ...entered]
    .filter(({ date }) => date <= at)
    .sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
}

/** The day since which payments (by date) reach an amount without a break; null: they don't. */
export function reachedOn(payments: readonly VerifiedPayment[], amount: string): string | null {
  let total = zero;
  let since: string | null = total.gte(amount) ? '' : null;
  for (const payment of payments) {
    total = total.plus(payment.amount);
    if (total.lt(amount)) since = null;
    else since ??= payment.date;
  }
  return since;
}

/** Σ through each milestone: those due before it, and of its own day those that are written before it. */
function promises(milestones: readonly Milestone[]): readonly Exact[] {
  return milestones.map(({ due }, k) =>
    sum(milestones.filter((other, i) => other.due < due || (other.due === due && i <= k))),
  );
}

function sum(amounts: readonly { readonly amount: string }[]): Exact {
  return sumOf(amounts.map(({ amount }) => exact(amount)));
}
