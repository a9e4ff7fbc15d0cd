import type { Logger } from 'pino';
import { connect, type MqttClient } from 'mqtt';
import type { DemoCity } from './city/city.ts';
import type { DemoMeter } from './city/meters.ts';

export interface DeviceOptions {
  /** User name, and the level of its topics: a meter's own id, or a gateway's. */
  readonly id: string;
  readonly secret: string;
  readonly url: string;
  /** One for a meter on its own; several behind a gateway, which names each in its readings. */
  readonly meters: readonly DemoMeter[];
  readonly city: DemoCity;
  readonly everyMs: number;
  readonly now: () => number;
  readonly log: Logger;
}

/** Time in Wenzhou, as a Chinese meter writes it. */
function localTime(ts: number): string {
  return new Date(ts + 8 * 3_600_000).toISOString().slice(0, 19) + '+08:00';
}

/** A meter, or a gateway with several, as an MQTT client like any: QoS 1, a retained status, a will. */
export class SimulatedDevice {
  readonly #options: DeviceOptions;
  #client: MqttClient | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: DeviceOptions) {
    this.#options = options;
  }

  start(): void {
    const { id, secret, url, everyMs, log } = this.#options;
    const status = `v1/${id}/status`;
    const client = connect(url, {
      clientId: `sim-${id}`,
      username: id,
      password: secret,
      clean: true,
      keepalive: 60,
      reconnectPeriod: 2_000,
      // Wrong credentials don't become right by themselves.
      reconnectOnConnackError: false,
      will: { topic: status, payload: Buffer.from('{"online":false}'), qos: 1, retain: true },
    });
    client.on('connect', () => {
      client.publish(status, '{"online":true,"firmware":"1.0.0"}', { qos: 1, retain: true });
      this.#read();
    });
    client.on('error', (error) => log.warn({ device: id, err: error }, 'simulated device'));
    this.#client = client;
    this.#timer = setInterval(() => this.#read(), everyMs);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    const client = this.#client;
    this.#client = undefined;
    if (!client) return;
    // Taken off the grid orderly: the will is not sent, so it says so itself.
    if (client.connected) client.publish(`v1/${this.#options.id}/status`, '{"online":false}', { qos: 1, retain: true });
    await new Promise<void>((resolve) => {
      // A server that no longer answers must not hold the stop up.
      const timer = setTimeout(() => client.end(true, () => resolve()), 1_000);
      client.end(!client.connected, () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  #read(): void {
    const client = this.#client;
    // No buffer of its own: while the server is away a gap grows, and the platform shows it as one.
    if (!client?.connected) return;
    const { id, meters, city, now } = this.#options;
    const ts = Math.floor(now() / 1000) * 1000;
    const readings = meters.flatMap((meter) => {
      const said = city.readingAt(meter, ts);
      if (said === null) return [];
      return [{ ...(meter.id !== id && { device: meter.id }), ts: localTime(said.ts), values: said.values }];
    });
    if (readings.length === 0) return;
    const payload = JSON.stringify(readings.length === 1 ? readings[0] : readings);
    client.publish(`v1/${id}/readings`, payload, { qos: 1 });
  }
}
