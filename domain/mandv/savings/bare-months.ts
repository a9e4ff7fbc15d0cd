import type { LocalCalendar } from '../../time/calendar.ts';
import { counts, type ComparedIntervals } from './compared.ts';

/** Share of a month's intervals under which hardly anything is known of it. */
const leastShare = 0.1;

/**
 * A month with a day or two of both sides is no month: its figures are missing, and the total leaves it out on both
 * sides (spec §15 case 9). Counted against the part of the month that the period reaches.
 */
export function withoutBareMonths(compared: ComparedIntervals, calendar: LocalCalendar): ComparedIntervals {
  const n = compared.observed.length;
  const observed = compared.observed.slice();
  const counterfactual = compared.counterfactual.slice();
  for (let i = 0; i < n;) {
    const end = calendar.nextMonth(calendar.startOfMonth(compared.edges[i]!));
    const first = i;
    let known = 0;
    for (; i < n && compared.edges[i]! < end; i += 1) if (counts(compared, i)) known += 1;
    if (known < leastShare * (i - first)) {
      observed.fill(NaN, first, i);
      counterfactual.fill(NaN, first, i);
    }
  }
  return { ...compared, observed, counterfactual };
}
