import { scaleLinear } from 'd3';
import type { Mark } from './mark.ts';

/** Where things stand: data → pixels. Plain objects, so that the same chart renders in a page, a test and a report. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface Scale {
  (value: number): number;
  readonly domain: readonly [number, number];
  /** Pixels back to data. */
  readonly invert: (pixel: number) => number;
}

function linear(domain: readonly [number, number], range: readonly [number, number]): Scale {
  const scale = scaleLinear(domain, range);
  return Object.assign((v: number) => scale(v), { domain, invert: (p: number) => scale.invert(p) });
}

export function timeScale(from: number, to: number, frame: Frame): Scale {
  return linear([from, to], [frame.left, frame.width - frame.right]);
}

/** Smallest and largest value of all marks, their ranges included; null when nothing is known. */
export function extent(...series: readonly (readonly Mark[])[]): readonly [number, number] | null {
  let low = Infinity;
  let high = -Infinity;
  for (const marks of series)
    for (const m of marks) {
      if (m.value === null) continue;
      low = Math.min(low, m.value, m.min ?? m.value);
      high = Math.max(high, m.value, m.max ?? m.value);
    }
  return low <= high ? [low, high] : null;
}

/** Energy, power, money and grams start at zero; temperature and indices need not, and then the chart says so. */
export function valueDomain(range: readonly [number, number] | null, fromZero: boolean): readonly [number, number] {
  if (range === null) return [0, 1];
  let [low, high] = range;
  if (fromZero) {
    low = Math.min(0, low);
    high = Math.max(0, high);
  }
  if (low === high) {
    const room = Math.abs(high) * 0.05 || 1;
    return fromZero ? (high === 0 ? [0, 1] : high > 0 ? [0, high * 1.1] : [low * 1.1, 0]) : [low - room, high + room];
  }
  return [low, high];
}

export interface ValueAxis {
  readonly scale: Scale;
  readonly ticks: readonly number[];
  /** Decimals that tell the ticks apart, after division by the unit's `divisor`. */
  readonly decimals: number;
}

export function valueAxis(domain: readonly [number, number], frame: Frame, divisor = 1, count = 5): ValueAxis {
  // Round numbers in the unit that is shown, not in the one that is stored.
  const shown = scaleLinear([domain[0] / divisor, domain[1] / divisor], [0, 1]).nice(count);
  const [low, high] = shown.domain() as [number, number];
  const ticks = shown.ticks(count);
  const step = ticks.length > 1 ? ticks[1]! - ticks[0]! : 1;
  return {
    scale: linear([low * divisor, high * divisor], [frame.height - frame.bottom, frame.top]),
    ticks: ticks.map((t) => t * divisor),
    decimals: Math.max(0, Math.min(6, Math.ceil(-Math.log10(step) - 1e-9))),
  };
}

/** A plain linear scale, data → pixels. */
export function linearScale(domain: readonly [number, number], range: readonly [number, number]): Scale {
  return linear(domain, range);
}
