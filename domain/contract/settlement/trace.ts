import type { LocalPeriod } from '../contract.ts';
import type { SavingLot, SettlementInputs, TraceInput, TraceSource } from '../settlement.ts';
import { daysIn } from './period.ts';

/** Every name that a `TraceInput` can have: pages have words for each. */
export const traceNames = [
  'saving',
  'expected',
  'actual',
  'half-width',
  'tariff-kind',
  'price',
  'share',
  /** Yuan that a period's saving is worth, before anybody's share. */
  'worth',
  'worth-of-year-before',
  'carried',
  'cap',
  'fees-before',
  'fee',
  'guarantee',
  'F0',
  'Q0',
  'p',
  'p0',
  'S',
  'S0',
  'N',
  'N0',
  'people-factor',
  /** %, signed; beside the threshold that it passed or not. */
  'change',
  'threshold-passed',
  'threshold-not-passed',
  'days-in-term',
  'days-in-period',
  'days',
  'amount-per-day',
  'reason',
  'zone-days',
  'zone-days-unknown',
  'per-zone-day',
  'late-milestones',
  'promised',
  'verified',
  'late-pct',
  'data-pct',
  'per-month',
  'year-as-a-whole',
  'fee-of-month',
  'payable',
  'settled-since',
  'now',
] as const;
export type TraceName = (typeof traceNames)[number];

export function traced(
  name: TraceName,
  value: string,
  unit: string | null,
  ...sources: readonly TraceSource[]
): TraceInput {
  return { name, value, unit, sources };
}

/** A field of the contract: `custody.monthlyFee`, `share[0].contractorPct`. */
export function field(path: string): TraceSource {
  return { kind: 'contract', path };
}

export function readings(meter: string, days: LocalPeriod, tariffKind?: string): TraceSource {
  return { kind: 'readings', meter, from: days.from, to: days.to, ...(tariffKind ? { tariffKind } : {}) };
}

export function modelOf(inputs: SettlementInputs, meter: string): readonly TraceSource[] {
  const known = inputs.meters.find((one) => one.meter === meter);
  return known?.modelSha256 ? [{ kind: 'model', meter, sha256: known.modelSha256 }] : [];
}

/** Readings and models behind all meters in these days. */
export function allMeters(inputs: SettlementInputs, days: LocalPeriod): readonly TraceSource[] {
  return inputs.contract.meters.flatMap((meter) => [readings(meter, days), ...modelOf(inputs, meter)]);
}

/** `id@validFrom`; an id may have an @ of its own. */
export function tariffOf(lot: SavingLot): readonly TraceSource[] {
  if (lot.tariff === null) return [field('price.price')];
  const at = lot.tariff.lastIndexOf('@');
  return at < 0
    ? [{ kind: 'tariff', id: lot.tariff, validFrom: '' }]
    : [{ kind: 'tariff', id: lot.tariff.slice(0, at), validFrom: lot.tariff.slice(at + 1) }];
}

/** Where a lot's hours are. */
export function lotReadings(inputs: SettlementInputs, lot: SavingLot): TraceSource {
  return readings(lot.meter, daysIn(lot.month, inputs.contract.term), lot.kind);
}

/** Days of the period that lie in the term and all of them: only of a period that the term covers partly. */
export function partly({ days }: SettlementInputs): readonly TraceInput[] {
  if (days.inTerm === days.inPeriod) return [];
  return [
    traced('days-in-term', String(days.inTerm), null, field('term')),
    traced('days-in-period', String(days.inPeriod), null),
  ];
}
