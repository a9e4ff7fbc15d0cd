import { atLeastZero, exact, quantityText, sumOf, zero } from '../money.ts';
import type { NotSettled, Settlement, SettlementInputs } from '../settlement.ts';
import { lineOf, settlementOf } from './lines.ts';
import { daysIn, isMonth, liesIn, yearOf } from './period.ts';
import { priceOf } from './price.ts';
import { proRata } from './pro-rata.ts';
import { refuse } from './refusal.ts';
import { field, modelOf, partly, readings, traced } from './trace.ts';

/**
 * A year of guaranteed saving: what is short of the guarantee (by days where the term covers a part of the year) × price,
 * the contractor's to pay. The saving counts by its estimate, or by the lower end of its 90 % band (`lower90`).
 */
export function guaranteedYear(inputs: SettlementInputs): Settlement | NotSettled {
  const { contract, period, unit } = inputs;
  if (isMonth(period)) return refuse.guaranteedMonth();
  const index = contract.guarantee.findIndex(({ year }) => year === yearOf(period));
  const promised = contract.guarantee[index]?.amount;
  if (promised === undefined) return refuse.noGuarantee(yearOf(period));
  const cautious = contract.confidenceRule === 'lower90';
  if (cautious && inputs.halfWidth === null) return refuse.noBand();

  const lots = inputs.lots.filter(({ month }) => liesIn(month, period));
  const saving = sumOf(lots.map((lot) => exact(lot.saving))).minus(cautious ? inputs.halfWidth! : 0);
  const guarantee = proRata(inputs, promised);
  const short = atLeastZero(guarantee.minus(saving));
  const price = priceOf(inputs);
  if (price === null && !short.isZero()) return refuse.noPrice();

  const span = daysIn(period, contract.term);
  const byMeter = contract.meters.map((meter) => {
    const own = lots.filter((lot) => lot.meter === meter).map((lot) => exact(lot.saving));
    return traced('saving', quantityText(sumOf(own)), unit, readings(meter, span), ...modelOf(inputs, meter));
  });
  const line = lineOf('shortfall', short.times(price?.price ?? zero), {
    quantity: quantityText(short),
    unit,
    ...(price ? { price: price.text } : {}),
    formula: `max(0, G${partly(inputs).length > 0 ? ' × d ÷ D' : ''} − ${cautious ? '(ΔE − U)' : 'ΔE'}) × p`,
    trace: [
      traced('guarantee', promised, unit, field(`guarantee[${index}].amount`)),
      ...partly(inputs),
      ...byMeter,
      ...(cautious ? [traced('half-width', inputs.halfWidth!, unit, field('confidenceRule'))] : []),
      ...(price ? [traced('price', price.text, `CNY/${unit}`, ...price.sources)] : []),
      ...(short.isZero()
        ? [traced('threshold-not-passed', quantityText(guarantee), unit, field(`guarantee[${index}].amount`))]
        : []),
    ],
  });
  return settlementOf(inputs, 'contractor', [line], zero);
}
