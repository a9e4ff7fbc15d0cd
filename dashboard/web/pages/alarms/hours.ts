import { mainMeters } from '../../../../domain/places/meter-tree.ts';
import type { WireMeter, WireSeriesTable } from '../../../../domain/wire.ts';
import { useCarriers } from '../../../../domain/wire-places.ts';
import * as calls from '../../api/calls.ts';
import { callList } from '../../api/client.ts';
import { placeUse } from '../../api/places.ts';
import type { Answer } from '../../api/problem.ts';
import { startOf, type LocalDate } from '../../format/zone.ts';
import type { Hours } from './nights.ts';

/** Local days, `to` exclusive. */
export interface DaySpan {
  readonly from: LocalDate;
  readonly to: LocalDate;
}

/** What meters took together, hour by hour; an hour that one of them lacks isn't known. */
export function summed({ ts, series }: Pick<WireSeriesTable, 'ts' | 'series'>): Hours {
  const value = ts.map((_, i) =>
    series.reduce<number | null>((sum, one) => {
      const own = one.value[i] ?? null;
      return sum === null || own === null ? null : sum + own;
    }, 0),
  );
  const worst = (i: number) => ['x', 'e', 'h'].find((letter) => series.some(({ quality }) => quality[i] === letter));
  return { ts, value, quality: ts.map((_, i) => worst(i) ?? 'm').join('') };
}

/** Hours of the meters that an alarm was judged by: one meter, or those whose sum is the building's use of a carrier. */
export async function askHours(
  { building, carrier, meter }: { readonly building: string; readonly carrier: string; readonly meter: string | null },
  { from, to }: DaySpan,
  zone: string,
  signal: AbortSignal,
): Promise<Answer<Hours>> {
  let ids = meter === null ? [] : [meter];
  if (meter === null) {
    const all = await callList<WireMeter>(`/meters?${new URLSearchParams({ building })}`, { signal });
    if (!all.ok) return all;
    const own = all.value.filter((one) => one.carrier === carrier && !one.virtual);
    ids = mainMeters(own.map(({ id, parent, endUse }) => ({ meter: id, parent, endUse })));
  }
  if (ids.length === 0) return { ok: true, value: { ts: [], value: [] } };
  const range = { from: startOf(from, zone), to: startOf(to, zone), every: '1h' } as const;
  const table = await calls.seriesTable(ids, range, signal);
  return table.ok ? { ok: true, value: summed(table.value) } : table;
}

/** Days of the span on which nobody is expected to work. */
export async function askDaysOff(
  building: string,
  carrier: string,
  span: DaySpan,
  signal: AbortSignal,
): Promise<Answer<ReadonlySet<LocalDate>>> {
  const of = useCarriers.find((one) => one === carrier) ?? 'electricity';
  const use = await placeUse({ kind: 'building', id: building }, of, { every: '1d', ...span }, signal);
  if (!use.ok) return use;
  const { ts, dayTypes = '' } = use.value;
  return {
    ok: true,
    value: new Set(ts.filter((_, i) => 'eh'.includes(dayTypes[i] ?? '-')).map((at) => at.slice(0, 10))),
  };
}
