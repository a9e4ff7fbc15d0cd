/** Of the canteens of a level, a year, at least (the national rule of 2023; as data, because places may ask for more). */
export const leastShare = 0.35;

export interface PlanInput {
  /** Ids of those that there are this year. */
  readonly canteens: readonly string[];
  readonly year: number;
  /** Said in public, so that whoever draws again draws the same. */
  readonly seed: string;
  /** 0…1 */
  readonly share: number;
  /** Years in which a canteen was inspected; absent = never. */
  readonly checkedIn: ReadonlyMap<string, readonly number[]>;
  /** First year in which a canteen was in a draw; absent = this year. */
  readonly knownSince?: ReadonlyMap<string, number>;
  /** SHA-256 of a text (UTF-8), hexadecimal. */
  readonly sha256: (text: string) => string;
}

/**
 * `must`: known for two years and inspected in neither, so that this year is the last of its three; `due`: not inspected
 * in the two years before.
 */
export type DrawGroup = 'must' | 'due' | 'other';
export interface DrawnCanteen {
  readonly canteen: string;
  readonly group: DrawGroup;
  readonly key: string;
}

export interface Draw {
  /** All, in the order of the draw. */
  readonly drawnFrom: readonly string[];
  /** The first of them: at least `share` of all, and every one whose third year it is. */
  readonly canteens: readonly string[];
}

/** SHA-256 of `seed:year:canteen`: anybody can compute it again. */
export function drawKey(seed: string, year: number, canteen: string, sha256: PlanInput['sha256']): string {
  return sha256(`${seed}:${year}:${canteen}`);
}

/** The order of the draw: those that must be inspected, those that are due, all others; among equals by their key. */
export function drawOrder(input: Omit<PlanInput, 'share'>): readonly DrawnCanteen[] {
  const { year, seed, checkedIn, knownSince, sha256 } = input;
  const rows = [...new Set(input.canteens)].map((canteen): DrawnCanteen => {
    const checked = checkedIn.get(canteen) ?? [];
    const due = !checked.some((at) => at === year - 1 || at === year - 2);
    const since = Math.min(knownSince?.get(canteen) ?? year, ...checked);
    const group = !due ? 'other' : since <= year - 2 ? 'must' : 'due';
    return { canteen, group, key: drawKey(seed, year, canteen, sha256) };
  });
  return rows.toSorted(
    (a, b) => rank[a.group] - rank[b.group] || compare(a.key, b.key) || compare(a.canteen, b.canteen),
  );
}

export function drawPlan({ share, ...input }: PlanInput): Draw {
  const order = drawOrder(input);
  const must = order.filter(({ group }) => group === 'must').length;
  const drawnFrom = order.map(({ canteen }) => canteen);
  return { drawnFrom, canteens: drawnFrom.slice(0, Math.max(leastOf(share, order.length), must)) };
}

/** ⌈share · n⌉ without the dust of binary fractions: 35 % of 20 is 7, not 8. */
export function leastOf(share: number, n: number): number {
  return Math.min(n, Math.ceil(Math.round(share * n * 1e9) / 1e9));
}

const rank: Readonly<Record<DrawGroup, number>> = { must: 0, due: 1, other: 2 };

/** By code units, the same on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
