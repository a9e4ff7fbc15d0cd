/** Counts by quarter hour as bars of a cell: what is usual stands at half the height, a backlog above it. */
export interface RateBar {
  /** 0…1; 0 = nothing came. */
  readonly height: number;
  /** The server was not running: nobody knows. */
  readonly unknown: boolean;
}

const quarterMs = 900_000;

/** `since`: when counting began, epoch ms; null = not known, all counts are taken as they are. */
export function rateBars(quarterHours: readonly number[], now: number, since: number | null): readonly RateBar[] {
  const some = quarterHours.filter((count) => count > 0).sort((a, b) => a - b);
  const usual = some[Math.floor(some.length / 2)] ?? 1;
  // The last bar is the running quarter hour.
  const end = (Math.floor(now / quarterMs) + 1) * quarterMs;
  return quarterHours.map((count, i) => ({
    height: Math.min(1, count / (2 * usual)),
    unknown: since !== null && count === 0 && end - (quarterHours.length - 1 - i) * quarterMs <= since,
  }));
}

export const lastDay = (quarterHours: readonly number[]) => quarterHours.reduce((sum, count) => sum + count, 0);
