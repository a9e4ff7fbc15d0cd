import { expect } from 'vitest';
import type { Product } from './product.ts';
import { settled } from './settled.ts';

/**
 * A city as small as one can be and still have every page: two counties' worth of names, an institution whose size is
 * known and one whose isn't, sub-meters, water, PV, weather, a meter that fell silent and one whose verification is
 * over. Its past comes through the bulk door.
 */
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const zoneMs = 8 * hour;

export const smallCityPortfolio = (now: number): Record<string, unknown> => {
  const date = (days: number) => new Date(now + zoneMs + days * day).toISOString().slice(0, 10);
  const energy = { point: 'energy_kwh', unit: 'kWh', decimals: 2 };
  const volume = { point: 'volume_m3', unit: 'm³', decimals: 3 };
  const meter = (id: string, building: string, carrier: string, register: object, more: object = {}) => ({
    ...{ id, building, carrier, register, interval: '15m', secret: `secret of ${id}` },
    ...more,
  });
  return {
    regions: [
      { id: 'wenzhou', name: '温州市' },
      { id: 'lucheng', name: '鹿城区', parent: 'wenzhou' },
      { id: 'ouhai', name: '瓯海区', parent: 'wenzhou' },
    ],
    institutions: [
      { id: 'I1', region: 'lucheng', name: '市图书馆', kind: 'culture', floorAreaM2: 20_000, people: 300 },
      { id: 'I2', region: 'lucheng', name: '第一中学', kind: 'education' },
    ],
    buildings: [
      { id: 'B1', institution: 'I1', name: '主楼', floorAreaM2: 12_000, weatherMeter: 'T-0001' },
      { id: 'B2', institution: 'I1', name: '附楼', floorAreaM2: 8_000, weatherMeter: 'T-0001' },
      { id: 'B3', institution: 'I2', name: '教学楼', weatherMeter: 'T-0001' },
    ],
    meters: [
      meter('E-0301', 'B1', 'electricity', { ...energy, digits: 6, multiplier: 1 }, { verifiedUntil: date(400) }),
      meter('E-0302', 'B1', 'electricity', energy, { parent: 'E-0301', endUse: 'hvac', verifiedUntil: date(12) }),
      meter('E-0303', 'B1', 'electricity', energy, { parent: 'E-0301', endUse: 'lighting' }),
      meter('E-0311', 'B2', 'electricity', energy, { verifiedUntil: date(-9) }),
      meter('E-0399', 'B3', 'electricity', { ...energy, decimals: 1 }, { interval: '1h' }),
      meter('W-0301', 'B1', 'water', volume),
      meter('P-0301', 'B1', 'pv', energy),
      meter('T-0001', 'B1', 'weather', { point: 'temperature_c', unit: '°C' }, { interval: '1h' }),
      meter('R-0301', 'B1', 'indoor', { point: 'temperature_c', unit: '°C' }),
    ],
    tariffs: [
      {
        id: 'TOU',
        periods: [
          { from: '08:00', to: '22:00', kind: 'peak', price: '1.2' },
          { from: '22:00', to: '08:00', kind: 'valley', price: '0.4' },
        ],
      },
    ],
  };
};

/** kW of a house that works by day; the air conditioning runs on through the last night. */
function office(at: number, size: number, now: number): number {
  const local = at + zoneMs;
  const weekday = (Math.floor(local / day) + 4) % 7;
  const clock = (local % day) / hour;
  const working = weekday >= 1 && weekday <= 5 && clock >= 7.5 && clock < 18.5;
  const leftOn = now - at < 20 * hour ? 0.5 : 0;
  return size * (0.18 + (working ? 0.7 + 0.1 * Math.sin(clock) : leftOn));
}
const warmth = (at: number) =>
  17 + 11 * Math.cos(((at / hour - 4_900) / 8_766) * 2 * Math.PI) + 3 * Math.sin(at / hour / 4);
const sun = (at: number) => Math.max(0, Math.sin((((at + zoneMs) % day) / hour - 6) * (Math.PI / 12))) * 40;

interface Past {
  readonly meter: string;
  readonly point: string;
  readonly stepMs: number;
  readonly from: number;
  readonly to: number;
  /** Units an hour; without it `value` is read as it stands. */
  readonly rate?: (at: number) => number;
  readonly value?: (at: number) => number;
  readonly without?: (at: number) => boolean;
}

async function load(product: Product, { meter, point, stepMs, from, to, rate, value, without }: Past): Promise<void> {
  const lines = ['timestamp,value'];
  let register = 1_000;
  for (let at = from; at <= to; at += stepMs) {
    if (!without?.(at)) lines.push(`${new Date(at).toISOString()},${(value?.(at) ?? register).toFixed(3)}`);
    register += ((rate?.(at) ?? 0) * stepMs) / hour;
  }
  const { status, body } = await product.api(`/api/v1/meters/${meter}/history?kind=register&point=${point}`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body: lines.join('\n'),
  });
  expect(status, JSON.stringify(body)).toBe(200);
}

export interface SmallCity {
  /** An analysis of E-0399 by day, over two years. */
  readonly analysis: string;
}

/** Imports the portfolio and its past: five weeks of quarter hours, and two years of hours where they are needed. */
export async function seedSmallCity(product: Product, now = Date.now()): Promise<SmallCity> {
  await product.importPortfolio(smallCityPortfolio(now));
  const quarter = 15 * minute;
  const to = Math.floor(now / quarter) * quarter;
  const from = Math.floor((to - 36 * day) / hour) * hour;
  const longAgo = Math.floor((to - 760 * day + zoneMs) / day) * day - zoneMs;
  const energy = { point: 'energy_kwh', stepMs: quarter, from, to };
  const main = (at: number) => office(at, 120, to);
  await load(product, {
    ...energy,
    meter: 'E-0301',
    rate: main,
    // A morning that nobody read.
    without: (at) => at > to - 3 * day && at < to - 3 * day + 5 * hour,
  });
  await load(product, { ...energy, meter: 'E-0302', rate: (at) => main(at) * 0.45 });
  await load(product, { ...energy, meter: 'E-0303', rate: (at) => main(at) * 0.3 });
  await load(product, { ...energy, meter: 'E-0311', rate: (at) => office(at, 40, 0), to: to - 2 * day });
  await load(product, { ...energy, meter: 'P-0301', rate: sun });
  await load(product, {
    ...{ ...energy, point: 'volume_m3', meter: 'W-0301' },
    rate: (at) => 0.2 + office(at, 1, 0) + (now - at < 2 * day ? 1.5 : 0),
  });
  await load(product, {
    ...energy,
    point: 'temperature_c',
    meter: 'R-0301',
    value: (at) => 22 + Math.sin(at / hour / 4),
  });
  const hours = { stepMs: hour, from: longAgo, to: Math.floor(now / hour) * hour };
  await load(product, { ...hours, meter: 'T-0001', point: 'temperature_c', value: warmth });
  await load(product, {
    ...{ ...hours, meter: 'E-0399', point: 'energy_kwh' },
    rate: (at) => (20 + 3 * Math.max(0, warmth(at) - 22) + ((at / hour) % 5)) * (at < to - 380 * day ? 1 : 0.9),
  });
  await settled(product);
  const date = (at: number) => new Date(at + zoneMs).toISOString().slice(0, 10);
  const change = date(to - 380 * day);
  const { status, body } = await product.api<{ id: string }>('/api/v1/mandv/analyses', {
    method: 'POST',
    json: {
      ...{ meter: 'E-0399', weatherMeter: 'T-0001', method: 'daily' },
      ...{ baselineFrom: date(to - 750 * day), baselineTo: change, reportingFrom: change },
    },
  });
  expect(status, JSON.stringify(body)).toBe(201);
  return { analysis: body.id };
}
