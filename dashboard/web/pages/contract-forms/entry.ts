import type { WireContractEntry } from '../../../../domain/wire-contracts.ts';
import { isDate } from './check.ts';

/** What is typed of a payment or an adjustment. */
export interface EntryDraft {
  readonly kind: WireContractEntry['body']['kind'];
  readonly date: string;
  readonly from: string;
  readonly to: string;
  readonly amount: string;
  /** '' = of none in particular. */
  readonly milestone: string;
  readonly reason: string;
}

export type EntryField = 'date' | 'from' | 'to' | 'amount' | 'reason';
const number = (text: string): string => text.trim().replace(/,/g, '').replace(/^[−–]/, '-');

/** What is wrong, by field: codes of `wrong`. */
export function checkEntry(draft: EntryDraft): Partial<Record<EntryField, string>> {
  const wrong: Partial<Record<EntryField, string>> = {};
  const days: readonly EntryField[] = draft.kind === 'payment' ? ['date'] : ['from', 'to'];
  for (const day of days) {
    const text = draft[day];
    if (text === '') wrong[day] = 'required';
    else if (!isDate(text)) wrong[day] = 'date';
  }
  if (draft.kind === 'adjustment' && !wrong.from && !wrong.to && draft.to < draft.from) wrong.to = 'order';
  const amount = number(draft.amount);
  if (amount === '') wrong.amount = 'required';
  else if (!/^-?\d{1,12}(\.\d{1,6})?$/.test(amount)) wrong.amount = 'amount';
  else if (Number(amount) === 0) wrong.amount = 'notZero';
  if (draft.reason.trim() === '') wrong.reason = 'required';
  return wrong;
}

/** As it is sent. */
export function bodyOf(draft: EntryDraft): WireContractEntry['body'] {
  const amount = number(draft.amount);
  return draft.kind === 'payment'
    ? { kind: 'payment', date: draft.date, amount, milestone: draft.milestone === '' ? null : Number(draft.milestone) }
    : { kind: 'adjustment', from: draft.from, to: draft.to, amountPerDay: amount };
}

/** Where a fault of the server belongs. */
const fields: Readonly<Record<string, EntryField>> = {
  'body.date': 'date',
  'body.from': 'from',
  'body.to': 'to',
  'body.amount': 'amount',
  'body.amountPerDay': 'amount',
  reason: 'reason',
};
export const fieldOf = (path: string): EntryField | null => fields[path] ?? fields[`body.${path}`] ?? null;
