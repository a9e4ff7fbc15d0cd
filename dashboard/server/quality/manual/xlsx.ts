import { Worker } from 'node:worker_threads';
import type { Table, TableFault } from './table.ts';

/** 10,000 rows are a few MiB; what unpacks to far more is no table that somebody typed. */
const mostUnpackedBytes = 64 * 1024 * 1024;
const memoryMiB = 256;
const longestMs = 20_000;

/** The first sheet of a workbook, read in a thread of its own with bounded memory and time. */
export function readXlsx(bytes: Uint8Array, mostUnpacked = mostUnpackedBytes): Promise<Table | TableFault> {
  const fromSources = import.meta.url.endsWith('.ts');
  const entry = new URL(fromSources ? './xlsx-worker.ts' : './xlsx-worker.js', import.meta.url);
  const thread = fromSources ? new URL('../../../../scripts/ts-worker.mjs', import.meta.url) : entry;
  return new Promise((resolve) => {
    const worker = new Worker(thread, {
      workerData: { entry: entry.href, bytes, mostUnpacked },
      resourceLimits: { maxOldGenerationSizeMb: memoryMiB },
    });
    const tooLong = setTimeout(() => end({ code: 'unpacks-too-far', detail: 'it took too long' }), longestMs);
    const end = (result: Table | TableFault): void => {
      clearTimeout(tooLong);
      resolve(result);
      void worker.terminate();
    };
    worker.on('message', end);
    worker.on('error', (error: NodeJS.ErrnoException) => {
      const full = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      end({ code: full ? 'unpacks-too-far' : 'unreadable', detail: error.message });
    });
    worker.on('exit', () => end({ code: 'unreadable', detail: 'the reading thread has ended' }));
  });
}
