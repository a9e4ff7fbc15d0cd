import type { DemoCity } from './city/city.ts';
import type { DemoMeter } from './city/meters.ts';
import { DeviceConnection, type ConnectionOptions } from './device-connection.ts';

export interface DeviceOptions extends ConnectionOptions {
  /** One for a meter on its own; several behind a gateway, which names each in its readings. */
  readonly meters: readonly DemoMeter[];
  readonly city: DemoCity;
  readonly everyMs: number;
  /** The demo's clock: it may run faster than ours. */
  readonly now: () => number;
}

const quarterMs = 15 * 60_000;

/** Time in Wenzhou, as a Chinese meter writes it. */
function localTime(ts: number): string {
  return new Date(ts + 8 * 3_600_000).toISOString().slice(0, 19) + '+08:00';
}

/** A meter, or a gateway with several, as an MQTT client like any. */
export class SimulatedDevice {
  readonly #options: DeviceOptions;
  readonly #line: DeviceConnection;
  #timer: NodeJS.Timeout | undefined;
  #lastReadAt = Infinity;

  constructor(options: DeviceOptions) {
    this.#options = options;
    this.#line = new DeviceConnection(options);
  }

  start(): void {
    this.#line.start(() => this.#read());
    this.#timer = setInterval(() => this.#read(), this.#options.everyMs);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#line.stop();
  }

  #read(): void {
    const { id, now, log } = this.#options;
    const at = Math.floor(now() / 1000) * 1000;
    const instants = this.#instantsUntil(at);
    this.#lastReadAt = at;
    // No buffer of its own: while the server is away a gap grows, and the platform shows it as one.
    if (!this.#line.connected) return;
    const readings = instants.flatMap((ts) => this.#readingsAt(ts));
    if (readings.length === 0) return;
    const payload = JSON.stringify(readings.length === 1 ? readings[0] : readings);
    this.#line.publish('readings', payload).catch((err: unknown) => log.debug({ device: id, err }, 'not acknowledged'));
  }

  /** While its clock runs fast, the quarters of the hour that have passed since the last look too. */
  #instantsUntil(at: number): number[] {
    const instants: number[] = [];
    if (at - this.#lastReadAt > 2 * this.#options.everyMs) {
      const first = (Math.floor(this.#lastReadAt / quarterMs) + 1) * quarterMs;
      for (let quarter = first; quarter < at; quarter += quarterMs) instants.push(quarter);
    }
    return [...instants, at];
  }

  #readingsAt(ts: number): object[] {
    const { id, meters, city } = this.#options;
    return meters.flatMap((meter) => {
      const said = city.readingAt(meter, ts);
      if (said === null) return [];
      return [{ ...(meter.id !== id && { device: meter.id }), ts: localTime(said.ts), values: said.values }];
    });
  }
}
