import { z } from 'zod';
import { amount, count, date, id, number, text, within, year } from './portfolio-fields.ts';

/**
 * A contract of the portfolio file. What the fields mean is said in `domain/contract/contract.ts`, what is absent in
 * `domain/contract/read.ts`; what needs more than one field is in `contract-check.ts`.
 */

const guarantee = z
  .strictObject({ year: year.nullish(), kwh: amount.nullish(), amount: amount.nullish() })
  .meta({ description: '`amount` instead of `kwh` where the meters count something else than energy' });

const custody = z.strictObject({
  monthlyFee: amount.nullish(),
  baseKwh: amount.nullish(),
  baseAmount: amount.nullish(),
  basePrice: amount.nullish(),
  thresholds: z
    .strictObject({ pricePct: amount.nullish(), areaPct: amount.nullish(), peoplePct: amount.nullish() })
    .nullish(),
  peopleFactor: amount.nullish(),
  drivers: z
    .array(z.strictObject({ from: date.nullish(), areaM2: amount.nullish(), people: amount.nullish() }))
    .nullish(),
});

const milestone = z.strictObject({
  due: date.nullish(),
  amount: amount.nullish(),
  latePct: amount.nullish(),
  verified: z
    .array(
      z.strictObject({
        date: date.nullish(),
        amount: amount.nullish(),
        evidence: z.union([text, z.array(text)]).nullish(),
      }),
    )
    .nullish(),
});

const time = z.union([number, text]);
const span = z.strictObject({ from: time, to: time });

const comfort = z.strictObject({
  minC: number.nullish(),
  maxC: number.nullish(),
  hours: z
    .union([number, text, span, z.array(z.union([number, text, span]))])
    .meta({ description: 'Occupied hours: "08:30-17:30", "8:30-12:00, 13:30-17:30", a list of such, "all"' })
    .nullish(),
  days: z.enum(['all', 'workdays']).nullish(),
  meters: z.array(id).nullish(),
  tolerancePct: amount.nullish(),
  perZoneDay: amount.nullish(),
  allowedZoneDays: count.nullish(),
});

const adjustment = z.strictObject({
  from: date.nullish(),
  to: date.nullish(),
  kwhPerDay: amount.nullish(),
  amountPerDay: amount.nullish(),
  reason: text.nullish(),
  agreed: z.union([z.boolean(), text]).nullish(),
});

export const contract = z.strictObject({
  id,
  name: text.nullish(),
  type: z.enum(['shared', 'guaranteed', 'custody', 'water']).nullish(),
  institution: id.nullish(),
  contractor: text.nullish(),
  meters: z.array(id).nullish(),
  start: date.nullish(),
  end: date.nullish(),
  base: z.strictObject({ from: date.nullish(), to: date.nullish() }).nullish(),
  method: z.enum(['daily', 'hourly', 'monthly']).nullish(),
  guarantee: z.array(guarantee).nullish(),
  share: z.array(z.strictObject({ year: year.nullish(), contractorPct: amount.nullish() })).nullish(),
  shareCap: amount.nullish(),
  custody: custody.nullish(),
  price: z.union([amount, id]).nullish(),
  priceFloor: amount.nullish(),
  negativeMonths: z.enum(['carry', 'net', 'floor']).nullish(),
  confidenceRule: z.enum(['point', 'lower90']).nullish(),
  minCompleteness: within(0, 100).nullish(),
  investment: z.array(milestone).nullish(),
  comfort: comfort.nullish(),
  data: z.strictObject({ completenessPct: amount.nullish(), perMonth: amount.nullish() }).nullish(),
  adjustments: z.array(adjustment).nullish(),
});
