import { createHash, randomBytes } from 'node:crypto';
import type { SourceSettings } from './port.ts';

/** Small facts that outlive the process (`Registry.setting`). */
export interface Settings {
  setting(key: string): Promise<string | null>;
  setSetting(key: string, value: string): Promise<void>;
}

/** What an installation must remember of its sources: who it is to them, and what it subscribed to. */
export class SourceMemory {
  readonly #settings: Settings;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  /**
   * The same for ever for this installation and source, so that the broker finds our session again; another for each
   * installation, so that two don't throw each other out. 23 characters, which every broker must take [MQTT-3.1.3-5].
   */
  async clientId(source: string): Promise<string> {
    const key = 'installation-id';
    let id = await this.#settings.setting(key);
    if (id === null) await this.#settings.setSetting(key, (id = randomBytes(16).toString('hex')));
    const digest = createHash('sha256').update(`${id}\n${source}`).digest('hex');
    return `wattsteward-${digest.slice(0, 11)}`;
  }

  /** Topics that the broker's session holds for us, as far as we know. */
  async topics(source: SourceSettings): Promise<readonly string[]> {
    return JSON.parse((await this.#settings.setting(topicsKey(source))) ?? '[]') as string[];
  }

  async setTopics(source: SourceSettings, topics: readonly string[]): Promise<void> {
    const before = await this.topics(source);
    if (before.join('\n') !== topics.join('\n')) {
      await this.#settings.setSetting(topicsKey(source), JSON.stringify(topics));
    }
  }
}

/** Another broker under the same name knows nothing of us. */
function topicsKey({ name, url }: SourceSettings): string {
  return `source-topics ${name} ${url}`;
}
