import { parentPort } from 'node:worker_threads';
import type { PoolReply, PoolRequest } from '../mandv/pool.ts';
import { computeMeter } from './compute-meter.ts';
import { computeZones } from './compute-zones.ts';
import type { ContractJob } from './job.ts';

/** One computation after another; a fault of one is its answer, and the thread lives on. */
parentPort!.on('message', ({ id, job }: PoolRequest) => {
  let reply: PoolReply;
  try {
    const asked = job as ContractJob;
    reply = { id, result: asked.kind === 'meter' ? computeMeter(asked) : computeZones(asked) };
  } catch (error) {
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    reply = { id, error: { message, stack } };
  }
  parentPort!.postMessage(reply);
});
