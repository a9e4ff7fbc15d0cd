import { exact, sumOf, toFen, zero } from '../../../domain/contract/money.ts';
import { eachPart, unitsText } from '../../../domain/contract/priced-days.ts';
import { daysIn } from '../../../domain/contract/settlement/period.ts';
import type { LocalCalendar } from '../../../domain/time/calendar.ts';
import type { WireLotTrace } from '../../../domain/wire-contracts.ts';
import { dateAt } from './spans.ts';
import { daysOf, placeOf, type ContractView } from './view.ts';

export interface LotOf {
  readonly meter: string;
  readonly month: string;
  /** Of tariff; null: all of them. */
  readonly kind: string | null;
}

/** Days behind a lot as it was summed; null: the meter or the month is none of the contract's. */
export function lotTrace(view: ContractView, lot: LotOf, calendar: LocalCalendar): WireLotTrace | null {
  const at = view.boundary.meters.findIndex(({ meter }) => meter.id === lot.meter);
  const days = daysIn(lot.month, view.contract.term);
  const first = Math.max(0, placeOf(view, days.from, calendar));
  const end = Math.min(daysOf(view), placeOf(view, days.to, calendar) + 1);
  if (at < 0 || days.from > days.to || first >= end) return null;
  const { edges, priced } = view.results[at]!;
  const sums = new Map<
    number,
    { expected: number; actual: number; money: ReturnType<typeof exact>[]; gaps: boolean }
  >();
  eachPart(priced, first, end, (day, slot, expected, actual) => {
    const { kind, price } = priced.slots[slot]!;
    if (lot.kind !== null && kind !== lot.kind) return;
    let sum = sums.get(day);
    if (sum === undefined) sums.set(day, (sum = { expected: 0, actual: 0, money: [], gaps: false }));
    sum.expected += expected;
    sum.actual += actual;
    sum.gaps ||= price === null;
    sum.money.push(price === null ? zero : exact(unitsText(expected - actual)).times(price));
  });
  return {
    ...lot,
    days: Array.from({ length: end - first }, (_, i) => {
      const sum = sums.get(first + i);
      return {
        date: dateAt(edges[first + i]!, calendar),
        expected: sum === undefined ? null : sum.expected / millionth,
        actual: sum === undefined ? null : sum.actual / millionth,
        saving: sum === undefined ? null : (sum.expected - sum.actual) / millionth,
        money: sum === undefined || sum.gaps ? null : toFen(sumOf(sum.money)),
      };
    }),
    point: view.boundary.meters[at]!.point.point,
  };
}

const millionth = 1e6;
