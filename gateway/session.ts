import type { BrokerClient } from './aedes-internals.ts';
import { AckOrder } from './ack-order.ts';
import type { Rights, TopicUse } from './rights.ts';
import { isTopicName } from './text-guard.ts';

/** Who logged in. `id` is a device id, a gateway id or an account id. */
export interface Identity {
  readonly id: string;
  readonly kind: 'device' | 'account';
  readonly rights: Rights;
}

export interface TopicVerdict {
  readonly use: TopicUse | 'malformed';
  readonly mayRetain: boolean;
}

const MALFORMED: TopicVerdict = { use: 'malformed', mayRetain: false };

/** One logged-in connection: who it is, what it may do, what of it waits. */
export class Session {
  readonly client: BrokerClient;
  readonly identity: Identity;
  /** '' when the client left the choice to the broker. */
  readonly clientId: string;
  readonly acks = new AckOrder();
  /** Granted filters. */
  readonly filters = new Set<string>();
  readonly #topicsRemembered: number;
  #verdicts = new Map<string, TopicVerdict>();

  constructor(client: BrokerClient, identity: Identity, clientId: string, topicsRemembered: number) {
    this.client = client;
    this.identity = identity;
    this.clientId = clientId;
    this.#topicsRemembered = topicsRemembered;
  }

  /** A device publishes to a handful of topics for years: judged once, looked up after. */
  verdictOn(topic: string): TopicVerdict {
    let verdict = this.#verdicts.get(topic);
    if (verdict === undefined) {
      verdict = this.#judge(topic);
      if (this.#verdicts.size >= this.#topicsRemembered) this.#verdicts.clear();
      this.#verdicts.set(topic, verdict);
    }
    return verdict;
  }

  #judge(topic: string): TopicVerdict {
    if (!isTopicName(topic)) return MALFORMED;
    const use = this.identity.rights.useOf(topic);
    return { use, mayRetain: this.identity.rights.mayRetain(topic, use) };
  }

  close(): void {
    this.client.conn.destroy();
  }
}
