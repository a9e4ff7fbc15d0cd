/** Ends from which every segment starts, °F (CalTRACK 2.0 §3.9). */
export const baseEndsF = [30, 45, 55, 65, 75, 90] as const;
export const baseBins = baseEndsF.length + 1;
const fewestHours = 20;

/**
 * The method's scale. Rounded to 1e-9 °F: a reading of 65 °F that was carried as 18.333… °C belongs to the bin that
 * ends at 65, not to the one above.
 */
export function fahrenheit(celsius: number): number {
  return Math.round((32 + 1.8 * celsius) * 1e9) / 1e9;
}

/** Index of the base bin, left-open and right-closed. */
export function baseBinOf(temperatureF: number): number {
  let bin = 0;
  while (bin < baseEndsF.length && temperatureF > baseEndsF[bin]!) bin += 1;
  return bin;
}

/** Writes the shares of a temperature that lie in each base bin; their sum is the temperature. */
export function baseFeatures(temperatureF: number, into: Float64Array, at: number): void {
  into[at] = Math.min(temperatureF, baseEndsF[0]);
  for (let i = 1; i < baseBins; i += 1) {
    const lower = baseEndsF[i - 1]!;
    const upper = baseEndsF[i] ?? Infinity;
    into[at + i] = temperatureF <= lower ? 0 : Math.min(temperatureF, upper) - lower;
  }
}

/**
 * Ends that remain: an outer bin under 20 hours loses its inner end; only when both are full enough, inner bins do,
 * each its upper end; again until nothing changes (spec §6.3). `counts` holds the hours of each base bin.
 */
export function fitBinEnds(counts: ArrayLike<number>): number[] {
  let ends: number[] = [...baseEndsF];
  for (;;) {
    const hours = mergedCounts(counts, ends);
    const drop = new Set<number>();
    const last = ends.length;
    if (last > 0) {
      if (hours[0]! < fewestHours) drop.add(ends[0]!);
      if (hours[last]! < fewestHours) drop.add(ends[last - 1]!);
      if (drop.size === 0) {
        for (let i = 1; i < last; i += 1) if (hours[i]! < fewestHours) drop.add(ends[i]!);
      }
    }
    if (drop.size === 0) return ends;
    ends = ends.filter((end) => !drop.has(end));
  }
}

/** For each base bin, the bin between the given ends in which it lies: features of merged bins are sums of base ones. */
export function mergedBinOf(ends: readonly number[]): number[] {
  const bins = [0];
  for (const end of baseEndsF) bins.push(bins[bins.length - 1]! + (ends.includes(end) ? 1 : 0));
  return bins;
}

/** Σ slope × feature at a temperature. */
export function response(ends: ArrayLike<number>, slopes: ArrayLike<number>, temperatureF: number): number {
  let lower = -Infinity;
  let total = 0;
  for (let i = 0; i < slopes.length && temperatureF > lower; i += 1) {
    const upper = ends[i] ?? Infinity;
    total += slopes[i]! * (Math.min(temperatureF, upper) - (i === 0 ? 0 : lower));
    lower = upper;
  }
  return total;
}

function mergedCounts(counts: ArrayLike<number>, ends: readonly number[]): Float64Array {
  const merged = new Float64Array(ends.length + 1);
  mergedBinOf(ends).forEach((bin, base) => (merged[bin]! += counts[base]!));
  return merged;
}
