import type { Mark } from '../../charts/mark.ts';

/** What a verdict is seen in: readings as they came, and the same register continued as the platform sees it. */

export interface Step {
  readonly at: number;
  readonly until: number;
  /** Difference of two readings next to each other, as the register shows it; may be negative. */
  readonly value: number;
  /** Before the reading that it leads to. */
  readonly after: number;
}

export function stepsOf(readings: readonly Mark[]): readonly Step[] {
  const found: Step[] = [];
  for (let i = 1; i < readings.length; i += 1) {
    const [before, after] = [readings[i - 1]!, readings[i]!];
    if (before.value === null || after.value === null) continue;
    found.push({ at: before.at, until: after.at, value: after.value - before.value, after: after.value });
  }
  return found;
}

/** Steps added up so that at most about `most` are drawn; one that stands out is never hidden in a sum. */
export function thinned(steps: readonly Step[], most = 240): readonly Step[] {
  const each = Math.ceil(steps.length / most);
  if (each <= 1) return steps;
  const found: Step[] = [];
  for (let i = 0; i < steps.length; i += each) {
    const group = steps.slice(i, i + each);
    const value = group.reduce((sum, step) => sum + step.value, 0);
    found.push({ at: group[0]!.at, until: group.at(-1)!.until, value, after: group.at(-1)!.after });
  }
  return found;
}

/**
 * The axis for steps, from what is usual among them: one of years would press all others flat. Steps beyond it are drawn
 * cut, with their figure beside them.
 */
export function usualRange(steps: readonly Step[]): readonly [number, number] | null {
  if (steps.length === 0) return null;
  const sizes = steps.map(({ value }) => Math.abs(value)).sort((a, b) => a - b);
  const most = sizes.at(-1)!;
  const usual = sizes[Math.floor((sizes.length - 1) * 0.9)]!;
  const top = usual > 0 && most > 4 * usual ? 1.6 * usual : most;
  const falls = steps.some(({ value }) => value < 0);
  return [falls ? -top : 0, top === 0 ? 1 : top];
}

/**
 * The register continued: what the intervals say was used, added up from `start`. Broken where nothing is known, and it
 * goes on from the last known total there.
 */
export function continued(intervals: readonly Mark[], start: number): readonly Mark[] {
  const found: Mark[] = [];
  let total = start;
  for (const mark of intervals) {
    if (mark.value !== null) total += mark.value;
    found.push({
      at: mark.until,
      until: mark.until,
      value: mark.value === null ? null : total,
      quality: mark.quality,
      coverage: mark.coverage,
    });
  }
  return found;
}
