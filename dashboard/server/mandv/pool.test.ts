import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { Pool } from './pool.ts';

let folder: string;
let entry: URL;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pool-'));
  const file = join(folder, 'worker.mjs');
  writeFileSync(
    file,
    `import { parentPort, threadId } from 'node:worker_threads';
     parentPort.on('message', ({ id, job }) => {
       if (job === 'die') process.exit(1);
       if (job === 'hang') return;
       parentPort.postMessage(job === 'fail' ? { id, error: { message: 'no such model' } } : { id, result: threadId });
     });`,
  );
  entry = pathToFileURL(file);
});
afterAll(() => rmSync(folder, { recursive: true }));

function pool(size: number): Pool<string, number> {
  const made = new Pool<string, number>(entry, size);
  onTestFinished(() => made.stop());
  return made;
}

it('computes no more at once than it has threads, and the rest after', async () => {
  const two = pool(2);
  const used = new Set(await Promise.all(Array.from({ length: 20 }, () => two.run('work'))));
  expect(used.size).toBe(2);
});

it('a fault of one computation is its answer; the thread goes on with the next', async () => {
  const one = pool(1);
  const thread = await one.run('work');
  await expect(one.run('fail')).rejects.toThrow('no such model');
  expect(await one.run('work')).toBe(thread);
});

it('a thread that dies fails its own computation; those that wait get a new one', async () => {
  const one = pool(1);
  const first = await one.run('work');
  const [dead, waiting] = await Promise.allSettled([one.run('die'), one.run('work')]);
  expect(dead.status).toBe('rejected');
  expect(waiting).toMatchObject({ status: 'fulfilled' });
  expect((waiting as PromiseFulfilledResult<number>).value).not.toBe(first);
});

it('a stop ends what runs and what waits', async () => {
  const one = pool(1);
  const both = Promise.allSettled([one.run('hang'), one.run('work')]);
  await one.stop();
  expect((await both).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await expect(one.run('work')).rejects.toThrow('stopped');
});
