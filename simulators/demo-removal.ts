import type { Logger } from 'pino';
import type { CollectorService, DemoRemoved } from '../collector/port.ts';
import type { Registry, Viewer } from '../storage/registry/port.ts';
import { forgetDemoKeys } from './demo-keys.ts';
import { presentSetting } from './demo-settings.ts';

export interface DemoRemovalOptions {
  /** Data folder: keeps the devices' secrets. */
  readonly folder: string;
  readonly registry: Pick<Registry, 'removeDemo' | 'setting' | 'setSetting'>;
  readonly collector: Pick<CollectorService, 'forget'>;
  /** Nothing of the demo writes into the register any more; answers how it goes on, when the demo stays. */
  readonly pause?: () => Promise<(() => void) | undefined>;
  /** Ends what of the demo runs in this process. */
  readonly stop: () => Promise<void>;
  readonly log: Logger;
}

/** Meters and devices whose rows are gone and whose data is not yet; empty text: none. */
const removingSetting = 'demo.removing';

interface Gone {
  readonly meters: readonly string[];
  readonly devices: readonly string[];
}

/**
 * Takes the demo out of an installation. Its rows leave the register in one transaction, with a note of whose data is to
 * follow; a kill after that is finished by the next start.
 */
export class DemoRemoval {
  readonly #options: DemoRemovalOptions;
  #turns: Promise<unknown> = Promise.resolve();

  constructor(options: DemoRemovalOptions) {
    this.#options = options;
  }

  /** What an earlier run did not come to. Never rejects: the next start tries it again. */
  finish(): Promise<void> {
    const { log } = this.#options;
    const finished = this.#turns.then(async () => {
      try {
        const gone = await this.#noted();
        if (gone === null) return;
        log.info({ meters: gone.meters.length }, 'the demo was being removed: going on with it');
        await this.#forget(gone);
      } catch (err) {
        log.error({ err }, 'the demo’s data is not all removed: tried again at the next start');
      }
    });
    this.#turns = finished;
    return finished;
  }

  /** When nothing is under way. */
  async settled(): Promise<void> {
    await this.#turns;
  }

  /** One after the other: a second call finds nothing left. */
  remove(by: Viewer): Promise<DemoRemoved> {
    const result = this.#turns.then(() => this.#remove(by));
    this.#turns = result.catch(() => undefined);
    return result;
  }

  async #remove(by: Viewer) {
    const { stop, log } = this.#options;
    const removed = await this.#removeRows(by);
    if (!removed.ok) return removed;
    await stop();
    const { readings, events, behind } = await this.#forget((await this.#noted())!);
    const { rows } = removed;
    const counts = { rows, meters: removed.meters.length, devices: removed.devices.length, readings, events };
    log.info(counts, 'the demo was removed');
    return { ok: true, ...counts, leftBehind: behind && readings > 0 } as const;
  }

  async #removeRows(by: Viewer) {
    const { registry, pause } = this.#options;
    const before = await this.#noted();
    let goOn = await pause?.();
    try {
      const removed = await registry.removeDemo(by, ({ meters, devices }) => {
        const all = { meters: union(before?.meters, meters), devices: union(before?.devices, devices) };
        return [removingSetting, JSON.stringify(all)];
      });
      if (removed.ok) goOn = undefined;
      return removed;
    } finally {
      goOn?.();
    }
  }

  async #forget(gone: Gone) {
    const { collector, registry, folder } = this.#options;
    const forgotten = await collector.forget(gone);
    forgetDemoKeys(folder);
    await registry.setSetting(presentSetting, 'removed');
    await registry.setSetting(removingSetting, '');
    return forgotten;
  }

  async #noted(): Promise<Gone | null> {
    const text = await this.#options.registry.setting(removingSetting);
    return text ? (JSON.parse(text) as Gone) : null;
  }
}

const union = (some: readonly string[] = [], more: readonly string[] = []) => [...new Set([...some, ...more])];
