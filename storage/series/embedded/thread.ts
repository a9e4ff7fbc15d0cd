import { Worker, type TransferListItem } from 'node:worker_threads';
import { StoreError } from '../port.ts';
import { failureOf, storeError, type Failure } from './failure.ts';
import type { Moved } from './serve.ts';

/** What a thread offers: one method a request, plain data in and out. */
export type Api = Record<string, (request: never) => unknown>;
/** A thread's module in use: what opening it answered, and its requests. */
export interface Service<A extends Api = Api, Opened = unknown> {
  readonly api: A;
  readonly opened: Opened;
}
export type Request<A extends Api, M extends keyof A> = Parameters<A[M]>[0];
export type Response<A extends Api, M extends keyof A> =
  Awaited<ReturnType<A[M]>> extends Moved<infer T> ? T : Awaited<ReturnType<A[M]>>;

export type ThreadReply =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly failure: Failure }
  | { readonly id: 'log'; readonly message: string; readonly failure?: Failure | undefined };

export interface ThreadEvents {
  /** Without a failure it is only for information. */
  log(message: string, failure?: Failure): void;
  /** The thread has ended though nobody stopped it: whatever it is asked from now on fails. */
  lost(why: StoreError): void;
}

interface Pending {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** The main thread's end of a worker thread: requests are answered in the order in which they were sent. */
export class Thread<A extends Api> {
  readonly #worker: Worker;
  readonly #pending = new Map<number, Pending>();
  readonly #on: ThreadEvents;
  #lastId = 0;
  #gone: StoreError | undefined;
  #stopping = false;

  /** `module`: URL of the thread's module, `.ts` when run from sources. */
  constructor(module: URL, name: string, data: object, on: ThreadEvents) {
    this.#on = on;
    const fromSource = module.pathname.endsWith('.ts');
    this.#worker = new Worker(fromSource ? new URL('../../../scripts/ts-worker.mjs', import.meta.url) : module, {
      name,
      workerData: { ...data, entry: module.href },
      // Rows live for a moment only: a small nursery keeps a thread's footprint small and costs nothing measurable.
      resourceLimits: { maxYoungGenerationSizeMb: 8 },
    });
    this.#worker.on('message', (reply: ThreadReply) => {
      if (reply.id === 'log') return on.log(reply.message, reply.failure);
      const pending = this.#pending.get(reply.id);
      this.#pending.delete(reply.id);
      if ('failure' in reply) pending?.reject(storeError(reply.failure));
      else pending?.resolve(reply.value);
    });
    this.#worker.on('error', (error) => {
      const { code, message } = failureOf(error);
      this.#end(new StoreError(code, `the ${name} thread failed: ${message}`, { cause: error }));
    });
    this.#worker.on('exit', () => this.#end(new StoreError('THREAD_GONE', `the ${name} thread has ended`)));
  }

  /** Requests under way. */
  get load(): number {
    return this.#pending.size;
  }

  open<Opened>(): Promise<Opened> {
    return this.#ask('open', undefined, []) as Promise<Opened>;
  }

  call<M extends keyof A & string>(
    method: M,
    request: Request<A, M>,
    transfer: readonly TransferListItem[] = [],
  ): Promise<Response<A, M>> {
    return this.#ask(method, request, transfer) as Promise<Response<A, M>>;
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#worker.terminate();
  }

  #ask(method: string, request: unknown, transfer: readonly TransferListItem[]): Promise<unknown> {
    if (this.#gone !== undefined) return Promise.reject(this.#gone);
    const id = ++this.#lastId;
    return new Promise<unknown>((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      this.#worker.postMessage({ id, method, request }, transfer);
    });
  }

  #end(why: StoreError): void {
    if (this.#gone !== undefined) return;
    this.#gone = why;
    for (const { reject } of this.#pending.values()) reject(why);
    this.#pending.clear();
    if (!this.#stopping) this.#on.lost(why);
  }
}
