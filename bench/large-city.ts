import { mkdtempSync, rmSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asks } from './support/ask.ts';
import { fill } from './support/fill.ts';
import { startProduct } from './support/processes.ts';
import { adds, median, type Figure } from './support/result.ts';

const hourMs = 3_600_000;
const metersABuilding = 4;
const buildingsAnInstitution = 6;
const institutionsACounty = 60;
/** One meter in these has readings: the rest is register and empty columns, which cost the same to add up. */
const speaking = 20;
const daysOfReadings = 40;

interface Portfolio {
  readonly regions: object[];
  readonly institutions: object[];
  readonly buildings: object[];
  readonly meters: { readonly id: string }[];
}

/** Counties with institutions of six buildings; each building with a main meter, two sub-meters and its water. */
function portfolioOf(buildings: number): Portfolio {
  const result: Portfolio = { regions: [{ id: 'CITY', name: 'City' }], institutions: [], buildings: [], meters: [] };
  for (let b = 0; b < buildings; b++) {
    const i = Math.floor(b / buildingsAnInstitution);
    const county = `C${Math.floor(i / institutionsACounty)}`;
    if (b % (buildingsAnInstitution * institutionsACounty) === 0) {
      result.regions.push({ id: county, name: county, parent: 'CITY' });
    }
    if (b % buildingsAnInstitution === 0) {
      result.institutions.push({ id: `I${i}`, name: `Institution ${i}`, region: county, kind: 'office' });
    }
    result.buildings.push({ id: `B${b}`, name: `Building ${b}`, institution: `I${i}`, floorAreaM2: 5000 });
    const electric = { building: `B${b}`, carrier: 'electricity', register: { point: 'energy_kwh', unit: 'kWh' } };
    result.meters.push(
      { id: `E${b}`, ...electric },
      ...['AC', 'LI'].map((use) => ({ id: `E${b}-${use}`, parent: `E${b}`, ...electric })),
      {
        ...{ id: `W${b}`, building: `B${b}`, carrier: 'water' },
        ...{ register: { point: 'volume_m3', unit: 'm³' } },
      },
    );
  }
  return result;
}

/** A city of 12,000 meters: what its pages ask, and how long anything else had to wait for the main thread meanwhile. */
export async function largeCity({ meters, rounds }: { meters: number; rounds: number }): Promise<Figure[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'wattsteward-bench-'));
  const portfolio = portfolioOf(meters / metersABuilding);
  await load(dataDir, portfolio);

  const product = await startProduct(dataDir);
  const base = `http://127.0.0.1:${product.httpPort}`;
  const ask = asks(product);
  const figures: Figure[] = [];
  const add = adds('large-city', figures);
  try {
    add('meters', portfolio.meters.length, '');
    const quiet = watch(`${base}/healthz`);
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    add('longest wait of a bare request, nothing asked', await quiet(), 'ms');
    for (const [name, path] of questions) {
      const beside = watch(`${base}/healthz`);
      const first = await ask(path);
      const times: number[] = [];
      for (let i = 0; i < rounds; i++) times.push((await ask(path)).ms);
      const longest = await beside();
      add(`${name}, first time`, first.ms, 'ms');
      add(`${name}, again`, median(times), 'ms');
      add(`${name}: its answer`, first.bytes / 1000, 'kB');
      add(`${name}: longest wait of a bare request meanwhile`, longest, 'ms', ['<', 1000]);
    }
    add('resident memory after the questions', product.residentMb(), 'MB');
  } finally {
    await product.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
  return figures;
}

const questions = [
  ['the city', '/api/v1/places/city/all'],
  ['overview', '/api/v1/overview'],
  ['overview of water', '/api/v1/overview?carrier=water'],
  ['measures of the city', '/api/v1/places/city/all/measures'],
  ['day of the city', '/api/v1/places/city/all/day'],
  ['all buildings', '/api/v1/places?kind=building'],
  ['year of the city by month', '/api/v1/places/city/all/use?every=1mo&from=2026-01-01'],
  ['one building', '/api/v1/places/building/B7'],
] as const;

/** Asks for the smallest answer again and again, on a connection of its own. @returns the longest wait, ms */
function watch(url: string): () => Promise<number> {
  let longest = 0;
  let over = false;
  const once = () =>
    new Promise<void>((resolve, reject) => {
      const startedAt = performance.now();
      // A connection each: the server closes those that are kept while it is busy.
      get(url, { agent: false }, (response) => {
        response.resume();
        response.on('end', () => {
          longest = Math.max(longest, performance.now() - startedAt);
          resolve();
        });
      }).on('error', reject);
    });
  const run = (async () => {
    while (!over) {
      await once();
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  })();
  return async () => {
    over = true;
    await run;
    return longest;
  };
}

async function load(dataDir: string, portfolio: Portfolio): Promise<void> {
  await fill(dataDir, portfolio, async ({ collector }) => {
    const until = Math.floor(Date.now() / hourMs) * hourMs;
    const ts = Float64Array.from({ length: daysOfReadings * 24 }, (_, i) => until - (daysOfReadings * 24 - i) * hourMs);
    for (const [i, { id }] of portfolio.meters.entries()) {
      if (Math.floor(i / metersABuilding) % speaking !== 0) continue;
      const rise = ts.map((at, n) => n * 5 + 10 * Math.sin((at / hourMs / 24) * 2 * Math.PI));
      await collector.importHistory(id, id, {
        ts,
        points: { [id.startsWith('W') ? 'volume_m3' : 'energy_kwh']: rise },
      });
    }
    await collector.settled();
  });
}
