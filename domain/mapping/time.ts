import type { ZoneOffsets } from '../time/offsets.ts';
import { parseTimestamp } from '../time/timestamp.ts';
import { exactDecimal } from './conversion.ts';
import type { TimeFormat } from './rule.ts';

export interface TimeReader {
  readonly format: TimeFormat;
  readonly zone: ZoneOffsets | null;
}

const dayMs = 86_400_000;
const digitsOnly = /^-?\d{1,17}(\.\d{1,9})?$/;

/**
 * A time as ms UTC, or why it can't be read. Whether it is acceptable (not before 2000, not far ahead) is judged later,
 * as for any reading.
 */
export function readTime(value: unknown, { format, zone }: TimeReader): number | string {
  return format === 'iso' ? readIso(value, zone) : readEpoch(value, format === 'epoch-s' ? 3 : 0);
}

function readIso(value: unknown, zone: ZoneOffsets | null): number | string {
  if (typeof value === 'number') return 'is a number; the format iso is a text like 2026-11-23T08:15:00+08:00';
  if (typeof value !== 'string') return 'is not a text';
  const parsed = parseTimestamp(value, Infinity);
  if (typeof parsed === 'number') return parsed;
  if (parsed.reason === 'ts-before-2000') return farPast;
  if (parsed.reason !== 'ts-without-offset') return 'is not a time in ISO 8601';
  if (zone === null) return 'has no offset from UTC: name the zone that it is meant in (ts.zone)';
  const local = parseTimestamp(/T|t| /.test(value) ? `${value}Z` : `${value}T00:00Z`, Infinity);
  if (typeof local === 'number') return toInstant(local, zone);
  return local.reason === 'ts-before-2000' ? farPast : 'is not a time in ISO 8601';
}

/** Before anything acceptable: the judge says so in its own words. */
const farPast = 0;

function readEpoch(value: unknown, shift: number): number | string {
  const number = typeof value === 'string' && digitsOnly.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) {
    return `is not a number of ${shift === 3 ? 'seconds' : 'milliseconds'} since 1970`;
  }
  if (Number.isInteger(number)) return shift === 3 ? number * 1000 : number;
  // 1700000000.123 s × 1000 would be a fraction off in doubles.
  const { digits, decimals } = exactDecimal(number);
  return Math.round(Number(`${digits}e${shift - decimals}`));
}

/** A local time: the earlier one when it comes twice; one that the clocks skipped, by the offset before the change. */
function toInstant(local: number, zone: ZoneOffsets): number {
  const before = zone.at(local - dayMs);
  const after = zone.at(local + dayMs);
  if (before === after) return local - before;
  const earlier = local - Math.max(before, after);
  if (earlier + zone.at(earlier) === local) return earlier;
  const later = local - Math.min(before, after);
  return later + zone.at(later) === local ? later : local - before;
}
