import { connectAsync, type MqttClient } from 'mqtt';
import { connectDevice, publishReading } from '../device.ts';

const TRIES = 9;

export interface Served {
  /** Median of publish → PUBACK on a connection that was there before, ms. */
  readonly publish: number;
  /** Median of a new connection, from its first packet to the PUBACK of its first reading, ms. */
  readonly connect: number;
}

/** An honest device among the hostile ones: what it sends is stored, and it is told so in time. */
export class Bystander {
  readonly #url: string;
  readonly #id: string;
  readonly #secret: string;
  #client!: MqttClient;
  #ts: number;
  /** Readings that were acknowledged, each with a ts of its own. */
  acknowledged = 0;

  constructor(url: string, id: string, secret: string) {
    this.#url = url;
    this.#id = id;
    this.#secret = secret;
    this.#ts = Date.now() - 10 * 86_400_000;
  }

  async start(): Promise<void> {
    this.#client = await connectDevice(this.#url, this.#id, this.#secret);
  }

  async stop(): Promise<void> {
    await this.#client.endAsync(true);
  }

  get isConnected(): boolean {
    return this.#client.connected;
  }

  /** The times of several tries: the first of them begins at once. */
  async served(): Promise<Served> {
    const publish: number[] = [];
    const connect: number[] = [];
    for (let i = 0; i < TRIES; i++) {
      publish.push(await timed(() => this.publish(this.#client)));
      connect.push(await timed(() => this.#comeAndGo(i)));
    }
    return { publish: medianOf(publish), connect: medianOf(connect) };
  }

  async publish(client = this.#client): Promise<void> {
    this.#ts += 60_000;
    await publishReading(client, this.#id, { ts: this.#ts, values: { energy_kwh: this.acknowledged } });
    this.acknowledged++;
  }

  async #comeAndGo(i: number): Promise<void> {
    const login = { username: this.#id, password: this.#secret, clientId: `${this.#id} once more ${i}` };
    const client = await connectAsync(this.#url, { ...login, reconnectPeriod: 0 });
    await this.publish(client);
    client.end();
  }
}

async function timed(run: () => Promise<void>): Promise<number> {
  const since = performance.now();
  await run();
  return performance.now() - since;
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round(sorted[sorted.length >> 1]! * 10) / 10;
}
