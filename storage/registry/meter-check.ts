import { isRegisterPoint, unitOf } from '../../domain/points.ts';
import type { LocalCalendar } from '../../domain/time/calendar.ts';
import { isMoment, momentMs } from './moments.ts';
import type { ImportFault } from './port.ts';
import { isRecord } from './portfolio-read.ts';

type Raw = Readonly<Record<string, unknown>>;

/**
 * Rules inside one meter that span several fields. Works on the item as written, so that these faults are reported
 * together with those of the schema; a field of the wrong type is left to the schema.
 */
export function checkMeter(raw: Raw, path: string, calendar: LocalCalendar): ImportFault[] {
  const register = isRecord(raw['register']) ? raw['register'] : {};
  return [
    ...checkPoint(register, raw['carrier'], `${path}.register`),
    ...checkDigits(register, `${path}.register`),
    ...checkMultiplier(register['multiplier'], `${path}.register.multiplier`, calendar),
    ...checkReplacements(raw['replacements'], register, `${path}.replacements`, calendar),
  ];
}

function checkPoint(register: Raw, carrier: unknown, path: string): ImportFault[] {
  const { point, unit } = register;
  if (typeof point !== 'string') return [];
  const expected = unitOf(point);
  const climate = carrier === 'weather' || carrier === 'indoor';
  if (expected === null || (!climate && !isRegisterPoint(point))) {
    const message =
      expected === null
        ? `"${shorten(point)}" is not a point that the platform knows`
        : `"${point}" is instantaneous; a register counts up (only weather and indoor meters may name such a point)`;
    return [{ path: `${path}.point`, code: 'not-a-register', message }];
  }
  if (typeof unit !== 'string' || plainUnit(unit) === plainUnit(expected)) return [];
  const message = `${point} is in ${expected === '' ? 'no unit (an empty text)' : expected}, not in "${shorten(unit)}"`;
  return [{ path: `${path}.unit`, code: 'wrong-unit', message }];
}

/** Units as people type them: m3, ℃ in one sign, C, kW·h, l. None differs from another unit here by its case alone. */
function plainUnit(unit: string): string {
  return unit
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[°º·⋅.\s]|^deg/g, '');
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

function checkDigits({ digits, decimals }: Raw, path: string): ImportFault[] {
  if (typeof digits !== 'number' || typeof decimals !== 'number' || digits + decimals <= 15) return [];
  // Differences are computed in integers of the last decimal; beyond 15 figures a double is not exact.
  return [
    { path: `${path}.decimals`, code: 'too-precise', message: 'digits and decimals together must not exceed 15' },
  ];
}

function checkMultiplier(multiplier: unknown, path: string, calendar: LocalCalendar): ImportFault[] {
  if (!Array.isArray(multiplier)) return [];
  return moments(multiplier, 'from', calendar).flatMap(({ at, ms, before }) =>
    ms > before
      ? []
      : [{ path: `${path}[${at}].from`, code: 'not-ascending', message: 'must be later than the step before it' }],
  );
}

function checkReplacements(list: unknown, { digits }: Raw, path: string, calendar: LocalCalendar): ImportFault[] {
  if (!Array.isArray(list)) return [];
  const faults: ImportFault[] = moments(list, 'at', calendar).flatMap(({ at, ms, before }) =>
    ms > before
      ? []
      : [{ path: `${path}[${at}].at`, code: 'not-ascending', message: 'must be later than the replacement before it' }],
  );
  for (const [at, entry] of list.entries()) {
    if (!isRecord(entry)) continue;
    const { closing } = entry;
    // The new meter may have another register; the old one's last reading must fit the digits.
    if (typeof closing === 'number' && typeof digits === 'number' && closing >= 10 ** digits) {
      const message = `is more than a register with ${digits} digits can show`;
      faults.push({ path: `${path}[${at}].closing`, code: 'beyond-digits', message });
    }
  }
  return faults;
}

/** The readable moments of a list, each with the one before it. */
function moments(list: readonly unknown[], field: string, calendar: LocalCalendar) {
  const found: { at: number; ms: number; before: number }[] = [];
  let before = -Infinity;
  for (const [at, entry] of list.entries()) {
    const text = isRecord(entry) ? entry[field] : undefined;
    if (typeof text !== 'string' || !isMoment(text)) continue;
    const ms = momentMs(text, calendar);
    found.push({ at, ms, before });
    before = Math.max(before, ms);
  }
  return found;
}
