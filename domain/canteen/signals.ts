import type { CanteenSignal } from '../wire-canteens.ts';
import { isFarAbove, type Norm } from './norm.ts';
import type { CanteenRules, Meal, MealFigures, Stream, WeighingFinding } from './types.ts';

export interface SignalInputs {
  /** null: nothing came of that meal today. */
  readonly today: MealFigures | null;
  readonly norm: Norm | null;
  /** Of `judgeWeighings`. */
  readonly findings: readonly WeighingFinding[];
  /** Whether that meal is served on days like this one. */
  readonly servedOnLikeDays: boolean;
  /** Local; 1,440 or more of a day that is over. */
  readonly minuteOfDay: number;
  readonly meal: Meal;
  readonly rules: CanteenRules;
  /** Of `far-above-norm`; the one that the norm is of. */
  readonly stream?: Stream;
  /** Drifts and stuck values that ended before are over: begin of the last day before that was weighed, say. */
  readonly findingsSince?: number;
  /** By when plates were first weighed on most of the days before (`usuallyWeighedBy`): some weigh when all have gone. */
  readonly usuallyWeighedBy?: number | null;
  /** false: its figures are entered by hand, so no scale can be silent. */
  readonly hasScale?: boolean;
}

/** Counts that are less than this part of what is usual are still on their way; what they divide is no figure yet. */
const leastOfUsualPeople = 0.5;
/** Minutes that a canteen may be later than it usually is. */
const grace = 15;

/** What the board marks about a canteen at a meal, gravest first. */
export function signalsOf(inputs: SignalInputs): readonly CanteenSignal[] {
  const { today, norm, servedOnLikeDays, findingsSince = -Infinity } = inputs;
  const nothing = today === null || (today.personMeals === 0 && Object.keys(today.streams).length === 0);
  const signals: CanteenSignal[] = [];
  if (nothing && !servedOnLikeDays) signals.push('closed');
  else {
    if (today !== null && norm !== null && farAbove(today, norm, inputs)) signals.push('far-above-norm');
    if (isSilent(inputs)) signals.push('silent');
    else if (isDue(inputs) && (today === null || today.state === 'insufficient-data'))
      signals.push('insufficient-data');
  }
  const rules = new Set(inputs.findings.filter(({ last }) => last.ts >= findingsSince).map(({ rule }) => rule));
  if (rules.has('tare-drift')) signals.push('scale-drifts');
  if (rules.has('stuck')) signals.push('scale-stuck');
  return signals;
}

function farAbove(today: MealFigures, norm: Norm, { rules, stream = 'PLATE_WASTE' }: SignalInputs): boolean {
  const figure = today.streams[stream];
  if (today.state !== 'ok' || !figure || figure.gramsPerMeal === null) return false;
  const usualPeople = norm.personMeals / norm.days;
  return today.personMeals >= leastOfUsualPeople * usualPeople && isFarAbove(figure.gramsPerMeal, norm, rules);
}

/** People eat, and nobody has weighed a plate. */
function isSilent(inputs: SignalInputs): boolean {
  const { today, hasScale = true } = inputs;
  return hasScale && awaitsPlates(today) && isDue(inputs);
}

function awaitsPlates(today: MealFigures | null): boolean {
  return today !== null && today.personMeals > 0 && today.streams.PLATE_WASTE === undefined;
}

/**
 * The meal has gone on for so long that a figure should be there. Plates are awaited for as long as they usually are; of
 * a canteen whose habit is not known they may come when all have gone.
 */
function isDue({ today, minuteOfDay, meal, rules, usuallyWeighedBy = null }: SignalInputs): boolean {
  const { from, to } = rules.hours[meal];
  const habit = usuallyWeighedBy !== null ? usuallyWeighedBy + grace : awaitsPlates(today) ? to : -Infinity;
  return minuteOfDay >= Math.max(from + rules.silentMinutes, habit);
}
