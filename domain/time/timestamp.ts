import type { QuarantineReason } from '../metering/ledger.ts';
import { dayMs, daysFromCivil, daysInMonth } from './civil.ts';

/** Why a `ts` is not accepted; `detail` quotes what was sent, shortened. */
export interface TimestampProblem {
  readonly reason: Extract<
    QuarantineReason,
    'ts-unreadable' | 'ts-without-offset' | 'ts-before-2000' | 'ts-too-far-ahead'
  >;
  readonly detail: string;
}

const earliest = Date.UTC(2000, 0, 1);
const furthestAheadMs = 48 * 3_600_000;

/**
 * A reading's `ts` as ms UTC: epoch milliseconds, or ISO 8601 with an offset or Z. Absent: the time of arrival.
 * Finer fractions of a second are cut to milliseconds.
 */
export function parseTimestamp(input: unknown, arrival: number): number | TimestampProblem {
  if (input === undefined) return arrival;
  const ts = typeof input === 'number' ? Math.round(input) : typeof input === 'string' ? parseIso(input) : unreadable;
  if (!Number.isFinite(ts)) {
    const offsetMissing = ts === withoutOffset && typeof input === 'string';
    return problem(offsetMissing ? 'ts-without-offset' : 'ts-unreadable', input);
  }
  if (ts < earliest) return problem('ts-before-2000', input);
  if (ts > arrival + furthestAheadMs) return problem('ts-too-far-ahead', input);
  return ts;
}

// What parseIso answers beside an instant: two numbers, so that the hot path makes no object.
const unreadable = NaN;
const withoutOffset = -Infinity;

/** `YYYY-MM-DDTHH:MM[:SS[.fff…]]` with `Z`, `±HH:MM`, `±HHMM` or `±HH`, read character by character. */
function parseIso(text: string): number {
  if (text.charCodeAt(4) !== dash) return parseBasic(text);
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 2);
  const day = digits(text, 8, 2);
  if (text.charCodeAt(7) !== dash || !isDate(year, month, day)) return unreadable;
  if (text.length === 10) return withoutOffset;
  const separator = text.charCodeAt(10);
  if (separator !== letterT && separator !== space && separator !== letterT + 32) return unreadable;
  const hour = digits(text, 11, 2);
  const minute = digits(text, 14, 2);
  if (text.charCodeAt(13) !== colon || !isClock(hour, minute)) return unreadable;
  let at = 16;
  let seconds = 0;
  let ms = 0;
  if (text.charCodeAt(at) === colon) {
    seconds = digits(text, 17, 2);
    if (!(seconds < 60)) return unreadable;
    at = 19;
    const mark = text.charCodeAt(at);
    if (mark === point || mark === comma) {
      const from = (at += 1);
      for (let weight = 100; isDigit(text.charCodeAt(at)); at += 1, weight /= 10) {
        if (weight >= 1) ms += (text.charCodeAt(at) - zero) * weight;
      }
      if (at === from) return unreadable;
    }
  }
  const offset = parseOffset(text, at);
  if (!Number.isFinite(offset)) return offset;
  const minutes = hour * 60 + minute - offset;
  return daysFromCivil(year, month, day) * dayMs + minutes * 60_000 + seconds * 1000 + ms;
}

/** Minutes east of UTC; the rest of the text from `at` on must be the offset and nothing else. */
function parseOffset(text: string, at: number): number {
  const left = text.length - at;
  if (left === 0) return withoutOffset;
  const mark = text.charCodeAt(at);
  if (left === 1) return mark === letterZ || mark === letterZ + 32 ? 0 : unreadable;
  if (mark !== plus && mark !== dash) return unreadable;
  const hours = digits(text, at + 1, 2);
  let minutes = 0;
  if (left === 6 && text.charCodeAt(at + 3) === colon) minutes = digits(text, at + 4, 2);
  else if (left === 5) minutes = digits(text, at + 3, 2);
  else if (left !== 3) return unreadable;
  if (!isClock(hours, minutes)) return unreadable;
  return (mark === dash ? -1 : 1) * (hours * 60 + minutes);
}

/** ISO 8601 without separators (`20261123T081500+0800`): rare, so it is rewritten and read again. */
function parseBasic(text: string): number {
  const match = /^(\d{4})(\d{2})(\d{2})(?:[Tt](\d{2})(\d{2})(?:(\d{2})([.,]\d+)?)?(.*))?$/.exec(text);
  if (match === null) return unreadable;
  const [, year, month, day, hour, minute, second = '00', fraction = '', offset = ''] = match;
  return parseIso(
    `${year}-${month}-${day}${hour === undefined ? '' : `T${hour}:${minute}:${second}${fraction}${offset}`}`,
  );
}

const zero = 48;
const plus = 43;
const comma = 44;
const dash = 45;
const point = 46;
const colon = 58;
const space = 32;
// Capitals; small letters (RFC 3339) come 32 later.
const letterT = 84;
const letterZ = 90;

function isDigit(code: number): boolean {
  return code >= zero && code <= zero + 9;
}

/** NaN when one of the characters is not a digit. */
function digits(text: string, at: number, count: number): number {
  let n = 0;
  for (let i = at; i < at + count; i += 1) {
    const code = text.charCodeAt(i);
    if (!isDigit(code)) return NaN;
    n = n * 10 + code - zero;
  }
  return n;
}

function isDate(year: number, month: number, day: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && year >= 0 && day <= daysInMonth(year, month);
}

function isClock(hour: number, minute: number): boolean {
  return hour < 24 && minute < 60;
}

function problem(reason: TimestampProblem['reason'], input: unknown): TimestampProblem {
  const text = typeof input === 'number' ? String(input) : (JSON.stringify(input) ?? String(input));
  const shown = text.length > 60 ? `${text.slice(0, 57)}…` : text;
  const seconds = typeof input === 'number' && reason === 'ts-before-2000' && input * 1000 > earliest;
  return { reason, detail: seconds ? `ts is ${shown}: epoch seconds? It must be milliseconds` : `ts is ${shown}` };
}
