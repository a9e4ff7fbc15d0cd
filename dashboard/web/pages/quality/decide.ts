import type { VerdictChoice, WireDecide, WireVerdict } from '../../../../domain/wire-quality.ts';

/** What a person filled in, as text. */
export interface Draft {
  readonly choice: VerdictChoice;
  readonly reason: string;
  readonly closing: string;
  readonly opening: string;
  /** `YYYY-MM-DD HH:MM` in the installation's zone; '' = the end of the step. */
  readonly at: string;
  readonly amount: string;
}
export type Lack = 'closing' | 'opening' | 'amount' | 'reason' | 'at';

/** The form as it opens, with the most likely choice. Readings are for people to enter: a guess would look like one. */
export function draftOf(verdict: Pick<WireVerdict, 'choices'>): Draft {
  return { choice: verdict.choices[0] ?? 'confirm', reason: '', closing: '', opening: '', at: '', amount: '' };
}

/** A proposed swap is confirmed with the readings that somebody took off the meters, or without: then it stays unknown. */
export function asks(choice: VerdictChoice, proposedSwap: boolean): readonly ('swap' | 'amount')[] {
  if (choice === 'swap' || (choice === 'confirm' && proposedSwap)) return ['swap'];
  return choice === 'amount' ? ['amount'] : [];
}

/** Grouping commas and spaces are how people write figures; anything else is no figure. */
export function readFigure(text: string): number | null {
  const plain = text.replace(/[,\s\u202f]/g, '').replace('−', '-');
  if (!/^-?\d+(\.\d+)?$/.test(plain)) return null;
  const value = Number(plain);
  return Number.isFinite(value) ? value : null;
}

export function readDraft(
  draft: Draft,
  verdict: Pick<WireVerdict, 'from' | 'to' | 'rule' | 'evidence'>,
  instantOf: (local: string) => number | null,
): { readonly ok: true; readonly value: WireDecide } | { readonly ok: false; readonly lack: Lack } {
  const lack = (what: Lack) => ({ ok: false, lack: what }) as const;
  const asked = asks(draft.choice, verdict.rule === 'swap' && verdict.evidence.proposed === true);
  let body: WireDecide = { choice: draft.choice, reason: draft.reason.trim() };
  const isUnread = draft.choice === 'confirm' && [draft.closing, draft.opening, draft.at].every((text) => text === '');
  if (asked.includes('swap') && !isUnread) {
    const closing = readFigure(draft.closing);
    const opening = readFigure(draft.opening);
    if (closing === null || closing < 0) return lack('closing');
    if (opening === null || opening < 0) return lack('opening');
    body = { ...body, closing, opening };
    if (draft.at !== '') {
      const at = instantOf(draft.at);
      if (at === null || at < Date.parse(verdict.from) || at > Date.parse(verdict.to)) return lack('at');
      body = { ...body, at: new Date(at).toISOString() };
    }
  }
  if (asked.includes('amount')) {
    const amount = readFigure(draft.amount);
    if (amount === null || amount < 0) return lack('amount');
    body = { ...body, amount };
  }
  return draft.choice !== 'confirm' && body.reason === '' ? lack('reason') : { ok: true, value: body };
}
