import type { WireCarbon, WireCarbonMonth } from '../../../../../domain/wire-carbon.ts';
import { inOrder, sourceKey, type Source } from '../sources.ts';

/** A part of a month's bar, from `low` to `high`, t CO₂e. */
export interface MonthPart {
  readonly key: string;
  readonly source: Source;
  readonly tco2e: number;
  readonly low: number;
  readonly high: number;
}
export interface MonthBar {
  /** `2026-07` */
  readonly month: string;
  readonly number: number;
  readonly parts: readonly MonthPart[];
  /** null: nothing is known; of a month that has not begun, nothing can be. */
  readonly total: number | null;
  readonly coverage: number;
  readonly partial: boolean;
  readonly path: number | null;
  readonly over: boolean;
  /** What is still to come by the year's forecast: all of a coming month, the rest of the running one. */
  readonly toCome: number | null;
}
export interface SourceTotal {
  readonly key: string;
  readonly source: Source;
  readonly tco2e: number | null;
}

/** Twelve bars: what is known by source, and what the forecast of the year leaves to come. */
export function monthBars(
  account: Pick<WireCarbon, 'year' | 'months' | 'forecast' | 'phase' | 'tco2e' | 'until'>,
): readonly MonthBar[] {
  const byMonth = new Map(account.months.map((one) => [one.month, one]));
  const known = Array.from({ length: 12 }, (_, i) => {
    const month = `${account.year}-${String(i + 1).padStart(2, '0')}`;
    return { month, number: i + 1, wire: byMonth.get(month) ?? null };
  });
  const begun = (month: string) => account.until !== null && month <= account.until.slice(0, 7);
  const open = account.phase === 'open' && account.forecast !== null && account.until !== null;
  const left = open ? account.forecast!.tco2e - (account.tco2e ?? 0) : null;
  const weights = known.map(({ month, wire }) => (open ? shareToCome(month, wire, account.until!) : 0));
  const weight = weights.reduce((a, b) => a + b, 0);
  return known.map(({ month, number, wire }, i): MonthBar => {
    const seen = wire !== null && begun(month);
    const parts = seen ? stacked(wire) : [];
    const total = seen ? wire.tco2e : null;
    const path = wire?.path ?? null;
    const partial = seen && wire.partial;
    return {
      ...{ month, number, parts, total, partial, path },
      coverage: seen ? knownShare(wire) : 0,
      over: !partial && total !== null && path !== null && total > path,
      toCome: left === null || left <= 0 || weight === 0 || weights[i] === 0 ? null : (left * weights[i]!) / weight,
    };
  });
}

/** How much of a month is to come: its path where there is one, else its days, times the share of its days that is not counted. */
function shareToCome(month: string, wire: WireCarbonMonth | null, until: string): number {
  const days = new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).getUTCDate();
  if (month < until.slice(0, 7)) return 0;
  const gone = month === until.slice(0, 7) ? Number(until.slice(8)) : 0;
  return (wire?.path ?? days) * ((days - gone) / days);
}

/** The coverage of a month's sources, each with the weight of its emissions. */
function knownShare({ carriers }: WireCarbonMonth): number {
  const weight = carriers.reduce((sum, { tco2e }) => sum + (tco2e ?? 0), 0);
  if (weight <= 0) return carriers.length === 0 ? 0 : Math.min(...carriers.map(({ coverage }) => coverage));
  return carriers.reduce((sum, { tco2e, coverage }) => sum + coverage * (tco2e ?? 0), 0) / weight;
}

function stacked(month: WireCarbonMonth): readonly MonthPart[] {
  let level = 0;
  return inOrder(month.carriers).flatMap((one) => {
    if (one.tco2e === null || one.tco2e === 0) return [];
    const low = level;
    level += one.tco2e;
    const { scope, carrier, use } = one;
    return [{ key: sourceKey(one), source: { scope, carrier, use }, tco2e: one.tco2e, low, high: level }];
  });
}

/** Each source's own sum of the year, in the order of the stacks; one that is nothing everywhere is left out. */
export function sourceTotals(account: Pick<WireCarbon, 'carriers'>): readonly SourceTotal[] {
  return inOrder(account.carriers)
    .filter(({ tco2e, quantity }) => tco2e !== 0 && !(tco2e === null && quantity === null))
    .map(({ scope, carrier, use, tco2e }) => ({
      key: sourceKey({ carrier, use }),
      source: { scope, carrier, use },
      tco2e,
    }));
}
