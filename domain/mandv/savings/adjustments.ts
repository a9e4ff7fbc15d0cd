import type { MandvProblem } from '../types.ts';
import { counts, type ComparedIntervals } from './compared.ts';

const dayMs = 86_400_000;
/** A closure longer than this share of the reporting period is no temporary one (spec §11 b). */
const longestClosure = 0.25;

/**
 * A change that the model does not know of, dated, with evidence; kept apart from the model and shown on its own line.
 * `step`: so much more (or, negative, less) was used each day for another reason than the measures: the counterfactual
 * moves by it. `closure`: days that count on neither side.
 */
export interface Adjustment {
  readonly id: string;
  readonly kind: 'step' | 'closure';
  /** [from, to), ms UTC; null: until the end. */
  readonly from: number;
  readonly to: number | null;
  /** Energy a day added to the counterfactual; 0 for a closure. */
  readonly perDay: number;
  readonly reason: string;
  /** Where it can be looked up: a document number, a file name, a meter. */
  readonly evidence: string;
  /** Only what both parties agreed on moves a saving. */
  readonly agreed: boolean;
}

export interface WaterfallBar {
  readonly kind: 'counterfactual' | 'adjustment' | 'actual' | 'saving';
  /** Of the adjustment; null for the other bars. */
  readonly adjustment: string | null;
  /** counterfactual + Σ adjustments + actual (negative) = saving. */
  readonly value: number;
}

export interface AdjustedIntervals {
  /** Closed days are missing on both sides, steps are in the counterfactual. */
  readonly compared: ComparedIntervals;
  /** What each adjustment moves the saving by; not agreed ones are 0. */
  readonly effects: ReadonlyMap<string, number>;
  /** Of the saving that the model gives, to the adjusted one. */
  readonly waterfall: readonly WaterfallBar[];
  readonly problems: readonly MandvProblem[];
}

/**
 * Closures first (the first one that is named takes a day), then steps on the days that are left and have both sides,
 * each by the part of the day that it covers. The model itself is not touched.
 */
export function adjusted(compared: ComparedIntervals, adjustments: readonly Adjustment[]): AdjustedIntervals {
  const { edges, weight } = compared;
  const n = Math.max(0, edges.length - 1);
  const observed = compared.observed.slice();
  const counterfactual = compared.counterfactual.slice();
  const effects = new Map(adjustments.map((one) => [one.id, 0]));
  const move = (id: string, by: number): unknown => effects.set(id, effects.get(id)! + by);
  const agreed = adjustments.filter((one) => one.agreed);
  // The last bar but one is the use that counts: what a closure takes out of it stands on the closure's line.
  const modelled = sumOf(compared, compared.counterfactual);

  let closed = 0;
  for (const closure of agreed.filter((one) => one.kind === 'closure')) {
    for (let i = 0; i < n; i += 1) {
      if (covered(closure, edges[i]!, edges[i + 1]!) === 0) continue;
      if (counts({ edges, observed, counterfactual }, i)) {
        move(closure.id, observed[i]! - counterfactual[i]!);
        closed += 1;
      }
      observed[i] = counterfactual[i] = NaN;
    }
  }
  for (const step of agreed.filter((one) => one.kind === 'step')) {
    for (let i = 0; i < n; i += 1) {
      if (!counts({ edges, observed, counterfactual }, i)) continue;
      const days = weight === undefined ? (edges[i + 1]! - edges[i]!) / dayMs : weight[i]!;
      const by = step.perDay * days * covered(step, edges[i]!, edges[i + 1]!);
      counterfactual[i]! += by;
      move(step.id, by);
    }
  }

  const result: ComparedIntervals = { ...compared, observed, counterfactual };
  const actual = sumOf(compared, compared.observed);
  const waterfall: WaterfallBar[] = [
    { kind: 'counterfactual', adjustment: null, value: modelled },
    ...agreed.map((one) => ({ kind: 'adjustment' as const, adjustment: one.id, value: effects.get(one.id)! })),
    { kind: 'actual', adjustment: null, value: -actual },
    { kind: 'saving', adjustment: null, value: sumOf(result, counterfactual) - sumOf(result, observed) },
  ];
  return { compared: result, effects, waterfall, problems: tooLong(closed, n) };
}

function sumOf(compared: ComparedIntervals, column: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < column.length; i += 1) if (counts(compared, i)) sum += column[i]!;
  return sum;
}

/** Part of the interval that lies in the adjustment, 0…1. */
function covered({ from, to }: Adjustment, start: number, end: number): number {
  return Math.max(0, Math.min(end, to ?? Infinity) - Math.max(start, from)) / (end - start);
}

function tooLong(closed: number, n: number): readonly MandvProblem[] {
  if (n === 0 || closed / n <= longestClosure) return [];
  return [
    {
      code: 'adjustment.closure-too-long',
      message: {
        zh: `停用天数占报告期的 ${Math.round((closed / n) * 100)}%，超过四分之一：应重新确定基期`,
        en: `closures take ${Math.round((closed / n) * 100)} % of the reporting period, over a quarter: a new baseline is due`,
      },
      numbers: { closed, intervals: n },
    },
  ];
}
