import type { Logger } from 'pino';
import type { CollectorService } from '../collector/port.ts';
import type { Registry, Viewer } from '../storage/registry/port.ts';
import { dayIndex } from './city/day.ts';
import { demoGateways, demoMeters } from './city/meters.ts';
import { demoPortfolio } from './city/portfolio.ts';
import { worksDayFor } from './city/works.ts';
import { demoKeys } from './demo-keys.ts';
import { DemoSimulator } from './demo-simulator.ts';
import { seedDemo } from './seed-demo.ts';

export interface DemoOptions {
  /** Data folder: keeps the devices' secrets. */
  readonly folder: string;
  readonly registry: Registry;
  readonly collector: CollectorService;
  readonly mqttPort: number;
  /** Where the broker listens, when it does not on loopback. */
  readonly mqttHost?: string;
  /** Off: the devices run in a process of their own (`simulators/main.ts`). */
  readonly simulators?: boolean;
  readonly log: Logger;
  readonly now: () => number;
  /** Of a demo that begins now; absent: any. */
  readonly seed?: number;
}

const importer: Viewer = { kind: 'operator', name: 'demo', role: 'administrator', scope: null };
const presentSetting = 'demo.present';

/**
 * The demo of an installation: fills an empty one, then lets its devices speak and loads their past in the
 * background. An installation that had rows of its own before never gets it.
 */
export class Demo {
  readonly #options: DemoOptions;
  #stopping = false;
  #simulator: DemoSimulator | undefined;
  #work: Promise<void> = Promise.resolve();

  constructor(options: DemoOptions) {
    this.#options = options;
  }

  start(): void {
    this.#work = this.#run().catch((error: unknown) => {
      this.#options.log.error({ err: error }, 'the demo failed; the platform goes on without it');
    });
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#simulator?.stop();
    await this.#work;
    // It may have started while it was being stopped.
    await this.#simulator?.stop();
  }

  async #run(): Promise<void> {
    const {
      folder,
      registry,
      collector,
      mqttPort,
      mqttHost = '127.0.0.1',
      simulators = true,
      now,
      log,
    } = this.#options;
    const empty = await registry.isEmpty();
    if (!empty && (await registry.setting(presentSetting)) === null) return;

    const devices = [...demoGateways, ...demoMeters.filter((meter) => !meter.gateway).map((meter) => meter.id)];
    const { seed, dates, secretOf } = demoKeys(folder, devices, {
      ...(this.#options.seed !== undefined && { seed: this.#options.seed }),
      worksDay: worksDayFor(now()),
      firstDay: dayIndex(now()),
    });
    if (empty) {
      // Before the import: a kill between the two leaves an empty register, which is filled again.
      await registry.setSetting(presentSetting, 'yes');
      const result = await registry.importPortfolio(demoPortfolio(secretOf, now()), importer, { demo: true });
      if (!result.ok) throw new Error(`The demo's portfolio has faults: ${JSON.stringify(result.faults.slice(0, 5))}`);
      log.info({ meters: demoMeters.length }, 'empty installation: filled with the demo');
    }
    // A demo of an earlier version keeps the meters that it has.
    const meters = demoMeters.filter(({ id }) => registry.directory.meter(id) !== null);
    if (this.#stopping) return;
    const host = mqttHost.includes(':') ? `[${mqttHost}]` : mqttHost;
    if (simulators) {
      this.#simulator = new DemoSimulator({
        mqttUrl: `mqtt://${host}:${mqttPort}`,
        secretOf,
        now,
        log,
        seed,
        dates,
        meters,
      });
      this.#simulator.start();
    }
    await seedDemo({ seed, dates, meters, collector, registry, now, log, stopping: () => this.#stopping });
  }
}
