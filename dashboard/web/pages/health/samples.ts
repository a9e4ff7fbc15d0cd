/** What a page has seen of a figure since it was opened: newest last, bounded; a poll that failed is a gap. */
export type Samples = readonly (number | null)[];

/** Five minutes of polls every two seconds. */
export const keptSamples = 150;

export const withSample = (samples: Samples, value: number | null): Samples => [...samples, value].slice(-keptSamples);

export function range(samples: Samples): { readonly low: number; readonly high: number } | null {
  const known = samples.filter((value) => value !== null);
  return known.length === 0 ? null : { low: Math.min(...known), high: Math.max(...known) };
}

/** A line from the left edge of what is kept to now, from zero; `null` breaks it. A lone sample is a point. */
export function trendPath(samples: Samples, width: number, height: number): string {
  const top = Math.max(range(samples)?.high ?? 0, 1e-9);
  const step = width / (keptSamples - 1);
  const offset = keptSamples - samples.length;
  let path = '';
  let pen = false;
  samples.forEach((value, i) => {
    if (value === null) pen = false;
    else {
      const x = ((offset + i) * step).toFixed(1);
      const y = (height - (value / top) * height).toFixed(1);
      path += pen ? `L${x} ${y}` : `M${x} ${y}${samples[i + 1] === undefined || samples[i + 1] === null ? 'h0' : ''}`;
      pen = true;
    }
  });
  return path;
}
