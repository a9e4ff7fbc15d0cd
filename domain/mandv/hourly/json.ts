import { z } from 'zod';
import { hoursOfWeek } from './hour-of-week.ts';
import type { HourlyModel } from './model.ts';

/** Of what is written; a text of another one is refused rather than half understood. */
const format = 'wattsteward.hourly-model/1';

const response = z
  .object({ binEndsF: z.array(z.number()).readonly(), slopes: z.array(z.number()).readonly() })
  .refine(({ binEndsF, slopes }) => slopes.length === binEndsF.length + 1, 'one slope more than bin ends');
const range = z.tuple([z.number(), z.number()]).readonly().nullable();
const segment = z.object({
  name: z.string(),
  hours: z.int(),
  rank: z.int(),
  sufficient: z.boolean(),
  temperatureRangeC: range,
  hourOfWeek: z.array(z.number().nullable()).length(hoursOfWeek).readonly(),
  occupiedHours: z
    .array(
      z
        .int()
        .min(0)
        .max(hoursOfWeek - 1),
    )
    .readonly(),
  occupied: response,
  unoccupied: response,
});
const problem = z.object({
  code: z.string(),
  message: z.object({ zh: z.string(), en: z.string() }),
  numbers: z.record(z.string(), z.union([z.number(), z.string()])),
});
const column = z.array(z.number()).readonly();
const model = z.object({
  kind: z.literal('hourly'),
  method: z.enum(['hourly', 'hourly-day-types']),
  carrier: z.enum(['electricity', 'gas', 'other']),
  timeZone: z.string(),
  dayTypes: z.string(),
  segmentation: z.enum(['three-month-weighted', 'single']),
  segments: z
    .array(segment)
    .refine(({ length }) => length === 12 || length === 1, 'twelve segments or one')
    .readonly(),
  parameters: z.int(),
  sufficiency: z.object({
    qualified: z.boolean(),
    warnings: z.array(problem).readonly(),
    disqualifications: z.array(problem).readonly(),
  }),
  baseline: z.object({
    from: z.number(),
    to: z.number(),
    hours: z.int(),
    temperatureRangeC: range,
  }),
  daily: z.object({ startsAt: column, observed: column, predicted: column }),
});

/** Every double is written so that it reads back as itself: predictions are identical. */
export function hourlyModelToJson(value: HourlyModel): string {
  return JSON.stringify({ format, ...value });
}

/** Throws a TypeError that says where, when the text isn't a model of this format. */
export function hourlyModelFromJson(json: string): HourlyModel {
  const { format: written, ...rest } = parsed(json);
  if (written !== format) throw new TypeError(`not ${format}: ${String(written)}`);
  const checked = model.safeParse(rest);
  if (!checked.success) throw new TypeError(`not an hourly model: ${z.prettifyError(checked.error)}`);
  return checked.data;
}

function parsed(json: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw new TypeError('not an hourly model: not JSON', { cause });
  }
  if (typeof value !== 'object' || value === null) throw new TypeError('not an hourly model: not an object');
  return value as Record<string, unknown>;
}
