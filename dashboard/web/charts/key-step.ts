export interface KeySteps {
  /** Where ArrowLeft and ArrowRight lead; may lie outside, the ends hold. */
  readonly left: number;
  readonly right: number;
  readonly count: number;
}

/** Index of the mark that an arrow key, Home or End leads to; null when the key does not move, or nothing is there. */
export function keyStep(event: KeyboardEvent, { left, right, count }: KeySteps): number | null {
  const steps: Record<string, number> = { ArrowLeft: left, ArrowRight: right, Home: 0, End: count - 1 };
  const to = steps[event.key];
  if (to === undefined || count === 0) return null;
  event.preventDefault();
  return Math.max(0, Math.min(count - 1, to));
}
