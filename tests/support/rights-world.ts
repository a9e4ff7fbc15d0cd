import type { Role } from '../../storage/registry/port.ts';
import type { Product } from './product.ts';
import { settled } from './settled.ts';

/**
 * Two counties that have nothing to do with each other: a school and a hospital, each with a building, meters, a canteen
 * and a contract with a contractor of its own. Whatever is the hospital's carries the mark in its id and name.
 */
export const mark = 'Q7X';
/** In the school's building, and no part of the contract. */
export const outsideBoundary = 'PRIVATE1';
/** A month that is over, whatever the clock says. */
export const period = '2024-03';
const hour = 3_600_000;
const begin = Date.parse('2024-02-01T00:00:00+08:00');
const end = Date.parse('2024-04-01T00:00:00+08:00');

export interface World {
  readonly region: string;
  readonly institution: string;
  readonly building: string;
  readonly meter: string;
  readonly room: string;
  readonly weather: string;
  readonly canteen: string;
  readonly contract: string;
  readonly contractor: string;
  /** Made over the API. */
  matter: string;
  attachment: string;
  entry: string;
  evaluation: string;
  analysis: string;
}
const worldOf = (suffix: string): World => ({
  ...{ region: `NORTH${suffix}`, institution: `SCHOOL${suffix}`, building: `B${suffix}`, meter: `E${suffix}` },
  ...{ room: `R${suffix}`, weather: `T${suffix}`, canteen: `CT${suffix}`, contract: `C${suffix}` },
  contractor: `GREEN${suffix}`,
  ...{ matter: '', attachment: '', entry: '', evaluation: '', analysis: '' },
});
/** The walk's own, and the one that none of its limited roles may hear of. */
export const worlds = { own: worldOf('1'), foreign: worldOf(`-${mark}`) };
export type Whose = keyof typeof worlds;

function partsOf(world: World) {
  const { region, institution, building, meter, room, weather, canteen, contract, contractor } = world;
  const one = (id: string, carrier: string, point: string, unit: string) => ({
    ...{ id, building, carrier, interval: '1h', register: { point, unit }, secret: `secret of ${id}` },
  });
  return {
    regions: [{ id: region, name: `县 ${region}`, parent: 'CITY' }],
    institutions: [{ id: institution, region, name: `单位 ${institution}`, kind: 'education' }],
    buildings: [{ id: building, institution, name: `楼 ${building}`, weatherMeter: weather }],
    meters: [
      one(meter, 'electricity', 'energy_kwh', 'kWh'),
      one(room, 'indoor', 'temperature_c', '°C'),
      one(weather, 'weather', 'temperature_c', '°C'),
    ],
    canteens: [{ id: canteen, institution, name: `食堂 ${canteen}` }],
    contracts: [
      {
        ...{ id: contract, name: `合同 ${contract}`, type: 'custody', institution, contractor, meters: [meter] },
        ...{ start: '2024-03-01', end: '2026-12-31', base: { from: '2024-02-01', to: '2024-02-29' }, price: '0.8' },
        custody: { monthlyFee: '50000.00', baseKwh: 3000, basePrice: '0.8', thresholds: { pricePct: 5 } },
        comfort: { minC: 18, maxC: 26, perZoneDay: '200.00', meters: [room] },
        investment: [{ due: '2024-03-15', amount: '1000.00', latePct: 5 }],
      },
    ],
  };
}

/** All of it, as a portfolio. */
export function bothWorlds(): Record<string, unknown> {
  const [own, foreign] = [partsOf(worlds.own), partsOf(worlds.foreign)];
  const outside = {
    ...{ id: outsideBoundary, building: worlds.own.building, carrier: 'water', interval: '1h' },
    register: { point: 'volume_m3', unit: 'm³' },
  };
  return {
    regions: [{ id: 'CITY', name: '市' }, ...own.regions, ...foreign.regions],
    institutions: [...own.institutions, ...foreign.institutions],
    buildings: [...own.buildings, ...foreign.buildings],
    meters: [...own.meters, outside, ...foreign.meters],
    canteens: [...own.canteens, ...foreign.canteens],
    contracts: [...own.contracts, ...foreign.contracts],
  };
}

/** What limits each role's token. */
export const scopes: Readonly<Record<Role, string | null>> = {
  ...{ administrator: null, officer: null, leader: null },
  ...{ county: worlds.own.region, institution: worlds.own.institution },
  ...{ contractor: worlds.own.contractor, canteen: worlds.own.canteen },
};

/** Readings of two months, and of each world a matter, a file, an entry, a settlement, an evaluation and an analysis. */
export async function furnish(product: Product): Promise<void> {
  for (const { meter, room, weather } of Object.values(worlds)) {
    await history(product, meter, '?kind=interval', (at) => 4 + (at % 7));
    await history(product, room, '', () => 21);
    await history(product, weather, '', (at) => 8 + 5 * Math.sin(at / 4));
  }
  await settled(product);
  for (const world of Object.values(worlds)) await write(product, world);
}

async function write(product: Product, world: World): Promise<void> {
  const { contract, canteen, meter, weather } = world;
  const made = async (path: string, json: unknown): Promise<string> => {
    const { status, body } = await product.api<{ id: number | string }>(path, { method: 'POST', json });
    if (status !== 201) throw new Error(`POST ${path} answered ${status}: ${JSON.stringify(body)}`);
    return String(body.id);
  };
  const kept = await product.api<{ id: number }>(
    `/api/v1/attachments?kind=contract&id=${contract}&name=${contract}.pdf`,
    {
      method: 'POST',
      headers: { 'content-type': 'application/pdf' },
      body: `%PDF-1.7 invoice of ${contract}`,
    },
  );
  world.attachment = String(kept.body.id);
  const subject = { kind: 'contract', id: contract };
  const attachments = [kept.body.id];
  world.matter = await made('/api/v1/matters', {
    ...{ subject, title: `整改 ${contract}`, text: `整改 ${contract}`, deadline: '2024-05-01', attachments },
  });
  world.entry = await made(`/api/v1/contracts/${contract}/entries`, {
    body: { kind: 'payment', date: '2024-03-10', amount: '400.00', milestone: 1 },
    ...{ reason: `水泵 ${contract}`, attachments },
  });
  await made(`/api/v1/contracts/${contract}/settlements/${period}/propose`, { text: `三月 ${contract}` });
  const year = new Date().getUTCFullYear();
  world.evaluation = await made('/api/v1/evaluations', { canteen, kind: 'self', quarter: `${year}Q1` });
  world.analysis = await made('/api/v1/mandv/analyses', {
    ...{
      meter,
      weatherMeter: weather,
      baselineFrom: '2024-02-01',
      baselineTo: '2024-03-01',
      reportingFrom: '2024-03-01',
    },
  });
}

async function history(
  product: Product,
  meter: string,
  query: string,
  value: (hours: number) => number,
): Promise<void> {
  const rows = ['timestamp,value'];
  for (let at = begin; at < end; at += hour) rows.push(`${new Date(at).toISOString()},${value((at - begin) / hour)}`);
  const { status, body } = await product.api(`/api/v1/meters/${meter}/history${query}`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body: rows.join('\n'),
  });
  if (status !== 200) throw new Error(`history of ${meter} answered ${status}: ${JSON.stringify(body)}`);
}
