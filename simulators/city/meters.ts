import type { Carrier } from '../../storage/registry/port.ts';
import { buildingMeters } from './building-meters.ts';
import type { HandMadeLoad } from './loads.ts';

/** A meter of the demo: its portfolio facts and what it measures. */
export interface DemoMeter {
  readonly id: string;
  readonly building: string;
  readonly parent?: string;
  readonly carrier: Carrier;
  readonly endUse?: string;
  /** Speaks through this gateway; absent = has a connection of its own. */
  readonly gateway?: string;
  readonly point: string;
  readonly unit: string;
  /** Of a register. Absent: an instantaneous point. */
  readonly register?: {
    readonly digits: number;
    readonly decimals: number;
    readonly multiplier: number;
    /** What it showed at the beginning of 2024. */
    readonly opening: number;
    readonly maxPerHour: number;
  };
  /** The loads behind it; the main meter counts those of its sub-meters too. */
  readonly loads: readonly string[];
  /**
   * A roof of solar cells feeds in behind this main meter: `point` counts what the building takes from the grid
   * beside it, and a second register (`energy_export_kwh`) what it gives.
   */
  readonly roof?: { readonly load: string; readonly exportOpening: number };
  readonly air?: 'outdoor' | 'indoor';
  /**
   * What the portfolio promises. Registers are sent far more often; air is recorded at the history's quarter hours,
   * and a value must hold from one to the next.
   */
  readonly interval: '1m' | '15m';
  /** Between two live readings. */
  readonly everyMs: number;
}

const demoGateway = 'DEMO-GW-1';

const electricity = { carrier: 'electricity', point: 'energy_kwh', unit: 'kWh', interval: '1m' } as const;
const water = { carrier: 'water', point: 'volume_m3', unit: 'm³', interval: '1m', endUse: 'water' } as const;
const office = 'DEMO-B-1';
const annex = 'DEMO-B-2';
const school = 'DEMO-B-3';

/** Of the first three buildings, made by hand. People read from the main meter on. */
export const handMadeMeters: readonly (DemoMeter & { readonly loads: readonly HandMadeLoad[] })[] = [
  {
    ...electricity,
    id: 'DEMO-E-101',
    building: office,
    endUse: 'total',
    register: { digits: 6, decimals: 2, multiplier: 40, opening: 41_207.36, maxPerHour: 1_200 },
    loads: ['officeLighting', 'officeCooling', 'officeServices', 'carCharging'],
    everyMs: 5_000,
  },
  {
    ...electricity,
    id: 'DEMO-E-102',
    building: office,
    parent: 'DEMO-E-101',
    endUse: 'hvac',
    gateway: demoGateway,
    register: { digits: 6, decimals: 2, multiplier: 20, opening: 20_911.04, maxPerHour: 800 },
    loads: ['officeCooling'],
    everyMs: 10_000,
  },
  {
    ...electricity,
    id: 'DEMO-E-103',
    building: office,
    parent: 'DEMO-E-101',
    endUse: 'lighting-and-sockets',
    gateway: demoGateway,
    register: { digits: 6, decimals: 2, multiplier: 10, opening: 73_480.5, maxPerHour: 400 },
    loads: ['officeLighting'],
    everyMs: 10_000,
  },
  {
    ...electricity,
    id: 'DEMO-E-104',
    building: office,
    parent: 'DEMO-E-101',
    endUse: 'ev-charging',
    gateway: demoGateway,
    register: { digits: 6, decimals: 2, multiplier: 1, opening: 8_802.71, maxPerHour: 400 },
    loads: ['carCharging'],
    everyMs: 10_000,
  },
  {
    ...water,
    id: 'DEMO-W-101',
    building: office,
    register: { digits: 6, decimals: 3, multiplier: 1, opening: 15_330.128, maxPerHour: 60 },
    loads: ['officeWater'],
    everyMs: 13_000,
  },
  {
    id: 'DEMO-H-101',
    building: office,
    carrier: 'cooling',
    endUse: 'hvac',
    gateway: demoGateway,
    point: 'heat_gj',
    unit: 'GJ',
    register: { digits: 6, decimals: 3, multiplier: 1, opening: 4_120.77, maxPerHour: 30 },
    loads: ['coldWater'],
    interval: '1m',
    everyMs: 10_000,
  },
  {
    id: 'DEMO-T-101',
    building: office,
    carrier: 'indoor',
    point: 'temperature_c',
    unit: '°C',
    loads: [],
    air: 'indoor',
    interval: '15m',
    everyMs: 12_000,
  },
  {
    ...electricity,
    id: 'DEMO-E-201',
    building: annex,
    endUse: 'total',
    register: { digits: 6, decimals: 2, multiplier: 1, opening: 120_554.9, maxPerHour: 300 },
    loads: ['kitchenElectricity'],
    roof: { load: 'roof', exportOpening: 18_226.47 },
    everyMs: 7_000,
  },
  // What the canteen needs is not what the main meter counts once the roof feeds in.
  {
    ...electricity,
    id: 'DEMO-E-202',
    building: annex,
    parent: 'DEMO-E-201',
    endUse: 'kitchen',
    register: { digits: 6, decimals: 2, multiplier: 1, opening: 9_310.22, maxPerHour: 200 },
    loads: ['kitchenElectricity'],
    everyMs: 10_000,
  },
  {
    id: 'DEMO-G-201',
    building: annex,
    carrier: 'gas',
    endUse: 'kitchen',
    point: 'volume_m3',
    unit: 'm³',
    register: { digits: 6, decimals: 3, multiplier: 1, opening: 33_018.402, maxPerHour: 80 },
    loads: ['kitchenGas'],
    interval: '1m',
    everyMs: 15_000,
  },
  {
    id: 'DEMO-PV-201',
    building: annex,
    carrier: 'pv',
    point: 'energy_kwh',
    unit: 'kWh',
    register: { digits: 6, decimals: 2, multiplier: 1, opening: 52_190.15, maxPerHour: 250 },
    loads: ['roof'],
    interval: '1m',
    everyMs: 6_000,
  },
  {
    ...electricity,
    id: 'DEMO-E-301',
    building: school,
    endUse: 'total',
    register: { digits: 6, decimals: 2, multiplier: 30, opening: 66_731.88, maxPerHour: 600 },
    loads: ['school'],
    everyMs: 8_000,
  },
  {
    ...water,
    id: 'DEMO-W-301',
    building: school,
    register: { digits: 6, decimals: 3, multiplier: 1, opening: 28_450.037, maxPerHour: 80 },
    loads: ['schoolWater'],
    everyMs: 14_000,
  },
  {
    id: 'DEMO-T-001',
    building: school,
    carrier: 'weather',
    point: 'temperature_c',
    unit: '°C',
    loads: [],
    air: 'outdoor',
    interval: '15m',
    everyMs: 11_000,
  },
];

export const demoMeters: readonly DemoMeter[] = [...handMadeMeters, ...buildingMeters];

/** Gateways of the demo: one a building. */
export const demoGateways: readonly string[] = [
  ...new Set(demoMeters.map((meter) => meter.gateway).filter((id) => id !== undefined)),
];
