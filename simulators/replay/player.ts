import { randomBytes } from 'node:crypto';
import { connect, type IClientOptions, type MqttClient } from 'mqtt';
import type { ShownReading } from './recording.ts';

export interface PlayerOptions {
  /** Asked before each connection, so that a server that comes back on another port is found. */
  readonly url: () => string;
  /** Device id: user name and topic. */
  readonly meter: string;
  readonly secret: string;
  readonly point: string;
  /** Times real time; Infinity = as fast as the server acknowledges. */
  readonly speed: number;
  readonly now: () => number;
  /** Unacknowledged readings under way. */
  readonly window?: number;
  /** Readings that are due together go out as one array of at most so many; 1 = each by itself. */
  readonly batch?: number;
  /** How long to go on trying without a single acknowledgement once a connection was lost. */
  readonly patienceMs?: number;
  readonly onProgress?: (progress: Progress) => void;
}

export interface Progress {
  readonly total: number;
  /** Readings, those that were sent again included. */
  readonly sent: number;
  readonly acknowledged: number;
  /** Connections after the first. */
  readonly reconnects: number;
}

/**
 * `unreachable`: nobody listens there, or nobody who answers an MQTT login, or nobody came back in time. `refused`: user name or secret are wrong.
 * `closed`: the server takes connections but closes them without acknowledging anything (no right to the topic, or
 * its store fails). `stopped`: by `stop()`.
 */
export type PlayerEnd = 'done' | 'unreachable' | 'refused' | 'closed' | 'stopped';
export type PlayerResult = Progress & { readonly end: PlayerEnd; readonly detail?: string };

interface ConnectionEnd {
  /** `nobody`: no listener there. `unanswered`: closed before the login was answered. `lost`: after it. */
  readonly why: 'done' | 'lost' | 'refused' | 'nobody' | 'unanswered' | 'stopped';
  readonly detail?: string;
}

/** What the network says when there is nobody to talk to. */
const nobodyThere = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT']);
/** A first login that is closed unanswered (a back-off after a wrong secret, say) is tried again for so long. */
const firstLoginMs = 60_000;

/** First pause before a new try; doubles up to the second. */
const retryMs = [100, 2_000] as const;

/**
 * Plays readings as a meter: at QoS 1, in order, a bounded window under way. A lost connection is
 * replaced and everything without a PUBACK is sent again from the oldest on, so a server that was killed loses
 * nothing and sees the order that it would have seen.
 */
export class Player {
  readonly #options: PlayerOptions;
  readonly #readings: readonly ShownReading[];
  /** Every reading before it is acknowledged. */
  #oldest = 0;
  #sent = 0;
  #connections = 0;
  #startedAt = 0;
  #stopping = false;
  #interrupt: () => void = () => {};

  constructor(readings: readonly ShownReading[], options: PlayerOptions) {
    this.#readings = readings;
    this.#options = options;
  }

  get progress(): Progress {
    return {
      total: this.#readings.length,
      sent: this.#sent,
      acknowledged: this.#oldest,
      reconnects: Math.max(0, this.#connections - 1),
    };
  }

  /** Plays to the end; never rejects for what the network does. */
  async play(): Promise<PlayerResult> {
    const { now, patienceMs = 300_000 } = this.#options;
    this.#startedAt = now();
    let acknowledgedAt = now();
    let pause: number = retryMs[0];
    while (!this.#stopping) {
      const before = this.#oldest;
      const end = await this.#connection();
      if (end.why === 'done') return { ...this.progress, end: 'done' };
      if (end.why === 'refused') return { ...this.progress, end: 'refused', detail: end.detail };
      if (this.#oldest > before) {
        acknowledgedAt = now();
        pause = retryMs[0];
      }
      // Before the first connection there is nothing to survive: say at once that nobody is there.
      const first = this.#connections === 0;
      const nobody = end.why === 'nobody';
      const patience = first ? Math.min(patienceMs, nobody ? 0 : firstLoginMs) : patienceMs;
      if (now() - acknowledgedAt >= patience) {
        return { ...this.progress, end: nobody || first ? 'unreachable' : 'closed', detail: end.detail };
      }
      await this.#pause(pause);
      pause = Math.min(pause * 2, retryMs[1]);
    }
    return { ...this.progress, end: 'stopped' };
  }

  stop(): void {
    this.#stopping = true;
    this.#interrupt();
  }

  /** One connection, from connecting until it ends for whatever reason. */
  #connection(): Promise<ConnectionEnd> {
    const { meter, secret, batch = 1, window = 100 } = this.#options;
    const options: IClientOptions = {
      clientId: `replay-${randomBytes(6).toString('hex')}`,
      username: meter,
      password: secret,
      clean: true,
      // Reconnecting is ours: the client's own would send again in its own order.
      reconnectPeriod: 0,
      connectTimeout: 10_000,
      keepalive: 30,
    };
    return new Promise((resolve) => {
      let client: MqttClient;
      try {
        client = connect(this.#options.url(), options);
      } catch (error) {
        resolve({ why: 'nobody', detail: (error as Error).message });
        return;
      }
      let next = this.#oldest;
      /** End of each message that was acknowledged before an older one, by its beginning. */
      const early = new Map<number, number>();
      let connected = false;
      let ended = false;
      let detail: string | undefined;
      let nobody = false;
      let timer: NodeJS.Timeout | undefined;

      const finish = (end: ConnectionEnd) => {
        if (ended) return;
        ended = true;
        clearTimeout(timer);
        this.#interrupt = () => {};
        // A clean end lets the DISCONNECT out; a lost connection has nobody to say it to.
        client.end(end.why !== 'done', () => resolve(end));
      };
      const acknowledged = (from: number, to: number, error?: Error | null) => {
        if (ended || error) return;
        // PUBACKs come in order [MQTT-4.6.0-2]; one that does not says nothing about those before it.
        early.set(from, to);
        for (let end = early.get(this.#oldest); end !== undefined; end = early.get(end)) {
          early.delete(this.#oldest);
          this.#oldest = end;
        }
        this.#options.onProgress?.(this.progress);
        if (this.#oldest === this.#readings.length) finish({ why: 'done' });
        else pump();
      };
      const pump = () => {
        clearTimeout(timer);
        while (!ended && next < this.#readings.length && next - this.#oldest < window) {
          const wait = this.#dueIn(next);
          if (wait > 0) {
            timer = setTimeout(pump, Math.min(wait, 60_000));
            return;
          }
          const from = next++;
          const most = Math.min(from + batch, this.#oldest + window, this.#readings.length);
          while (next < most && this.#dueIn(next) === 0) next++;
          const to = next;
          this.#sent += to - from;
          client.publish(`v1/${meter}/readings`, this.#payload(from, to), { qos: 1 }, (error) =>
            acknowledged(from, to, error),
          );
        }
      };

      this.#interrupt = () => finish({ why: 'stopped' });
      client.on('connect', () => {
        connected = true;
        this.#connections++;
        if (this.#readings.length === this.#oldest) finish({ why: 'done' });
        else pump();
      });
      client.on('error', (error) => {
        detail = error.message || (error as NodeJS.ErrnoException).code;
        const code = (error as { code?: unknown }).code;
        nobody = typeof code === 'string' && nobodyThere.has(code);
        if (code === 4 || code === 5) finish({ why: 'refused', detail });
      });
      client.on('close', () => finish({ why: connected ? 'lost' : nobody ? 'nobody' : 'unanswered', detail }));
    });
  }

  /** Milliseconds until the reading is due; 0 = now. */
  #dueIn(index: number): number {
    const { speed, now } = this.#options;
    if (speed === Infinity) return 0;
    const due = this.#startedAt + (this.#readings[index]!.ts - this.#readings[0]!.ts) / speed;
    return Math.max(0, due - now());
  }

  /** Written by hand: the decimal number goes out digit for digit. */
  #payload(from: number, to: number): string {
    const point = JSON.stringify(this.#options.point);
    const texts = this.#readings
      .slice(from, to)
      .map(({ ts, value }) => `{"ts":"${new Date(ts).toISOString()}","values":{${point}:${value}}}`);
    return texts.length === 1 ? texts[0]! : `[${texts.join(',')}]`;
  }

  #pause(ms: number): Promise<void> {
    if (this.#stopping) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#interrupt = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
