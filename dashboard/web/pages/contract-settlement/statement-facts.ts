import type { Duty } from '../../../../domain/contract/duty.ts';
import type { WireContractSavings, WireSettlement } from '../../../../domain/wire-contracts.ts';
import type { SignName } from '../../components/Sign.svelte';
import { lastDayOf } from './period.ts';

/** What a statement shows of all that is known: the duties of its year, the months up to its end. */
export function dutiesFor(period: string, duties: readonly Duty[]): readonly Duty[] {
  const end = lastDayOf(period);
  const year = period.slice(0, 4);
  const milestones = duties.filter(({ kind }) => kind === 'investment').toSorted((a, b) => a.due.localeCompare(b.due));
  const next = milestones.find(({ due }) => due > end);
  // Of milestones that were kept, one line says it: the newest; each that is short stands there.
  const past = milestones.filter(({ due }) => due <= end);
  const short = past.filter(({ verdict }) => verdict !== 'met');
  const shown = new Set([...(short.length > 0 ? short : past.slice(-1)), ...(next ? [next] : [])]);
  return duties.filter((duty) => (duty.kind === 'investment' ? shown.has(duty) : duty.id.endsWith(year)));
}

/** Of a year all its months; of a month the two before it too: one page is enough to sign. */
export function monthsFor(period: string, months: WireContractSavings['months']): WireContractSavings['months'] {
  const own = months.filter(
    ({ month }) => month.startsWith(period.slice(0, 4)) && month <= lastDayOf(period).slice(0, 7),
  );
  return period.length === 4 ? own : own.slice(-3);
}

/** A milestone to come is not due: nobody has to tell. Of an open year it is said what can't be told, and why. */
export function dutySign({ kind, verdict, phase }: Duty): SignName {
  return kind === 'investment' && verdict === 'cannot-tell' && phase === 'open' ? 'due' : verdict;
}

/** `EPC-7-202610-2`: contract, period, revision. */
export function statementNumber({ contract, period, revision }: WireSettlement): string {
  return `${contract}-${period.replace('-', '')}${revision > 0 ? `-${revision}` : ''}`;
}

export const shortHash = (hash: string): string =>
  `${hash.slice(0, 4)} ${hash.slice(4, 8)} … ${hash.slice(-8, -4)} ${hash.slice(-4)}`;

/** From the first of January of the period's year up to its end: what savings are asked for, `to` exclusive. */
export function savingsSpan(period: string): { readonly from: string; readonly to: string } {
  const end = new Date(Date.parse(`${lastDayOf(period)}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
  return { from: `${period.slice(0, 4)}-01-01`, to: end };
}
