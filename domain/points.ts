/**
 * Points: what a meter can say in one reading, named in snake case with the unit at the end.
 * Cumulative registers arrive as the meter shows them (before the multiplier); everything else is instantaneous.
 * The list is the wire contract: extend it freely, rename nothing.
 */
export const registerPoints = {
  energy_kwh: 'kWh',
  energy_export_kwh: 'kWh',
  energy_t1_kwh: 'kWh',
  energy_t2_kwh: 'kWh',
  energy_t3_kwh: 'kWh',
  energy_t4_kwh: 'kWh',
  energy_t5_kwh: 'kWh',
  volume_m3: 'm³',
  heat_gj: 'GJ',
  fuel_l: 'L',
} as const;

export const instantaneousPoints = {
  power_kw: 'kW',
  voltage_l1_v: 'V',
  voltage_l2_v: 'V',
  voltage_l3_v: 'V',
  current_l1_a: 'A',
  current_l2_a: 'A',
  current_l3_a: 'A',
  power_factor: '',
  frequency_hz: 'Hz',
  flow_m3h: 'm³/h',
  temperature_c: '°C',
  humidity_pct: '%',
  co2_ppm: 'ppm',
} as const;

export type RegisterPoint = keyof typeof registerPoints;
export type InstantaneousPoint = keyof typeof instantaneousPoints;
/** A common point, or any other name that a device sends (stored as it comes, instantaneous). */
export type Point = RegisterPoint | InstantaneousPoint | (string & {});

/** Every common point, registers first: the order of the columns in the raw store. */
export const commonPoints: readonly string[] = [...Object.keys(registerPoints), ...Object.keys(instantaneousPoints)];

export function isRegisterPoint(point: string): point is RegisterPoint {
  return Object.hasOwn(registerPoints, point);
}

/** Unit as shown to people; `null` for a point that the platform does not know. */
export function unitOf(point: string): string | null {
  if (Object.hasOwn(registerPoints, point)) return registerPoints[point as RegisterPoint];
  if (Object.hasOwn(instantaneousPoints, point)) return instantaneousPoints[point as InstantaneousPoint];
  return null;
}
