import { rounded, sumOf, written, zero } from '../money.ts';
import type { NotSettled, Settlement, SettlementInputs } from '../settlement.ts';
import { feesByMonth, feesByYear, shareOf } from './fees.ts';
import { lineOf, settlementOf } from './lines.ts';
import { daysIn, lastMonth, liesIn, yearOf } from './period.ts';
import { refuse } from './refusal.ts';
import { allMeters, field, traced } from './trace.ts';

/**
 * The true-up of a year of shared saving: the year computed as a whole, less what its months came to in fen each, so that
 * what is paid in all is the year's sum to the fen (spec: mandv §14).
 */
export function sharedYear(inputs: SettlementInputs): Settlement | NotSettled {
  const { contract, period } = inputs;
  const year = yearOf(period);
  const share = shareOf(contract, year);
  if (!share) return refuse.noShare(year);
  const through = lastMonth(period);
  const all = feesByMonth(contract, inputs.lots, through);
  const months = all.filter(({ month }) => liesIn(month, period) && inputs.lots.some((lot) => lot.month === month));
  const whole = feesByYear(contract, inputs.lots, through).get(year) ?? zero;
  const line = lineOf('annual-difference', whole.minus(sumOf(months.map(({ fee }) => rounded(fee, 2)))), {
    formula: 'F_Y − ΣF_m',
    trace: [
      traced('year-as-a-whole', written(whole), 'CNY', ...allMeters(inputs, daysIn(period, contract.term))),
      traced('share', share.pct, '%', field(`share[${share.index}].contractorPct`)),
      ...months.map(({ month, fee }) =>
        traced('fee-of-month', written(rounded(fee, 2)), 'CNY', { kind: 'settlement', period: month }),
      ),
    ],
  });
  return settlementOf(inputs, 'institution', [line], all.at(-1)?.carried ?? zero);
}

/** Custody is settled by the month, each on its own; its year has only what late data left (difference lines). */
export function custodyYear(inputs: SettlementInputs): Settlement | NotSettled {
  if (!inputs.contract.custody) return refuse.noCustody();
  const line = lineOf('annual-difference', zero, {
    formula: 'F_Y − ΣF_m',
    trace: inputs.earlier
      .filter(({ period }) => liesIn(period, inputs.period) && period !== inputs.period)
      .map(({ period, now }) => traced('fee-of-month', now, 'CNY', { kind: 'settlement', period })),
  });
  return settlementOf(inputs, 'institution', [line], zero);
}
