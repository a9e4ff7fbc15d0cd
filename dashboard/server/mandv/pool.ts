import { Worker } from 'node:worker_threads';

/** What the pool's threads and the main thread say to each other. */
export interface PoolRequest {
  readonly id: number;
  readonly job: unknown;
}
export type PoolReply =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: { readonly message: string; readonly stack: string | undefined } };

interface Task {
  readonly job: unknown;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}
interface Thread {
  readonly worker: Worker;
  task: Task | null;
}

/**
 * A few threads for long computations, started when there is work. A thread that dies fails the job that it had and is
 * replaced with the next one: results can be computed again, so nothing is lost.
 */
export class Pool<Job, Result> {
  readonly #entry: URL;
  readonly #size: number;
  readonly #threads = new Set<Thread>();
  readonly #queue: Task[] = [];
  #next = 1;
  #stopped = false;

  /** @param entry the worker's module, `.ts` from sources and `.js` when built. */
  constructor(entry: URL, size: number) {
    this.#entry = entry;
    this.#size = size;
  }

  run(job: Job): Promise<Result> {
    return new Promise((resolve, reject) => {
      if (this.#stopped) return reject(new Error('the computation was stopped'));
      this.#queue.push({ job, resolve: resolve as (result: unknown) => void, reject });
      this.#deal();
    });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    const stopped = new Error('the computation was stopped');
    for (const task of this.#queue.splice(0)) task.reject(stopped);
    await Promise.all([...this.#threads].map((thread) => thread.worker.terminate()));
  }

  #deal(): void {
    while (this.#queue.length > 0) {
      const free = [...this.#threads].find((thread) => thread.task === null);
      const thread = free ?? (this.#threads.size < this.#size ? this.#start() : null);
      if (thread === null) return;
      thread.task = this.#queue.shift()!;
      thread.worker.postMessage({ id: this.#next++, job: thread.task.job } satisfies PoolRequest);
    }
  }

  #start(): Thread {
    const fromSources = this.#entry.href.endsWith('.ts');
    const entry = fromSources ? new URL('../../../scripts/ts-worker.mjs', import.meta.url) : this.#entry;
    const thread: Thread = { worker: new Worker(entry, { workerData: { entry: this.#entry.href } }), task: null };
    // What it computes isn't worth keeping the process for.
    thread.worker.unref();
    thread.worker.on('message', (reply: PoolReply) => this.#settle(thread, reply));
    thread.worker.on('error', (error) => this.#lose(thread, error as Error));
    thread.worker.on('exit', () => this.#lose(thread, new Error('the computing thread has ended')));
    this.#threads.add(thread);
    return thread;
  }

  #settle(thread: Thread, reply: PoolReply): void {
    const task = thread.task;
    thread.task = null;
    if ('error' in reply) task?.reject(Object.assign(new Error(reply.error.message), { stack: reply.error.stack }));
    else task?.resolve(reply.result);
    this.#deal();
  }

  #lose(thread: Thread, error: Error): void {
    if (!this.#threads.delete(thread)) return;
    thread.task?.reject(error);
    if (!this.#stopped) this.#deal();
  }
}
