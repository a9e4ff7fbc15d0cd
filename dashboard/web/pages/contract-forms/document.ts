import { getAt, setAt, stepsOf } from './field-path.ts';
import type { FieldKind, Placed } from './form-fields.ts';

/** A contract as the form holds it: what a person types is text, until it is written back as the portfolio takes it. */
export type Draft = Record<string, unknown>;

const splits = (text: string) =>
  text
    .split(/[,，、;；\n]+/)
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** As an input shows it. */
export function shown(value: unknown, kind: FieldKind): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value))
    return value.map((one) => (typeof one === 'object' ? JSON.stringify(one) : String(one))).join(', ');
  if (typeof value === 'object') {
    const { from, to } = value as { from?: unknown; to?: unknown };
    return kind === 'hours' && from !== undefined ? `${String(from)}-${String(to)}` : JSON.stringify(value);
  }
  return String(value);
}

/** As the portfolio takes it; what is no number stays as it was typed, and the check says so. */
function written(value: unknown, kind: FieldKind, path: string): unknown {
  if (typeof value !== 'string') return value;
  const text = value.trim();
  if (text === '') return undefined;
  if (kind === 'ids') return splits(text);
  if (kind === 'texts') return splits(text);
  const asNumber = kind === 'number' || kind === 'year' || path === 'minCompleteness';
  const plain = text.replace(/,/g, '').replace(/^[−–]/, '-');
  if (asNumber) return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : text;
  if (kind === 'amount' || kind === 'percent' || kind === 'share') return plain;
  return text;
}

/** Nothing that says nothing: no empty texts, objects or rows. */
function pruned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pruned).filter((one) => one !== undefined);
  if (typeof value === 'object' && value !== null) {
    const kept = Object.entries(value)
      .map(([key, one]) => [key, pruned(one)] as const)
      .filter(([, one]) => one !== undefined && !(Array.isArray(one) && one.length === 0));
    return kept.length === 0 ? undefined : Object.fromEntries(kept);
  }
  return value === null || value === '' ? undefined : value;
}

/** The document of what is on the form; what the form doesn't show is kept as it was. */
export function documentOf(draft: Draft, inputs: readonly Placed[]): Draft {
  const copy = structuredClone(draft);
  for (const { path, kind } of inputs) {
    const value = getAt(copy, path);
    if (value !== undefined) setAt(copy, path, written(value, kind, path));
  }
  return (pruned(copy) ?? {}) as Draft;
}

/** Two names for one thing are read as one, so that a form has one input of it. */
export function draftOf(document: unknown): Draft {
  const draft = structuredClone(document ?? {}) as Draft;
  const rename = (holder: unknown, from: string, to: string) => {
    if (typeof holder !== 'object' || holder === null) return;
    const own = holder as Draft;
    if (own[from] === undefined || own[from] === null) return;
    if (own[to] === undefined || own[to] === null) own[to] = own[from];
    delete own[from];
  };
  rename(draft.custody, 'baseAmount', 'baseKwh');
  for (const year of (draft.guarantee as unknown[] | undefined) ?? []) rename(year, 'amount', 'kwh');
  for (const one of (draft.adjustments as unknown[] | undefined) ?? []) rename(one, 'amountPerDay', 'kwhPerDay');
  return draft;
}

/** Takes a row out of a list. */
export function without(draft: Draft, path: string): void {
  const at = stepsOf(path).at(-1);
  const rows = getAt(draft, path.replace(/\[\d+\]$/, ''));
  if (Array.isArray(rows) && typeof at === 'number') rows.splice(at, 1);
}
