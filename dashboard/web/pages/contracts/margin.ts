import type { WireContractSummary } from '../../../../domain/wire-contracts.ts';

/** How far a saving lies above (+) or below (−) what was promised, as shares of the year's guarantee. */
export interface Whisker {
  readonly at: number;
  /** Half of the 90 % band; null = undefined. */
  readonly half: number | null;
}
export interface Margin {
  /** Saving − path, today. */
  readonly now: Whisker;
  /** Forecast − guarantee, at the year's end. */
  readonly ahead: Whisker | null;
}

/** null: nothing is promised for this year, or no saving is known. */
export function marginOf({
  saving,
  path,
  guarantee,
  halfWidth,
  forecast,
}: Pick<WireContractSummary, 'saving' | 'path' | 'guarantee' | 'halfWidth' | 'forecast'>): Margin | null {
  if (saving === null || path === null || guarantee === null || !(guarantee > 0)) return null;
  const share = (value: number) => value / guarantee;
  return {
    now: { at: share(saving - path), half: halfWidth === null ? null : share(halfWidth) },
    ahead:
      forecast === null
        ? null
        : {
            at: share(forecast.expected - guarantee),
            half: forecast.halfWidth === null ? null : share(forecast.halfWidth),
          },
  };
}

const reaches = [0.05, 0.1, 0.15, 0.2, 0.3] as const;
/** One scale for all rows, the same to both sides of zero; a mark beyond the largest is drawn as an arrow at the edge. */
export function marginReach(margins: readonly (Margin | null)[]): number {
  const most = Math.max(
    0,
    ...margins.flatMap((m) =>
      m === null ? [] : [m.now, m.ahead].map((w) => (w ? Math.abs(w.at) + (w.half ?? 0) : 0)),
    ),
  );
  return reaches.find((reach) => most <= reach + 1e-9) ?? reaches.at(-1)!;
}

export interface PlacedWhisker {
  readonly x: number;
  /** null: no band. */
  readonly from: number | null;
  readonly to: number | null;
  /** The mark itself lies beyond the scale, on that side. */
  readonly beyond: -1 | 0 | 1;
}
/** Share → pixels of a strip that is `width` wide, zero in its middle; whiskers end at the edges. */
export function placeWhisker({ at, half }: Whisker, reach: number, width: number, edge = 5): PlacedWhisker {
  const room = width / 2 - edge;
  const x = (share: number) => width / 2 + (Math.max(-reach, Math.min(reach, share)) / reach) * room;
  return {
    x: x(at),
    from: half === null ? null : x(at - half),
    to: half === null ? null : x(at + half),
    beyond: at > reach ? 1 : at < -reach ? -1 : 0,
  };
}
