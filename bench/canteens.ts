import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectAsync } from 'mqtt';
import { pino } from 'pino';
import { loadConfiguration } from '../configuration/configuration.ts';
import { CanteenCity } from '../simulators/canteens/canteen-city.ts';
import { demoCanteens } from '../simulators/canteens/canteens.ts';
import { dayIndex } from '../simulators/city/day.ts';
import { demoPortfolio } from '../simulators/demo-portfolio.ts';
import { startInstallation } from '../wattsteward.ts';
import { startProduct, type RunningProduct } from './support/processes.ts';
import { median, type Figure } from './support/result.ts';

const secretOf = (device: string) => `bench secret of ${device}`;
const operator = { kind: 'operator', name: 'bench', role: 'administrator', scope: null } as const;

type Add = (what: string, value: number, unit: string, bound?: Figure['bound']) => void;

/** The demonstration's 66 canteens with years of their events: what the pages of canteens ask. */
export async function canteens({ days, rounds }: { days: number; rounds: number }): Promise<Figure[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'wattsteward-bench-'));
  const figures: Figure[] = [];
  const add: Add = (what, value, unit, bound) => figures.push({ benchmark: 'canteens', what, value, unit, bound });
  try {
    await load(dataDir, days, add);
    const product = await startProduct(dataDir);
    try {
      await ask(product, rounds, add);
    } finally {
      await product.stop();
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
  return figures;
}

async function ask(product: RunningProduct, rounds: number, add: Add): Promise<void> {
  const timed = timer(product);
  const quiet = product.residentMb();
  add('board, cold: the first answer after the start', (await timed('/canteens/board')).ms, 'ms');
  add('board: its answer', (await timed('/canteens/board')).bytes / 1000, 'kB');
  const many = async (path: string, before: () => Promise<void> = async () => undefined): Promise<number> => {
    const times: number[] = [];
    for (let i = 0; i < rounds; i++) {
      await before();
      times.push((await timed(path)).ms);
    }
    return median(times);
  };
  add('board of 66', await many('/canteens/board'), 'ms', ['<', 100]);
  add('board of dinner', await many('/canteens/board?meal=DINNER'), 'ms', ['<', 100]);

  const { id, scale } = demoCanteens[0]!;
  const device = await connectAsync(`mqtt://127.0.0.1:${product.mqttPort}`, {
    ...{ clientId: scale, username: scale, password: secretOf(scale) },
  });
  let seq = 90_000_000;
  const weigh = async () => {
    const event = { type: 'weighing', ts: Date.now(), seq: seq++, stream: 'PLATE_WASTE', meal: 'LUNCH', net_g: 5000 };
    await device.publishAsync(`v1/${scale}/events`, JSON.stringify(event), { qos: 1 });
  };
  add('board, right after a weighing', await many('/canteens/board', weigh), 'ms', ['<', 100]);
  await device.endAsync();
  add('league of four weeks', await many('/canteens/league'), 'ms', ['<', 100]);
  add('a canteen’s page', await many(`/canteens/${id}`), 'ms', ['<', 100]);
  const all = '?from=2020-01-01';
  add('days of all years of a canteen, cold', (await timed(`/canteens/${id}/days${all}`)).ms, 'ms');
  add('days of all years of a canteen, again', await many(`/canteens/${id}/days${all}`), 'ms');
  add('trend of all years by month', await many(`/canteens/${id}/trend${all}&every=month&meal=LUNCH`), 'ms');
  add('resident memory, before the questions', quiet, 'MB');
  add('resident memory, after them', product.residentMb(), 'MB', ['<', 500]);
}

function timer({ httpPort, operatorKey }: RunningProduct) {
  const headers = { authorization: `Bearer ${operatorKey}` };
  return async (path: string): Promise<{ ms: number; bytes: number }> => {
    const startedAt = performance.now();
    const response = await fetch(`http://127.0.0.1:${httpPort}/api/v1${path}`, { headers });
    const text = await response.text();
    const ms = performance.now() - startedAt;
    if (!response.ok) throw new Error(`${path}: ${text.slice(0, 300)}`);
    return { ms, bytes: Buffer.byteLength(text) };
  };
}

async function load(dataDir: string, days: number, add: Add): Promise<void> {
  const loaded = loadConfiguration(
    { WATTSTEWARD_DATA_DIR: dataDir, WATTSTEWARD_ADMIN_PASSWORD: 'only-for-this-benchmark' },
    () => '',
  );
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults));
  const loading = await startInstallation(loaded.value, {
    log: pino({ level: 'warn' }, pino.destination(2)),
    listenMqtt: false,
    demo: false,
    httpPort: 0,
  });
  const now = Date.now();
  const imported = await loading.registry.importPortfolio(demoPortfolio(secretOf, now), operator);
  if (!imported.ok) throw new Error(JSON.stringify(imported.faults.slice(0, 3)));
  const city = new CanteenCity(3, dayIndex(now));
  const startedAt = performance.now();
  let events = 0;
  for (const canteen of demoCanteens) {
    const of = new Map<string, object[]>([canteen.scale, canteen.counter].map((device) => [device, []]));
    for (let day = dayIndex(now) - days; day <= dayIndex(now); day++) {
      for (const { device, sentAt, event } of city.eventsOf(canteen, day)) {
        if (sentAt <= now) of.get(device)!.push(event);
      }
    }
    for (const [device, items] of of) events += (await loading.collector.importEvents(device, items)).stored;
  }
  add('days of events', days, '');
  add('events of 66 canteens', events, '');
  add('bulk door of events', (events * 1000) / (performance.now() - startedAt), '/s');
  await loading.stop();
}
