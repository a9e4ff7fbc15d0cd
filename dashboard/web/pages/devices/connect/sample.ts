import type { WireDeviceKind } from '../../../../../domain/wire-devices.ts';

/** What the ready examples say: which topic, and a plausible message of this device. */
export interface Sample {
  readonly topic: string;
  /** Without its time. */
  readonly message: Readonly<Record<string, unknown>>;
  /** The figure in it that a gateway's template replaces. */
  readonly point: string;
  readonly value: number;
}

const examples: Readonly<Record<string, number>> = {
  energy_kwh: 1204.36,
  volume_m3: 812.44,
  heat_gj: 31.207,
  fuel_l: 96.5,
  temperature_c: 18.6,
  humidity_pct: 47.5,
  co2_ppm: 612,
  power_kw: 8.12,
};

export interface SampleOf {
  readonly id: string;
  readonly kind: WireDeviceKind;
  /** The meter's register point. */
  readonly point?: string;
  /** A gateway's: a meter that it speaks for. */
  readonly meter?: string;
}

export function sampleOf({ id, kind, point = 'energy_kwh', meter = 'E-0001' }: SampleOf): Sample {
  const value = examples[point] ?? 12.3;
  const topic = `v1/${id}/readings`;
  const values = { [point]: value };
  switch (kind) {
    case 'gateway':
      return { topic, message: { device: meter, values }, point, value };
    case 'account':
      return { topic: `v1/${meter}/readings`, message: { values }, point, value };
    case 'scale': {
      const event = { type: 'weighing', seq: 1, canteen: 'CT001', stream: 'PLATE_WASTE', meal: 'LUNCH', net_g: 14450 };
      return { topic: `v1/${id}/events`, message: event, point: 'net_g', value: 14450 };
    }
    case 'counter': {
      const event = { type: 'meals', seq: 1, canteen: 'CT001', meal: 'LUNCH', person_meals: 412 };
      return { topic: `v1/${id}/events`, message: event, point: 'person_meals', value: 412 };
    }
    case 'meter':
      return { topic, message: { values }, point, value };
  }
}
