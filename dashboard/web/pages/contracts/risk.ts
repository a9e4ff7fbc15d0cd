import type { WireContractItem, WireContractSummary } from '../../../../domain/wire-contracts.ts';
import type { ContractsQuery, ContractStateQuery } from '../../router/contracts.ts';
import { rankOf, standingOf, type Standing } from './standing.ts';

/** What is at risk, and in which order a person should look at it. */
export interface Risk {
  readonly state: ContractStateQuery;
  /** The worst standing of its duties; null: it was not judged yet. */
  readonly worst: Standing | null;
  /** That the year's guarantee is met; null = unknown, or none is promised. */
  readonly probability: number | null;
  /** Yuan; for the order only. */
  readonly shortfall: number;
  /** Matters about it whose deadline has passed. */
  readonly overdue: number;
}
export type StoodVerdict = WireContractSummary['verdicts'][number] & { readonly standing: Standing };

/** Its verdicts with how they stand, the worst first. */
export function stood(summary: WireContractSummary): readonly StoodVerdict[] {
  return summary.verdicts
    .map((verdict) => ({
      ...verdict,
      standing: standingOf({ ...verdict, forecast: verdict.kind === 'energy' ? summary.forecast : null }),
    }))
    .sort((a, b) => rankOf(a.standing) - rankOf(b.standing));
}

export function riskOf({ summary }: Pick<WireContractItem, 'summary'>, overdue: number): Risk {
  const worst = summary === null ? null : (stood(summary)[0]?.standing ?? null);
  const atRisk = worst === 'not-met' || worst === 'unlikely' || worst === 'doubtful' || overdue > 0;
  const shortfall = Number(summary?.shortfall?.amount ?? 0);
  return {
    state: atRisk ? 'at-risk' : worst === null || worst === 'cannot-tell' ? 'cannot-tell' : 'on-track',
    worst,
    probability: summary?.forecast?.probability ?? null,
    shortfall: Number.isFinite(shortfall) ? shortfall : 0,
    overdue,
  };
}

const states: readonly ContractStateQuery[] = ['at-risk', 'cannot-tell', 'on-track'];

/** The worst verdict first, then the least probable, then the larger shortfall, then what is overdue. */
export function compareRisk(a: Risk, b: Risk): number {
  return (
    states.indexOf(a.state) - states.indexOf(b.state) ||
    (a.worst === null ? 9 : rankOf(a.worst)) - (b.worst === null ? 9 : rankOf(b.worst)) ||
    (a.probability ?? 2) - (b.probability ?? 2) ||
    b.shortfall - a.shortfall ||
    b.overdue - a.overdue
  );
}

export interface PortfolioRow {
  readonly item: WireContractItem;
  readonly risk: Risk;
}

/** @param overdue how many overdue matters there are about each contract */
export function portfolioRows(
  items: readonly WireContractItem[],
  overdue: ReadonlyMap<string, number>,
): readonly PortfolioRow[] {
  return items
    .map((item) => ({ item, risk: riskOf(item, overdue.get(item.id) ?? 0) }))
    .sort((a, b) => compareRisk(a.risk, b.risk) || (a.item.id < b.item.id ? -1 : 1));
}

export const chosenRows = (
  rows: readonly PortfolioRow[],
  { type, state, contractor }: Pick<ContractsQuery, 'type' | 'state' | 'contractor'>,
): readonly PortfolioRow[] =>
  rows.filter(
    ({ item, risk }) =>
      (type === null || item.type === type) &&
      (state === null || risk.state === state) &&
      (contractor === null || item.contractor === contractor),
  );
