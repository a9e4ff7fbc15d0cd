import { createHash } from 'node:crypto';
import { combined, sharesOf } from '../../../domain/contract/combine.ts';
import type { Contract, LocalPeriod } from '../../../domain/contract/contract.ts';
import { milestoneStates } from '../../../domain/contract/investment.ts';
import { unpriced } from '../../../domain/contract/lots.ts';
import { exact, quantityText } from '../../../domain/contract/money.ts';
import { daysIn, lastMonth, liesIn } from '../../../domain/contract/settlement/period.ts';
import { refuse } from '../../../domain/contract/settlement/refusal.ts';
import type {
  MeterInputs,
  NotSettled,
  SettlementInputs,
  SettlementPeriod,
} from '../../../domain/contract/settlement.ts';
import type { LocalCalendar } from '../../../domain/time/calendar.ts';
import { lengthOf, refusalOf, wholePeriod } from './periods.ts';
import { placeOf, type ContractView } from './view.ts';

/**
 * What a period would be settled by, of what the view knows; differences to issued settlements are the caller's
 * (`earlier` is empty). Only what can't even be written down is refused here, the rest is settle's to judge.
 */
export function inputsOf(
  view: ContractView,
  period: SettlementPeriod,
  calendar: LocalCalendar,
): SettlementInputs | NotSettled {
  const { contract, figures } = view;
  const refused = refusalOf(contract, period, view.today);
  if (refused !== null) return refused;
  const days = daysIn(period, contract.term);
  const [from, to] = [placeOf(view, days.from, calendar), placeOf(view, days.to, calendar) + 1];
  const sum = combined(figures, from, to);
  const completenessPct = completenessOf(view, sum.completenessPct);
  if (completenessPct >= contract.minCompletenessPct && contract.type !== 'custody') {
    const without = notComparable(view, from, to);
    if (without !== null) return without;
  }
  // What can't be told for want of data is told by its completeness, not by a price that was not looked for.
  if (completenessPct >= contract.minCompletenessPct && pricesCount(contract)) {
    for (const [i, { meter }] of figures.entries()) {
      if (figures[i]!.unit !== view.boundary.unit) continue;
      const without = unpriced(meter, view.results[i]!.priced, Math.max(0, from), to);
      if (without !== null) return without;
    }
  }
  const last = lastMonth(period);
  return {
    format: 'wattsteward-settlement-1',
    contract,
    period,
    days: { inPeriod: lengthOf(wholePeriod(period)), inTerm: lengthOf(days) },
    unit: view.boundary.unit,
    completenessPct,
    meters: metersOf(view, period, from, to),
    lots: view.lots.filter(({ month }) => month <= last),
    halfWidth: sum.halfWidth === null ? null : quantityText(exact(sum.halfWidth)),
    zoneDays: view.zoneDays?.filter(({ date }) => date >= days.from && date <= days.to) ?? null,
    investment: milestoneStates(contract.investment, view.payments, days.to),
    dataPct: contract.data === null ? null : sum.measuredPct,
    adjustments: view.adjustments.flatMap(({ id, amountPerDay, reason, ...span }) => {
      const touched = lengthOf(both(span, days));
      return touched === 0 ? [] : [{ id, days: touched, amountPerDay, reason }];
    }),
    drivers: driversOn(contract, days.to),
    earlier: [],
  };
}

/** A meter that the register has lost knows nothing; a fee that is about no meter lacks none. */
function completenessOf({ contract, boundary }: ContractView, worstPct: number): number {
  if (contract.meters.length === 0 && contract.type === 'custody') return 100;
  return boundary.meters.length < contract.meters.length ? 0 : worstPct;
}

/** Money is made of lots; a custody fee only follows a price when it has one to be held against. */
function pricesCount({ type, price, custody }: Contract): boolean {
  return price?.kind === 'tariff' && (type !== 'custody' || (custody?.baseAmount ?? null) !== null);
}

/**
 * What makes a sum of savings another thing than the period's saving: units that don't add up, or days of use without
 * weather, which would count as if nothing had been saved. A verdict of such a year is `cannot-tell`.
 */
function notComparable({ contract, figures }: ContractView, from: number, to: number): NotSettled | null {
  const units = [...new Set(figures.map(({ unit }) => unit))];
  if (units.length > 1) return refuse.mixedUnits(units);
  for (const { meter, model, expected, actual } of figures) {
    if (model === null) continue;
    let [used, expectedToo] = [0, 0];
    for (let day = Math.max(0, from); day < Math.min(to, actual.length); day += 1) {
      if (!Number.isFinite(actual[day]!)) continue;
      used += 1;
      if (Number.isFinite(expected[day]!)) expectedToo += 1;
    }
    const pct = used === 0 ? 100 : (expectedToo * 100) / used;
    if (pct < contract.minCompletenessPct) return refuse.noWeather(meter, pct, contract.minCompletenessPct);
  }
  return null;
}

function metersOf({ figures, results }: ContractView, period: string, from: number, to: number): MeterInputs[] {
  return figures.map((meter, i) => ({
    meter: meter.meter,
    completenessPct: sharesOf(meter, from, to).knownPct,
    hoursSha256: hashOf(
      [...results[i]!.hoursSha256].filter(([month]) => liesIn(month, period)).map(([, hash]) => hash),
    ),
    baselineSha256: results[i]!.baseInputsSha256,
    modelSha256: meter.model?.sha256 ?? '',
    frozen: meter.model?.frozen ?? false,
  }));
}

/** Of one month its own hash; of several the hash of theirs, in their order. */
function hashOf(hashes: readonly string[]): string {
  return hashes.length === 1 ? hashes[0]! : createHash('sha256').update(hashes.join('\n')).digest('hex');
}

function both(a: LocalPeriod, b: LocalPeriod): LocalPeriod {
  return { from: a.from > b.from ? a.from : b.from, to: a.to < b.to ? a.to : b.to };
}

/** Each as it was said last before the end of that day. */
function driversOn({ custody }: Contract, date: string): SettlementInputs['drivers'] {
  const said = (custody?.drivers ?? []).filter(({ from }) => from <= date);
  const last = <T>(values: readonly (T | null)[]): T | null => values.findLast((value) => value !== null) ?? null;
  return { areaM2: last(said.map(({ areaM2 }) => areaM2)), people: last(said.map(({ people }) => people)) };
}
