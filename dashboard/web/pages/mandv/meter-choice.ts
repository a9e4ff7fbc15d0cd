import { isRegisterPoint, unitOf } from '../../../../domain/points.ts';
import type { WireMeter } from '../../../../domain/wire.ts';

/** A meter that can tell the weather: outdoor temperature. */
export const isWeather = (meter: WireMeter): boolean =>
  meter.carrier === 'weather' && unitOf(meter.register.point) === '°C';

/** The one that the building names, else one nearby: as the server chooses when none is asked for. */
export function defaultWeather(
  chosen: WireMeter | null,
  weathers: readonly WireMeter[],
  named: string | null = null,
): WireMeter | null {
  return (
    weathers.find((w) => w.id === named) ??
    weathers.find((w) => w.building === chosen?.building) ??
    weathers.find((w) => w.institution === chosen?.institution) ??
    weathers[0] ??
    null
  );
}

export interface MeterGroup {
  readonly building: string;
  readonly name: string;
  readonly meters: readonly WireMeter[];
}
/** Meters that count something, by building; main meters first. */
export function groupsOf(meters: readonly WireMeter[]): readonly MeterGroup[] {
  const found = new Map<string, { building: string; name: string; meters: WireMeter[] }>();
  for (const meter of meters) {
    if (!isRegisterPoint(meter.register.point)) continue;
    const group = found.get(meter.building) ?? { building: meter.building, name: meter.buildingName, meters: [] };
    group.meters.push(meter);
    found.set(meter.building, group);
  }
  for (const group of found.values())
    group.meters.sort((a, b) => Number(a.parent !== null) - Number(b.parent !== null) || a.id.localeCompare(b.id));
  return [...found.values()];
}
