import type { AccountEntry } from '../storage/registry/port.ts';
import { TopicFilter } from './filters.ts';

/** What becomes of a message on a topic. */
export type TopicUse =
  /** `v1/{deviceId}/readings` or `events`: to the collector, acknowledged when durable. */
  | 'readings'
  | 'events'
  /** `v1/{deviceId}/status`: may be retained. */
  | 'status'
  /** Anything else that the publisher may publish to: acknowledged, counted, passed on, not collected. */
  | 'other'
  /** A `$` topic that only its `$` keeps out of what the publisher may: acknowledged, and told to nobody. */
  | 'unspoken'
  | 'foreign';

/** What one publisher may do. Built once a login; answers are cached per connection by the caller. */
export interface Rights {
  useOf(topic: string): TopicUse;
  /** Whether `retain` stands on this topic; elsewhere the flag is dropped. */
  mayRetain(topic: string, use: TopicUse): boolean;
  maySubscribe(filter: string): boolean;
  mayLeaveWill(topic: string): boolean;
}

const COLLECTED = /^v1\/[^/]+\/(readings|events|status)$/;

function useBelowV1(topic: string): TopicUse {
  const name = COLLECTED.exec(topic)?.[1];
  return (name as 'readings' | 'events' | 'status' | undefined) ?? 'other';
}

/** A device (or gateway, scale, counter) lives below `v1/{deviceId}/` and hears its own commands only. */
export class DeviceRights implements Rights {
  readonly #below: string;
  readonly #status: string;
  readonly #commands: TopicFilter;

  constructor(deviceId: string) {
    this.#below = `v1/${deviceId}/`;
    this.#status = `v1/${deviceId}/status`;
    this.#commands = new TopicFilter(`v1/${deviceId}/commands/#`);
  }

  useOf(topic: string): TopicUse {
    return topic.startsWith(this.#below) ? useBelowV1(topic) : 'foreign';
  }

  mayRetain(_topic: string, use: TopicUse): boolean {
    return use === 'status';
  }

  maySubscribe(filter: string): boolean {
    return this.#commands.covers(filter);
  }

  mayLeaveWill(topic: string): boolean {
    return topic === this.#status;
  }
}

/** A service account: filters of the portfolio. Filters that begin with a wildcard never open `$SYS`. */
export class AccountRights implements Rights {
  readonly #publish: readonly TopicFilter[];
  readonly #subscribe: readonly TopicFilter[];
  readonly #refuse: readonly TopicFilter[];
  readonly #retained: boolean;
  readonly #mayPublishAnything: boolean;

  constructor(account: AccountEntry) {
    this.#mayPublishAnything = account.publish.includes('#');
    this.#publish = account.publish.map((filter) => new TopicFilter(filter));
    this.#subscribe = account.subscribe.map((filter) => new TopicFilter(filter));
    this.#refuse = account.refuse.map((filter) => new TopicFilter(filter));
    this.#retained = account.retained;
  }

  useOf(topic: string): TopicUse {
    // [MQTT-3.3.5-2], section 4.7.2: clients don't talk over `$` topics, and $SYS is the broker's own voice.
    if (topic.startsWith('$')) return this.#mayPublishAnything && !topic.startsWith('$SYS/') ? 'unspoken' : 'foreign';
    return this.#publish.some((filter) => filter.matches(topic)) ? useBelowV1(topic) : 'foreign';
  }

  mayRetain(topic: string, use: TopicUse): boolean {
    return topic.startsWith('v1/') ? use === 'status' : this.#retained;
  }

  /** `refuse` holds back a filter and what is narrower; a wider one, such as `#`, is granted. */
  maySubscribe(filter: string): boolean {
    // aedes grants a shared subscription and never delivers to it.
    if (filter.startsWith('$share/')) return false;
    return (
      this.#subscribe.some((granted) => granted.covers(filter)) &&
      !this.#refuse.some((refused) => refused.covers(filter))
    );
  }

  /** A will is published when nobody is left to hear that it was not stored: never a reading. */
  mayLeaveWill(topic: string): boolean {
    const use = this.useOf(topic);
    return use === 'status' || use === 'other';
  }
}
