import { Worker } from 'node:worker_threads';

export type SqlValue = string | number | bigint | null | Uint8Array;

/** `sql: null` closes the database. */
export type Request =
  | { readonly id: number; readonly sql: string; readonly parameters: readonly SqlValue[] }
  | { readonly id: number; readonly sql: null };

export interface Reply {
  readonly id: number;
  readonly rows: readonly object[];
  readonly changes?: number;
  readonly insertId?: number;
  readonly error?: { readonly message: string; readonly code: string };
}

/** What SQLite said, with its code; the statement's values are left out, they may be secret. */
export class SqliteError extends Error {
  readonly code: string;
  constructor(message: string, code: string) {
    super(message);
    this.name = 'SqliteError';
    this.code = code;
  }
}

/** The main thread's end of `sqlite-worker.ts`: one statement in, one promise out, the order kept. */
export class SqliteThread {
  readonly #file: string;
  readonly #onLost: (error: Error) => void;
  readonly #waiting = new Map<number, { resolve: (reply: Reply) => void; reject: (error: Error) => void }>();
  #worker: Worker | null = null;
  #lost: Error | null = null;
  #next = 1;
  #stopping = false;

  /** @param onLost the thread has ended though nobody stopped it: whatever it is asked from now on fails. */
  constructor(file: string, onLost: (error: Error) => void) {
    this.#file = file;
    this.#onLost = onLost;
  }

  start(): void {
    const fromSources = import.meta.url.endsWith('.ts');
    const own = new URL(fromSources ? './sqlite-worker.ts' : './sqlite-worker.js', import.meta.url);
    const entry = fromSources ? new URL('../../scripts/ts-worker.mjs', import.meta.url) : own;
    this.#worker = new Worker(entry, { workerData: { file: this.#file, entry: own.href } });
    this.#worker.on('message', (reply: Reply) => this.#settle(reply));
    this.#worker.on('error', (error) => this.#lose(error as Error));
    this.#worker.on('exit', () => this.#lose(new Error('the registry database is closed')));
  }

  run(sql: string, parameters: readonly SqlValue[]): Promise<Reply> {
    return this.#ask((id) => ({ id, sql, parameters }));
  }

  async stop(): Promise<void> {
    const worker = this.#worker;
    if (!worker) return;
    this.#stopping = true;
    if (!this.#lost) await this.#ask((id) => ({ id, sql: null }));
    this.#worker = null;
    await worker.terminate();
  }

  #ask(request: (id: number) => Request): Promise<Reply> {
    return new Promise((resolve, reject) => {
      if (this.#lost || !this.#worker) return reject(this.#lost ?? new Error('the registry database is not open'));
      const id = this.#next++;
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage(request(id));
    });
  }

  #settle(reply: Reply): void {
    const caller = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if (reply.error) caller?.reject(new SqliteError(reply.error.message, reply.error.code));
    else caller?.resolve(reply);
  }

  #lose(error: Error): void {
    if (this.#lost) return;
    this.#lost = error;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
    if (!this.#stopping) this.#onLost(error);
  }
}
