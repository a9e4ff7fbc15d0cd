import type { Said } from '../../../../domain/contract/said.ts';
import type { WireContractItem } from '../../../../domain/wire-contracts.ts';
import { percent, type Format, type Language } from '../../format/index.ts';
import type { Messages } from '../../messages/type.ts';
import { carrierColour, type CarrierColour } from '../../theme/carrier.ts';
import { isEndless } from '../contract/years.ts';
import { stood, type Risk, type StoodVerdict } from './risk.ts';

/** How the list and the page of a contract say the same things. */
type M = Messages['contracts'];

/** Its name; one without a name is called by whose it is and what kind. */
export function titleOf(
  { name, id, institutionName, type }: Pick<WireContractItem, 'name' | 'id' | 'institutionName' | 'type'>,
  m: M,
): string {
  return name ?? (institutionName === null ? id : m.unnamed(institutionName, m.types[type]));
}

/** The boundary's colour: water is its own, m³ of anything else is gas. */
export function colourOf({ type, unit }: Pick<WireContractItem, 'type' | 'unit'>): CarrierColour {
  return carrierColour(type === 'water' ? 'water' : unit === 'm³' ? 'gas' : unit === 'GJ' ? 'heat' : 'electricity');
}

export function termText({ from, to }: WireContractItem['term'], m: M): string {
  if (isEndless(from) && isEndless(to)) return m.termUnbounded;
  return isEndless(to) ? m.termOpen(from) : m.term(isEndless(from) ? '…' : from, to);
}

/** `energy-2026` → `2026 年节能目标`. */
export function dutyName({ id, kind }: { readonly id: string; readonly kind: StoodVerdict['kind'] }, m: M): string {
  const rest = id.slice(id.lastIndexOf('-') + 1);
  if (!/^\d+$/.test(rest)) return m.duties[kind];
  const of = { energy: m.energyOf, investment: m.investmentOf, data: m.dataOf, comfort: m.comfortOf }[kind];
  return of(rest);
}

export const saidOf = (reasons: readonly Said[], language: Language): string =>
  reasons.map(({ message }) => message[language].replace(/[。.]$/, '')).join(language === 'zh' ? '；' : '; ');

/** Without those that only say that the time is not over, when others are there. */
export function tellingReasons(reasons: readonly Said[]): readonly Said[] {
  const telling = reasons.filter(({ code }) => !code.endsWith('.open'));
  return telling.length > 0 ? telling : reasons;
}

/** Why a contract stands where it stands: the worst duty in words, and what is overdue. */
export function whyOf(item: Pick<WireContractItem, 'summary'>, risk: Risk, m: M, f: Format): readonly string[] {
  const { summary } = item;
  if (summary === null) return [m.list.notJudged];
  const found: string[] = [];
  for (const verdict of stood(summary)) {
    const { standing, kind } = verdict;
    if (standing === 'met' || standing === 'likely' || standing === 'due') continue;
    if (kind === 'investment' && standing === 'not-met' && summary.shortfall !== null) {
      const { amount, days } = summary.shortfall;
      found.push(`${m.duties[kind]} · ${m.list.shortBy(f.text(Number(amount), 'CNY'), String(days))}`);
    } else if (risk.probability !== null && kind === 'energy' && standing !== 'not-met' && standing !== 'cannot-tell')
      found.push(`${m.duties[kind]} · ${m.list.probability(percent(risk.probability, 0))}`);
    else {
      const said = saidOf(tellingReasons(verdict.reasons).slice(0, 1), f.language);
      found.push(said === '' ? dutyName({ id: verdict.duty, kind }, m) : `${m.duties[kind]} · ${said}`);
    }
  }
  if (risk.overdue > 0) found.push(m.list.overdue(String(risk.overdue)));
  return found.length === 0 ? [m.list.allKept] : found;
}
