import { exact, quantityText, sumOf, written, type Exact } from '../money.ts';
import type { NotSettled, SavingLot, Settlement, SettlementInputs, SettlementLine } from '../settlement.ts';
import { feesByMonth, shareOf, worthOf, type MonthFee } from './fees.ts';
import { lineOf, settlementOf } from './lines.ts';
import { daysIn, yearOf } from './period.ts';
import { refuse } from './refusal.ts';
import { allMeters, field, lotReadings, modelOf, tariffOf, traced } from './trace.ts';

type Share = NonNullable<ReturnType<typeof shareOf>>;

/**
 * A month of shared saving, energy or water: each price's saving × price × the contractor's share; then what the
 * contract says of losses (`negativeMonths`); then the cap. Savings count by their estimate, whatever `confidenceRule`
 * says: bands don't add up from months to a year.
 */
export function sharedMonth(inputs: SettlementInputs): Settlement | NotSettled {
  const { contract, period } = inputs;
  const share = shareOf(contract, yearOf(period));
  if (!share) return refuse.noShare(yearOf(period));
  const fee = feesByMonth(contract, inputs.lots, period).at(-1)!;
  const lots = inputs.lots.filter(({ month }) => month === period);
  const lines = [
    ...byPrice(lots).map((group) => savingLine(inputs, group, share)),
    ...lossLine(inputs, fee, share),
    ...capLine(inputs, fee),
  ];
  return settlementOf(inputs, 'institution', lines, fee.carried);
}

/** Lots of one kind and price make one line, whichever meters they are of. */
function byPrice(lots: readonly SavingLot[]): readonly (readonly SavingLot[])[] {
  const groups = new Map<string, SavingLot[]>();
  for (const lot of lots) {
    const key = JSON.stringify([lot.kind, lot.tariff, lot.price]);
    const group = groups.get(key);
    if (group) group.push(lot);
    else groups.set(key, [lot]);
  }
  return [...groups.values()];
}

function savingLine(inputs: SettlementInputs, lots: readonly SavingLot[], share: Share): SettlementLine {
  const first = lots[0]!;
  const tariff = tariffOf(first);
  return lineOf('shared-saving', sumOf(lots.map(worthOf)).times(share.fraction), {
    quantity: quantityText(sumOf(lots.map((lot) => exact(lot.saving)))),
    unit: inputs.unit,
    price: first.price,
    formula: 'ΔE × p × s',
    trace: [
      ...(first.kind ? [traced('tariff-kind', first.kind, null, ...tariff)] : []),
      ...lots.flatMap((lot) => {
        const hours = lotReadings(inputs, lot);
        const model = modelOf(inputs, lot.meter);
        return [
          traced('saving', lot.saving, inputs.unit, hours, ...model),
          traced('expected', lot.expected, inputs.unit, ...model),
          traced('actual', lot.actual, inputs.unit, hours),
        ];
      }),
      traced('price', first.price, `CNY/${inputs.unit}`, ...tariff),
      traceOfShare(share),
    ],
  });
}

function traceOfShare({ pct, index }: Share) {
  return traced('share', pct, '%', field(`share[${index}].contractorPct`));
}

/** What losses change: taken over, gone on, netted or let go; no line in a month that no loss touches. */
function lossLine(inputs: SettlementInputs, fee: MonthFee, share: Share): SettlementLine[] {
  const { contract } = inputs;
  const mode = contract.negativeMonths;
  const change = fee.uncapped.minus(fee.worth.times(share.fraction));
  if (change.isZero() && !fee.before.isNegative()) return [];
  const worth = traced('worth', written(fee.worth), 'CNY', ...allMeters(inputs, daysIn(fee.month, contract.term)));
  const rule = field('negativeMonths');
  const how = {
    carry: {
      formula: 's × (max(0, C + K) − C)',
      before: () => [traced('carried', written(fee.before), 'CNY', rule, ...earlierReadings(inputs, fee.since))],
    },
    net: {
      formula: 's × (max(0, Y + C) − max(0, Y) − C)',
      before: () => [
        traced('worth-of-year-before', written(fee.before), 'CNY', rule, ...earlierReadings(inputs, yearStart(inputs))),
      ],
    },
    floor: { formula: 's × (max(0, C) − C)', before: () => [] },
  }[mode];
  return [
    lineOf(mode === 'floor' ? 'floor' : 'carried', change, {
      formula: how.formula,
      trace: [worth, ...how.before(), traceOfShare(share)],
    }),
  ];
}

function yearStart({ period }: SettlementInputs): string {
  return `${yearOf(period)}-01`;
}

/** Readings from that month to the day before the period. */
function earlierReadings(inputs: SettlementInputs, since: string | null) {
  const { contract, period, lots } = inputs;
  const months = lots.map(({ month }) => month).filter((month) => month < period && since !== null && month >= since);
  const [first, last] = [months[0], months.at(-1)];
  if (first === undefined || last === undefined) return [];
  const days = { from: daysIn(least(months), contract.term).from, to: daysIn(greatest(months), contract.term).to };
  return allMeters(inputs, days);
}

const least = (months: readonly string[]) => months.reduce((a, b) => (a < b ? a : b));
const greatest = (months: readonly string[]) => months.reduce((a, b) => (a > b ? a : b));

function capLine({ contract }: SettlementInputs, fee: MonthFee): SettlementLine[] {
  if (contract.shareCap === null) return [];
  const over: Exact = fee.fee.minus(fee.uncapped);
  return [
    lineOf('share-cap', over, {
      formula: 'min(B, ΣF) − ΣF',
      trace: [
        traced(
          over.isZero() ? 'threshold-not-passed' : 'threshold-passed',
          contract.shareCap,
          'CNY',
          field('shareCap'),
        ),
        traced('fees-before', written(fee.feesBefore), 'CNY'),
        traced('fee', written(fee.uncapped), 'CNY'),
      ],
    }),
  ];
}
