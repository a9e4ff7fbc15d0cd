import { Decimal } from 'decimal.js';
import type {
  ComfortDuty,
  Contract,
  ContractAdjustment,
  Custody,
  DataDuty,
  Milestone,
  PriceBasis,
} from './contract.ts';
import { hoursIn } from './hours.ts';
import type { Amount, ComfortItem, ContractItem, CustodyItem, Yearly } from './item.ts';

export type { ContractItem } from './item.ts';

/** A term without a beginning or an end. */
export const endless = { from: '0001-01-01', to: '9999-12-31' } as const;
const usualCompletenessPct = 90;
/** More years than a contract lasts: an entry without its year is not spread over an endless term. */
const mostYears = 200;
const notAgreed =
  /^(false|no|none|open|pending|proposed|draft|rejected|not agreed|disagreed|否|未|未同意|待定|不同意)$/i;

/**
 * A contract as the parts compute with it, of the portfolio's text; what is absent has its default (`contract.ts` says
 * what each means). A numeric amount becomes its shortest decimal text, a text stays as written.
 * @param carrierOf of a meter of the boundary: an `indoor` one is a zone of comfort, `weather` is evidence beside it;
 * neither saves anything, so neither is among the contract's `meters`
 */
export function contractOf(item: ContractItem, carrierOf: (meter: string) => string | null = () => null): Contract {
  const term = { from: item.start ?? endless.from, to: item.end ?? endless.to };
  const listed = item.meters ?? [];
  const min = percentOf(item.minCompleteness);
  return {
    id: item.id,
    name: item.name ?? null,
    type: item.type ?? typeOf(item),
    institution: item.institution ?? null,
    contractor: item.contractor ?? null,
    term,
    meters: listed.filter((meter) => isUse(carrierOf(meter))),
    base: baseOf(item, term.from),
    method: item.method ?? 'daily',
    guarantee: yearly(item.guarantee, term, ({ kwh, amount }) => kwh ?? amount).map(({ year, value }) => ({
      year,
      amount: value,
    })),
    share: yearly(item.share, term, ({ contractorPct }) => contractorPct).map(({ year, value }) => ({
      year,
      contractorPct: value,
    })),
    shareCap: optional(item.shareCap),
    custody: custodyOf(item.custody),
    price: priceOf(item),
    negativeMonths: item.negativeMonths ?? 'carry',
    confidenceRule: item.confidenceRule ?? 'point',
    minCompletenessPct: min ?? usualCompletenessPct,
    investment: investmentOf(item, term),
    comfort: comfortOf(
      item.comfort,
      listed.filter((meter) => carrierOf(meter) === 'indoor'),
    ),
    data: dataOf(item, min),
    adjustments: (item.adjustments ?? []).map((adjustment, at): ContractAdjustment => ({
      id: `adjustments[${at}]`,
      from: adjustment.from ?? term.from,
      to: adjustment.to ?? term.to,
      amountPerDay: exact(adjustment.kwhPerDay ?? adjustment.amountPerDay ?? 0),
      reason: adjustment.reason ?? '',
      agreed: isAgreed(adjustment.agreed),
    })),
  };
}

/** Whether a meter of that carrier measures something that can be saved. */
export const isUse = (carrier: string | null): boolean => carrier !== 'indoor' && carrier !== 'weather';

/** `1e-7` and `1e21` are written out; nothing is rounded. */
export function exact(value: Amount): string {
  return typeof value === 'number' ? new Decimal(value).toFixed() : value;
}

function optional(value: Amount | null | undefined): string | null {
  return value === null || value === undefined ? null : exact(value);
}

const numberOf = (value: Amount | null | undefined, absent: number): number => Number(value ?? absent);

/** Up to 1 a share is meant: nobody agrees on a hundredth of the data. */
function percentOf(value: Amount | null | undefined): number | null {
  if (value === null || value === undefined) return null;
  const given = new Decimal(value);
  return (given.greaterThan(1) ? given : given.times(100)).toNumber();
}

/** What a contract without a type settles. */
function typeOf({ custody, guarantee, share }: ContractItem): Contract['type'] {
  if ((custody?.monthlyFee ?? null) !== null) return 'custody';
  return (guarantee?.length ?? 0) > 0 && (share?.length ?? 0) === 0 ? 'guaranteed' : 'shared';
}

/**
 * Without an end it ends the day before the term; without a beginning it lasts a year. One that ends on the term's first
 * day means up to it: that day can't be both.
 */
function baseOf({ base }: ContractItem, start: string): Contract['base'] {
  const { from = null, to = null } = base ?? {};
  if (from === null && to === null) return null;
  const last = (to === start ? null : to) ?? (start === endless.from ? null : addDays(start, -1));
  if (last === null) return null;
  return { from: from ?? yearBefore(last), to: last };
}

/** The day after the same day a year earlier: together they are a year. */
function yearBefore(date: string): string {
  return addDays(
    `${String(Number(date.slice(0, 4)) - 1).padStart(4, '0')}${date.slice(4).replace('02-29', '02-28')}`,
    1,
  );
}

function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Ascending. An entry without its year stands for each year of the term. */
function yearly<T>(
  entries: readonly Yearly<T>[] | null | undefined,
  term: Contract['term'],
  valueOf: (entry: T) => Amount | null | undefined,
): readonly { readonly year: number; readonly value: string }[] {
  const values = new Map<number, string>();
  const written = (entries ?? []).map((entry) => ({ year: entry.year ?? null, value: optional(valueOf(entry)) }));
  // Written years count before those that an entry without one stands for.
  for (const { year, value } of written.toSorted((a, b) => Number(a.year !== null) - Number(b.year !== null))) {
    if (value === null) continue;
    for (const own of year === null ? yearsOf(term) : [year]) values.set(own, value);
  }
  return [...values].map(([year, value]) => ({ year, value })).sort((a, b) => a.year - b.year);
}

function yearsOf({ from, to }: Contract['term']): readonly number[] {
  const [first, last] = [Number(from.slice(0, 4)), Number(to.slice(0, 4))];
  return last - first >= mostYears ? [first] : Array.from({ length: last - first + 1 }, (_, at) => first + at);
}

function custodyOf(custody: CustodyItem | null | undefined): Custody | null {
  const fee = optional(custody?.monthlyFee);
  if (!custody || fee === null) return null;
  const { thresholds, drivers } = custody;
  return {
    monthlyFee: fee,
    baseAmount: optional(custody.baseKwh ?? custody.baseAmount),
    basePrice: optional(custody.basePrice),
    thresholds: {
      pricePct: numberOf(thresholds?.pricePct, 0),
      areaPct: numberOf(thresholds?.areaPct, 0),
      peoplePct: numberOf(thresholds?.peoplePct, 0),
    },
    peopleFactor: exact(custody.peopleFactor ?? '1'),
    drivers: (drivers ?? [])
      .map(({ from, areaM2, people }) => ({
        from: from ?? endless.from,
        areaM2: areaM2 === null || areaM2 === undefined ? null : Number(areaM2),
        people: people === null || people === undefined ? null : Number(people),
      }))
      .sort((a, b) => compare(a.from, b.from)),
  };
}

/** Whether a price is a number of money or names a tariff. */
export const isPlainPrice = (price: Amount): boolean => typeof price === 'number' || /^-?\d+(\.\d+)?$/.test(price);

function priceOf({ price, priceFloor }: ContractItem): PriceBasis | null {
  if (price === null || price === undefined) return null;
  if (isPlainPrice(price)) return { kind: 'fixed', price: exact(price) };
  return { kind: 'tariff', tariff: String(price), floor: optional(priceFloor) };
}

/** By their day; without one a milestone is due with the end of the term, a payment was made on the milestone's day. */
function investmentOf({ investment }: ContractItem, term: Contract['term']): readonly Milestone[] {
  return (investment ?? [])
    .map((milestone): Milestone => {
      const due = milestone.due ?? term.to;
      return {
        due,
        amount: exact(milestone.amount ?? 0),
        latePct: exact(milestone.latePct ?? 0),
        verified: (milestone.verified ?? []).map(({ date, amount, evidence }) => ({
          date: date ?? due,
          amount: exact(amount ?? 0),
          evidence: typeof evidence === 'string' ? [evidence] : [...(evidence ?? [])],
        })),
      };
    })
    .sort((a, b) => compare(a.due, b.due));
}

/** Hours that nobody can read hold none back: the duty counts at all times. */
function comfortOf(comfort: ComfortItem | null | undefined, zones: readonly string[]): ComfortDuty | null {
  if (!comfort) return null;
  const hours = hoursIn(comfort.hours);
  return {
    minC: comfort.minC ?? null,
    maxC: comfort.maxC ?? null,
    hours: hours?.spans ?? [],
    days: comfort.days ?? (hours?.workdays ? 'workdays' : 'all'),
    meters: [...new Set([...(comfort.meters ?? []), ...zones])],
    tolerancePct: numberOf(comfort.tolerancePct, 0),
    perZoneDay: exact(comfort.perZoneDay ?? '0'),
    allowedZoneDays: comfort.allowedZoneDays ?? 0,
  };
}

/** Whoever wrote a least completeness owes it as data too. */
function dataOf({ data }: ContractItem, min: number | null): DataDuty | null {
  if (data) {
    return {
      completenessPct: percentOf(data.completenessPct) ?? min ?? usualCompletenessPct,
      perMonth: optional(data.perMonth),
    };
  }
  return min === null ? null : { completenessPct: min, perMonth: null };
}

/** `true`, or a text that isn't a no: the day on which it was agreed, or by whom. */
function isAgreed(agreed: boolean | string | null | undefined): boolean {
  return typeof agreed === 'string' ? !notAgreed.test(agreed.trim()) : agreed === true;
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
