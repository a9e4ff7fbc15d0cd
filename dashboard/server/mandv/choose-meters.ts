import { unitOf } from '../../../domain/points.ts';
import type { MeterWithPlace, Viewer } from '../../../storage/registry/port.ts';
import { notFound, problem, type Problem } from '../http/problem.ts';
import type { House } from '../house.ts';
import { allOf } from '../wire/paging.ts';

export interface ChosenMeters {
  readonly meter: MeterWithPlace;
  readonly weather: MeterWithPlace;
}

/** The meter and the weather it is held against; both must be the viewer's to see. */
export async function chooseMeters(
  viewer: Viewer,
  meterId: string,
  weatherId: string | undefined,
  house: House,
): Promise<ChosenMeters | Problem> {
  const meter = await house.registry.meter(viewer, meterId);
  if (meter === null) return notFound('meter', meterId);
  if (meter.carrier === 'weather' || meter.carrier === 'indoor') {
    return unfit('meter', 'no-energy', 'it measures air, not what is used');
  }
  if (weatherId !== undefined) {
    const weather = await house.registry.meter(viewer, weatherId);
    if (weather === null) return notFound('meter', weatherId);
    if (!givesTemperature(weather)) return unfit('weatherMeter', 'no-temperature', 'its point is no temperature in °C');
    return { meter, weather };
  }
  const weather = (await ofBuilding(viewer, meter, house)) ?? (await ofRegion(viewer, meter, house));
  if (weather === null) {
    return unfit('weatherMeter', 'no-weather-meter', 'the building names none and its region has none; name one');
  }
  return { meter, weather };
}

async function ofBuilding(viewer: Viewer, meter: MeterWithPlace, { registry }: House): Promise<MeterWithPlace | null> {
  const buildings = await allOf((page) => registry.buildings(viewer, page));
  const named = buildings.find((building) => building.id === meter.building)?.weatherMeter ?? null;
  const weather = named === null ? null : await registry.meter(viewer, named);
  return weather !== null && givesTemperature(weather) ? weather : null;
}

async function ofRegion(viewer: Viewer, meter: MeterWithPlace, { registry }: House): Promise<MeterWithPlace | null> {
  const [institutions, candidates] = await Promise.all([
    allOf((page) => registry.institutions(viewer, page)),
    allOf((page) => registry.meters(viewer, { ...page, carrier: 'weather' })),
  ]);
  const regionOf = new Map(institutions.map(({ id, region }) => [id, region]));
  const region = regionOf.get(meter.institution) ?? null;
  const near = candidates.filter(
    (one) =>
      givesTemperature(one) &&
      (one.institution === meter.institution || (region !== null && regionOf.get(one.institution) === region)),
  );
  return near.find((one) => one.building === meter.building) ?? near[0] ?? null;
}

function givesTemperature({ carrier, register }: MeterWithPlace): boolean {
  return (carrier === 'weather' || carrier === 'indoor') && unitOf(register.point) === '°C';
}

function unfit(path: string, code: string, message: string): Problem {
  return problem(422, code, `${path}: ${message}`, { errors: [{ path, code, message }] });
}
