import type { WireBudget } from '../../../../../domain/wire-quota.ts';
import type { SignName } from '../../../components/Sign.svelte';

export const budgetSign: Readonly<Record<WireBudget['state'], SignName>> = {
  'on-budget': 'met',
  ahead: 'due',
  warning: 'notice',
  'used-up': 'not-met',
  'cannot-tell': 'cannot-tell',
};

/** From the last known day to the day on which the year's amount is used up, or to the year's end at the same pace. */
export function paceOf(
  { days, yearAmount, usedUpOn }: Pick<WireBudget, 'days' | 'yearAmount' | 'usedUpOn'>,
  window = 28,
): { readonly from: { date: string; value: number }; readonly to: { date: string; value: number } } | null {
  const last = days.findLast(({ cumulativeActual }) => cumulativeActual !== null);
  const end = days.at(-1);
  if (!last || !end || last.date >= end.date) return null;
  const from = { date: last.date, value: last.cumulativeActual! };
  if (usedUpOn !== null && yearAmount !== null && usedUpOn > last.date)
    return { from, to: { date: usedUpOn, value: yearAmount } };
  if (usedUpOn !== null) return null;
  const recent = days
    .slice(0, days.indexOf(last) + 1)
    .slice(-window)
    .flatMap(({ actual }) => (actual === null ? [] : [actual]));
  if (recent.length === 0) return null;
  const pace = recent.reduce((a, b) => a + b, 0) / recent.length;
  const left = (Date.parse(end.date) - Date.parse(last.date)) / 86_400_000;
  return { from, to: { date: end.date, value: from.value + pace * left } };
}
