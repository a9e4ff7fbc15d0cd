import type { Answer, MetricValues, Template } from '../../domain/evaluation/template.ts';
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
  /** Once submitted neither answers nor figures change. */
  readonly submitted: {
    readonly at: number;
    readonly by: string;
    readonly metrics: MetricValues;
    readonly total: number | null;
    readonly grade: string | null;
  } | null;
}

/** Drawn by a seed that can be shown: whoever draws again with it draws the same. */
export interface SpotCheckPlan {
  readonly year: number;
  readonly seed: string;
  readonly share: number;
  readonly canteens: readonly string[];
  /** What it was drawn from, in the order of the draw. */
  readonly drawnFrom: readonly string[];
  readonly drawnAt: number;
  readonly drawnBy: string;
}

export interface Bulletin {
  readonly id: number;
  readonly quarter: string;
  readonly issuedAt: number;
  readonly issuedBy: string;
  /** JSON of what it says: it stays as it was issued. */
  readonly content: string;
}

/** Score sheets, evaluations, plans and bulletins. Append-only, in the audit; rights to write are the caller's to check. */
export interface Evaluations {
  templates(): Promise<readonly Template[]>;
  template(id: string, version?: number): Promise<Template | null>;
  /** A new version; nothing of an old one changes. @returns its version. */
  putTemplate(template: Omit<Template, 'version'>, by: Viewer): Promise<number>;

  page(
    viewer: Viewer,
    query: PageQuery & { quarter?: string; canteen?: string; kind?: EvaluationKind; year?: number },
  ): Promise<Page<Evaluation>>;
  one(viewer: Viewer, id: number): Promise<Evaluation | null>;
  /** One a canteen, kind and quarter: answers the one that is there. */
  begin(canteen: string, kind: EvaluationKind, quarter: string, template: Template, by: Viewer): Promise<number>;
  answer(id: number, answers: readonly Answer[], by: Viewer): Promise<'done' | 'unknown' | 'submitted'>;
  submit(
    id: number,
    result: Pick<NonNullable<Evaluation['submitted']>, 'metrics' | 'total' | 'grade'>,
    by: Viewer,
  ): Promise<'done' | 'unknown' | 'submitted'>;

  plan(year: number): Promise<SpotCheckPlan | null>;
  /** Once a year. */
  draw(plan: Omit<SpotCheckPlan, 'drawnAt' | 'drawnBy'>, by: Viewer): Promise<'done' | 'drawn'>;
  /** Canteens that were checked on the spot (submitted), with the years. */
  checkedIn(): Promise<ReadonlyMap<string, readonly number[]>>;

  bulletins(): Promise<readonly Bulletin[]>;
  issue(quarter: string, content: string, by: Viewer): Promise<number>;
}
