import type { WireContractItem } from '../../../../domain/wire-contracts.ts';
import { addDays } from '../../format/zone.ts';

/** Calendar years of a term that have begun by `today`, the newest first; endless terms count back to `since`. */
export function begunYears(term: WireContractItem['term'], today: string, since: number): readonly number[] {
  const first = Math.max(Number(term.from.slice(0, 4)), since);
  const last = Math.min(Number(term.to.slice(0, 4)), Number(today.slice(0, 4)));
  const found: number[] = [];
  for (let year = last; year >= first && found.length < 30; year--) found.push(year);
  return found;
}

/** Which one is shown when nobody chose: the running one, or the term's last. */
export function shownYear(term: WireContractItem['term'], today: string): number {
  const year = Number(today.slice(0, 4));
  return Math.max(Number(term.from.slice(0, 4)), Math.min(Number(term.to.slice(0, 4)), year));
}

/** Local days that are asked for, `to` exclusive, inside the term and not beyond today. */
export function spanOf(
  term: WireContractItem['term'],
  year: number | 'term',
  today: string,
): { readonly from: string; readonly to: string } {
  const later = (a: string, b: string) => (a > b ? a : b);
  const sooner = (a: string, b: string) => (a < b ? a : b);
  const from = later(term.from, year === 'term' ? '1990-01-01' : `${year}-01-01`);
  const until = sooner(term.to, year === 'term' ? today : `${year}-12-31`);
  return { from, to: addDays(sooner(until, later(today, from)), 1) };
}

const endless = '9999-12-31';
export const isEndless = (date: string): boolean => date === endless || date.startsWith('0001-');

/** Which year of how many, and the share of the term that is over; null: it has no end. */
export function termProgress(term: WireContractItem['term'], today: string) {
  if (isEndless(term.to) || isEndless(term.from)) return null;
  const at = (date: string) => Date.parse(`${date}T00:00:00Z`);
  const [from, to] = [at(term.from), at(addDays(term.to, 1))];
  const years = Math.max(1, Math.ceil((to - from) / 365.25 / 86_400_000 - 0.01));
  const share = Math.max(0, Math.min(1, (at(today) - from) / (to - from)));
  return { share, year: Math.min(years, Math.max(1, Math.floor(share * years) + 1)), years };
}
