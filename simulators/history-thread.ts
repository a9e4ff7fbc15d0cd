import { Worker } from 'node:worker_threads';
import type { HistoryColumns } from './city/history.ts';
import type { HistoryEvents, HistoryJob } from './history-worker.ts';

/** Of the demo's past: everything in [from, to). */
export type Stretch = Pick<HistoryJob, 'seed' | 'dates' | 'from' | 'to'>;

interface Waiting {
  readonly resolve: (made: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** A thread that makes the demo's past: millions of values, and meanwhile devices and pages are answered. */
export class HistoryThread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #next = 1;

  constructor() {
    const entry = new URL(import.meta.url.replace(/history-thread\.(ts|js)$/, 'history-worker.$1'));
    const fromSources = entry.href.endsWith('.ts');
    this.#worker = new Worker(fromSources ? new URL('../scripts/ts-worker.mjs', import.meta.url) : entry, {
      workerData: { entry: entry.href },
    });
    this.#worker.on('message', ({ id, made }: { id: number; made: unknown }) => {
      this.#waiting.get(id)?.resolve(made);
      this.#waiting.delete(id);
    });
    this.#worker.on('error', (error) => this.#failed(error as Error));
    this.#worker.on('exit', () => this.#failed(new Error('the thread that makes the demo’s history has ended')));
  }

  columns(meter: string, stepMs: number, stretch: Stretch): Promise<HistoryColumns> {
    return this.#make({ of: { meter, stepMs }, ...stretch }) as Promise<HistoryColumns>;
  }

  events(canteen: string, stretch: Stretch): Promise<HistoryEvents> {
    return this.#make({ of: { canteen }, ...stretch }) as Promise<HistoryEvents>;
  }

  #make(job: Omit<HistoryJob, 'id'>): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const id = this.#next++;
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ ...job, id } satisfies HistoryJob);
    });
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  #failed(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
