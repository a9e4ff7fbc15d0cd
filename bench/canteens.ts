import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectAsync } from 'mqtt';
import { CanteenCity } from '../simulators/canteens/canteen-city.ts';
import { demoCanteens } from '../simulators/canteens/canteens.ts';
import { dayIndex } from '../simulators/city/day.ts';
import { demoPortfolio } from '../simulators/demo-portfolio.ts';
import { asks } from './support/ask.ts';
import { fill } from './support/fill.ts';
import { startProduct, type RunningProduct } from './support/processes.ts';
import { adds, median, type Add, type Figure } from './support/result.ts';

const secretOf = (device: string) => `bench secret of ${device}`;

/** The demonstration's 66 canteens with years of their events: what the pages of canteens ask. */
export async function canteens({ days, rounds }: { days: number; rounds: number }): Promise<Figure[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'wattsteward-bench-'));
  const figures: Figure[] = [];
  const add = adds('canteens', figures);
  try {
    await load(dataDir, days, add);
    const product = await startProduct(dataDir);
    try {
      await askPages(product, rounds, add);
    } finally {
      await product.stop();
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
  return figures;
}

async function askPages(product: RunningProduct, rounds: number, add: Add): Promise<void> {
  const ask = asks(product);
  const timed = (path: string) => ask(`/api/v1${path}`);
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

async function load(dataDir: string, days: number, add: Add): Promise<void> {
  const now = Date.now();
  await fill(dataDir, demoPortfolio(secretOf, now), async ({ collector }) => {
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
      for (const [device, items] of of) events += (await collector.importEvents(device, items)).stored;
    }
    add('days of events', days, '');
    add('events of 66 canteens', events, '');
    add('bulk door of events', (events * 1000) / (performance.now() - startedAt), '/s');
  });
}
