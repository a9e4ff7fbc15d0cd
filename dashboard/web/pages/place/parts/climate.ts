import type { WireSeries } from '../../../../../domain/wire.ts';
import type { WirePlaceUse } from '../../../../../domain/wire-places.ts';
import { marksOf } from '../../../charts/mark.ts';
import { temperatures } from './use-marks.ts';

/** A temperature over a period: [middle of its interval, °C]; null is a gap. */
export interface ClimateLine {
  readonly place: 'outdoor' | 'indoor';
  /** What names the line: the meter, or `outdoor`. */
  readonly meter: string;
  /** The only indoor meter: it needs no name. */
  readonly alone: boolean;
  readonly points: readonly (readonly [number, number | null])[];
}

/** Outdoors first; a line without any value is left out. */
export function climateLines(
  use: WirePlaceUse | null,
  indoor: readonly { readonly meter: string; readonly series: WireSeries }[],
): readonly ClimateLine[] {
  const outside = use === null ? [] : temperatures(use);
  const lines: ClimateLine[] = [{ place: 'outdoor', meter: 'outdoor', alone: true, points: outside }];
  for (const { meter, series } of indoor) {
    const points = marksOf(series).map(
      ({ at, until, value, quality }) => [(at + until) / 2, quality === 'missing' ? null : value] as const,
    );
    lines.push({ place: 'indoor', meter, alone: indoor.length === 1, points });
  }
  return lines.filter(({ points }) => points.some(([, value]) => value !== null));
}
