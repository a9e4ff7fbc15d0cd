import { setTimeout as delay } from 'node:timers/promises';
import { connectAsync } from 'mqtt';
import type { Logger } from 'pino';
import { demoGateways } from './city/meters.ts';
import { demoClock } from './demo-clock.ts';
import { readDemoKeys, type DemoKeys } from './demo-keys.ts';
import { DemoSimulator } from './demo-simulator.ts';

export interface ApartOptions {
  /** Data folder of the installation, for the secrets of the demo's devices. Only read. */
  readonly folder: string;
  readonly mqttUrl: string;
  readonly log: Logger;
  readonly now: () => number;
  /** Pause between two looks for an installation that has not got that far. */
  readonly patienceMs?: number;
}

/**
 * The demo's devices in a process of their own: they know of the installation what their file of secrets says, and
 * reach it by MQTT only. Waits for an installation that has not made its demo yet.
 */
export class SimulatorsApart {
  readonly #options: ApartOptions;
  readonly #stopping = new AbortController();
  #simulator: DemoSimulator | undefined;
  #work: Promise<void> = Promise.resolve();

  constructor(options: ApartOptions) {
    this.#options = options;
  }

  start(): void {
    this.#work = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#work;
    await this.#simulator?.stop();
  }

  async #run(): Promise<void> {
    const { mqttUrl, log, now } = this.#options;
    const keys = await this.#untilKnown();
    if (keys === null) return;
    const { seed, dates, secretOf } = keys;
    this.#simulator = new DemoSimulator({ mqttUrl, secretOf, now: clockOf(keys, now), log, seed, dates });
    this.#simulator.start();
    log.info({ mqttUrl }, 'simulated devices are speaking');
  }

  /** @returns null when stopped before. */
  async #untilKnown(): Promise<DemoKeys | null> {
    const { folder, patienceMs = 3_000, log } = this.#options;
    let said = false;
    while (!this.#stopping.signal.aborted) {
      const keys = readDemoKeys(folder);
      if (keys !== null && (await this.#isLetIn(keys))) return keys;
      if (!said) log.info({ folder }, 'waiting for an installation that has the demo');
      said = true;
      await delay(patienceMs, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
    }
    return null;
  }

  /** The secrets are written before the devices are registered: one knock tells whether both are done. */
  async #isLetIn(keys: DemoKeys): Promise<boolean> {
    const credentials = { username: demoGateways[0]!, password: keys.secretOf(demoGateways[0]!) };
    try {
      const client = await connectAsync(this.#options.mqttUrl, { ...credentials, reconnectPeriod: 0 });
      await client.endAsync();
      return true;
    } catch {
      return false;
    }
  }
}

/** Nobody tells this process whether the first day was lived through already: a day later it is past. */
function clockOf({ liveFrom, speed = 1 }: DemoKeys, now: () => number): () => number {
  if (liveFrom === undefined || speed <= 1 || now() - liveFrom > 25 * 3_600_000) return now;
  return demoClock(now, liveFrom, speed);
}
