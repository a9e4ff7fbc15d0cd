import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';

/** Threads of the product, and the modules that they are told to load. */
const entries = [
  'storage/series/embedded/writer-thread',
  'storage/series/embedded/deriver-thread',
  'storage/series/embedded/reader-thread',
  'storage/series/influx/forwarder-thread',
  'storage/series/influx/server',
  'storage/series/influx/testing/memory-server',
  'storage/registry/sqlite-worker',
  'storage/integrity/integrity-worker',
  'dashboard/server/mandv/worker',
  'dashboard/server/contracts/worker',
  'simulators/history-worker',
];

/**
 * Bundles the sources of worker threads once a run: `scripts/ts-worker.mjs` finds them by the environment. Compiling them
 * anew in every thread of every case costs more than all of the cases do.
 */
export async function setup(): Promise<() => void> {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  // Inside the package, so that the bundles find its dependencies.
  const folder = join(root, `node_modules/.cache/wattsteward-threads-${process.pid}`);
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: true,
      target: 'node20',
      outDir: folder,
      emptyOutDir: true,
      rollupOptions: {
        input: Object.fromEntries(entries.map((entry) => [entry, join(root, `${entry}.ts`)])),
        output: { entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' },
      },
    },
  });
  const url = (path: string) => pathToFileURL(path).href;
  const bundles = entries.map((entry) => [url(join(root, `${entry}.ts`)), url(join(folder, `${entry}.mjs`))]);
  const list = join(folder, 'bundles.json');
  writeFileSync(list, JSON.stringify(Object.fromEntries(bundles)));
  process.env.THREAD_BUNDLES_OF_TESTS = list;
  return () => rmSync(folder, { recursive: true, force: true });
}
