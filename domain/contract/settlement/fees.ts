import type { Contract } from '../contract.ts';
import { atLeastZero, exact, sumOf, zero, type Exact } from '../money.ts';
import type { SavingLot } from '../settlement.ts';
import { yearOf } from './period.ts';

/**
 * The contractor's fees of shared saving, month after month from the term's first on, exact. C is what a month's saving
 * is worth in yuan, negative when more was used than expected:
 * - `carry`: fee = share × max(0, C + carried); what stays below zero goes on to the next month, over new year too
 * - `net`: fees up to a month are share × max(0, ΣC of its calendar year), so a later loss takes some back (fee < 0)
 * - `floor`: fee = share × max(0, C)
 * Fees end when their sum reaches the cap.
 */
export interface MonthFee {
  readonly month: string;
  readonly worth: Exact;
  /** `carry`: what came over (≤ 0); `net`: the year's worth before this month; `floor`: 0. */
  readonly before: Exact;
  /** `carry`: what goes on (≤ 0). */
  readonly carried: Exact;
  /** In `carry`, the first month whose loss is in `before`. */
  readonly since: string | null;
  readonly uncapped: Exact;
  /** Sum of the fees of the months before. */
  readonly feesBefore: Exact;
  readonly fee: Exact;
}

/** What a lot's saving is worth. */
export function worthOf(lot: SavingLot): Exact {
  return exact(lot.saving).times(lot.price);
}

/** Through a month, which is among them even when nothing is known of it. */
export function feesByMonth(contract: Contract, lots: readonly SavingLot[], through: string): readonly MonthFee[] {
  const fees: MonthFee[] = [];
  let carried = zero;
  let since: string | null = null;
  let yearsWorth = zero;
  let uncappedSum = zero;
  let feesBefore = zero;
  let last: string | null = null;
  for (const [month, worth] of worthByMonth(lots, through)) {
    if (last === null || yearOf(last) !== yearOf(month)) yearsWorth = zero;
    const { base, before, goesOn } = step(contract.negativeMonths, worth, carried, yearsWorth);
    // A month before the first share that was agreed earns nobody anything.
    const uncapped = base.times(shareOf(contract, yearOf(month))?.fraction ?? zero);
    uncappedSum = uncappedSum.plus(uncapped);
    const fee = capped(contract, uncappedSum).minus(feesBefore);
    fees.push({ month, worth, before, carried: goesOn, since, uncapped, feesBefore, fee });
    since = goesOn.isZero() ? null : (since ?? month);
    carried = goesOn;
    yearsWorth = yearsWorth.plus(worth);
    feesBefore = feesBefore.plus(fee);
    last = month;
  }
  return fees;
}

function step(mode: Contract['negativeMonths'], worth: Exact, carried: Exact, yearsWorth: Exact) {
  if (mode === 'floor') return { base: atLeastZero(worth), before: zero, goesOn: zero };
  if (mode === 'net') {
    const base = atLeastZero(yearsWorth.plus(worth)).minus(atLeastZero(yearsWorth));
    return { base, before: yearsWorth, goesOn: zero };
  }
  const sum = worth.plus(carried);
  return { base: atLeastZero(sum), before: carried, goesOn: sum.isNegative() ? sum : zero };
}

/**
 * The same fees with each calendar year taken as a whole: `carry` by the highest that the sum of all worth has reached,
 * `net` by the year's sum, `floor` by its gains. Apart from the months' way, so that the true-up proves something.
 */
export function feesByYear(
  contract: Contract,
  lots: readonly SavingLot[],
  through: string,
): ReadonlyMap<number, Exact> {
  const months = [...worthByMonth(lots, through)];
  const fees = new Map<number, Exact>();
  let uncappedSum = zero;
  let paid = zero;
  for (const year of new Set(months.map(([month]) => yearOf(month)))) {
    const own = months.filter(([month]) => yearOf(month) === year).map(([, worth]) => worth);
    const before = months.filter(([month]) => yearOf(month) < year).map(([, worth]) => worth);
    const base = {
      carry: () => highest([...before, ...own]).minus(highest(before)),
      net: () => atLeastZero(sumOf(own)),
      floor: () => sumOf(own.map(atLeastZero)),
    }[contract.negativeMonths]();
    uncappedSum = uncappedSum.plus(base.times(shareOf(contract, year)?.fraction ?? zero));
    const sum = capped(contract, uncappedSum);
    fees.set(year, sum.minus(paid));
    paid = sum;
  }
  return fees;
}

/** The highest that a running sum reaches, 0 at the least. */
function highest(values: readonly Exact[]): Exact {
  let [sum, top] = [zero, zero];
  for (const value of values) {
    sum = sum.plus(value);
    if (sum.greaterThan(top)) top = sum;
  }
  return top;
}

function capped({ shareCap }: Contract, sum: Exact): Exact {
  return shareCap !== null && sum.greaterThan(shareCap) ? exact(shareCap) : sum;
}

function worthByMonth(lots: readonly SavingLot[], through: string): ReadonlyMap<string, Exact> {
  const sums = new Map([[through, zero]]);
  for (const lot of lots) {
    if (lot.month <= through) sums.set(lot.month, (sums.get(lot.month) ?? zero).plus(worthOf(lot)));
  }
  return new Map([...sums].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The contractor's part in a year: that year's entry, or the newest before it; null: none was agreed yet. */
export function shareOf(
  contract: Contract,
  year: number,
): { readonly fraction: Exact; readonly pct: string; readonly index: number } | null {
  let index = -1;
  contract.share.forEach((entry, at) => {
    if (entry.year <= year && (index < 0 || entry.year > contract.share[index]!.year)) index = at;
  });
  const pct = contract.share[index]?.contractorPct;
  return pct === undefined ? null : { fraction: exact(pct).dividedBy(100), pct, index };
}
