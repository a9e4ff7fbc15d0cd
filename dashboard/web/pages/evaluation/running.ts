import { scoreOf } from '../../../../domain/evaluation/score.ts';
import type { Score } from '../../../../domain/evaluation/template.ts';
import type { WireAnswer, WireEvaluation, WireEvaluationItem } from '../../../../domain/wire-evaluation.ts';
import type { Draft } from './unsent.ts';

/** What an item has from all evaluators, with what was given here and the server may not have yet. */
export interface Given {
  readonly evaluator: string;
  readonly score: number;
}
export function givenOf(item: Pick<WireEvaluationItem, 'id' | 'answers'>, drafts: readonly Draft[]): readonly Given[] {
  const given = new Map(item.answers.map(({ evaluator, score }) => [evaluator, score] as const));
  for (const draft of drafts)
    if (draft.item === item.id && draft.score !== null) given.set(draft.evaluator, draft.score);
  return [...given].map(([evaluator, score]) => ({ evaluator, score }));
}
export const answerOf = (item: Pick<WireEvaluationItem, 'answers'>, who: string): WireAnswer | null =>
  item.answers.find(({ evaluator }) => evaluator === who) ?? null;

export const applying = (sheet: WireEvaluation): readonly WireEvaluationItem[] =>
  sheet.items.filter(({ state }) => state !== 'not-applicable');

/** What a submitted one has for good. */
export const scoreAsSubmitted = (sheet: WireEvaluation): Score => ({
  items: sheet.items.map(({ id, score, max, state, value }) => ({ item: id, score, max, state, value })),
  ...{ total: sheet.total, atLeast: sheet.atLeast, atMost: sheet.atMost, grade: sheet.grade },
});

/** The score with what is not sent yet, by the arithmetic of the server. What figures said counts as one answer. */
export function runningOf(sheet: WireEvaluation, drafts: readonly Draft[]): Score {
  const items = applying(sheet);
  const answers = items.flatMap((item) => {
    const given = item.takesAnswers
      ? givenOf(item, drafts)
      : item.score === null
        ? []
        : [{ evaluator: '', score: item.score }];
    return given.map((one) => ({ ...one, item: item.id, note: '', attachments: [] }));
  });
  const nothing = { zh: '', en: '' };
  const template = {
    ...{ id: sheet.template, version: sheet.version, title: nothing, source: nothing, cutoffs: sheet.cutoffs },
    sections: [
      {
        ...{ id: '', title: nothing },
        items: items.map(({ id, max }) => ({
          id,
          max,
          how: 'inspection' as const,
          title: nothing,
          criterion: nothing,
        })),
      },
    ],
  };
  return scoreOf(template, { operatingMode: null, supplyMode: null }, answers, {});
}

/** How many items of a section have a score, of how many that people score. */
export function progressOf(
  sheet: WireEvaluation,
  section: string,
  score: Score,
): { readonly done: number; readonly of: number } {
  const items = applying(sheet).filter((item) => item.section === section && item.takesAnswers);
  const scored = new Set(score.items.filter((one) => one.score !== null).map(({ item }) => item));
  return { done: items.filter(({ id }) => scored.has(id)).length, of: items.length };
}
