import { z } from 'zod';

/** Forms of what the settings of alarms hold. */

const address = z
  .string()
  .trim()
  .max(320)
  .regex(/^[^\r\n]*[^\s@<>]+@[^\s@<>]+>?$/);

/** `a@b.cn, c@d.cn`, or a list. */
export const addresses = z.preprocess(
  (value) => (typeof value === 'string' ? value.split(/[,;\s]+/).filter((part) => part !== '') : value),
  z.array(address).min(1).max(50),
);
export const sender = address;

/** `0-5`: from 0:00 to 5:00. */
export const hours = z
  .string()
  .trim()
  .regex(/^\d{1,2}\s*-\s*\d{1,2}$/)
  .transform((text) => text.split('-').map(Number) as [number, number])
  .refine(([from, to]) => from < to && to <= 24)
  .transform(([from, to]) => ({ from, to }));
