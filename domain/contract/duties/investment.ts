import type { Duty } from '../duty.ts';
import { milestoneStates, reachedOn, shortfallOf, verifiedPayments, type VerifiedPayment } from '../investment.ts';
import { dateOf, dayOf } from '../local-days.ts';
import type { Said } from '../said.ts';
import type { MilestoneState } from '../settlement.ts';
import type { DutyInputs } from './inputs.ts';
import { days, said, yuan, zhDate } from './words.ts';

/**
 * `investment-k`, k from 1 in the contract's order: met as soon as what is verified reaches what was promised through k,
 * not met (投入不足) after its day while it does not, and before it nobody can tell.
 */
export function investmentDuties({ contract, payments, at }: DutyInputs): readonly Duty[] {
  const known = verifiedPayments(contract.investment, payments, at);
  return milestoneStates(contract.investment, payments, at).map((state, k): Duty => {
    const reached = reachedOn(known, state.promised);
    const verdict = reached !== null ? 'met' : state.late ? 'not-met' : 'cannot-tell';
    const shortfall = shortfallOf(state, at);
    return {
      id: `investment-${k + 1}`,
      kind: 'investment',
      verdict,
      phase: at > state.due ? 'closed' : 'open',
      due: state.due,
      target: Number(state.promised),
      actual: Number(state.verified),
      unit: 'CNY',
      band: null,
      forecast: null,
      shortfall,
      reasons: [
        reached !== null
          ? metWords(state, reached)
          : shortfall !== null
            ? shortWords(state, shortfall)
            : openWords(state),
      ],
      evidence: countedUpTo(known, reached).map((payment) => ({ kind: 'payment', ...payment })),
    };
  });
}

/** What reached the promise; all that there is when it was not reached. */
function countedUpTo(payments: readonly VerifiedPayment[], reached: string | null): readonly VerifiedPayment[] {
  return reached === null ? payments : payments.filter(({ date }) => date <= reached);
}

function metWords({ due, promised, verified }: MilestoneState, reached: string): Said {
  const late = reached === '' ? 0 : Math.max(0, dayOf(reached) - dayOf(due));
  const on = reached === '' ? due : reached;
  const numbers = { promised, verified, on, daysLate: late };
  return late > 0
    ? said(
        'investment.met-late',
        `${zhDate(on)}累计核实投入达到应投入的 ${yuan(promised)} 元，比约定的${zhDate(due)}晚 ${late} 天`,
        `verified investment reached the promised ${yuan(promised)} CNY on ${on}, ${days(late)} after ${due}`,
        numbers,
      )
    : said(
        'investment.met',
        `累计核实投入 ${yuan(verified)} 元，在${zhDate(due)}之前达到应投入的 ${yuan(promised)} 元`,
        `verified investment of ${yuan(verified)} CNY covers the ${yuan(promised)} CNY promised by ${due}`,
        numbers,
      );
}

function shortWords({ due, promised, verified }: MilestoneState, short: { amount: string; days: number }): Said {
  return said(
    'investment.short',
    `投入不足：截至${zhDate(due)}应累计投入 ${yuan(promised)} 元，已核实 ${yuan(verified)} 元，尚差 ${yuan(short.amount)} 元，已逾期 ${short.days} 天`,
    `investment is short: ${yuan(promised)} CNY were promised by ${due}, ${yuan(verified)} CNY are verified, ${yuan(short.amount)} CNY are missing for ${days(short.days)}`,
    { promised, verified, shortfall: short.amount, days: short.days },
  );
}

function openWords({ due, promised, verified }: MilestoneState): Said {
  const after = dateOf(dayOf(due) + 1);
  return said(
    'investment.not-due',
    `尚未到期：${zhDate(due)}前应累计投入 ${yuan(promised)} 元，已核实 ${yuan(verified)} 元；核实金额达到约定即为履约，最迟${zhDate(after)}可判定`,
    `not due yet: ${yuan(promised)} CNY are promised by ${due}, ${yuan(verified)} CNY are verified; it can be told once the sum is reached, on ${after} at the latest`,
    { promised, verified, due, toldFrom: after },
  );
}
