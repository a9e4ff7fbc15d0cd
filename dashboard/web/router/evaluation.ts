import type { WireEvaluationKind } from '../../../domain/wire-evaluation.ts';

/** Addresses of evaluations, spot checks, bulletins and matters: what a person chose in their lists. */

export const evaluationStates = ['none', 'draft', 'submitted'] as const;
export type EvaluationStateQuery = (typeof evaluationStates)[number];
export interface EvaluationsQuery {
  /** `2026Q4`; null = the running one. */
  readonly quarter: string | null;
  readonly kind: WireEvaluationKind;
  readonly state: EvaluationStateQuery | null;
}
export interface BulletinsQuery {
  /** The quarter whose draft is on screen; null = the list. */
  readonly draft: string | null;
}

/** All that is not finished, or those of one state. */
export const matterTabs = ['current', 'overdue', 'open', 'answered', 'closed', 'referred'] as const;
export type MatterTab = (typeof matterTabs)[number];
export interface MattersTab {
  readonly tab: MatterTab;
}

const quarter = (text: string | null) => (text !== null && /^(19|20|21)\d\dQ[1-4]$/.test(text) ? text : null);

export const readEvaluations = (query: URLSearchParams): EvaluationsQuery => ({
  quarter: quarter(query.get('quarter')),
  kind: query.get('kind') === 'spot' ? 'spot' : 'self',
  state: evaluationStates.find((one) => one === query.get('state')) ?? null,
});
export const readBulletins = (query: URLSearchParams): BulletinsQuery => ({ draft: quarter(query.get('draft')) });
export const readMatters = (query: URLSearchParams): MattersTab => ({
  tab: matterTabs.find((one) => one === query.get('state')) ?? 'current',
});
