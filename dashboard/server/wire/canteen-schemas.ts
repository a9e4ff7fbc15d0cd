import { z } from 'zod';
import {
  mealReasons,
  meals,
  operatingModes,
  streams,
  supplyModes,
  weighingRules,
} from '../../../domain/canteen/types.ts';
import { canteenSignals } from '../../../domain/wire-canteens.ts';
import { isoText } from './schemas.ts';

/** Shapes of answers about canteens; the types themselves stand in domain/wire-canteens.ts. */
const finite = z.number();
const grams = z.number().nonnegative();
const count = z.int().nonnegative();
const people = z.number().nonnegative();
export const dateText = z.iso.date().describe('Local date');

export const mealName = z.enum(meals);
export const streamName = z.enum(streams);
const state = z.enum(['ok', 'insufficient-data', 'doubtful']);
const reasons = z.array(z.enum(mealReasons));
const comparison = z
  .enum(['less', 'more', 'no-difference', 'cannot-tell'])
  .describe('Beyond chance, at the confidence of the rules');
const signals = z.array(z.enum(canteenSignals));
const modes = { operatingMode: z.enum(operatingModes).nullable(), supplyMode: z.enum(supplyModes).nullable() };

export const canteenSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    institution: z.string(),
    institutionName: z.string(),
    region: z.string().nullable(),
    regionName: z.string().nullable(),
    seats: z.number().nullable(),
    ...modes,
    scales: z.array(z.string()),
    counters: z.array(z.string()),
    meters: z.array(z.string()).describe('Of its kitchen'),
    demo: z.boolean().describe('Of the demonstration city: nothing of it is real'),
  })
  .meta({ id: 'Canteen' });

const streamFigure = z.object({
  grams: grams.describe('Exact sum of what counts'),
  gramsPerMeal: grams.nullable().describe('null: too few person-meals, or none counted'),
  weighings: count,
  manual: z.boolean().describe('Some of it was entered by hand or corrected'),
});

export const mealSchema = z
  .object({
    date: dateText,
    meal: mealName,
    personMeals: people,
    streams: z.partialRecord(streamName, streamFigure),
    state: state.describe('insufficient-data: there is no figure a meal; doubtful: not to be compared'),
    reasons,
    manual: z.boolean(),
    running: z.boolean().describe('It is being served now'),
    trimmingsUsedPct: finite.nullable(),
    wasteRatePct: finite.nullable(),
  })
  .meta({ id: 'CanteenMeal' });

export const meanSchema = z
  .object({
    gramsPerMeal: grams,
    plusMinus: z.number().nonnegative().describe('Half width of the interval at the confidence of the rules'),
    personMeals: people,
    days: count,
  })
  .meta({ id: 'CanteenMean' });
const mean = meanSchema.nullable();

const serving = z.object({ from: isoText, to: isoText, running: z.boolean() });

export const boardSchema = z
  .object({
    date: dateText,
    meal: mealName,
    stream: streamName,
    serving,
    city: z
      .object({
        now: mean,
        norm: mean.describe('The last four weeks of the canteens that count now; of all while none does'),
        grams: grams.describe('Weighed so far, in all canteens'),
        personMeals: people.describe('Counted so far, in all canteens'),
        counted: count.describe('Canteens with a figure that counts'),
        of: count.describe('Canteens of the city'),
        targetG: finite.nullable(),
        lastEventAt: isoText.nullable(),
      })
      .describe('Of all canteens of the city, also those that you do not see; not where it would tell of single ones'),
    rows: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        region: z.string().nullable(),
        regionName: z.string().nullable(),
        ...modes,
        personMeals: people,
        grams: grams.nullable(),
        gramsPerMeal: grams.nullable(),
        state,
        reasons,
        signals,
        norm: mean,
        lastEventAt: isoText.nullable(),
        manual: z.boolean(),
        demo: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'CanteenBoard' });

export const leagueSchema = z
  .object({
    from: dateText,
    to: dateText.describe('Exclusive'),
    meal: mealName,
    stream: streamName,
    confidence: finite,
    city: mean,
    targetG: finite.nullable(),
    rows: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        regionName: z.string().nullable(),
        ...modes,
        raw: mean.describe('As weighed'),
        estimate: z
          .object({ gramsPerMeal: finite, low: finite, high: finite })
          .nullable()
          .describe('Shrunk towards its peers; null: not ranked'),
        peers: z.object({ gramsPerMeal: finite, canteens: count }).nullable(),
        comparison,
        reason: z.enum(['insufficient-data', 'doubtful']).nullable(),
        few: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'CanteenLeague' });

export const canteenDaySchema = z
  .object({
    canteen: canteenSchema,
    date: dateText,
    meal: mealName,
    stream: streamName,
    meals: z.array(mealSchema).describe('All of that day'),
    signals,
    norm: mean,
    peers: z.object({ ...meanSchema.shape, canteens: count }).nullable(),
    city: mean,
    comparison: z.object({ withNorm: comparison, withPeers: comparison, withCity: comparison }),
    rhythm: z
      .array(z.object({ at: isoText, grams, personMeals: people, gramsPerMeal: grams.nullable() }))
      .describe('Cumulated from the first event of the meal on'),
    usual: z
      .array(z.object({ at: isoText, low: finite, mid: finite, high: finite }))
      .describe('The middle half of the like days of the last four weeks'),
    serving,
    note: z.object({ text: z.string(), by: z.string(), at: isoText }).nullable(),
    resources: z
      .object({
        electricityKwh: finite.nullable(),
        gasM3: finite.nullable(),
        waterL: finite.nullable(),
      })
      .describe('A person-meal of that day; null: not metered, or a part of the day is missing'),
    changes: z.array(
      z.object({
        meal: mealName,
        stream: streamName,
        from: dateText,
        before: meanSchema,
        after: meanSchema,
        comparison: z.enum(['less', 'more']),
      }),
    ),
  })
  .meta({ id: 'CanteenDay' });

export const trendSchema = z
  .object({
    meal: mealName.nullable(),
    stream: streamName,
    every: z.enum(['day', 'week', 'month']),
    points: z.array(
      z.object({
        date: dateText.describe('First day of it'),
        gramsPerMeal: grams.nullable().describe('Of the known days only; null when these are too few'),
        grams: grams.nullable().describe('Of all that was weighed; null: nothing was'),
        personMeals: people.describe('All who came, also on days that are not known'),
        days: z.int().nonnegative().describe('On which people ate'),
        knownDays: z.int().nonnegative().describe('Those of them whose waste is known'),
        state,
        note: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'CanteenTrend' });

const undone = z.object({ by: z.string(), at: isoText, reason: z.string() }).nullable();
const recorded = { id: z.int(), reason: z.string(), by: z.string(), at: isoText, undone };

export const correctionSchema = z
  .object({
    ...recorded,
    device: z.string(),
    seq: z.int(),
    ts: isoText,
    as: z.enum(['ignored', 'kept', 'value']),
    value: finite.nullable(),
  })
  .meta({ id: 'CanteenCorrection' });

export const entryKinds = [...streams, 'PERSON_MEALS', 'COOKED', 'PURCHASED'] as const;
export const entrySchema = z
  .object({ ...recorded, date: dateText, meal: mealName, what: z.enum(entryKinds), value: finite })
  .meta({ id: 'CanteenEntry' });

export const fetchSchema = z
  .object({ ...recorded, date: dateText, kg: finite, collector: z.string() })
  .meta({ id: 'WasteFetch' });

export const noteSchema = z
  .object({ text: z.string(), by: z.string(), at: isoText })
  .nullable()
  .meta({ id: 'MenuNote' });

export const canteenEventSchema = z
  .object({
    type: z.enum(['weighing', 'meals']),
    device: z.string(),
    seq: z.int(),
    ts: isoText,
    receivedAt: isoText,
    meal: mealName,
    stream: streamName.nullable(),
    netG: finite.nullable(),
    grossG: finite.nullable(),
    tareG: finite.nullable(),
    personMeals: finite.nullable(),
    counts: finite.nullable().describe('Grams or people that it counts for; null = nothing'),
    findings: z.array(
      z.object({
        rule: z.enum(weighingRules),
        effect: z
          .string()
          .describe('excluded: it does not count; doubtful: its meal is not compared; noted: it counts'),
        evidence: z.record(z.string(), z.union([finite, z.string()])),
      }),
    ),
    correction: correctionSchema.nullable(),
  })
  .meta({ id: 'CanteenEvent' });

export const displaySchema = z
  .object({
    name: z.string(),
    date: dateText,
    meal: mealName,
    gramsPerMeal: grams.nullable(),
    norm: finite.nullable(),
    comparison,
    state,
    running: z.boolean(),
  })
  .meta({ id: 'CanteenDisplay' });

export const sortingSchema = z
  .object({
    factor: z.object({ kgPerKg: finite, source: z.string() }),
    items: z.array(
      z.object({
        canteen: z.string(),
        name: z.string(),
        month: z.string().describe('YYYY-MM'),
        weighedKg: finite,
        fetchedKg: finite.nullable(),
        fetches: count,
        differenceKg: finite.nullable(),
        differencePct: finite.nullable(),
        state: z.enum(['agrees', 'differs', 'cannot-tell']),
        carbonKg: finite.describe('Informative: weight × factor'),
      }),
    ),
  })
  .meta({ id: 'WasteSorting' });
