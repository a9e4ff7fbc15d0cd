import { lowerBound } from '../../../domain/metering/decided.ts';
import type { ArrivedSamples, ReadSamples } from './derivation.ts';

/** What one read gave: every sample with from ≤ ts < to. */
interface Window {
  readonly samples: ArrivedSamples;
  readonly from: number;
  readonly to: number;
  /** There is none before, none after. */
  readonly begins: boolean;
  readonly ends: boolean;
}

/** Remembers the last read: what lies within it is not read again. For one view of the readings. */
export function remembered(read: ReadSamples): ReadSamples {
  let last: Window | null = null;
  return (from, to, around) => {
    const known = last === null ? null : within(last, from, to, around);
    if (known !== null) return known;
    const samples = read(from, to, around);
    last = windowOf(samples, from, to, around);
    return samples;
  };
}

function windowOf(samples: ArrivedSamples, from: number, to: number, around: number): Window {
  const { ts } = samples;
  const before = lowerBound(ts, from);
  const after = ts.length - lowerBound(ts, to);
  return {
    samples,
    from: before > 0 ? ts[0]! : from,
    to: after > 0 ? ts[ts.length - 1]! + 1 : to,
    begins: before < around,
    ends: after < around,
  };
}

function within(window: Window, from: number, to: number, around: number): ArrivedSamples | null {
  const { samples, begins, ends } = window;
  const { ts, value, arrivals } = samples;
  const first = lowerBound(ts, from) - around;
  const end = lowerBound(ts, to) + around;
  if (!begins && (from < window.from || first < 0)) return null;
  if (!ends && (to > window.to || end > ts.length)) return null;
  const slice = (of: Float64Array) => of.subarray(Math.max(0, first), Math.min(ts.length, end));
  return { ts: slice(ts), value: slice(value), arrivals };
}
