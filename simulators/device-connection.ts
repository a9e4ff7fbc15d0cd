import type { Logger } from 'pino';
import { connect, type MqttClient } from 'mqtt';

export interface ConnectionOptions {
  /** User name, and the level of its topics. */
  readonly id: string;
  readonly secret: string;
  readonly url: string;
  readonly log: Logger;
}

/** A device's line to the platform, as any has it: own login, QoS 1, a retained status, a will. */
export class DeviceConnection {
  readonly #options: ConnectionOptions;
  #client: MqttClient | undefined;

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  get connected(): boolean {
    return this.#client?.connected === true;
  }

  /** @param onConnect at each connection */
  start(onConnect: () => void): void {
    const { id, secret, url, log } = this.#options;
    const client = connect(url, {
      clientId: `sim-${id}`,
      username: id,
      password: secret,
      clean: true,
      keepalive: 60,
      reconnectPeriod: 2_000,
      // Wrong credentials don't become right by themselves.
      reconnectOnConnackError: false,
      will: { topic: this.#topic('status'), payload: Buffer.from('{"online":false}'), qos: 1, retain: true },
    });
    client.on('connect', () => {
      client.publish(this.#topic('status'), '{"online":true,"firmware":"1.0.0"}', { qos: 1, retain: true });
      onConnect();
    });
    client.on('error', (error) => log.warn({ device: id, err: error }, 'simulated device'));
    this.#client = client;
  }

  /** Fulfilled when the platform has acknowledged it. */
  async publish(stream: 'readings' | 'events', payload: string): Promise<void> {
    if (!this.connected) throw new Error(`${this.#options.id} is not connected`);
    await this.#client!.publishAsync(this.#topic(stream), payload, { qos: 1 });
  }

  async stop(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    if (!client) return;
    // Taken off the grid orderly: the will is not sent, so it says so itself.
    if (client.connected) client.publish(this.#topic('status'), '{"online":false}', { qos: 1, retain: true });
    await new Promise<void>((resolve) => {
      // A server that no longer answers must not hold the stop up.
      const timer = setTimeout(() => client.end(true, () => resolve()), 1_000);
      client.end(!client.connected, () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  #topic(name: string): string {
    return `v1/${this.#options.id}/${name}`;
  }
}
