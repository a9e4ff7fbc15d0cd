/** Two clocks may differ this much without one of them being wrong. */
const aheadMs = 60_000;

/** Whether a reading of this time tells how new the data of many meters are: one whose clock runs ahead tells nothing. */
export function tellsAge(readingAt: number, now: number): boolean {
  return readingAt <= now + aheadMs;
}
