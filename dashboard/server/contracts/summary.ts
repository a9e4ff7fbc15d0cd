import { combined } from '../../../domain/contract/combine.ts';
import type { Duty, Verdict } from '../../../domain/contract/duty.ts';
import { milestoneStates, shortfallOfAll } from '../../../domain/contract/investment.ts';
import { moneyOf } from '../../../domain/contract/lots.ts';
import { exact, sumOf, written } from '../../../domain/contract/money.ts';
import { dayOf } from '../../../domain/contract/local-days.ts';
import type { LocalCalendar } from '../../../domain/time/calendar.ts';
import type { WireContractSummary } from '../../../domain/wire-contracts.ts';
import { forecastOf, yearsOf } from './savings.ts';
import { pricedOf, type ContractView } from './view.ts';

/** What a list shows of a contract: the running year, or the last one of a term that is over. */
export function summaryOf(
  view: ContractView,
  duties: readonly Duty[],
  at: number,
  calendar: LocalCalendar,
): WireContractSummary {
  const { contract, figures } = view;
  const year = yearsOf(view, calendar).at(-1);
  const sum = year === undefined ? null : combined(figures, year.first, year.end);
  const gone = year === undefined ? 0 : year.end - year.first;
  const states = milestoneStates(contract.investment, view.payments, view.today);
  return {
    at: calendar.iso(at),
    year: year?.year ?? Number((contract.term.from > view.today ? contract.term.from : view.today).slice(0, 4)),
    saving: sum?.saving ?? null,
    halfWidth: sum?.halfWidth ?? null,
    path: year === undefined || year.path === null ? null : pathUpTo(year.path, view.today),
    guarantee: year?.path?.guarantee ?? null,
    forecast: year === undefined ? null : forecastOf(view, year),
    money: year === undefined ? null : moneyOf(pricedOf(view), year.first, year.end),
    completenessPct: gone > 0 ? sum!.completenessPct : null,
    investment:
      states.length === 0
        ? null
        : {
            promised: written(sumOf(contract.investment.map(({ amount }) => exact(amount)))),
            verified: states.at(-1)!.verified,
          },
    verdicts: worstOfEachKind(duties, view.today),
    shortfall: shortfallOfAll(states, view.today),
    nextDue: nextDueOf(duties, view.today),
  };
}

/** Of the open duties the one whose day comes first. */
function nextDueOf(duties: readonly Duty[], today: string): WireContractSummary['nextDue'] {
  const [next] = duties
    .filter(({ phase, due }) => phase === 'open' && due >= today)
    .toSorted((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : 0));
  return next === undefined ? null : { date: next.due, duty: next.id };
}

/** To be saved by the end of yesterday. */
function pathUpTo({ days, cumulative }: { days: { from: number }; cumulative: Float64Array }, today: string): number {
  const gone = Math.min(cumulative.length, dayOf(today) - days.from);
  return gone <= 0 ? 0 : cumulative[gone - 1]!;
}

const rank: Readonly<Record<Verdict, number>> = { 'not-met': 0, 'cannot-tell': 1, met: 2 };

/**
 * Of duties that are open or were judged last: a year long gone is no news, money that is short still is. What was judged
 * and not met, or can't be told, stands beside what is on its way.
 */
function worstOfEachKind(duties: readonly Duty[], today: string): WireContractSummary['verdicts'] {
  const kinds = ['energy', 'investment', 'data', 'comfort'] as const;
  return kinds.flatMap((kind) => {
    const own = duties.filter((duty) => duty.kind === kind);
    const closed = own.filter(({ phase, due }) => phase === 'closed' && due <= today);
    const [judged] = (kind === 'investment' ? closed : closed.slice(-1)).toSorted(worstFirst);
    const [open] = own.filter(({ phase }) => phase === 'open').toSorted(worstFirst);
    // A year that was kept says nothing beside the one that runs.
    const shown = judged?.verdict === 'met' && open !== undefined ? [open] : [judged, open];
    return shown
      .filter((duty) => duty !== undefined)
      .map(({ id: duty, verdict, phase, reasons }) => ({ duty, kind, verdict, phase, reasons }));
  });
}

function worstFirst(a: Duty, b: Duty): number {
  return rank[a.verdict] - rank[b.verdict] || (a.due < b.due ? 1 : -1);
}
