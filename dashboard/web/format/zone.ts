/**
 * Local time of the installation, whatever zone the browser is in. Built on Intl alone: the pages need days, weeks and
 * months of one zone, not a calendar library.
 */
export interface LocalParts {
  readonly year: number;
  /** 1…12 */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

export const dayMs = 86_400_000;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formats.set(zone, format);
  }
  return format;
}

export function partsAt(at: number, zone: string): LocalParts {
  const found: Record<string, number> = {};
  for (const { type, value } of formatOf(zone).formatToParts(at)) found[type] = Number(value);
  return {
    year: found.year!,
    month: found.month!,
    day: found.day!,
    hour: found.hour!,
    minute: found.minute!,
    second: found.second!,
  };
}

/** Local time minus UTC at an instant, ms. */
export function offsetAt(at: number, zone: string): number {
  const p = partsAt(at, zone);
  return Date.UTC(p.year, p.month - 1, p.day, p.hour, p.minute, p.second) - Math.floor(at / 1000) * 1000;
}

/** The instant of a local time; one that the clock skips is read as after the skip, one that it repeats as the first. */
export function instantOf(zone: string, year: number, month: number, day: number, hour = 0): number {
  const utc = Date.UTC(year, month - 1, day, hour);
  const before = utc - offsetAt(utc - dayMs, zone);
  if (offsetAt(before, zone) === utc - before) return before;
  const after = utc - offsetAt(utc + dayMs, zone);
  return offsetAt(after, zone) === utc - after ? after : before;
}

/** `YYYY-MM-DD`: a local day, as text, because it is not an instant. */
export type LocalDate = string;

export function dateAt(at: number, zone: string): LocalDate {
  const p = partsAt(at, zone);
  return `${String(p.year).padStart(4, '0')}-${String(p.month).padStart(2, '0')}-${String(p.day).padStart(2, '0')}`;
}

/** The date in the text, or null when there is no such day. */
export function readDate(text: string | null): LocalDate | null {
  if (!text || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const at = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== text ? null : text;
}

function fields(date: LocalDate): [number, number, number] {
  return [Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8, 10))];
}

export function startOf(date: LocalDate, zone: string): number {
  return instantOf(zone, ...fields(date));
}

export function addDays(date: LocalDate, days: number): LocalDate {
  const [y, m, d] = fields(date);
  return new Date(Date.UTC(y, m - 1, d + days)).toISOString().slice(0, 10);
}

/** The same day `months` later, or the last one of that month. */
export function addMonths(date: LocalDate, months: number): LocalDate {
  const [y, m, d] = fields(date);
  const last = new Date(Date.UTC(y, m + months, 0)).getUTCDate();
  return new Date(Date.UTC(y, m - 1 + months, Math.min(d, last))).toISOString().slice(0, 10);
}

/** 1 Monday … 7 Sunday. */
export function weekday(date: LocalDate): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
}

export const startOfWeek = (date: LocalDate): LocalDate => addDays(date, 1 - weekday(date));
export const startOfMonth = (date: LocalDate): LocalDate => `${date.slice(0, 8)}01`;
export const startOfYear = (date: LocalDate): LocalDate => `${date.slice(0, 5)}01-01`;
