/**
 * The clock that the demo's devices live by: from `liveFrom` on, `speed` times as fast as real time until it reaches the
 * present, and then it is real time.
 */
export function demoClock(now: () => number, liveFrom: number, speed: number): () => number {
  const startedAt = now();
  return () => {
    const at = now();
    return Math.min(at, liveFrom + (at - startedAt) * speed);
  };
}

/** Where the past ends and the devices go on: a day is left for them to live through when they are to be faster. */
export function liveFromOf(now: number, speed: number): number {
  return speed > 1 ? now - 86_400_000 : now;
}
