import type { DailyObservations, MandvProblem } from '../types.ts';
import { problem } from './problem.ts';

/** Share of the range's width beyond which a prediction is called an extrapolation (spec §6, §15 case 22). */
const tolerated = 0.1;

export interface OutsideBaseline {
  /** Days with a temperature. */
  readonly days: number;
  /** Shares of them outside the range, and outside it by over a tenth of its width. */
  readonly outside: number;
  readonly beyond: number;
  readonly problem: MandvProblem | null;
}

/** How much of a period lies where the baseline has no temperatures. */
export function outsideBaseline(
  [low, high]: readonly [number, number],
  temperature: DailyObservations['temperature'],
): OutsideBaseline {
  const margin = tolerated * (high - low);
  let days = 0;
  let outside = 0;
  let beyond = 0;
  for (const t of temperature) {
    if (Number.isNaN(t)) continue;
    days++;
    if (t < low || t > high) outside++;
    if (t < low - margin || t > high + margin) beyond++;
  }
  const share = (n: number): number => (days === 0 ? 0 : n / days);
  const numbers = { low, high, percent: 100 * share(outside), beyondPercent: 100 * share(beyond) };
  return {
    days,
    outside: share(outside),
    beyond: share(beyond),
    // A baseline without temperatures has no range.
    problem: outside === 0 || low > high ? null : problem('mandv.temperature-outside-baseline', numbers),
  };
}
