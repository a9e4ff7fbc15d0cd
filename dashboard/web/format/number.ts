/**
 * Numbers as `visual.md` asks, the same in both languages: comma groups from 1,000, decimal point, U+2212 as minus,
 * a dash for what is missing (never 0).
 */
export const missing = '—';

const formats = new Map<number, Intl.NumberFormat>();

/** Exactly `decimals` digits after the point. */
export function fixed(value: number | null | undefined, decimals: number): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return missing;
  let format = formats.get(decimals);
  if (!format) {
    format = new Intl.NumberFormat('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
    formats.set(decimals, format);
  }
  const text = format.format(Math.abs(value));
  // −0.00 would claim a sign that the digits do not show.
  return value < 0 && /[1-9]/.test(text) ? `−${text}` : text;
}

/** How many decimals leave at most `significant` figures, and never more than `maxDecimals`. */
export function figureDecimals(value: number, maxDecimals = 2, significant = 4): number {
  const magnitude = Math.abs(value);
  if (!(magnitude > 0) || !Number.isFinite(magnitude)) return 0;
  const digits = Math.max(1, Math.floor(Math.log10(magnitude)) + 1);
  const limit = magnitude < 0.1 ? maxDecimals + 1 : maxDecimals;
  const decimals = Math.min(limit, Math.max(0, significant - digits));
  // Rounding may carry into one digit more: 999.96 is 1,000, not 1,000.0.
  const carried = Number(magnitude.toFixed(decimals)) >= 10 ** digits;
  return carried ? Math.min(limit, Math.max(0, significant - digits - 1)) : decimals;
}

/** A figure for reading at a glance: at most four significant figures. */
export function figure(value: number | null | undefined, maxDecimals = 2): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return missing;
  const rounded = Math.abs(value) >= 10_000 ? Number(value.toPrecision(4)) : value;
  return fixed(rounded, figureDecimals(rounded, maxDecimals));
}

/** A count: every digit. */
export function count(value: number | null | undefined): string {
  return fixed(value, 0);
}

/** A reading in a table: every digit that it came with (at most `maxDecimals`), or exactly the register's decimals. */
export function exact(value: number | null | undefined, decimals?: number | null, maxDecimals = 6): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return missing;
  if (decimals !== null && decimals !== undefined) return fixed(value, decimals);
  const point = value.toFixed(maxDecimals).replace(/0+$/, '');
  return fixed(value, point.length - point.indexOf('.') - 1);
}

/** A share (0…1) in percent; `0.1 %` steps, and never 100 % while something is missing. */
export function percent(share: number | null | undefined, decimals = 1): string {
  if (share === null || share === undefined || !Number.isFinite(share)) return missing;
  const step = 10 ** -decimals;
  const value = share * 100;
  if (share < 1 && value > 100 - step / 2) return `${fixed(100 - step, decimals)}%`;
  if (share > 0 && value < step / 2) return `<${fixed(step, decimals)}%`;
  return `${fixed(value, share === 1 || share === 0 ? 0 : decimals)}%`;
}

/** A change with its sign: +31.4%, −2.8%. */
export function change(share: number | null | undefined, decimals = 1): string {
  if (share === null || share === undefined || !Number.isFinite(share)) return missing;
  const text = fixed(share * 100, decimals);
  return `${share > 0 && /[1-9]/.test(text) ? '+' : ''}${text}%`;
}

/** Value and uncertainty in the same digits: `183.6 ± 10.9`. */
export function plusMinus(value: number | null, uncertainty: number | null): string {
  if (value === null) return missing;
  if (uncertainty === null) return figure(value);
  const decimals = figureDecimals(value);
  return `${fixed(value, decimals)} ± ${fixed(Math.abs(uncertainty), decimals)}`;
}
