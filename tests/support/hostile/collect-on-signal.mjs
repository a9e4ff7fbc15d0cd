import { isMainThread } from 'node:worker_threads';

// Loaded into the product by `--import`, next to `--expose-gc`: an idle process has no reason to collect its garbage,
// so a test that wants to see what is left of an attack may have to ask for it.
if (isMainThread) process.on('SIGUSR2', () => globalThis.gc());
