import { existsSync, readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { Batch } from './mandv-many-worker.ts';
import type { Figure } from './support/result.ts';

const threads = 2;
const batch = 10;

/**
 * Many meters on two threads, each from its hours to its saving: local days, the best of 2,014 models, a year predicted,
 * totals, months and the cumulative curve with its bands. Beside it what the reference needs, as it was measured once.
 */
export async function mandvMany({ meters }: { meters: number }): Promise<Figure[]> {
  const workers = await Promise.all(Array.from({ length: threads }, start));
  const started = performance.now();
  let next = 0;
  let done = 0;
  await Promise.all(
    workers.map(
      (worker) =>
        new Promise<void>((resolve, reject) => {
          const deal = (): void => {
            if (next >= meters) return resolve();
            const count = Math.min(batch, meters - next);
            worker.postMessage({ first: next, count } satisfies Batch);
            next += count;
          };
          worker.on('error', reject);
          worker.on('message', (count: number) => {
            done += count;
            progress(done, meters);
            deal();
          });
          deal();
        }),
    ),
  );
  const seconds = (performance.now() - started) / 1000;
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
  await Promise.all(workers.map((worker) => worker.terminate()));
  const figure = (what: string, value: number, unit: string): Figure => ({
    benchmark: 'mandv-many',
    what,
    value,
    unit,
  });
  return [
    {
      ...figure(`${meters.toLocaleString('en-US')} meters daily, hours to saving, ${threads} threads`, seconds, 's'),
      bound: ['<', (5 * meters) / 1000],
    },
    figure('a meter, one thread', (seconds * 1000 * threads) / meters, 'ms'),
    ...reference().map(([what, value]) => figure(what, value, 'ms')),
  ];
}

/** Resolves when the thread has its meters and has warmed up. */
function start(): Promise<Worker> {
  const own = new URL(
    import.meta.url.endsWith('.ts') ? './mandv-many-worker.ts' : './mandv-many-worker.js',
    import.meta.url,
  );
  const entry = import.meta.url.endsWith('.ts') ? new URL('../scripts/ts-worker.mjs', import.meta.url) : own;
  const worker = new Worker(entry, { workerData: { entry: own.href } });
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', () => resolve(worker));
  });
}

function progress(done: number, of: number): void {
  if (!process.stderr.isTTY) return;
  const width = 40;
  const filled = Math.round((done / of) * width);
  process.stderr.write(`\r\u001b[K${'█'.repeat(filled)}${'░'.repeat(width - filled)} ${done} of ${of} meters`);
}

/** Medians a meter of the other engines, measured on a two-core machine, one thread; nothing where the file is absent. */
function reference(): [string, number][] {
  const path = [
    new URL('../../shared/data/reference/performance.json', import.meta.url),
    new URL('../../../shared/data/reference/performance.json', import.meta.url),
  ].find((one) => existsSync(one));
  if (path === undefined) return [];
  const measured = JSON.parse(readFileSync(path, 'utf8')) as Record<string, { median_s?: number }>;
  return [
    ['eemeter 3.2.0 daily, a meter (performance.json)', measured.eemeter_3_2_0_caltrack2_daily],
    ['opendsm 1.2.7 daily, a meter (performance.json)', measured.opendsm_1_2_7_dev_daily],
  ].flatMap(([what, entry]) => {
    const seconds = (entry as { median_s?: number } | undefined)?.median_s;
    return seconds === undefined ? [] : [[what as string, seconds * 1000] as [string, number]];
  });
}
