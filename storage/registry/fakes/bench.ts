import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { ImportFault, Registry, Viewer } from '../port.ts';
import { openRegistry, type RegistryOptions } from '../registry.ts';

/** What the registry's tests share: a real file in a folder of its own, a clock to turn, a small county. */

export const administrator: Viewer = { kind: 'operator', name: 'operator', role: 'administrator', scope: null };
export const firstPage = { limit: 1000, cursor: null };

export class Bench {
  readonly folder: string;
  readonly file: string;
  registry!: Registry;
  clock = Date.parse('2026-11-23T08:00:00+08:00');

  constructor(folder: string) {
    this.folder = folder;
    this.file = join(folder, 'registry.sqlite');
  }

  async open(overrides: Partial<RegistryOptions> = {}): Promise<Registry> {
    this.registry = await openRegistry({
      file: this.file,
      keyFile: join(this.folder, 'device-secrets.key'),
      timezone: 'Asia/Shanghai',
      log: pino({ level: 'silent' }),
      now: () => this.clock,
      allowAnonymous: false,
      passwordCost: { ln: 10, r: 8, p: 1 },
      ...overrides,
    });
    return this.registry;
  }

  async import(document: unknown, by = administrator) {
    const result = await this.registry.importPortfolio(document, by);
    if (!result.ok) throw new Error(`the portfolio was refused: ${JSON.stringify(result.faults)}`);
    return { created: result.created, updated: result.updated, unchanged: result.unchanged };
  }

  async faults(document: unknown, by = administrator): Promise<readonly ImportFault[]> {
    const result = await this.registry.importPortfolio(document, by);
    return result.ok ? [] : result.faults;
  }
}

/** A registry in a temporary folder; `whenOver` is vitest's `onTestFinished`, which takes the folder away again. */
export async function benchWith(
  whenOver: (clean: () => Promise<void>) => void,
  overrides: Partial<RegistryOptions> = {},
): Promise<Bench> {
  const bench = new Bench(await mkdtemp(join(tmpdir(), 'wattsteward-registry-')));
  whenOver(async () => {
    await bench.registry?.close();
    await rm(bench.folder, { recursive: true, force: true });
  });
  await bench.open(overrides);
  return bench;
}

export function secretBytes(text: string): Uint8Array {
  return Buffer.from(text);
}

/** A city with two counties, a township below the first, an office, a school and a hospital. */
export const smallCity = {
  regions: [
    { id: 'city', name: '云州市' },
    { id: 'east', name: '东区', parent: 'city' },
    { id: 'west', name: '西区', parent: 'city' },
    { id: 'lake', name: '湖镇', parent: 'east' },
  ],
  institutions: [
    { id: 'office', region: 'east', name: '区政府', kind: 'office', people: 310, floorAreaM2: 12_400 },
    { id: 'school', region: 'lake', name: '湖镇中学', kind: 'education' },
    { id: 'hospital', region: 'west', name: '西区医院', kind: 'health' },
  ],
  buildings: [
    { id: 'office-a', institution: 'office', name: 'A座', weatherMeter: 'air' },
    { id: 'school-1', institution: 'school', name: '教学楼' },
    { id: 'hospital-1', institution: 'hospital', name: '门诊楼' },
  ],
  meters: [
    {
      id: 'light',
      building: 'office-a',
      parent: 'main',
      carrier: 'electricity',
      endUse: 'lighting',
      register: { point: 'energy_kwh', unit: 'kWh', digits: 6, decimals: 2 },
      gateway: 'gw1',
    },
    {
      id: 'main',
      building: 'office-a',
      carrier: 'electricity',
      register: {
        point: 'energy_kwh',
        unit: 'kWh',
        digits: 6,
        decimals: 2,
        multiplier: [
          { from: '2024-01-01', value: 40 },
          { from: '2026-03-01', value: 60 },
        ],
      },
      replacements: [{ at: '2025-06-01T10:00:00+08:00', closing: 51_234.5, opening: 0 }],
      maxPerHour: 900,
      secret: 'main-secret-0001',
      verifiedUntil: '2028-05-31',
    },
    { id: 'air', building: 'office-a', carrier: 'weather', register: { point: 'temperature_c', unit: '°C' } },
    {
      id: 'school-water',
      building: 'school-1',
      carrier: 'water',
      register: { point: 'volume_m3', unit: 'm3' },
      interval: '1h',
      secret: 'school-water-secret',
    },
    {
      id: 'ward',
      building: 'hospital-1',
      carrier: 'electricity',
      register: { point: 'energy_kwh', unit: 'kWh' },
      secret: 'ward-secret',
    },
  ],
  gateways: [{ id: 'gw1', secret: 'gateway-secret-0001' }],
  accounts: [
    { id: 'bridge', secret: 'bridge-secret', publish: ['plant/#'], subscribe: ['v1/+/readings'], retained: true },
  ],
  canteens: [
    {
      id: 'CT012',
      institution: 'school',
      name: '第一食堂',
      seats: 240,
      operatingMode: 'self',
      supplyMode: 'buffet',
      meters: ['school-water'],
      scales: [{ id: 'scale-1', secret: 'scale-1-secret' }],
      counters: [{ id: 'counter-1', secret: 'counter-1-secret' }],
    },
  ],
  users: [
    { username: 'lin', role: 'county', scope: 'east' },
    { username: 'zhao', role: 'institution', scope: 'hospital' },
  ],
  contracts: [
    {
      id: 'C1',
      type: 'shared',
      institution: 'office',
      contractor: 'brightsave',
      meters: ['main'],
      start: '2025-01-01',
      end: '2029-12-31',
    },
    { id: 'C2', contractor: 'Dim & Sons Ltd', meters: ['ward'] },
  ],
  targets: [{ institution: 'office', baseYear: 2020, baseTco2e: 812.5, targetYear: 2027, targetTco2e: 700 }],
  tariffs: [
    {
      id: 'T1',
      validFrom: '2025-01-01',
      periods: [{ months: [1, 7], from: '10:00', to: '12:00', kind: 'peak', price: '1.0342' }],
    },
  ],
};

/** An electricity meter in the office. */
export function meterOf(id: string, more: object = {}) {
  return {
    id,
    building: 'office-a',
    carrier: 'electricity',
    register: { point: 'energy_kwh', unit: 'kWh' },
    ...more,
  };
}
