import type { Logger } from 'pino';
import { DemoCity, type CityDates } from './city/city.ts';
import { demoMeters, type DemoMeter } from './city/meters.ts';
import { CanteenCity } from './canteens/canteen-city.ts';
import { CanteenDevice } from './canteens/canteen-device.ts';
import { demoCanteens, type DemoCanteen } from './canteens/canteens.ts';
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
  readonly canteens?: readonly DemoCanteen[];
  /** Instead of each meter's own pace. */
  readonly intervalMs?: number;
}

/** All devices of the demo: a connection for each meter, gateway, scale and counter. */
export class DemoSimulator {
  readonly #options: DemoSimulatorOptions;
  #devices: readonly (SimulatedDevice | CanteenDevice)[] = [];

  constructor(options: DemoSimulatorOptions) {
    this.#options = options;
  }

  start(): void {
    const { mqttUrl, secretOf, now, log, seed, dates, meters = demoMeters, intervalMs } = this.#options;
    const { canteens = demoCanteens } = this.#options;
    const city = new DemoCity(seed, dates);
    const behind = new Map<string, DemoMeter[]>();
    for (const meter of meters) {
      const id = meter.gateway ?? meter.id;
      behind.set(id, [...(behind.get(id) ?? []), meter]);
    }
    const readers = [...behind].map(
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
    const canteenCity = new CanteenCity(seed, dates?.firstDay ?? null);
    const counters = canteens.flatMap((canteen) =>
      [canteen.scale, canteen.counter].map(
        (id) => new CanteenDevice({ id, secret: secretOf(id), url: mqttUrl, canteen, city: canteenCity, now, log }),
      ),
    );
    this.#devices = [...readers, ...counters];
    for (const device of this.#devices) device.start();
  }

  async stop(): Promise<void> {
    await Promise.all(this.#devices.map((device) => device.stop()));
    this.#devices = [];
  }
}
