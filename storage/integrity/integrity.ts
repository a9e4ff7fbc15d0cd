import { Worker } from 'node:worker_threads';
import type { IntegrityJob, IntegrityWord } from './integrity-worker.ts';
import type { SqliteFile } from './sqlite-files.ts';

/**
 * What SQLite finds wrong in a file: pages, indexes, references; in its own words. It has no sum of a page, so a value
 * that was changed for another readable one in a column without an index is not among it.
 * @param stopping the check is given up when it aborts
 */
export function integrityOf(
  { path, bytes }: SqliteFile,
  {
    progress,
    stopping,
  }: {
    readonly progress?: (done: number, of: number) => void;
    readonly stopping?: AbortSignal;
  } = {},
): Promise<readonly string[]> {
  const fromSources = import.meta.url.endsWith('.ts');
  const own = new URL(fromSources ? './integrity-worker.ts' : './integrity-worker.js', import.meta.url);
  const entry = fromSources ? new URL('../../scripts/ts-worker.mjs', import.meta.url) : own;
  return new Promise((resolve, reject) => {
    const job: IntegrityJob = { path, bytes };
    const worker = new Worker(entry, { workerData: { ...job, entry: own.href } });
    const stop = (): void => void worker.terminate();
    stopping?.addEventListener('abort', stop, { once: true });
    worker.on('message', (word: IntegrityWord) => {
      if ('faults' in word) resolve(word.faults);
      else progress?.(word.done, word.of);
    });
    worker.on('error', reject);
    worker.on('exit', () => {
      stopping?.removeEventListener('abort', stop);
      reject(new Error('the thread that checks a file has ended'));
    });
  });
}
