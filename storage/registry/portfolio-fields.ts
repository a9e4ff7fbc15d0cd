import { z } from 'zod';
import { parseDuration } from '../../domain/time/duration.ts';
import { isDate, isMoment } from './moments.ts';

/**
 * The kinds of field that a portfolio is made of. What fails carries its code in the issue's `params`; `meta` puts the
 * same rule into the JSON Schema. Optional fields may be null too: an empty YAML value is null.
 */

export function rule<T>(code: string, message: string, holds: (value: T) => boolean) {
  return z.refine<T>(holds, { error: message, params: { code } });
}

/** A topic level and a user name, so no `/ + #`, white space or invisible characters. */
const idPattern = /^[^\s/+#\p{Cc}\p{Cf}\p{Cs}\p{Zs}]{1,64}$/u;
const idProblem = 'must be 1 to 64 visible characters without spaces and without / + #';
export const id = z
  .string()
  .check(rule('id', idProblem, (value) => isId(value)))
  .meta({ minLength: 1, maxLength: 64, pattern: '^[^\\s/+#]+$' });

export function isId(value: unknown): value is string {
  return typeof value === 'string' && idPattern.test(value);
}

export const text = z
  .string()
  .check(rule('text', 'must be 1 to 200 characters', (value) => /^[^\p{Cc}\p{Cs}]{1,200}$/u.test(value)))
  .meta({ minLength: 1, maxLength: 200 });

export const secret = z
  .string()
  .check(
    rule('secret', 'must be 1 to 256 characters', (value) => [...value.slice(0, 520)].length <= 256 && value !== ''),
  )
  .meta({ minLength: 1, maxLength: 256 });

export const date = z
  .string()
  .check(rule('date', 'must be a date that exists, like 2026-03-31', isDate))
  .meta({ format: 'date' });

export const moment = z
  .string()
  .check(
    rule('moment', 'must be a date like 2026-03-31 or a time with its offset like 2026-03-31T08:00:00+08:00', isMoment),
  );

export const clock = z
  .string()
  .check(rule('clock', 'must be a time of day like 08:30', (value) => /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/.test(value)))
  .meta({ pattern: '^(([01]\\d|2[0-3]):[0-5]\\d|24:00)$' });

export const duration = z
  .string()
  .check(rule('interval', 'must be a duration like 1m, 15m, 1h or 1d', (value) => parseDuration(value) !== null))
  .meta({ pattern: '^[1-9]\\d*[smhd]$' });

export const number = z.number();
export const positive = z.number().check(rule('not-positive', 'must be greater than 0', (value) => value > 0));
export const notNegative = z.number().check(rule('negative', 'must not be below 0', (value) => value >= 0));
export const count = z
  .number()
  .check(rule('not-whole', 'must be a whole number from 0 on', (value) => Number.isSafeInteger(value) && value >= 0))
  .meta({ type: 'integer', minimum: 0 });
export const year = wholeWithin(1900, 2200);

export function within(low: number, high: number) {
  return z
    .number()
    .check(rule('out-of-range', `must be between ${low} and ${high}`, (value) => value >= low && value <= high))
    .meta({ minimum: low, maximum: high });
}

export function wholeWithin(low: number, high: number) {
  return z
    .number()
    .check(
      rule(
        'out-of-range',
        `must be a whole number between ${low} and ${high}`,
        (value) => Number.isInteger(value) && value >= low && value <= high,
      ),
    )
    .meta({ type: 'integer', minimum: low, maximum: high });
}

/** Money and other exact amounts: a number, or a decimal text that no float has touched. */
export const amount = z.union([
  z.number(),
  z
    .string()
    .check(rule('amount', 'must be a number or a decimal text like "1234.50"', (v) => /^-?\d+(\.\d+)?$/.test(v))),
]);

/** An MQTT topic filter: `#` only at the end, `+` and `#` alone in their level. */
export const topicFilter = z
  .string()
  .check(
    rule(
      'topic-filter',
      'must be an MQTT topic filter: # only at the end, + and # alone between slashes',
      (value) =>
        /^[^\p{Cc}\p{Cs}]{1,512}$/u.test(value) &&
        value.split('/').every((level, at, all) => {
          if (level === '+' || (level === '#' && at === all.length - 1)) return true;
          return !/[+#]/.test(level);
        }),
    ),
  )
  .meta({ minLength: 1, maxLength: 512 });
