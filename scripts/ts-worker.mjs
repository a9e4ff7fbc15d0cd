// Lets a worker thread run TypeScript sources in development and tests; the built product loads .js directly.
import { workerData } from 'node:worker_threads';
import { register } from 'tsx/esm/api';

register();
await import(workerData.entry);
