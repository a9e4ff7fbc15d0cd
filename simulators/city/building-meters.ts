import { loadName, type Use } from './building-loads.ts';
import { demoBuildings, type DemoBuilding } from './buildings.ts';
import type { DemoMeter } from './meters.ts';
import { chance } from './noise.ts';

/** The meters of one building: its mains, sub-meters behind its gateway, and what its air is like. */
export function metersOf(building: DemoBuilding): DemoMeter[] {
  const { number } = building;
  const place = `DEMO-B-${number}`;
  const gateway = `DEMO-GW-${number}`;
  const load = (...of: Use[]) => of.map((use) => loadName(building, use));
  const electric: Use[] = ['lighting', 'hvac', 'services'];
  if (building.chargers) electric.push('charging');
  if (building.kitchen) electric.push('kitchenPower');
  const main = `DEMO-E-${number}01`;
  let sub = 1;
  const branch = (endUse: string, multiplier: number, maxPerHour: number, use: Use): DemoMeter => ({
    ...register(number, sub, 'kWh', multiplier, maxPerHour),
    id: `DEMO-E-${number}${String(++sub).padStart(2, '0')}`,
    building: place,
    parent: main,
    carrier: 'electricity',
    endUse,
    gateway,
    point: 'energy_kwh',
    loads: load(use),
  });
  // A transformer that suits the building: ten watts a square metre and what charging adds.
  const peakKw = building.areaM2 * 0.03 + (building.chargers ?? 0) * 6;
  const multiplier = [1, 10, 20, 30, 40, 60, 80][Math.min(6, Math.floor(peakKw / 180))]!;
  return [
    {
      ...register(number, 0, 'kWh', multiplier, Math.ceil(peakKw / 10) * 20),
      id: main,
      building: place,
      carrier: 'electricity',
      endUse: 'total',
      point: 'energy_kwh',
      loads: load(...electric),
      ...(building.pvKw && {
        roof: { load: loadName(building, 'roof'), exportOpening: openingOf(number, 24, 20_000, 2) },
      }),
    },
    branch('hvac', Math.max(1, multiplier / 2), Math.ceil(building.areaM2 * 0.03), 'hvac'),
    ...(building.lighting === false
      ? []
      : [
          branch(
            'lighting-and-sockets',
            Math.max(1, multiplier / 2),
            Math.ceil(building.areaM2 * (building.kind === 'archive' ? 0.002 : 0.016)),
            'lighting',
          ),
        ]),
    ...(building.chargers ? [branch('ev-charging', 1, building.chargers * 14, 'charging')] : []),
    ...(building.kitchen ? [branch('kitchen', 1, Math.ceil(building.people * 0.6) + 10, 'kitchenPower')] : []),
    {
      ...register(
        number,
        20,
        'm³',
        1,
        Math.ceil(building.areaM2 * (building.kind === 'archive' ? 0.0001 : 0.0015)) + 2,
      ),
      id: `DEMO-W-${number}01`,
      building: place,
      carrier: 'water',
      endUse: 'water',
      gateway,
      point: 'volume_m3',
      loads: load('water'),
    },
    ...(building.kitchen || building.boiler
      ? [
          {
            ...register(number, 21, 'm³', 1, gasPerHour(building)),
            id: `DEMO-G-${number}01`,
            building: place,
            carrier: 'gas' as const,
            endUse: building.kitchen ? 'kitchen' : 'heating',
            gateway,
            point: 'volume_m3',
            loads: load(
              ...(building.kitchen ? (['kitchenGas'] as const) : []),
              ...(building.boiler ? (['boilerGas'] as const) : []),
            ),
          },
        ]
      : []),
    ...(building.heatMeter
      ? [
          {
            ...register(number, 22, 'GJ', 1, Math.ceil(building.areaM2 * 0.0009) + 2),
            id: `DEMO-H-${number}01`,
            building: place,
            carrier: 'cooling' as const,
            endUse: 'hvac',
            gateway,
            point: 'heat_gj',
            loads: load('chilled'),
          },
        ]
      : []),
    ...(building.pvKw
      ? [
          {
            ...register(number, 23, 'kWh', 1, Math.ceil(building.pvKw * 1.2)),
            id: `DEMO-PV-${number}01`,
            building: place,
            carrier: 'pv' as const,
            gateway,
            point: 'energy_kwh',
            loads: load('roof'),
          },
        ]
      : []),
    ...(building.indoor
      ? [
          {
            id: `DEMO-T-${number}01`,
            building: place,
            carrier: 'indoor' as const,
            gateway,
            point: 'temperature_c',
            unit: '°C',
            loads: [],
            air: 'indoor' as const,
            interval: '15m' as const,
            everyMs: 60_000,
          },
        ]
      : []),
  ];
}

const gasPerHour = ({ areaM2, people, boiler, kitchen }: DemoBuilding) =>
  Math.ceil((boiler ? areaM2 * 0.012 : 0) + (kitchen ? people * 0.17 : 0)) + 3;

/** A register that has counted for some years. */
function register(building: number, nth: number, unit: string, multiplier: number, maxPerHour: number) {
  const decimals = unit === 'kWh' ? 2 : 3;
  return {
    unit,
    register: { digits: 6, decimals, multiplier, opening: openingOf(building, nth, 80_000, decimals), maxPerHour },
    interval: '1m' as const,
    everyMs: nth === 0 ? 10_000 : 20_000,
  };
}

/** A meter's past is the same in every installation: other chances make other cities, not other meters. */
function openingOf(building: number, nth: number, most: number, decimals: number): number {
  return Math.round(chance(7, building, nth) * most * 10 ** decimals) / 10 ** decimals;
}

export const buildingMeters: readonly DemoMeter[] = demoBuildings.flatMap(metersOf);
