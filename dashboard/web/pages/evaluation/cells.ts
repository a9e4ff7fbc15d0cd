import type { Grade } from '../../../../domain/evaluation/template.ts';
import type { WireCanteen } from '../../../../domain/wire-canteens.ts';
import type { WireEvaluationKind, WireEvaluationSummary } from '../../../../domain/wire-evaluation.ts';
import type { SignName } from '../../components/Sign.svelte';
import type { EvaluationState } from '../../messages/evaluation/type.ts';

/** A canteen in one quarter: its evaluation of the kind that is looked at, and of the other. */
export interface Cell {
  readonly canteen: WireCanteen;
  readonly chosen: WireEvaluationSummary | null;
  readonly other: WireEvaluationSummary | null;
  readonly state: EvaluationState;
}

export const stateOf = (one: Pick<WireEvaluationSummary, 'submitted'> | null): EvaluationState =>
  one === null ? 'none' : one.submitted === null ? 'draft' : 'submitted';

/** By county, then by id: where a canteen stands does not change with its score. */
export function cellsOf(
  canteens: readonly WireCanteen[],
  evaluations: readonly WireEvaluationSummary[],
  kind: WireEvaluationKind,
): readonly Cell[] {
  const found = new Map(evaluations.map((one) => [`${one.kind} ${one.canteen}`, one]));
  const otherKind = kind === 'self' ? 'spot' : 'self';
  return canteens
    .map((canteen) => {
      const chosen = found.get(`${kind} ${canteen.id}`) ?? null;
      return { canteen, chosen, other: found.get(`${otherKind} ${canteen.id}`) ?? null, state: stateOf(chosen) };
    })
    .toSorted((a, b) => order(a.canteen, b.canteen));
}
const order = (a: WireCanteen, b: WireCanteen) =>
  (a.region === null ? 1 : 0) - (b.region === null ? 1 : 0) ||
  compare(a.region ?? '', b.region ?? '') ||
  compare(a.id, b.id);
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** Neighbours of one county together, in their order; '' = of none. */
export function byRegion(cells: readonly Cell[]): readonly (readonly [string, readonly Cell[]])[] {
  const found: [string, Cell[]][] = [];
  for (const cell of cells) {
    const name = cell.canteen.regionName ?? '';
    const last = found.at(-1);
    if (last?.[0] === name) last[1].push(cell);
    else found.push([name, [cell]]);
  }
  return found;
}

export interface Sums {
  readonly canteens: number;
  readonly submitted: number;
  readonly draft: number;
  readonly none: number;
  /** Of those with a total; null: there is none yet. */
  readonly meanTotal: number | null;
  readonly grades: Readonly<Record<Grade, number>>;
  /** Submitted while what could not be told leaves the grade open. */
  readonly ungraded: number;
}
export function sumsOf(cells: readonly Cell[]): Sums {
  const submitted = cells.flatMap(({ chosen }) => (chosen?.submitted ? [chosen] : []));
  const totals = submitted.flatMap(({ total }) => (total === null ? [] : [total]));
  const count = (grade: Grade) => submitted.filter((one) => one.grade === grade).length;
  return {
    canteens: cells.length,
    submitted: submitted.length,
    draft: cells.filter(({ state }) => state === 'draft').length,
    none: cells.filter(({ state }) => state === 'none').length,
    meanTotal: totals.length === 0 ? null : totals.reduce((a, b) => a + b, 0) / totals.length,
    grades: { excellent: count('excellent'), good: count('good'), pass: count('pass'), fail: count('fail') },
    ungraded: submitted.filter(({ grade }) => grade === null).length,
  };
}

/** A grade speaks by its sign only at either end. */
export const gradeSign = (grade: Grade | null): SignName | null =>
  grade === 'excellent' ? 'met' : grade === 'fail' ? 'not-met' : null;
