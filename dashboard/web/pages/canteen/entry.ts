import type { WireEntry } from '../../../../domain/wire-canteens.ts';
import type { NewEntry } from '../../api/canteen.ts';

/** What a person fills in for a meal: kilograms of food as written on a scale's display, people as counted. */

export const entryFields = [
  'PERSON_MEALS',
  'PLATE_WASTE',
  'UNSOLD_DISCARD',
  'PREP_WASTE',
  'TRIM_USED',
  'COOKED',
  'PURCHASED',
] as const satisfies readonly WireEntry['what'][];
export type EntryDraft = Readonly<Partial<Record<WireEntry['what'], string>>>;
export type EntryLack = 'all' | 'reason' | WireEntry['what'];

export const unitOf = (what: WireEntry['what']): 'kg' | 'people' => (what === 'PERSON_MEALS' ? 'people' : 'kg');

/**
 * Grams of `12.5` kg, people of `412`; grouping commas and blanks are how people write. null: not a number from zero up,
 * or part of a person.
 */
export function readAmount(text: string, unit: 'kg' | 'people'): number | null {
  const plain = text.replace(/[,\s\u202f]/g, '');
  if (!/^\d{1,9}(\.\d+)?$/.test(plain)) return null;
  const value = Number(plain);
  if (unit === 'kg') return Math.round(value * 1000);
  return Number.isInteger(value) ? value : null;
}

/** Fields that were left empty are not entered: empty is not zero. */
export function readEntries(
  draft: EntryDraft,
  reason: string,
  of: Pick<NewEntry, 'date' | 'meal'>,
): { readonly ok: true; readonly entries: readonly NewEntry[] } | { readonly ok: false; readonly lack: EntryLack } {
  const entries: NewEntry[] = [];
  for (const what of entryFields) {
    const text = draft[what]?.trim() ?? '';
    if (text === '') continue;
    const value = readAmount(text, unitOf(what));
    if (value === null) return { ok: false, lack: what };
    entries.push({ ...of, what, value });
  }
  if (entries.length === 0) return { ok: false, lack: 'all' };
  return reason.trim() === '' ? { ok: false, lack: 'reason' } : { ok: true, entries };
}

/** Of the same thing at the same meal the newest entry that stands counts. @param entries in the order they were made */
export function countingIds(entries: readonly WireEntry[]): ReadonlySet<number> {
  const standing = entries.filter(({ undone }) => undone === null);
  const newest = new Map(standing.map((entry) => [`${entry.date} ${entry.meal} ${entry.what}`, entry.id]));
  return new Set(newest.values());
}
