import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WireContractsRun } from '../domain/wire-contracts.ts';
import { asks } from './support/ask.ts';
import { fill } from './support/fill.ts';
import { startProduct, type RunningProduct } from './support/processes.ts';
import { adds, median, type Add, type Figure } from './support/result.ts';

const hourMs = 3_600_000;
const dayMs = 86_400_000;
/** Two meters a contract, ten contracts a weather station. */
const metersEach = 2;
const contractsAStation = 10;
/** A base year, and the term since. */
const days = 800;
const baseDays = 365;

/** A city's contracts with two years and more of readings: the night's job, and what their pages ask. */
export async function contracts(size: { contracts: number; rounds: number }): Promise<Figure[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'wattsteward-bench-'));
  const figures: Figure[] = [];
  const add = adds('contracts', figures);
  try {
    await load(dataDir, size.contracts, add);
    const product = await startProduct(dataDir);
    try {
      await ask(product, size, add);
    } finally {
      await product.stop();
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
  return figures;
}

async function ask(product: RunningProduct, size: { contracts: number; rounds: number }, add: Add): Promise<void> {
  const call = asks(product);
  const api = '/api/v1/contracts';
  const one = `${api}/${idOf(0)}`;
  const year = new Date().getUTCFullYear();
  const questions = {
    'a contract’s page': one,
    'its savings of a year': `${one}/savings?from=${year}-01-01&to=${year + 1}-01-01`,
    'its duties': `${one}/compliance`,
    'its settlements': `${one}/settlements`,
  };
  for (const [name, path] of Object.entries(questions)) add(`${name}, cold`, (await call(path)).ms, 'ms');

  // The night's job, and how long a bare request had to wait meanwhile.
  const startedAt = performance.now();
  const cpu = product.cpuSeconds();
  await call(`${api}/evaluation`, 'POST');
  let longest = 0;
  let run: WireContractsRun;
  do {
    longest = Math.max(longest, (await call('/healthz')).ms);
    run = JSON.parse((await call(`${api}/evaluation`)).text) as WireContractsRun;
    await new Promise((resolve) => setTimeout(resolve, 20));
  } while (run.running);
  if (run.failed > 0 || run.done !== size.contracts) throw new Error(JSON.stringify(run));
  add('contracts evaluated', run.done, '');
  add('all of them, after a start', (performance.now() - startedAt) / 1000, 's', ['<', 120]);
  add('processor time of it', product.cpuSeconds() - cpu, 's');
  add('longest wait of a bare request meanwhile', longest, 'ms');
  for (const [name, path] of Object.entries(questions)) {
    const times: number[] = [];
    for (let i = 0; i < size.rounds; i += 1) times.push((await call(path)).ms);
    add(name, median(times), 'ms', ['<', 50]);
  }
  add('resident memory', product.residentMb(), 'MB');
}

const idOf = (contract: number): string => `C-${String(contract).padStart(4, '0')}`;
const meterOf = (contract: number, at: number): string => `E-${String(contract).padStart(4, '0')}-${at}`;

function portfolioOf(count: number, from: number) {
  const date = (day: number) => new Date(from + day * dayMs + 8 * hourMs).toISOString().slice(0, 10);
  const each = Array.from({ length: count }, (_, i) => i);
  const air = (carrier: 'weather' | 'indoor') => ({
    carrier,
    interval: '1h',
    register: { point: 'temperature_c', unit: '°C' },
  });
  const years = [0, 1, 2, 3].map((at) => Number(date(baseDays).slice(0, 4)) + at);
  return {
    institutions: [{ id: 'I', name: 'Bench' }],
    buildings: each.map((i) => ({
      ...{ id: `B-${i}`, institution: 'I', name: `Building ${i}` },
      weatherMeter: `T-${Math.floor(i / contractsAStation)}`,
    })),
    meters: [
      ...each
        .filter((i) => i % contractsAStation === 0)
        .map((i) => ({ id: `T-${i / contractsAStation}`, building: `B-${i}`, ...air('weather') })),
      ...each.filter(isCustody).map((i) => ({ id: `Z-${i}`, building: `B-${i}`, ...air('indoor') })),
      ...each.flatMap((i) =>
        Array.from({ length: metersEach }, (_, at) => ({
          ...{ id: meterOf(i, at), building: `B-${i}`, carrier: 'electricity' },
          interval: at === 0 ? '15m' : '1h',
          register: { point: 'energy_kwh', unit: 'kWh', decimals: 2 },
        })),
      ),
    ],
    tariffs: [
      {
        ...{ id: 'TOU', validFrom: '2020-01-01' },
        periods: [
          { from: '10:00', to: '12:00', kind: 'peak', price: '1.2034' },
          { from: '08:00', to: '22:00', kind: 'flat', price: '0.7312' },
          { from: '22:00', to: '08:00', kind: 'valley', price: '0.3105' },
        ],
      },
    ],
    contracts: each.map((i) => ({
      ...{ id: idOf(i), institution: 'I', contractor: `ESCO-${i % 12}` },
      meters: Array.from({ length: metersEach }, (_, at) => meterOf(i, at)),
      ...{ start: date(baseDays), end: date(baseDays + 5 * 365), base: { from: date(0), to: date(baseDays - 1) } },
      method: i % 10 === 9 ? 'hourly' : 'daily',
      price: i % 2 === 0 ? 'TOU' : 0.8,
      ...(isCustody(i)
        ? {
            type: 'custody',
            custody: { monthlyFee: '80000', baseKwh: 20000, basePrice: 0.7, thresholds: { pricePct: 2 } },
            comfort: { minC: 18, maxC: 27, hours: '08:00-18:00', perZoneDay: 200 },
          }
        : i % 4 === 1
          ? { type: 'guaranteed', guarantee: years.map((year) => ({ year, kwh: 15000 })) }
          : { type: 'shared', share: [{ year: years[0], contractorPct: 70 }] }),
      investment: [{ due: date(baseDays + 90), amount: 500_000, latePct: 1, verified: [] }],
    })),
  };
}

const isCustody = (contract: number): boolean => contract % 4 === 3;

async function load(dataDir: string, count: number, add: Add): Promise<void> {
  const until = Math.floor(Date.now() / hourMs) * hourMs;
  const from = Math.floor((until - days * dayMs + 8 * hourMs) / dayMs) * dayMs - 8 * hourMs;
  const portfolio = portfolioOf(count, from);
  await fill(dataDir, portfolio, async ({ collector }) => {
    const startedAt = performance.now();
    let rows = 0;
    for (const [i, { id, carrier, interval }] of portfolio.meters.entries()) {
      const step = interval === '15m' ? hourMs / 4 : hourMs;
      const ts = Float64Array.from({ length: Math.floor((until - from) / step) + 1 }, (_, k) => from + k * step);
      const points: Record<string, Float64Array> =
        carrier === 'electricity'
          ? { energy_kwh: register(ts, step, i, from + baseDays * dayMs) }
          : { temperature_c: ts.map((at) => (carrier === 'weather' ? airAt(at, i) : 22 + 3 * Math.sin(at / dayMs))) };
      await collector.importHistory(id, id, { ts, points });
      rows += ts.length;
    }
    await collector.settled();
    add('meters', portfolio.meters.length, '');
    add('readings loaded', rows, '');
    add('load and derive', (performance.now() - startedAt) / 1000, 's');
  });
}

function airAt(ts: number, station: number): number {
  const season = 17 - 13 * Math.cos((2 * Math.PI * (ts - Date.parse('2025-01-20'))) / (365.25 * dayMs));
  return season + 3 * Math.sin(ts / (0.8 * dayMs) + station) + 4 * Math.cos((2 * Math.PI * (ts / hourMs - 7)) / 24);
}

/** Follows the weather, works by day, and saves an eighth since the term began. */
function register(ts: Float64Array, step: number, meter: number, works: number): Float64Array {
  let value = 1000 * meter;
  return ts.map((at) => {
    const clock = (at / hourMs + 8) % 24;
    const load = 20 + (clock >= 8 && clock < 18 ? 15 : 0) + 2.5 * Math.max(0, airAt(at, meter % 7) - 22);
    value += (load * (1 + 0.05 * Math.sin(at * 12.9898 + meter)) * (at < works ? 1 : 0.875) * step) / hourMs;
    return Math.round(value * 100) / 100;
  });
}
