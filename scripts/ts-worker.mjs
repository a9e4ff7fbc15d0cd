// Lets a worker thread run TypeScript sources in development and tests; the built product loads .js directly.
import { readFileSync } from 'node:fs';
import { workerData } from 'node:worker_threads';

// A test run has bundled them (tests/support/worker-bundles.ts): module URL → URL of its bundle.
const list = process.env.THREAD_BUNDLES_OF_TESTS;
const bundles = list === undefined ? {} : JSON.parse(readFileSync(list, 'utf8'));
const { entry, server } = workerData;
if (bundles[server?.module] !== undefined) server.module = bundles[server.module];
if (bundles[entry] === undefined || server?.module.endsWith('.ts')) {
  const { register } = await import('tsx/esm/api');
  register();
}
await import(bundles[entry] ?? entry);
