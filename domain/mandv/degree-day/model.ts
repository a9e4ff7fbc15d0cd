import type { DegreeDayModel, DegreeDayParameters, FitStatistics } from '../types.ts';
import type { Candidate, Choice } from './candidates.ts';
import { celsius, gridF } from './grid.ts';

/** Balance points whose candidates are worse by less than this can't be told from the best one (spec §4). */
const nearlyAsGood = 0.001;

export function parametersOf(candidate: Candidate): DegreeDayParameters {
  const heats = candidate.heating >= 0;
  const cools = candidate.cooling >= 0;
  return {
    interceptPerDay: candidate.intercept,
    heatingSlope: heats ? candidate.heatingSlope * 1.8 : null,
    coolingSlope: cools ? candidate.coolingSlope * 1.8 : null,
    heatingBalanceC: heats ? celsius(gridF[candidate.heating]!) : null,
    coolingBalanceC: cools ? celsius(gridF[candidate.cooling]!) : null,
  };
}

/** The chosen candidate as a model that can be kept and applied. */
export function modelOf(
  method: 'daily' | 'monthly',
  choice: Choice,
  best: Candidate,
  statistics: { readonly caltrack: FitStatistics; readonly guideline14: FitStatistics },
  baseline: DegreeDayModel['baseline'],
): DegreeDayModel {
  return {
    kind: 'degree-day',
    method,
    name: best.name,
    parameters: parametersOf(best),
    adjustedRSquared: best.adjustedRSquared,
    balanceRangesC: { heating: balanceRange(choice, best, 'heating'), cooling: balanceRange(choice, best, 'cooling') },
    candidates: {
      qualified: choice.qualified.length,
      disqualified: choice.disqualified,
      notAttempted: choice.notAttempted,
    },
    statistics,
    baseline,
  };
}

function balanceRange(choice: Choice, best: Candidate, side: 'heating' | 'cooling'): readonly [number, number] | null {
  if (best[side] < 0) return null;
  let low = best[side];
  let high = best[side];
  for (const candidate of choice.qualified) {
    if (candidate.name !== best.name || candidate.adjustedRSquared <= best.adjustedRSquared - nearlyAsGood) continue;
    low = Math.min(low, candidate[side]);
    high = Math.max(high, candidate[side]);
  }
  return [celsius(gridF[low]!), celsius(gridF[high]!)];
}
