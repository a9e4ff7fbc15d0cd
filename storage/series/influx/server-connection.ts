import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { InfluxDB, type SendOptions, type Transport, type WriteOptions } from '@influxdata/influxdb-client';
import type { InfluxSettings } from './port.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: unknown;
}

/**
 * The official client on kept-alive connections. Its own timeout is one of silence and leaves the socket open, so every
 * request here also has an end: after `timeoutMs` its socket is destroyed.
 */
export class Connection {
  readonly #settings: InfluxSettings;
  readonly #agent: HttpAgent;
  readonly #transport: Transport;
  readonly #client: InfluxDB;
  readonly #timeoutMs: number;
  readonly #running = new Set<AbortController>();
  #closed = false;

  constructor(settings: InfluxSettings, timeoutMs: number) {
    this.#settings = settings;
    this.#timeoutMs = timeoutMs;
    const url = new URL(settings.url);
    this.#agent = new (url.protocol === 'https:' ? HttpsAgent : HttpAgent)({ keepAlive: true, maxSockets: 4 });
    const { username, password, token } = credentials(settings);
    this.#transport = new InfluxDB({
      url: `${url.protocol}//${url.host}${url.pathname.replace(/\/+$/, '')}`,
      timeout: timeoutMs,
      transportOptions: { agent: this.#agent },
      // 1.6 knows no `Token user:password`; Basic is understood by every 1.x.
      ...(username !== undefined
        ? { headers: { authorization: `Basic ${Buffer.from(`${username}:${password ?? ''}`).toString('base64')}` } }
        : token !== undefined && { token }),
    }).transport;
    this.#client = new InfluxDB({ url: url.origin, transport: this.#bounded() });
  }

  /** Sends the lines as one request of the client's write API, which neither retries nor buffers. */
  async write(target: string, lines: readonly string[]): Promise<void> {
    const options: Partial<WriteOptions> = {
      // Never reached: at this number the client would send by itself and lose the error.
      batchSize: lines.length + 1,
      maxBatchBytes: Number.MAX_SAFE_INTEGER,
      flushInterval: 0,
      maxRetries: 0,
      // Rejecting here keeps the client from logging to the console.
      writeFailed: (error) => Promise.reject(error),
    };
    const api = this.#client.getWriteApi(this.#settings.org ?? '', target, 'ms', options);
    if (this.#settings.api === 'v1') api.path = `/write?db=${encodeURIComponent(target)}&precision=ms`;
    api.writeRecords(lines as string[]);
    try {
      await api.flush();
    } finally {
      api.dispose();
    }
  }

  /** Any other request; JSON when the answer is JSON. Rejects with the client's errors. */
  async request(method: 'GET' | 'POST' | 'DELETE' | 'PATCH', path: string, body?: unknown): Promise<Answer> {
    let status = 0;
    let headers: Answer['headers'] = {};
    const answer: unknown = await this.#client.transport.request(path, body ?? '', { method }, (got, code) => {
      headers = got;
      status = code ?? 0;
    });
    return { status, headers, body: answer };
  }

  close(): void {
    this.#closed = true;
    for (const running of this.#running) running.abort();
    this.#agent.destroy();
  }

  #bounded(): Transport {
    const inner = this.#transport;
    return {
      chunkCombiner: inner.chunkCombiner,
      send: (path, body, options, callbacks) => {
        const { signal, done } = this.#limit();
        inner.send(path, body, { ...options, signal } as SendOptions, {
          ...callbacks,
          error: (error) => {
            done();
            callbacks?.error?.(error);
          },
          complete: () => {
            done();
            callbacks?.complete?.();
          },
        });
      },
      request: async (path, body, options, started) => {
        const { signal, done } = this.#limit();
        try {
          return (await inner.request(path, body, { ...options, signal } as SendOptions, started)) as unknown;
        } finally {
          done();
        }
      },
      iterate: (path, body, options) => inner.iterate(path, body, options),
    };
  }

  #limit(): { signal: AbortSignal; done: () => void } {
    const control = new AbortController();
    if (this.#closed) control.abort();
    const timer = setTimeout(() => control.abort(), this.#timeoutMs);
    this.#running.add(control);
    return {
      signal: control.signal,
      done: () => {
        clearTimeout(timer);
        this.#running.delete(control);
      },
    };
  }
}

/** What the settings or, in 1.x habit, the URL name. */
function credentials(settings: InfluxSettings): { username?: string; password?: string; token?: string } {
  const url = new URL(settings.url);
  if (settings.api === 'v2') return settings.token === undefined ? {} : { token: settings.token };
  if (settings.username !== undefined) return { username: settings.username, password: settings.password ?? '' };
  if (settings.token !== undefined) return { token: settings.token };
  if (url.username === '') return {};
  return { username: decodeURIComponent(url.username), password: decodeURIComponent(url.password) };
}

/** Takes every secret of the settings out of a text that goes to a log or a page. */
export function cleaner(settings: InfluxSettings): (text: string) => string {
  const { password, token, username } = credentials(settings);
  const basic = username === undefined ? undefined : Buffer.from(`${username}:${password ?? ''}`).toString('base64');
  const secrets = [token, password, basic, password === undefined ? undefined : encodeURIComponent(password)]
    .filter((secret) => secret !== undefined)
    .filter((secret) => secret.length >= 3);
  return (text) => secrets.reduce((said, secret) => said.replaceAll(secret, '***'), text);
}
