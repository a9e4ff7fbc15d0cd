import type { WireAdjustmentBody } from '../../../../domain/wire-mandv.ts';
import { addDays, readDate } from '../../format/zone.ts';
import { readNumber } from './form.ts';

/** An adjustment as it stands in the fields; `last` is inclusive, as people say it. */
export interface AdjustmentDraft {
  readonly kind: 'step' | 'closure';
  readonly from: string;
  readonly last: string;
  readonly perDay: string;
  readonly reason: string;
  readonly evidence: string;
}
export type AdjustmentField = 'from' | 'to' | 'perDay' | 'reason' | 'evidence';

/** Codes by field; empty when nothing is wrong. */
export function checkAdjustment(draft: AdjustmentDraft): Partial<Record<AdjustmentField, string>> {
  const errors: Partial<Record<AdjustmentField, string>> = {};
  const from = readDate(draft.from);
  const last = readDate(draft.last);
  if (from === null) errors.from = 'from-missing';
  if (last === null && (draft.kind === 'closure' || draft.last !== '')) errors.to = 'to-missing';
  else if (last !== null && from !== null && last < from) errors.to = 'to-before-from';
  const amount = draft.perDay.trim() === '' ? NaN : readNumber(draft.perDay);
  if (draft.kind === 'step' && (!Number.isFinite(amount) || amount === 0)) errors.perDay = 'per-day-number';
  if (draft.reason.trim() === '') errors.reason = 'reason-missing';
  if (draft.evidence.trim() === '') errors.evidence = 'evidence-missing';
  return errors;
}

export function adjustmentBody(draft: AdjustmentDraft): WireAdjustmentBody {
  return {
    kind: draft.kind,
    from: draft.from,
    ...(draft.last === '' ? {} : { to: addDays(draft.last, 1) }),
    ...(draft.kind === 'step' ? { perDay: readNumber(draft.perDay) } : {}),
    reason: draft.reason.trim(),
    evidence: draft.evidence.trim(),
  };
}
