import type {
  WireBulletin,
  WireBulletinContent,
  WireBulletinListItem,
  WireEvaluation,
  WireEvaluationKind,
  WireEvaluationSummary,
  WirePlan,
} from '../../../domain/wire-evaluation.ts';
import { call, callList } from './client.ts';

/** Calls of the pages of evaluations, spot checks and bulletins. */
const opt = (signal: AbortSignal | undefined) => (signal ? { signal } : {});

export const evaluations = (quarter: string, signal?: AbortSignal) =>
  callList<WireEvaluationSummary>(`/evaluations?${new URLSearchParams({ quarter })}`, opt(signal));
export const evaluation = (id: number, signal?: AbortSignal) => call<WireEvaluation>(`/evaluations/${id}`, opt(signal));

/** Answers the one that is there when it was begun before. */
export const begin = (body: {
  readonly canteen: string;
  readonly kind: WireEvaluationKind;
  readonly quarter: string;
}) => call<{ readonly id: number }>('/evaluations', { method: 'POST', body });

export interface GivenAnswer {
  readonly item: string;
  readonly score: number;
  readonly note: string;
  readonly attachments: readonly number[];
}
/** @param evaluator a second inspector, by whoever inspects; null: whoever asks */
export const answer = (id: number, evaluator: string | null, answers: readonly GivenAnswer[]) =>
  call<WireEvaluation>(`/evaluations/${id}/answers`, {
    method: 'PUT',
    body: { answers, ...(evaluator === null ? {} : { evaluator }) },
  });
/** @param force also while something is missing or cannot be told: without a total */
export const submit = (id: number, force: boolean) =>
  call<WireEvaluation>(`/evaluations/${id}/submit`, { method: 'POST', body: { force } });

export const plan = (year: number, signal?: AbortSignal) => call<WirePlan>(`/spot-check-plans/${year}`, opt(signal));
export const draw = (year: number, seed: string, share: number) =>
  call<WirePlan>(`/spot-check-plans/${year}`, { method: 'POST', body: { seed, share } });

/** All of them, the newest first: there are four a year. */
export const bulletins = () => call<{ readonly items: readonly WireBulletinListItem[] }>('/bulletins');
export const bulletin = (id: number, signal?: AbortSignal) => call<WireBulletin>(`/bulletins/${id}`, opt(signal));
/** What a bulletin of that quarter would say now. */
export const bulletinPreview = (quarter: string, signal?: AbortSignal) =>
  call<WireBulletinContent>(`/bulletin-draft?${new URLSearchParams({ quarter })}`, opt(signal));
/** @param issuer whose name it carries; '' = to be filled in by hand */
export const issue = (quarter: string, issuer: string) =>
  call<WireBulletin>('/bulletins', { method: 'POST', body: { quarter, ...(issuer === '' ? {} : { issuer }) } });
