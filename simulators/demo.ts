import type { Logger } from 'pino';
import type { CollectorService } from '../collector/port.ts';
import type { Registry, Viewer } from '../storage/registry/port.ts';
import { dayIndex } from './city/day.ts';
import { demoCanteens } from './canteens/canteens.ts';
import { demoMeters } from './city/meters.ts';
import { worksDayFor } from './city/works.ts';
import { demoClock, liveFromOf } from './demo-clock.ts';
import { demoKeys, type DemoKeys } from './demo-keys.ts';
import { demoDevices, demoPortfolio } from './demo-portfolio.ts';
import { caughtUpSetting, presentSetting } from './demo-settings.ts';
import { DemoSimulator } from './demo-simulator.ts';
import { letPeopleWork } from './people/demo-people.ts';
import type { PeopleDoor } from './people/people-api.ts';
import { seedBooks } from './seed-books.ts';
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
  /** Where people of the demo reach the API; absent: there are none. */
  readonly door?: PeopleDoor;
  readonly log: Logger;
  readonly now: () => number;
  /** Of a demo that begins now; absent: any. */
  readonly seed?: number;
  /** Over 1: a new demo's devices live its last day so many times as fast, and then in real time. */
  readonly speed?: number;
}

const importer: Viewer = { kind: 'operator', name: 'demo', role: 'administrator', scope: null };

/**
 * The demo of an installation: fills an empty one, then lets its devices speak and loads their past in the
 * background. An installation that had rows of its own before never gets it.
 */
export class Demo {
  readonly #options: DemoOptions;
  #stopping = false;
  #simulator: DemoSimulator | undefined;
  #catchingUp: NodeJS.Timeout | undefined;
  #work: Promise<void> = Promise.resolve();
  /** What people do once the past is there. */
  #working: (() => Promise<void>) | undefined;
  #people: Promise<void> = Promise.resolve();
  #paused = false;

  constructor(options: DemoOptions) {
    this.#options = options;
  }

  start(): void {
    if (this.#stopping) return;
    this.#work = this.#run().catch((error: unknown) => {
      this.#options.log.error({ err: error }, 'the demo failed; the platform goes on without it');
    });
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#catchingUp);
    await this.#simulator?.stop();
    await this.#work;
    await this.#people;
    // It may have started while it was being stopped.
    await this.#simulator?.stop();
  }

  /**
   * Before the demo is taken out: its people have written their last word.
   * @returns lets them go on, when it stays after all
   */
  async pause(): Promise<() => void> {
    this.#paused = true;
    await this.#people;
    return () => {
      this.#paused = false;
      this.#goOn();
    };
  }

  #goOn(): void {
    if (this.#stopping || this.#paused || this.#working === undefined) return;
    this.#people = this.#working().catch((err: unknown) => {
      this.#options.log.warn({ err }, 'people of the demo left off: they go on at the next start');
    });
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
    const present = await registry.setting(presentSetting);
    if (present === 'removed' || (!empty && present === null)) return;

    const { speed = 1 } = this.#options;
    const keys = demoKeys(folder, demoDevices, {
      ...(this.#options.seed !== undefined && { seed: this.#options.seed }),
      worksDay: worksDayFor(now()),
      firstDay: dayIndex(now()),
      liveFrom: liveFromOf(now(), speed),
      speed,
    });
    const { seed, dates, secretOf } = keys;
    if (empty) {
      // Before the import: a kill between the two leaves an empty register, which is filled again.
      await registry.setSetting(presentSetting, 'yes');
      const result = await registry.importPortfolio(demoPortfolio(secretOf, now()), importer, { demo: true });
      if (!result.ok) throw new Error(`The demo's portfolio has faults: ${JSON.stringify(result.faults.slice(0, 5))}`);
      log.info(
        { meters: demoMeters.length, canteens: demoCanteens.length },
        'empty installation: filled with the demo',
      );
    }
    // A demo of an earlier version keeps the meters that it has.
    const meters = demoMeters.filter(({ id }) => registry.directory.meter(id) !== null);
    const canteens = demoCanteens.filter(({ scale }) => registry.directory.device(scale) !== null);
    if (this.#stopping) return;
    const clock = await this.#clock(keys);
    const host = mqttHost.includes(':') ? `[${mqttHost}]` : mqttHost;
    if (simulators) {
      this.#simulator = new DemoSimulator({
        mqttUrl: `mqtt://${host}:${mqttPort}`,
        secretOf,
        now: clock,
        log,
        seed,
        dates,
        meters,
        canteens,
      });
      this.#simulator.start();
    }
    const begins = keys.liveFrom ?? now();
    await seedBooks({ seed, canteens, registry, now: () => begins, stopping: () => this.#stopping });
    await seedDemo({
      seed,
      dates,
      meters,
      canteens,
      collector,
      registry,
      now: () => begins,
      log,
      stopping: () => this.#stopping,
    });
    const { door } = this.#options;
    if (door === undefined) return;
    const stopping = () => this.#stopping || this.#paused;
    this.#working = () => letPeopleWork({ seed, canteens, door, registry, now, log, stopping });
    this.#goOn();
  }

  /** Faster than real time until the present is reached; a restart before that begins the day again. */
  async #clock({ liveFrom }: DemoKeys): Promise<() => number> {
    const { registry, now, log, speed = 1 } = this.#options;
    if (liveFrom === undefined || speed <= 1 || (await registry.setting(caughtUpSetting)) !== null) return now;
    const clock = demoClock(now, liveFrom, speed);
    this.#catchingUp = setTimeout(
      () => {
        registry
          .setSetting(caughtUpSetting, 'yes')
          .catch((err: unknown) => log.warn({ err }, 'the demo will live its first day again'));
      },
      (now() - liveFrom) / (speed - 1),
    );
    this.#catchingUp.unref();
    return clock;
  }
}
