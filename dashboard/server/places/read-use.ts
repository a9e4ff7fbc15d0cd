import type { Resolution } from '../../../domain/metering/interval.ts';
import { combine, type VirtualTerm } from '../../../domain/metering/virtual.ts';
import type { MeterWithPlace } from '../../../storage/registry/port.ts';
import type { IntervalColumns } from '../../../storage/series/port.ts';
import type { House } from '../house.ts';
import type { PlaceMeter } from './place-index.ts';

export const exportPoint = 'energy_export_kwh';
const always = { from: -Infinity, to: Infinity };

export interface Series {
  readonly meter: string;
  readonly point: string;
}
export const registerOf = (meter: MeterWithPlace): Series => ({ meter: meter.id, point: meter.register.point });

/**
 * What was used behind each meter: its register; behind a main meter with PV what came in, and what the roof gave and did
 * not go out again (use = import + generation − export).
 */
export async function readUse(
  store: House['store'],
  meters: readonly PlaceMeter[],
  every: Resolution,
  from: number,
  to: number,
): Promise<readonly IntervalColumns[]> {
  const asked = meters.map(registerOf);
  const plans = meters.map(({ id, pvBehind }, i) => {
    if (pvBehind === undefined) return null;
    const terms: VirtualTerm[] = [{ meter: id, factor: 1, ...always }];
    const places = [i];
    const add = (series: Series, factor: number) => {
      places.push(asked.push(series) - 1);
      terms.push({ meter: series.meter, factor, ...always });
    };
    for (const roof of pvBehind) add({ meter: roof, point: 'energy_kwh' }, 1);
    // A meter that never told what it gave back has no register for it.
    if (store.latest().get(id)?.points[exportPoint] !== undefined) add({ meter: id, point: exportPoint }, -1);
    return { terms, places };
  });
  const columns = await store.intervalsOf(asked, every, from, to);
  return meters.map((_, i) => {
    const plan = plans[i]!;
    const own = columns[i]!;
    if (plan === null) return own;
    const edges = [...own.startsAt, own.endsAt];
    const parts = plan.places.map((place) => columns[place]!);
    return { startsAt: own.startsAt, endsAt: own.endsAt, ...combine(edges, plan.terms, parts) };
  });
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
