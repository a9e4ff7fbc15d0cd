import type { Selectable } from 'kysely';
import type { CanteenMode } from '../../domain/canteen/types.ts';
import type { Answer, MetricValues, Score } from '../../domain/evaluation/template.ts';
import type { Bulletin, DrawnRow, Evaluation, SpotCheckPlan } from './evaluation-port.ts';
import type { BulletinRow, EvaluationAnswerRow, EvaluationRow, SpotCheckPlanRow } from './evaluation-tables.ts';

/** Rows of the register as the port says them. */

export type NamedEvaluationRow = Selectable<EvaluationRow> & { canteen_name: string; demo: number };
/** What an evaluation keeps once it is submitted. */
export interface EvaluationResult {
  readonly metrics: MetricValues;
  readonly mode: CanteenMode;
  readonly span: { readonly from: string; readonly to: string };
  readonly score: Score;
}

/** @param rows all answers to it, in the order in which they were given */
export function evaluationOf(row: NamedEvaluationRow, rows: readonly Selectable<EvaluationAnswerRow>[]): Evaluation {
  const newest = new Map(rows.map((own) => [JSON.stringify([own.item, own.evaluator]), own]));
  return {
    id: row.id,
    canteen: row.canteen,
    canteenName: row.canteen_name,
    kind: row.kind as Evaluation['kind'],
    quarter: row.quarter,
    template: row.template,
    version: row.version,
    createdAt: row.created_at,
    createdBy: row.created_by,
    answers: [...newest.values()].flatMap(answerOf),
    lastAnswer: rows.at(-1)?.id ?? 0,
    submitted: submittedOf(row),
    demo: row.demo === 1,
  };
}

function answerOf(row: Selectable<EvaluationAnswerRow>): readonly Answer[] {
  const { item, evaluator, score, note } = row;
  return score === null ? [] : [{ item, evaluator, score, note, attachments: JSON.parse(row.attachments) as number[] }];
}

export function planOf(row: Selectable<SpotCheckPlanRow>): SpotCheckPlan {
  const order = JSON.parse(row.draw) as DrawnRow[];
  const drawnFrom = order.map(({ canteen }) => canteen);
  const { year, seed, share, drawn } = row;
  return {
    ...{ year, seed, share, order, drawnFrom, canteens: drawnFrom.slice(0, drawn) },
    ...{ drawnAt: row.drawn_at, drawnBy: row.drawn_by, demo: row.demo === 1 },
  };
}

export function bulletinRowOf(row: Selectable<BulletinRow>): Bulletin {
  const { id, quarter, content } = row;
  return { id, quarter, issuedAt: row.issued_at, issuedBy: row.issued_by, content, demo: row.demo === 1 };
}

function submittedOf({ submitted_at, submitted_by, result }: NamedEvaluationRow): Evaluation['submitted'] {
  if (submitted_at === null || result === null) return null;
  const { metrics, mode, span, score } = JSON.parse(result) as EvaluationResult;
  return { at: submitted_at, by: submitted_by!, metrics, mode, span, score, total: score.total, grade: score.grade };
}
