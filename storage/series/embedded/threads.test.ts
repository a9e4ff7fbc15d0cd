import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openEmbeddedStore } from './store.ts';

const workers: Worker[] = [];
const remember = (worker: Worker) => workers.push(worker);
const lines: { level: number; msg: string }[] = [];
const lost: Error[] = [];
let directory: string;

const open = () =>
  openEmbeddedStore({
    directory,
    timezone: 'Asia/Shanghai',
    log: pino({}, { write: (line: string) => lines.push(JSON.parse(line)) }),
    now: Date.now,
    onLost: (error) => lost.push(error),
  });

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'wattsteward-threads-'));
  for (const list of [workers, lines, lost]) list.length = 0;
  process.on('worker', remember);
});
afterEach(async () => {
  process.off('worker', remember);
  await rm(directory, { recursive: true, force: true });
});

it.each([
  ['the writer', 0],
  ['the deriver', 1],
  ['a reader', 2],
])('%s that dies is told, not lived with: its requests would fail for ever', async (_, place) => {
  const store = await open();
  await workers[place]!.terminate();
  await vi.waitFor(() => expect(lost).toHaveLength(1));
  expect(lines).toMatchObject([{ level: 60, msg: expect.stringContaining('has ended') as string }]);
  await store.close().catch(() => {});
  expect(lost).toHaveLength(1);
});

it('an orderly close loses nobody', async () => {
  const store = await open();
  await store.close();
  expect(workers).toHaveLength(4);
  expect(lost).toEqual([]);
});
