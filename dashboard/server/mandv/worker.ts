import { parentPort } from 'node:worker_threads';
import { compute, type ComputeJob } from './compute.ts';
import type { PoolReply, PoolRequest } from './pool.ts';

/** One computation after another; a fault of one is its answer, and the thread lives on. */
parentPort!.on('message', ({ id, job }: PoolRequest) => {
  let reply: PoolReply;
  try {
    reply = { id, result: compute(job as ComputeJob) };
  } catch (error) {
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    reply = { id, error: { message, stack } };
  }
  parentPort!.postMessage(reply);
});
