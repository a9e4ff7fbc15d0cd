import type { WireMeter } from '../../../domain/wire.ts';

/** Meters of a small city for the stand-in server; every value is a function of meter and time, so it repeats itself. */
export interface FakeMeter extends Omit<WireMeter, 'state' | 'ageSeconds' | 'lastReading'> {
  readonly seed: number;
  readonly scale: number;
  readonly cumulative: boolean;
  readonly silentFor: number;
  readonly never: boolean;
  readonly units: Readonly<Record<string, string>>;
}

const institutions = ['市图书馆', '市第三人民医院', '市民中心', '滨江办公区', '市委党校', '市档案馆'];
const kinds = [
  {
    carrier: 'electricity',
    endUse: 'main',
    prefix: 'E',
    point: 'energy_kwh',
    unit: 'kWh',
    rate: 'power_kw',
    rateUnit: 'kW',
    scale: 150,
    interval: '1m',
  },
  {
    carrier: 'electricity',
    endUse: 'hvac',
    prefix: 'E',
    point: 'energy_kwh',
    unit: 'kWh',
    rate: 'power_kw',
    rateUnit: 'kW',
    scale: 80,
    interval: '10s',
  },
  {
    carrier: 'electricity',
    endUse: 'lighting',
    prefix: 'E',
    point: 'energy_kwh',
    unit: 'kWh',
    rate: 'power_kw',
    rateUnit: 'kW',
    scale: 35,
    interval: '15m',
  },
  {
    carrier: 'pv',
    endUse: 'pv',
    prefix: 'P',
    point: 'energy_kwh',
    unit: 'kWh',
    rate: 'power_kw',
    rateUnit: 'kW',
    scale: 40,
    interval: '1m',
  },
  {
    carrier: 'water',
    endUse: 'main',
    prefix: 'W',
    point: 'volume_m3',
    unit: 'm³',
    rate: 'flow_m3h',
    rateUnit: 'm³/h',
    scale: 4,
    interval: '15m',
  },
  {
    carrier: 'heat',
    endUse: 'heating',
    prefix: 'H',
    point: 'heat_gj',
    unit: 'GJ',
    rate: 'power_kw',
    rateUnit: 'kW',
    scale: 0.6,
    interval: '15m',
  },
  {
    carrier: 'indoor',
    endUse: 'indoor',
    prefix: 'T',
    point: 'temperature_c',
    unit: '°C',
    rate: null,
    rateUnit: '',
    scale: 21,
    interval: '5m',
  },
] as const;
const ms = { '10s': 10_000, '1m': 60_000, '5m': 300_000, '15m': 900_000 };

export function fakeFleet(count: number): FakeMeter[] {
  return Array.from({ length: count }, (_, i) => {
    const kind = kinds[i % kinds.length]!;
    const b = Math.floor(i / kinds.length);
    const n = String(b + 1).padStart(2, '0');
    const name = institutions[b % institutions.length]!;
    return {
      id: `${kind.prefix}-${n}${String((i % kinds.length) + 1).padStart(2, '0')}`,
      building: `B-${n}`,
      buildingName: b < institutions.length ? name : `${name} ${Math.floor(b / institutions.length) + 1} 号楼`,
      institution: `I-${(b % institutions.length) + 1}`,
      institutionName: name,
      parent: kind.endUse === 'hvac' || kind.endUse === 'lighting' ? `E-${n}01` : null,
      carrier: kind.carrier,
      endUse: kind.endUse,
      register: {
        point: kind.point,
        unit: kind.unit,
        digits: 6,
        decimals: 2,
        multiplier: kind.endUse === 'main' && kind.carrier === 'electricity' ? 40 : 1,
      },
      replacements: [],
      maxPerHour: 600,
      interval: kind.interval,
      intervalMs: ms[kind.interval],
      gateway: null,
      verifiedUntil: b % 4 === 3 ? '2026-06-30' : '2029-06-30',
      virtual: null,
      demo: true,
      points: kind.rate ? [kind.point, kind.rate] : [kind.point, 'humidity_pct'],
      units: kind.rate
        ? { [kind.point]: kind.unit, [kind.rate]: kind.rateUnit }
        : { [kind.point]: kind.unit, humidity_pct: '%' },
      seed: i + 1,
      scale: kind.scale * (0.6 + ((i * 37) % 100) / 100),
      cumulative: kind.rate !== null,
      silentFor: i % 23 === 11 ? 14 * 86_400_000 : i % 19 === 4 ? 2.2 * ms[kind.interval] : 0,
      never: i % 41 === 40,
    };
  });
}

const hours = (at: number) => (((at / 3_600_000 + 8) % 24) + 24) % 24;
const day = (at: number) => Math.floor((at / 3_600_000 + 8) / 24);
const noise = (m: FakeMeter, at: number) =>
  Math.sin((at / 60_000) * 12.9898 + m.seed * 78.233) * 0.5 + Math.sin(at / 411_000 + m.seed) * 0.5;

function shape(m: FakeMeter, h: number, d: number): number {
  if (m.carrier === 'pv') return Math.max(0, Math.sin(((h - 6.5) / 11) * Math.PI)) ** 1.4;
  const working = d % 7 === 2 || d % 7 === 3 ? 0.35 : 1;
  const up = 1 / (1 + Math.exp(-(h - 8.2) * 2.6));
  const down = 1 / (1 + Math.exp((h - 20.6) * 2.2));
  return 0.34 + 0.66 * up * down * working;
}

/** Instantaneous value of a point. */
export function power(m: FakeMeter, point: string, at: number): number {
  if (point === 'temperature_c')
    return Math.round((21 + 1.8 * Math.sin((hours(at) - 9) / 3.8) + 0.2 * noise(m, at)) * 10) / 10;
  if (point === 'humidity_pct') return Math.round((48 + 6 * Math.sin(hours(at) / 5) + noise(m, at)) * 10) / 10;
  const unit = m.carrier === 'heat' ? 1 / 0.0036 : 1;
  const value = m.scale * unit * shape(m, hours(at), day(at)) * (1 + 0.04 * noise(m, at));
  return Math.round(value * 100) / 100;
}

const daySums = new Map<string, number>();
const dayLoad = (m: FakeMeter, from: number, to: number) => {
  let sum = 0;
  for (let t = from; t < to; t += 900_000)
    sum +=
      (m.scale * shape(m, hours(t), day(t)) * (1 + 0.03 * Math.sin(t / 5e6)) * Math.min(900_000, to - t)) / 3_600_000;
  return sum;
};

/** The register as the meter shows it: the load summed up in quarter hours, before the multiplier. */
export function register(m: FakeMeter, at: number): number {
  const today = Math.floor(at / 86_400_000);
  let sum = 90_000 * m.scale;
  for (let d = 20_000; d < today; d++) {
    // Weeks repeat themselves: one of each weekday is enough.
    const key = `${m.seed}:${d % 7}`;
    if (!daySums.has(key)) daySums.set(key, dayLoad(m, d * 86_400_000, (d + 1) * 86_400_000));
    sum += daySums.get(key)!;
  }
  sum += dayLoad(m, today * 86_400_000, at);
  const factor = typeof m.register.multiplier === 'number' ? m.register.multiplier : 1;
  return Math.round((sum / factor) * 100) / 100;
}
