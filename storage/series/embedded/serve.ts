import { parentPort, type TransferListItem } from 'node:worker_threads';
import { failureOf } from './failure.ts';
import type { Api, Service, ThreadReply } from './thread.ts';

/** A result whose buffers move to the main thread instead of being copied. */
export class Moved<T> {
  readonly value: T;
  readonly buffers: readonly ArrayBuffer[];
  constructor(value: T, buffers: readonly ArrayBufferLike[]) {
    this.value = value;
    this.buffers = buffers as readonly ArrayBuffer[];
  }
}

const port = () => {
  if (parentPort === null) throw new Error('runs in a worker thread only');
  return parentPort;
};

/**
 * Answers requests one after the other, in the order in which they came, but for those that wait for something outside.
 * The first is `open`: the module is loaded while the thread before it still prepares its files.
 */
export function serve(open: () => Service | Promise<Service>): void {
  let api: Api = {};
  const answer = (id: number, result: unknown) => {
    const buffers = result instanceof Moved ? result.buffers : [];
    const value: unknown = result instanceof Moved ? result.value : result;
    port().postMessage({ id, value } satisfies ThreadReply, buffers as readonly TransferListItem[]);
  };
  const refuse = (id: number, error: unknown) =>
    port().postMessage({ id, failure: failureOf(error) } satisfies ThreadReply);
  port().on('message', ({ id, method, request }: { id: number; method: string; request: never }) => {
    try {
      let result: unknown;
      if (method === 'open') {
        const opened = (service: Service): unknown => {
          api = service.api;
          return service.opened;
        };
        const service = open();
        result = service instanceof Promise ? service.then(opened) : opened(service);
      } else {
        const handler = api[method];
        if (handler === undefined) throw new Error(`no such request: ${method}`);
        result = handler(request);
      }
      if (result instanceof Promise) {
        result.then(
          (value) => answer(id, value),
          (error: unknown) => refuse(id, error),
        );
      } else answer(id, result);
    } catch (error) {
      refuse(id, error);
    }
  });
}

/** A line for the main thread's log. */
export function report(message: string, error?: unknown): void {
  const failure = error === undefined ? undefined : failureOf(error);
  port().postMessage({ id: 'log', message, failure } satisfies ThreadReply);
}
