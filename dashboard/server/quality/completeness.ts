import type { WireCompleteness } from '../../../domain/wire-quality.ts';
import { qualities, type IntervalColumns } from '../../../storage/series/port.ts';
import type { MeterWithPlace } from '../../../storage/registry/port.ts';
import type { House } from '../house.ts';
import { localDate } from '../places/read.ts';
import { wireMeter } from '../wire/meter.ts';

type Sources = Pick<House, 'intervals' | 'store' | 'registry' | 'calendar' | 'now'>;

const letters = qualities.map((quality) => ({ missing: 'x', measured: 'm', estimated: 'e', manual: 'h' })[quality]);

/** How much of each local day is known of each of these meters' registers. Reads these meters' days and nothing else. */
export async function completenessOf(
  meters: readonly MeterWithPlace[],
  span: { readonly from: number; readonly to: number },
  house: Sources,
): Promise<Omit<WireCompleteness, 'next'>> {
  const { intervals, calendar } = house;
  const edges = calendar.edges('1d', calendar.startOfDay(span.from), span.to);
  const asked = meters.map(({ id, register }) => ({ meter: id, point: register.point }));
  const days = Math.max(0, edges.length - 1);
  const columns = asked.length === 0 || days === 0 ? [] : await intervals.ofMany(asked, '1d', edges[0]!, edges[days]!);
  return {
    days: Array.from({ length: days }, (_, i) => localDate(calendar, edges[i]!).date),
    items: meters.map((meter, i) => ({
      meter: meter.id,
      building: meter.building,
      buildingName: meter.buildingName,
      carrier: meter.carrier,
      point: meter.register.point,
      state: wireMeter(meter, house).state,
      ...daysOf(columns[i], edges, house.now()),
    })),
  };
}

/** The running day counts as far as it has come. */
function daysOf(columns: IntervalColumns | undefined, edges: Float64Array, now: number) {
  const coverage = Array.from(columns?.coverage ?? [], (part, i) => {
    const [start, end] = [edges[i]!, edges[i + 1]!];
    const over = start < now && now < end ? (now - start) / (end - start) : 1;
    return Math.min(1, Math.round((part / over) * 1e4) / 1e4);
  });
  return { coverage, quality: Array.from(columns?.quality ?? [], (code) => letters[code]!).join('') };
}
