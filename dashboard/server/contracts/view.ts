import type { Contract, ContractAdjustment } from '../../../domain/contract/contract.ts';
import type { MeterFigures } from '../../../domain/contract/figures.ts';
import type { EnteredPayment } from '../../../domain/contract/investment.ts';
import { dayOf } from '../../../domain/contract/local-days.ts';
import { savingLots } from '../../../domain/contract/lots.ts';
import type { PricedDays } from '../../../domain/contract/priced-days.ts';
import type { Said } from '../../../domain/contract/said.ts';
import type { SavingLot, ZoneDay } from '../../../domain/contract/settlement.ts';
import { stateOf } from '../../../domain/contract/steps.ts';
import type { LocalCalendar } from '../../../domain/time/calendar.ts';
import type { ContractBaseline, ContractEntry } from '../../../storage/registry/contract-port.ts';
import type { Boundary } from './boundary.ts';
import { figuresOf } from './figures.ts';
import type { MeterResult } from './job.ts';
import { dateAt } from './spans.ts';

/** A contract with all that it is judged and settled by, as it was known at one instant. */
export interface ContractView {
  readonly contract: Contract;
  /** ms UTC, and the local day that it lies in, which is not over. */
  readonly at: number;
  readonly today: string;
  readonly boundary: Boundary;
  /** What was frozen and counts for this text (`countingBaseline`), and what is to be said of it. */
  readonly baseline: ContractBaseline | null;
  readonly baselineProblems: readonly Said[];
  /** Agreed ones, of the text and entered. */
  readonly adjustments: readonly ContractAdjustment[];
  readonly payments: readonly EnteredPayment[];
  /** Of the boundary's meters, in their order, on common edges. */
  readonly figures: readonly MeterFigures[];
  readonly results: readonly MeterResult[];
  /** null: the contract owes no comfort. */
  readonly zoneDays: readonly ZoneDay[] | null;
  /** Of the whole term, by meter, month and kind of tariff. */
  readonly lots: readonly SavingLot[];
}

export type BaselineState = 'none' | 'draft' | 'frozen' | 'signed';

export interface ViewOf extends Omit<ContractView, 'today' | 'figures' | 'lots'> {
  readonly calendar: LocalCalendar;
}

export function viewOf({ calendar, ...known }: ViewOf): ContractView {
  const { boundary, results, baseline, at } = known;
  const accepted = isSigned(baseline);
  const monthOf = monthsOf(calendar);
  return {
    ...known,
    today: dateAt(at, calendar),
    figures: boundary.meters.map(({ meter }, i) =>
      figuresOf(
        {
          ...{ meter: meter.id, unit: meter.register.unit, result: results[i]!, accepted },
          frozen: baseline?.meters.some((one) => one.meter === meter.id) ?? false,
        },
        calendar,
      ),
    ),
    lots: boundary.meters.flatMap(({ meter }, i) => {
      const { edges, priced } = results[i]!;
      return meter.register.unit === boundary.unit ? savingLots(meter.id, priced, (day) => monthOf(edges[day]!)) : [];
    }),
  };
}

export const isSigned = (baseline: ContractBaseline | null): boolean =>
  (['owner', 'contractor'] as const).every((side) => baseline?.signatures.some((one) => one.side === side));

/** A meter that came to the boundary after the freeze has a model that nobody signed. */
export function baselineState({ baseline, figures }: Pick<ContractView, 'baseline' | 'figures'>): BaselineState {
  const covers = figures.every(({ meter }) => baseline?.meters.some((one) => one.meter === meter));
  if (baseline !== null && covers) return isSigned(baseline) ? 'signed' : 'frozen';
  return figures.length > 0 && figures.every(({ model }) => model !== null) ? 'draft' : 'none';
}

/** Of the text, and those that were entered and that both sides agreed on. */
export function agreedAdjustments(
  contract: Contract,
  entries: readonly ContractEntry[],
): readonly ContractAdjustment[] {
  const entered = entries.flatMap(({ id, body, reason, steps }): ContractAdjustment[] => {
    if (body.kind !== 'adjustment' || stateOf(steps) !== 'agreed') return [];
    return [{ id: String(id), from: body.from, to: body.to, amountPerDay: body.amountPerDay, reason, agreed: true }];
  });
  return [...contract.adjustments.filter(({ agreed }) => agreed), ...entered];
}

export function agreedPayments(entries: readonly ContractEntry[]): readonly EnteredPayment[] {
  return entries.flatMap(({ id, body, steps }): EnteredPayment[] => {
    if (body.kind !== 'payment' || stateOf(steps) !== 'agreed') return [];
    const attachments = steps.flatMap((step) => step.attachments);
    return [{ entry: id, date: body.date, amount: body.amount, attachments }];
  });
}

/** Local days [from, to) as places in the columns of a view; they may lie outside. */
export function placeOf({ figures }: Pick<ContractView, 'figures'>, date: string, calendar: LocalCalendar): number {
  const first = figures[0]?.edges[0];
  return first === undefined ? 0 : dayOf(date) - dayOf(dateAt(first, calendar));
}

/** Number of days in the columns. */
export const daysOf = ({ figures }: Pick<ContractView, 'figures'>): number => figures[0]?.expected.length ?? 0;

/** What money is summed of: meters of the boundary's unit that have a model. */
export function pricedOf({ boundary, results }: Pick<ContractView, 'boundary' | 'results'>): readonly PricedDays[] {
  const counted = results.filter(
    ({ model }, i) => model !== null && boundary.meters[i]!.meter.register.unit === boundary.unit,
  );
  return counted.map(({ priced }) => priced);
}

/** `2026-10` of an instant: days of one month come one after another. */
function monthsOf(calendar: LocalCalendar): (ts: number) => string {
  let [month, from, to] = ['', NaN, NaN];
  return (ts) => {
    if (!(ts >= from && ts < to)) {
      from = calendar.startOfMonth(ts);
      to = calendar.nextMonth(from);
      month = calendar.iso(from).slice(0, 7);
    }
    return month;
  };
}
