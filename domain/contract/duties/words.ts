import type { Said } from '../said.ts';

/** Sentences of verdicts: figures in words are grouped and short, `numbers` holds them whole. */
export function said(code: string, zh: string, en: string, numbers: Said['numbers'] = {}): Said {
  return { code, message: { zh, en }, numbers };
}

/** Energy or counts: 2 decimals at most. */
export function amount(value: number): string {
  const rounded = Math.round(Math.abs(value) * 100) / 100;
  const [whole, fraction] = String(rounded).split('.');
  return `${value < 0 && rounded > 0 ? '−' : ''}${grouped(whole!)}${fraction === undefined ? '' : `.${fraction}`}`;
}

/** Money as its decimal text, to the fen. */
export function yuan(text: string): string {
  const [, sign, whole, fraction] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  if (whole === undefined) return text;
  return `${sign === '-' ? '−' : ''}${grouped(whole)}.${(fraction ?? '').padEnd(2, '0').slice(0, 2)}`;
}

/** Cut and not rounded: 89.996 % does not read as the 90 % that it misses. */
export function percent(value: number): string {
  return `${String(Math.floor(value * 100 + 1e-6) / 100)} %`;
}

/** `2026-12-31` → 2026年12月31日. */
export function zhDate(date: string): string {
  return `${Number(date.slice(0, 4))}年${Number(date.slice(5, 7))}月${Number(date.slice(8, 10))}日`;
}

/** At most three of a list by name. */
export function listed(ids: readonly string[]): { readonly zh: string; readonly en: string } {
  const [named, more] = [ids.slice(0, 3), ids.length - 3];
  return {
    zh: `${named.join('、')}${more > 0 ? ` 等 ${ids.length} 个` : ''}`,
    en: `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
  };
}

export const days = (count: number): string => `${grouped(String(count))} ${count === 1 ? 'day' : 'days'}`;

const grouped = (digits: string): string => digits.replace(/\B(?=(\d{3})+$)/g, ',');
