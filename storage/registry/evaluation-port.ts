import type { CanteenMode } from '../../domain/canteen/types.ts';
import type { DrawGroup } from '../../domain/evaluation/plan.ts';
import type { Answer, MetricValues, Score, Template } from '../../domain/evaluation/template.ts';
import type { Page, PageQuery, Viewer } from './port.ts';

/** `self`: the quarter's own evaluation; `spot`: an inspection by the level above, drawn by plan or not. */
export type EvaluationKind = 'self' | 'spot';
export interface Evaluation {
  readonly id: number;
  readonly canteen: string;
  readonly canteenName: string;
  readonly kind: EvaluationKind;
  /** `2026Q4` */
  readonly quarter: string;
  readonly template: string;
  readonly version: number;
  readonly createdAt: number;
  readonly createdBy: string;
  /** The newest answer of each evaluator to each item. */
  readonly answers: readonly Answer[];
  /** Number of the newest one; 0 = nobody has answered. */
  readonly lastAnswer: number;
  /** Once submitted neither answers nor figures change. */
  readonly submitted: {
    readonly at: number;
    readonly by: string;
    readonly metrics: MetricValues;
    readonly total: number | null;
    readonly grade: string | null;
    /** How the canteen was run and served then: what applied to it. */
    readonly mode: CanteenMode;
    /** Local dates that the metrics are of, `to` exclusive. */
    readonly span: { readonly from: string; readonly to: string };
    /** Item by item, as it was then. */
    readonly score: Score;
  } | null;
  readonly demo: boolean;
}

/** `score` null: the evaluator takes back what they gave. */
export type GivenAnswer = Omit<Answer, 'score'> & { readonly score: number | null };

/** Drawn by a seed that can be shown: whoever draws again with it draws the same. */
export interface SpotCheckPlan {
  readonly year: number;
  readonly seed: string;
  readonly share: number;
  readonly canteens: readonly string[];
  /** What it was drawn from, in the order of the draw. */
  readonly drawnFrom: readonly string[];
  /** The same with what the order rests on, as it was known then. */
  readonly order: readonly DrawnRow[];
  readonly drawnAt: number;
  readonly drawnBy: string;
  /** Of the demo's canteens: those of an installation's own are never drawn with them. */
  readonly demo: boolean;
}
export interface DrawnRow {
  readonly canteen: string;
  readonly group: DrawGroup;
  readonly key: string;
  /** Years before in which it was inspected, or is drawn in a plan that is not over; ascending. */
  readonly before: readonly number[];
}

export interface Bulletin {
  readonly id: number;
  readonly quarter: string;
  readonly issuedAt: number;
  readonly issuedBy: string;
  /** JSON of what it says: it stays as it was issued. */
  readonly content: string;
  readonly demo: boolean;
}

/** Score sheets, evaluations, plans and bulletins. Append-only, in the audit; rights to write are the caller's to check. */
export interface Evaluations {
  /** Every version of every sheet; what was put last comes first. */
  templates(): Promise<readonly Template[]>;
  /** Absent version: the newest. */
  template(id: string, version?: number): Promise<Template | null>;
  /** A new version; nothing of an old one changes. @returns its version. */
  putTemplate(template: Omit<Template, 'version'>, by: Viewer): Promise<number>;

  /** The newest first. Spot checks that are not submitted are not shown to those who are inspected. */
  page(
    viewer: Viewer,
    query: PageQuery & { quarter?: string; canteen?: string; kind?: EvaluationKind; year?: number },
  ): Promise<Page<Evaluation>>;
  one(viewer: Viewer, id: number): Promise<Evaluation | null>;
  /** One a canteen, kind and quarter: answers the one that is there. */
  begin(canteen: string, kind: EvaluationKind, quarter: string, template: Template, by: Viewer): Promise<number>;
  answer(id: number, answers: readonly GivenAnswer[], by: Viewer): Promise<'done' | 'unknown' | 'submitted'>;
  /** `changed`: there are answers after `lastAnswer`, which the score knows nothing of. */
  submit(
    id: number,
    result: Pick<NonNullable<Evaluation['submitted']>, 'metrics' | 'mode' | 'span' | 'score'> & {
      readonly lastAnswer: number;
    },
    by: Viewer,
  ): Promise<'done' | 'unknown' | 'submitted' | 'changed'>;

  /** The installation's own; the demo's when there is none of its own. */
  plan(year: number): Promise<SpotCheckPlan | null>;
  /** Once a year, and once of the demo. */
  draw(plan: Omit<SpotCheckPlan, 'drawnFrom' | 'drawnAt' | 'drawnBy'>, by: Viewer): Promise<'done' | 'drawn'>;
  /** The first year in which a canteen was in a draw. */
  knownSince(): Promise<ReadonlyMap<string, number>>;
  /** Canteens that were checked on the spot (submitted), with the years. */
  checkedIn(): Promise<ReadonlyMap<string, readonly number[]>>;

  /** The newest first, as it was issued; none is taken back or changed. */
  bulletins(): Promise<readonly Bulletin[]>;
  /** What says the same as the last one of that quarter is that one. */
  issue(bulletin: Pick<Bulletin, 'quarter' | 'content' | 'demo'>, by: Viewer): Promise<number>;
}
