import type { Scale } from './scale.ts';

/** Paths through plain rows, one decimal of a pixel; `null` is a gap. */
const px = (v: number) => Math.round(v * 10) / 10;

/** A line through [x, y]. */
export function polyline(points: readonly (readonly [number, number | null])[], x: Scale, y: Scale): string {
  let path = '';
  let pen = false;
  for (const [at, value] of points) {
    if (value === null || !Number.isFinite(value)) {
      pen = false;
      continue;
    }
    path += `${pen ? 'L' : 'M'}${px(x(at))},${px(y(value))}`;
    pen = true;
  }
  return path;
}

/** The space between two lines, [x, low, high]; broken where either is unknown. */
export function between(
  points: readonly (readonly [number, number | null, number | null])[],
  x: Scale,
  y: Scale,
): string {
  let path = '';
  let run: (readonly [number, number, number])[] = [];
  const close = () => {
    if (run.length > 1) {
      const upper = run.map(([at, , high]) => `${px(x(at))},${px(y(high))}`);
      const lower = run.map(([at, low]) => `${px(x(at))},${px(y(low))}`).reverse();
      path += `M${upper.join('L')}L${lower.join('L')}Z`;
    }
    run = [];
  };
  for (const [at, low, high] of points)
    if (low === null || high === null || !Number.isFinite(low) || !Number.isFinite(high)) close();
    else run.push([at, low, high]);
  close();
  return path;
}

/** Mean of the last `size` values, as soon as half of them are known; otherwise null. */
export function movingMean(values: readonly (number | null)[], size: number): (number | null)[] {
  return values.map((_, i) => {
    const known = values.slice(Math.max(0, i - size + 1), i + 1).filter((v): v is number => v !== null);
    return known.length * 2 >= Math.min(size, i + 1) && known.length > 0
      ? known.reduce((a, b) => a + b, 0) / known.length
      : null;
  });
}
