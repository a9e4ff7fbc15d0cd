import type { Resolution } from '../../../domain/metering/interval.ts';
import { combine, type VirtualTerm } from '../../../domain/metering/virtual.ts';
import type { MeterWithPlace } from '../../../storage/registry/port.ts';
import type { IntervalColumns } from '../../../storage/series/port.ts';
import type { House } from '../house.ts';
import type { PlaceMeter } from './place-index.ts';

export const exportPoint = 'energy_export_kwh';

export interface Series {
  readonly meter: string;
  readonly point: string;
}
export const registerOf = (meter: MeterWithPlace): Series => ({ meter: meter.id, point: meter.register.point });

/**
 * What was used behind each meter: its register; behind a main meter with PV what came in, and what the roof gave and did
 * not go out again (use = import + generation − export), since the day of the roof's first reading.
 */
export async function readUse(
  { store, calendar, now }: Pick<House, 'store' | 'calendar' | 'now'>,
  meters: readonly PlaceMeter[],
  every: Resolution,
  from: number,
  to: number,
): Promise<readonly IntervalColumns[]> {
  const asked = meters.map(registerOf);
  const plans = meters.map(({ id, pvBehind }, i) => {
    if (pvBehind === undefined) return null;
    const terms: { factor: number; place: number; roof: string | null }[] = [{ factor: 1, place: i, roof: null }];
    const add = (series: Series, factor: number, roof: string) => {
      terms.push({ factor, place: asked.push(series) - 1, roof });
    };
    for (const roof of pvBehind) add({ meter: roof, point: 'energy_kwh' }, 1, roof);
    // A meter that never told what it gave back has no register for it.
    if (store.latest().get(id)?.points[exportPoint] !== undefined) {
      add({ meter: id, point: exportPoint }, -1, pvBehind[0]!);
    }
    return terms;
  });
  const columns = await store.intervalsOf(asked, every, from, to);
  const lacking = plans.flatMap((terms) =>
    (terms ?? []).flatMap(({ roof, place }) => (roof !== null && columns[place]!.coverage.includes(0) ? [roof] : [])),
  );
  const begun = await firstDays(store, calendar, [...new Set(lacking)], now());
  return meters.map((_, i) => {
    const plan = plans[i]!;
    const own = columns[i]!;
    if (plan === null) return own;
    const edges = [...own.startsAt, own.endsAt];
    const terms = plan.map(({ factor, place, roof }): VirtualTerm => ({
      meter: asked[place]!.meter,
      factor,
      from: (roof === null ? undefined : begun.get(roof)) ?? -Infinity,
      to: Infinity,
    }));
    const parts = plan.map(({ place }) => columns[place]!);
    return { startsAt: own.startsAt, endsAt: own.endsAt, ...combine(edges, terms, parts, now()) };
  });
}

const earliest = Date.UTC(2000, 0, 1);

/** The local day of each roof's first known use; Infinity: it never gave anything. */
async function firstDays(
  store: House['store'],
  calendar: House['calendar'],
  roofs: readonly string[],
  now: number,
): Promise<ReadonlyMap<string, number>> {
  const series = roofs.map((meter) => ({ meter, point: 'energy_kwh' }));
  const months = series.length === 0 ? [] : await store.intervalsOf(series, '1mo', earliest, now);
  const first = await Promise.all(
    months.map(async ({ startsAt, coverage }, i) => {
      const month = startsAt[coverage.findIndex((part) => part > 0)];
      if (month === undefined) return Infinity;
      const days = await store.intervals(series[i]!.meter, 'energy_kwh', '1d', month, calendar.nextMonth(month));
      return days.startsAt[days.coverage.findIndex((part) => part > 0)] ?? month;
    }),
  );
  return new Map(roofs.map((roof, i) => [roof, first[i]!]));
}

/** Which meters' use changes with a meter's readings: it and the main meters that it feeds in behind. */
export class FeedsInto {
  readonly #mains = new Map<string, Set<string>>();

  know(meters: readonly PlaceMeter[]): void {
    for (const { id, pvBehind } of meters) {
      for (const roof of pvBehind ?? []) this.#mains.set(roof, (this.#mains.get(roof) ?? new Set()).add(id));
    }
  }

  of(meter: string): Iterable<string> {
    return [meter, ...(this.#mains.get(meter) ?? [])];
  }
}
