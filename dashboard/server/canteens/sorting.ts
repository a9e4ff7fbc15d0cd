import { carbonKg, wastedFood } from '../../../domain/canteen/carbon.ts';
import { sortingMonth } from '../../../domain/canteen/sorting.ts';
import { addDays } from '../../../domain/canteen/clock.ts';
import type { WireSorting, WireSortingRow } from '../../../domain/wire-canteens.ts';
import type { CanteenEntry } from '../../../storage/registry/canteen-port.ts';
import type { House } from '../house.ts';
import { breath } from '../places/breath.ts';
import { monthOf } from './dates.ts';
import type { DateSpan } from './span.ts';

/** Months of food waste that was weighed against what was fetched, by canteen; months without either are left out. */
export async function sortingOf(
  { canteens, registry }: Pick<House, 'canteens' | 'registry'>,
  entries: readonly CanteenEntry[],
  span: DateSpan,
): Promise<WireSorting> {
  const months = monthsOf(span);
  const items: WireSortingRow[] = [];
  const [first, last] = [months[0], months.at(-1)];
  if (first !== undefined && last !== undefined) {
    const [from, to] = [`${first}-01`, afterMonth(last)];
    const ids = entries.map(({ id }) => id);
    // Those of the months around tell whether a ledger goes on.
    const fetches = await registry.canteenBook.fetches(ids, monthBefore(first), afterMonth(monthOf(to)));
    for (const { id, name } of entries) {
      const meals = await canteens.meals(id, from, to);
      const own = fetches.filter(({ canteen }) => canteen === id);
      for (const month of months) {
        const row = sortingMonth(month, meals, own);
        if (row.weighedKg > 0 || row.fetches > 0) items.push({ canteen: id, name, ...row });
      }
      await breath();
    }
  }
  return { factor: { kgPerKg: carbonKg(1), source: wastedFood.source }, items };
}

/** Months `YYYY-MM` that hold a date of the span, ascending. */
export function monthsOf({ from, to }: DateSpan): string[] {
  const months: string[] = [];
  for (let date = `${monthOf(from)}-01`; date < to; date = afterMonth(monthOf(date))) months.push(monthOf(date));
  return months;
}

/** The first day of the month before it. */
function monthBefore(month: string): string {
  return `${monthOf(addDays(`${month}-01`, -1))}-01`;
}

/** The first day of the month after it. */
function afterMonth(month: string): string {
  return `${monthOf(addDays(`${month}-01`, 31))}-01`;
}
