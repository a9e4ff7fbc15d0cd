import { exact, sumOf, written } from './money.ts';
import { isNotSettled, settle } from './settle.ts';
import type { EarlierSettlement, Settlement, SettlementInputs } from './settlement.ts';

/**
 * How an issued settlement stands when the next one of its contract is made. `current`: the same period's inputs of what
 * is known now; the difference lines that it had when it was issued are held as they were, for they were paid. null:
 * what is known now can't be settled (a decision took readings away), so that nothing is said about its sum.
 */
export function earlierOf(
  issued: { readonly inputs: SettlementInputs; readonly inputsSha256: string; readonly settlement: Settlement },
  current: SettlementInputs,
  later: readonly Settlement[],
): EarlierSettlement | null {
  const { period, payable } = issued.settlement;
  const now = settle({ ...current, earlier: issued.inputs.earlier });
  if (isNotSettled(now)) return null;
  return {
    period,
    inputsSha256: issued.inputsSha256,
    payable,
    now: now.payable,
    settledSince: settledSince(period, later),
  };
}

/** What difference lines of settlements that were issued after it have settled of a period. */
export function settledSince(period: string, later: readonly Settlement[]): string {
  const lines = later.flatMap((settlement) => settlement.lines.filter(({ code }) => code === 'difference'));
  const own = lines.filter(({ trace }) =>
    trace.some(({ sources }) => sources.some((source) => source.kind === 'settlement' && source.period === period)),
  );
  return written(sumOf(own.map(({ amount }) => exact(amount))));
}
