import type { Logger } from 'pino';
import { DemoCity, type CityDates } from './city/city.ts';
import { demoMeters, type DemoMeter } from './city/meters.ts';
import { SimulatedDevice } from './device.ts';

export interface DemoSimulatorOptions {
  readonly mqttUrl: string;
  /** Secret of a meter or gateway. */
  readonly secretOf: (device: string) => string;
  readonly now: () => number;
  readonly log: Logger;
  readonly seed: number;
  readonly dates?: CityDates;
  /** Absent: all of the demo's. */
  readonly meters?: readonly DemoMeter[];
  /** Instead of each meter's own pace. */
  readonly intervalMs?: number;
}

/** All devices of the demo: one connection a meter, and one for the meters behind the gateway. */
export class DemoSimulator {
  readonly #options: DemoSimulatorOptions;
  #devices: readonly SimulatedDevice[] = [];

  constructor(options: DemoSimulatorOptions) {
    this.#options = options;
  }

  start(): void {
    const { mqttUrl, secretOf, now, log, seed, dates, meters = demoMeters, intervalMs } = this.#options;
    const city = new DemoCity(seed, dates);
    const behind = new Map<string, DemoMeter[]>();
    for (const meter of meters) {
      const id = meter.gateway ?? meter.id;
      behind.set(id, [...(behind.get(id) ?? []), meter]);
    }
    this.#devices = [...behind].map(
      ([id, meters]) =>
        new SimulatedDevice({
          id,
          secret: secretOf(id),
          url: mqttUrl,
          meters,
          city,
          everyMs: intervalMs ?? Math.min(...meters.map((meter) => meter.everyMs)),
          now,
          log,
        }),
    );
    for (const device of this.#devices) device.start();
  }

  async stop(): Promise<void> {
    await Promise.all(this.#devices.map((device) => device.stop()));
    this.#devices = [];
  }
}
