import { RegistryRefusal, type ImportFault } from './port.ts';

/** What is wrong with single values, each with the path of its field; none when it is right. */

/** Milliseconds that a `Date` can hold. */
const furthest = 8_640_000_000_000_000;
const longestText = 2000;

export function fault(path: string, code: string, message: string): ImportFault {
  return { path, code, message };
}

export function checkReason(reason: string, path: string): ImportFault[] {
  if (reason.trim() === '') return [fault(path, 'missing', 'is required: who reads it later was not there')];
  return atMost(reason, longestText, path);
}

export function words(text: string, most: number, path: string): ImportFault[] {
  return text.trim() === '' ? [fault(path, 'missing', 'is required')] : atMost(text, most, path);
}

export function atMost(text: string, most: number, path: string): ImportFault[] {
  return text.length <= most ? [] : [fault(path, 'text', `must be at most ${most} characters`)];
}

export function instant(value: number, path: string): ImportFault[] {
  if (Number.isInteger(value) && Math.abs(value) <= furthest) return [];
  return [fault(path, 'not-an-instant', 'must be an instant in ms UTC')];
}

/** A day of the calendar, `2026-11-23`. */
export function localDate(value: string, path: string): ImportFault[] {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(value) ? new Date(`${value}T00:00:00Z`) : null;
  // A date that rolls over (30 February) comes back as another one.
  if (day !== null && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value)) return [];
  return [fault(path, 'not-a-date', 'must be a date like 2026-11-23')];
}

export function finite(value: number, path: string): ImportFault[] {
  return Number.isFinite(value) ? [] : [fault(path, 'not-finite', 'must be a finite number')];
}

export function notNegative(value: number, path: string): ImportFault[] {
  if (!Number.isFinite(value)) return finite(value, path);
  return value >= 0 ? [] : [fault(path, 'negative', 'must not be below 0')];
}

export function oneOf(value: string, values: readonly string[], path: string): ImportFault[] {
  return values.includes(value) ? [] : [fault(path, 'not-one-of', `must be one of ${values.join(', ')}`)];
}

/** Throws `invalid-content` with all of them, when there are some. */
export function refuseFaults(faults: readonly ImportFault[]): void {
  if (faults.length === 0) return;
  const { path, message } = faults[0]!;
  throw new RegistryRefusal('invalid-content', `${path} ${message}`, faults);
}
