import type { WireEvaluation, WireEvaluationKind } from '../../domain/wire-evaluation.ts';
import type { DemoCanteen } from '../canteens/canteens.ts';
import { pointsOf, type Care, type Evaluator } from './judgement.ts';
import type { PeopleApi } from './people-api.ts';

export interface Evaluating {
  readonly seed: number;
  readonly canteen: DemoCanteen;
  readonly kind: WireEvaluationKind;
  readonly quarter: string;
  readonly evaluators: readonly Evaluator[];
  readonly care: (begun: WireEvaluation) => Care;
  /** Where its scales can't tell everything it is left open, or submitted without a total. */
  readonly untold: 'left' | 'submitted';
}

/** Whether figures tell all of its automatic items. */
export const isTold = ({ items }: WireEvaluation): boolean => items.every(({ state }) => state !== 'cannot-tell');

/**
 * One evaluation from its beginning to its submission, going on where a kill left it.
 * @returns as it stands then; null: nobody may, or somebody of the house is at it
 */
export async function evaluate(api: PeopleApi, evaluating: Evaluating): Promise<WireEvaluation | null> {
  const { seed, canteen, kind, quarter, evaluators, care, untold } = evaluating;
  const path = '/api/v1/evaluations';
  const begun = await api.ask<WireEvaluation>('POST', path, { canteen: canteen.id, kind, quarter });
  if (begun === null || begun.submitted !== null) return begun;
  const by = new Set(begun.items.flatMap(({ answers }) => answers.map(({ evaluator }) => evaluator)));
  if ([...by].some((name) => evaluators.every((own) => own.name !== name))) return null;
  const kitchen = { seed, canteen: canteen.number, care: care(begun) };
  let answered: WireEvaluation | null = begun;
  for (const evaluator of evaluators) {
    if (by.has(evaluator.name)) continue;
    const answers = pointsOf(begun.items, kitchen, evaluator);
    answered = await api.ask('PUT', `${path}/${begun.id}/answers`, { evaluator: evaluator.name, answers });
  }
  if (answered === null) return null;
  if (!isTold(answered) && untold === 'left') return answered;
  return api.ask('POST', `${path}/${begun.id}/submit`, { force: !isTold(answered) });
}
