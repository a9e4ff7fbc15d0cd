import { rmSync } from 'node:fs';
import { createConnection, createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { connectAsync } from 'mqtt';
import type { Page } from 'playwright-core';
import { asks } from './support/ask.ts';
import { chromiumPath, heapOf, openSignedIn, processorOf } from './support/browser.ts';
import { deviceId } from './support/driver.ts';
import { importPortfolio, poll, runDriver, startProduct, type RunningProduct } from './support/processes.ts';
import { adds, median, type Add, type Figure } from './support/result.ts';

const seed = '7';
const secretPrefix = 'bench secret ';
const connections = 100;
const inView = 50;

// What runs inside the page; this program itself knows no document.
interface Element {
  readonly innerHTML: string;
  readonly href: string;
  readonly parentElement: Element | null;
  querySelector(selector: string): Element | null;
  getAttribute(name: string): string | null;
  click(): void;
}
declare const document: {
  querySelector(selector: string): Element | null;
  querySelectorAll(selector: string): Iterable<Element>;
};
declare function requestAnimationFrame(next: (at: number) => void): number;

/** Pages as a person feels them, in Chromium on the same cores as the server. Without Chromium: nothing. */
export async function pages(options: { seconds: number; rounds: number }): Promise<Figure[]> {
  const figures: Figure[] = [];
  if (chromiumPath === undefined) {
    process.stderr.write('pages: Chromium is not installed (apt-get install chromium)\n');
    return figures;
  }
  const add = adds('pages', figures);
  await demoCity(add, options.rounds);
  await liveReadings(add, options.seconds);
  return figures;
}

/** First paint and switching, on the demonstration's city with its thirteen months. */
async function demoCity(add: Add, rounds: number): Promise<void> {
  const product = await startProduct(undefined, { WATTSTEWARD_DEMO: 'on', WATTSTEWARD_DEMO_SEED: seed });
  const url = `http://127.0.0.1:${product.httpPort}`;
  const browser = await openSignedIn(url);
  try {
    await historyOf(product);
    const page = await browser.context.newPage();
    const bare: number[] = [];
    const paints: number[] = [];
    const whole: number[] = [];
    for (let i = 0; i < rounds; i++) {
      await page.goto(`${url}/healthz`);
      bare.push(await page.evaluate(() => performance.now()));
      await page.goto(`${url}/`, { waitUntil: 'commit' });
      await page.waitForFunction(() => document.querySelector('main figure svg path[d]') !== null, null, {
        polling: 'raf',
      });
      whole.push(await page.evaluate(() => performance.now()));
      paints.push(await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0));
    }
    add('a bare page, same browser', median(bare), 'ms');
    add('overview of the demo city: first paint', median(paints), 'ms', ['<', 1500]);
    add('overview of the demo city: its chart is drawn', median(whole), 'ms', ['<', 1500]);

    const buildings = await answerOf<{ items: { id: string }[] }>(product, '/api/v1/places?kind=building');
    for (const [name, path] of [
      ['overview', '/'],
      ['building', `/buildings/${buildings.items[0]!.id}`],
    ] as const) {
      await page.goto(url + path);
      await page.locator('main figure svg path[d]').first().waitFor();
      // What a page reads ahead of a person.
      await page.waitForTimeout(4_000);
      const [times, frames]: number[][] = [[], []];
      for (let i = 0; i < rounds * 4; i++) {
        frames!.push(await twoFrames(page));
        times!.push(await switched(page, (i + 1) % 4));
      }
      add(`${name}: two frames and nothing else`, median(frames!), 'ms');
      add(`${name}: day, week, month, year, median`, median(times!), 'ms', ['<', 150]);
      add(`${name}: the slowest switch`, Math.max(...times!), 'ms');
    }
  } finally {
    await browser.close();
    await product.stop();
    rmSync(product.dataDir, { recursive: true, force: true });
  }
}

/** Clicks on a view. @returns the time until its chart stands and was painted, ms */
function switched(page: Page, view: number): Promise<number> {
  return page.evaluate(async (nth) => {
    const name = ['day', 'week', 'month', 'year'][nth]!;
    const links = [...document.querySelectorAll('main a[href]')];
    const link = links.find((one) => {
      const query = new URL(one.href).searchParams.get('view');
      return (query ?? 'day') === name && one.parentElement!.querySelector('a[href*="view=year"]') !== null;
    })!;
    const chart = () => document.querySelector('main figure')?.innerHTML ?? '';
    const before = chart();
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const startedAt = performance.now();
    link.click();
    while (performance.now() - startedAt < 10_000) {
      await frame();
      const now = chart();
      if (link.getAttribute('aria-current') === 'true' && now !== before && now.includes('<svg')) break;
    }
    await frame();
    return performance.now() - startedAt;
  }, view);
}

function twoFrames(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const startedAt = performance.now();
    for (let i = 0; i < 2; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
    return performance.now() - startedAt;
  });
}

/** 1,000 readings a second: publish to page, fifty live series, and a page left open. */
async function liveReadings(add: Add, seconds: number): Promise<void> {
  const product = await startProduct();
  const url = `http://127.0.0.1:${product.httpPort}`;
  const meter = (id: string, building: string) => ({
    ...{ id, building, carrier: 'electricity', interval: '1m', secret: secretPrefix + id },
    register: { point: 'energy_kwh', unit: 'kWh', decimals: 2 },
  });
  await importPortfolio(product, {
    institutions: [{ id: 'I', name: 'Bench' }],
    buildings: ['B', 'C'].map((id) => ({ id, institution: 'I', name: id })),
    meters: [
      meter('probe', 'B'),
      ...Array.from({ length: connections }, (_, i) => meter(deviceId(i), i < inView ? 'B' : 'C')),
    ],
  });
  const browser = await openSignedIn(url);
  const probe = await connectAsync(`mqtt://127.0.0.1:${product.mqttPort}`, {
    ...{ clientId: 'probe', username: 'probe', password: `${secretPrefix}probe` },
  });
  try {
    const [one, city, list] = await Promise.all(['/meters/probe', '/', '/meters?building=B'].map(opened));
    async function opened(path: string): Promise<Page> {
      const page = await browser.context.newPage();
      await page.goto(url + path);
      return page;
    }
    const overview = ratesOf(city!);
    await city!.reload();
    const load = runDriver({
      ...{ port: product.mqttPort, connections, seconds: seconds + 2, warmUpSeconds: 3 },
      ...{ mode: { kind: 'paced', rate: 1_000 }, secretOf: secretPrefix },
      // Each line sends ten a second, a second apart by their own time: they reach the present at the end.
      startAt: Date.now() - 10 * (seconds + 5) * 1000,
    });
    // Awaited below; until then its failure waits too.
    load.catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    await one!.evaluate(() => noteTexts());
    const processor = await processorOf(list!);
    await list!.evaluate(() => Object.assign(notes(), { longTasks: [], updates: [], idle: [] }));
    const usedBefore = await processor();
    const socket = await echo();
    const published = new Map<string, number>();
    const bare: number[] = [];
    for (let i = 0; i < seconds * 4; i++) {
      const value = (11.01 + (i % 9000) / 100).toFixed(2);
      bare.push(await socket.roundTrip());
      published.set(value, Date.now());
      const values = { energy_kwh: 1000 + i, power_kw: Number(value) };
      await probe.publishAsync('v1/probe/readings', JSON.stringify({ ts: Date.now(), values }), { qos: 1 });
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    const processorMs = (await processor()) - usedBefore;
    const done = await load;
    socket.close();
    const seen = await one!.evaluate(() => notes().seen);
    const onMeter = latencies(published, (value) => seen[value] ?? seen[String(Number(value))]);
    const onCity = latencies(published, (value) => overview.get(Number(value).toFixed(2)));
    add('readings acknowledged a second', done.perSecond, '/s');
    add('a bare socket’s round trip meanwhile, p99', p99(bare), 'ms');
    add('publish to the meter’s page, p50', median(onMeter), 'ms');
    add('publish to the meter’s page, p99', p99(onMeter), 'ms', ['<', 250]);
    add('publish to the socket of Overview, p99', p99(onCity), 'ms', ['<', 250]);
    add('publishes seen on the meter’s page', (100 * onMeter.length) / published.size, '%');
    const { longTasks, updates, idle } = await list!.evaluate(() => notes());
    add(`${inView} live series: updates`, updates.length, '');
    add(`${inView} live series: a frame with nothing to show, p99`, p99(idle), 'ms');
    add(`${inView} live series: an update and its frame, median`, median(updates), 'ms', ['<', 8]);
    add(`${inView} live series: an update and its frame, p99`, p99(updates), 'ms', ['<', 8]);
    add(`${inView} live series: processor time of the page an update`, processorMs / updates.length, 'ms', ['<', 8]);
    add(`${inView} live series: tasks over 50 ms`, longTasks.length, '', ['<', 1]);
    await leftOpen(add, one!, 'a meter', 'meter:probe');
    await leftOpen(add, city!, 'Overview', 'place:city:all');
  } finally {
    await probe.endAsync(true);
    await browser.close();
    await product.stop();
    rmSync(product.dataDir, { recursive: true, force: true });
  }
}

/** Eight hours of a delta every two seconds, given to the page as fast as it takes them; its clock does not move. */
async function leftOpen(add: Add, page: Page, name: string, topic: string): Promise<void> {
  const deltas = 14_400;
  const feed = (count: number) =>
    page.evaluate(
      async ([of, n]) => {
        const last = notes().last[of];
        if (last === undefined) return false;
        const delta = JSON.parse(last.slice(last.indexOf('{'), -1)) as { seq: number };
        for (let i = 0; i < n; i++) {
          delta.seq++;
          notes().receive({ data: `42/live,${JSON.stringify(['delta', delta])}` });
          if (i % 20 === 0) await new Promise((resolve) => setTimeout(resolve));
        }
        notes().last[of] = `42/live,${JSON.stringify(['delta', delta])}`;
        return true;
      },
      [topic, count] as const,
    );
  if (!(await feed(1_000))) return;
  const before = await heapOf(page);
  await feed(deltas);
  const after = await heapOf(page);
  add(`${name} left open, ${deltas.toLocaleString('en-US')} deltas: heap before`, before / 2 ** 20, 'MB');
  add(`${name} left open: growth`, (100 * (after - before)) / before, '%', ['<', 5]);
}

interface Notes {
  longTasks: { duration: number }[];
  updates: number[];
  idle: number[];
  seen: Record<string, number>;
  last: Record<string, string>;
  receive: (event: { data: string }) => void;
}
/** In the page. */
declare function notes(): Notes;
declare function noteTexts(): void;

/** When the city's power first held each value of the probe: the others all take the same. */
function ratesOf(page: Page): Map<string, number> {
  const seen = new Map<string, number>();
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => {
      const now = Date.now();
      const rate = /"carrier":"electricity","rateNow":([\d.]+)/.exec(String(payload))?.[1];
      if (rate === undefined) return;
      const value = ((Math.round(Number(rate) * 100) % 10_812) / 100).toFixed(2);
      if (!seen.has(value)) seen.set(value, now);
    }),
  );
  return seen;
}

function latencies(published: ReadonlyMap<string, number>, seenAt: (value: string) => number | undefined): number[] {
  return [...published].flatMap(([value, at]) => {
    const seen = seenAt(value);
    return seen === undefined || seen < at ? [] : [seen - at];
  });
}

function p99(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.ceil(values.length * 0.99) - 1] ?? NaN;
}

/** A line of text to another socket and back. */
async function echo(): Promise<{ roundTrip(): Promise<number>; close(): void }> {
  const server = createServer((socket) => socket.setNoDelay().pipe(socket)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = createConnection((server.address() as AddressInfo).port, '127.0.0.1').setNoDelay();
  await once(socket, 'connect');
  return {
    roundTrip: async () => {
      const startedAt = performance.now();
      socket.write('x\n');
      await once(socket, 'data');
      return performance.now() - startedAt;
    },
    close: () => {
      socket.destroy();
      server.close();
    },
  };
}

/** The demonstration's past has come in, and is derived: past days are known and change no more. */
async function historyOf(product: RunningProduct): Promise<void> {
  let [last, same] = ['', 0];
  await poll(async () => {
    const { completeness } = await answerOf<{ completeness: { measured: number[] } }>(product, '/api/v1/overview');
    const past = completeness.measured.slice(0, -1);
    const text = JSON.stringify(past);
    same = text === last ? same + 1 : 0;
    last = text;
    if (same >= 3 && past.every((part) => part > 0.5)) return true;
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    return null;
  }, 300_000);
}

async function answerOf<T>(product: RunningProduct, path: string): Promise<T> {
  return JSON.parse((await asks(product)(path)).text) as T;
}
