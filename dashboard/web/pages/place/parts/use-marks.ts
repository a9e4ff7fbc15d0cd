import type { Quality } from '../../../../../domain/metering/interval.ts';
import type { WirePlaceUse } from '../../../../../domain/wire-places.ts';
import { endOf, type Mark } from '../../../charts/mark.ts';

const qualities: Readonly<Record<string, Quality>> = { m: 'measured', e: 'estimated', h: 'manual', x: 'missing' };

/** How long the newest quarter hour of a place may be on its way before the running interval lacks something. */
const patienceMs = 1_800_000;

/**
 * Intervals of a place's use as marks. What has not begun is left out. The interval that runs is as good as it is known
 * up to now.
 */
export function marksOfUse(use: WirePlaceUse, now: number): readonly Mark[] {
  return use.ts.flatMap((ts, i): Mark[] => {
    const letter = use.quality[i] ?? 'x';
    if (letter === '-') return [];
    const at = Date.parse(ts);
    const until = endOf(at, use.every, use.timezone);
    const value = use.value[i] ?? null;
    const coverage = use.coverage[i] ?? 0;
    const quality = qualities[letter] ?? 'missing';
    if (until <= now) return [{ at, until, value, quality, coverage }];
    const known = now - at - coverage * (until - at) <= patienceMs;
    const running = known && quality === 'missing' && value !== null ? 'measured' : quality;
    return [{ at, until, value, quality: running, coverage, partial: true }];
  });
}

/**
 * What the same intervals were a year before, under the present ones by their place in the row. An interval of which only
 * a part is known is no measure to compare with.
 */
export function marksBefore(
  use: WirePlaceUse,
  before: { readonly value: readonly (number | null)[]; readonly quality: string },
): readonly Mark[] {
  return use.ts.map((ts, i): Mark => {
    const at = Date.parse(ts);
    const quality = qualities[before.quality[i] ?? 'x'] ?? 'missing';
    const value = quality === 'missing' ? null : (before.value[i] ?? null);
    return { at, until: endOf(at, use.every, use.timezone), value, quality, coverage: value === null ? 0 : 1 };
  });
}

/** Outdoor temperature, each at the middle of its interval. */
export function temperatures(use: WirePlaceUse): readonly (readonly [number, number | null])[] {
  return (use.temperature ?? []).map((value, i) => {
    const at = Date.parse(use.ts[i]!);
    return [(at + endOf(at, use.every, use.timezone)) / 2, value] as const;
  });
}
