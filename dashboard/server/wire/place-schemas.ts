import { z } from 'zod';
import { placeKinds, useCarriers } from '../../../domain/wire-places.ts';
import { isoText } from './schemas.ts';

/** What `domain/wire-places.ts` says in types, for OpenAPI and for the check of answers in tests. */
const kind = z.enum(placeKinds);
const carrier = z.enum(useCarriers);
const number = z.number().nullable();
const numbers = z.array(number);
const counts = z.object({ total: z.int(), live: z.int(), silent: z.int() });
const amount = z
  .object({ value: number, estimated: z.number(), coverage: z.number().min(0).max(1) })
  .meta({ id: 'PlaceAmount' });
const rates = z
  .object({ rate: numbers, quality: z.string().describe('A letter a quarter hour: m, e, x, h, - not yet') })
  .meta({ id: 'PlaceRates' });
const named = z.object({ kind, id: z.string(), name: z.string() });
const sized = { institutionKind: z.string().nullable(), floorAreaM2: number, people: number };

export const placeSchema = z
  .object({
    ...named.shape,
    ...sized,
    within: z.array(named),
    children: z.array(z.object({ ...named.shape, ...sized, meters: counts })),
    carriers: z.array(carrier),
    meters: counts,
    weatherMeter: z.string().nullable(),
    demo: z.boolean(),
  })
  .meta({ id: 'Place' });

export const placeDaySchema = z
  .object({
    date: z.string(),
    carrier,
    unit: z.string(),
    rateUnit: z.string(),
    timezone: z.string(),
    dayType: z.enum(['workday', 'weekend', 'holiday', 'make-up-workday']),
    ts: z.array(isoText),
    today: rates,
    yesterday: rates,
    lastWeek: rates,
    band: z.object({ low: numbers, high: numbers, expected: numbers }),
    likeDays: z.array(z.string()),
    pv: rates.nullable(),
    knownUntil: isoText.nullable(),
    totals: z.object({
      today: amount,
      yesterdayUntilSameTime: amount,
      lastWeekUntilSameTime: amount,
      expectedUntilSameTime: number,
      peak: z.object({ rate: z.number(), ts: isoText }).nullable(),
      nightRate: number,
      nightExpected: number,
    }),
    tariff: z.array(z.object({ from: isoText, to: isoText, kind: z.string(), price: number })),
  })
  .meta({ id: 'PlaceDay' });

export const placeUseSchema = z
  .object({
    carrier,
    unit: z.string(),
    every: z.enum(['15m', '1h', '1d', '1mo']),
    timezone: z.string(),
    ts: z.array(isoText),
    value: numbers,
    quality: z.string(),
    coverage: z.array(z.number()),
    dayTypes: z
      .string()
      .optional()
      .describe('A letter an interval: w workday, e weekend, h holiday, m make-up workday'),
    before: z.object({ value: numbers, quality: z.string() }).optional(),
    temperature: numbers.optional(),
  })
  .meta({ id: 'PlaceUse' });

export const measuresSchema = z
  .object({
    from: isoText,
    to: isoText,
    carriers: z.array(
      z.object({
        carrier,
        unit: z.string(),
        total: amount,
        before: amount,
        perM2: number,
        perPerson: number,
        supply: z
          .object({ grid: amount, generated: amount, exported: amount })
          .nullable()
          .describe('Electricity with PV behind the main meter: used = grid + generated − exported'),
      }),
    ),
    children: z.array(
      z.object({
        ...named.shape,
        ...sized,
        carriers: z.array(z.object({ carrier, total: amount, before: amount, perM2: number, perPerson: number })),
      }),
    ),
  })
  .meta({ id: 'PlaceMeasures' });

const node = z
  .object({
    meter: z.string().nullable().describe('null: what no sub-meter measured'),
    endUse: z.string().nullable(),
    value: number,
    estimated: z.number(),
    coverage: z.number(),
    share: number,
    exceeds: z.boolean(),
    get children() {
      return z.array(node);
    },
  })
  .meta({ id: 'MeterTreeNode' });
export const treeSchema = z.object({ carrier, unit: z.string(), roots: z.array(node) }).meta({ id: 'MeterTree' });

const part = z.array(z.number().min(0).max(1));
export const placeQualitySchema = z
  .object({
    dates: z.array(z.string()),
    meters: z.array(
      z.object({
        meter: z.string(),
        carrier: z.string(),
        endUse: z.string().nullable(),
        ageSeconds: number,
        state: z.string(),
        measured: part,
        estimated: part,
      }),
    ),
  })
  .meta({ id: 'PlaceQuality' });

const reason = z.object({
  code: z.enum([
    'not-shut-down',
    'night-load',
    'early-start',
    'weekend-like-workday',
    'above-all-day',
    'below-all-day',
    'no-data',
  ]),
  fromHour: number,
  toHour: number,
  rate: number,
  usual: number,
});
export const placeListSchema = z
  .object({
    kind,
    carrier,
    unit: z.string(),
    rateUnit: z.string(),
    items: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        parent: named.nullable(),
        ...sized,
        meters: counts,
        metered: z.boolean(),
        rateNow: number,
        today: amount,
        deviation: number,
        deviationShare: number,
        reason: reason.nullable(),
        ageSeconds: number,
      }),
    ),
  })
  .meta({ id: 'PlaceList' });

export const overviewSchema = z
  .object({
    at: isoText,
    counts: z.object({
      regions: z.int(),
      institutions: z.int(),
      buildings: z.int(),
      meters: z.int(),
      canteens: z.int(),
    }),
    deviations: z.array(
      z.object({
        kind: z.enum(['institution', 'building']),
        id: z.string(),
        name: z.string(),
        institutionName: z.string(),
        rateNow: number,
        used: number,
        deviation: number,
        deviationShare: number,
        standsOut: z
          .boolean()
          .describe('It has a reason, is outside the band for a quarter of the known time, or says nothing'),
        reason: reason.nullable(),
        ageSeconds: number,
        quarters: z
          .object({ difference: numbers, low: numbers, high: numbers })
          .nullable()
          .describe('Actual − expected by quarter hour of today, and the band around it; null: not asked for'),
      }),
    ),
    buildingsMetered: z.int().describe('Buildings with a main meter of the carrier, listed in `deviations` or not'),
    attention: z.array(
      z.object({
        code: z.enum(['meters-silent', 'verification-due', 'quarantine', 'store', 'ledger']),
        severity: z.enum(['alarm', 'notice']),
        place: named.nullable(),
        meter: z.string().nullable(),
        since: z.string().nullable(),
        count: number,
      }),
    ),
    attentionTotal: z.int().describe('Of one code at most 50 are in `attention`'),
    completeness: z.object({ dates: z.array(z.string()), measured: part, estimated: part }),
    freshness: z.object({ live: z.int(), late: z.int(), silent: z.int(), never: z.int() }),
  })
  .meta({ id: 'Overview' });
