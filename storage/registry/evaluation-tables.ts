import type { Generated } from 'kysely';

/** A version of a score sheet; never changed. `made_at` null: it came with the platform. */
export interface EvaluationTemplateRow {
  id: Generated<number>;
  template: string;
  version: number;
  /** JSON of a `Template`. */
  body: string;
  made_by: string;
  made_at: number | null;
}
/** Only the columns of its submission are ever written later, once. */
export interface EvaluationRow {
  id: Generated<number>;
  canteen: string;
  kind: string;
  quarter: string;
  template: string;
  version: number;
  created_at: number;
  created_by: string;
  submitted_at: number | null;
  submitted_by: string | null;
  /** JSON: metrics with their days, mode and score as they were when it was submitted. */
  result: string | null;
}
/** What an evaluator gave an item; the newest of an evaluator counts. Never changed. */
export interface EvaluationAnswerRow {
  id: Generated<number>;
  evaluation: number;
  item: string;
  evaluator: string;
  /** null: taken back. */
  score: number | null;
  note: string;
  /** JSON: ids. */
  attachments: string;
  made_by: string;
  made_at: number;
}
export interface SpotCheckPlanRow {
  id: Generated<number>;
  year: number;
  demo: number;
  seed: string;
  share: number;
  /** So many from the beginning of `draw` are drawn. */
  drawn: number;
  /** JSON: `DrawnRow`s in the order of the draw. */
  draw: string;
  drawn_at: number;
  drawn_by: string;
}
export interface BulletinRow {
  id: Generated<number>;
  quarter: string;
  demo: number;
  content: string;
  issued_at: number;
  issued_by: string;
}

export interface EvaluationTables {
  evaluation_templates: EvaluationTemplateRow;
  evaluations: EvaluationRow;
  evaluation_answers: EvaluationAnswerRow;
  spot_check_plans: SpotCheckPlanRow;
  bulletins: BulletinRow;
}
