import { figure, fixed, missing } from './number.ts';
import { unitSpace } from './quantity.ts';

/** Bytes in the unit that suits their size, powers of 1,024: `512 B`, `48.0 MiB`. */
export function bytes(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return missing;
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let unit = 0;
  let size = value;
  while (Math.round(size) >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit += 1;
  }
  return `${fixed(size, unit === 0 || size >= 100 ? 0 : 1)}${unitSpace}${units[unit]}`;
}

/** A time that a machine took: `0.8 ms`, `12 ms`, `2.4 s`. */
export function milliseconds(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return missing;
  if (value >= 1000) return `${figure(value / 1000, 1)}${unitSpace}s`;
  return `${fixed(value, value < 10 ? 1 : 0)}${unitSpace}ms`;
}

/** A difference of clocks with its sign, seconds, to be shown with its unit beside it: `+0.9`, `−3,660`. */
export function signedSeconds(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return missing;
  const text = fixed(value, Math.abs(value) < 100 ? 1 : 0);
  return value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

/** How often in a second: whole above a hundred, one decimal below. */
export function perSecond(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return missing;
  return fixed(value, value >= 100 || value === 0 ? 0 : 1);
}
