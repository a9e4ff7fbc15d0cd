import { count, figure, fixed, missing } from '../../format/index.ts';

/** Tonnes as pages say them: whole from ten on, else as many digits as tell something. */
export function tonnes(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return missing;
  return Math.abs(value) >= 9.95 ? count(Math.round(value)) : figure(value, 1);
}
/** In the digits of the figure that it stands beside. */
export function half(value: number, beside: number): string {
  return fixed(Math.abs(value), Math.abs(beside) >= 9.95 ? 0 : 1);
}
/** A chance: never certain, never impossible. */
export function chance(share: number | null): string {
  if (share === null) return missing;
  if (share < 0.01) return '<\u202f1%';
  if (share > 0.99) return '>\u202f99%';
  return `${Math.round(share * 100)}%`;
}
/** `11-22` */
export const monthDay = (date: string): string => date.slice(5);
