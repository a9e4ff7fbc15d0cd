/** One quantity of ours beside the reference's. */
export interface Pair {
  readonly what: string;
  readonly ours: number | null;
  readonly theirs: number | null;
  /** What a difference is measured against when it isn't |theirs| (a bias of 1e-16 has no relative difference). */
  readonly scale?: number;
}

/** A group of quantities with one tolerance (spec §17), or an exact sameness. */
export interface Check {
  readonly meter: string;
  readonly key: string;
  readonly group: string;
  readonly pairs: number;
  /** Greatest relative difference, and of what; 0 and '' for an exact check that holds. */
  readonly worst: number;
  readonly of: string;
  readonly tolerance: number;
  readonly pass: boolean;
}

export function difference({ ours, theirs, scale }: Pair): number {
  if (ours === null || theirs === null) return ours === theirs ? 0 : Infinity;
  return ours === theirs ? 0 : Math.abs(ours - theirs) / (scale ?? Math.abs(theirs));
}

export function checked(
  where: Pick<Check, 'meter' | 'key' | 'group'>,
  tolerance: number,
  pairs: readonly Pair[],
): Check {
  let worst = 0;
  let of = '';
  for (const pair of pairs) {
    const by = difference(pair);
    if (by > worst || Number.isNaN(by)) [worst, of] = [by, pair.what];
  }
  return { ...where, pairs: pairs.length, worst, of, tolerance, pass: worst <= tolerance };
}

export function exactly(
  where: Pick<Check, 'meter' | 'key' | 'group'>,
  parts: readonly { readonly what: string; readonly same: boolean }[],
): Check {
  const wrong = parts.find((part) => !part.same);
  return {
    ...where,
    pairs: parts.length,
    worst: wrong === undefined ? 0 : Infinity,
    of: wrong?.what ?? '',
    tolerance: 0,
    pass: wrong === undefined,
  };
}
