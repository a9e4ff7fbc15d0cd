import type { Client, Subscription } from 'aedes';
import type { BrokerClient } from './aedes-internals.ts';
import { count } from './metrics.ts';
import type { Parts } from './parts.ts';
import type { Session } from './session.ts';

type Grant = (error: Error | null, subscription?: Subscription | null) => void;

/** Who may hear what; a filter that may not be subscribed is answered with 0x80. */
export class Subscribing {
  readonly #parts: Parts;
  /** Filters that accounts hold: the only ones that a reading can reach. */
  #accountFilters = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get anAccountListens(): boolean {
    return this.#accountFilters > 0;
  }

  readonly authorize = (client: Client, subscription: Subscription, grant: Grant): void => {
    const session = (client as BrokerClient).session;
    if (session === undefined || !this.#allows(session, subscription.topic)) return grant(null, null);
    if (!session.filters.has(subscription.topic)) {
      session.filters.add(subscription.topic);
      if (session.identity.kind === 'account') this.#accountFilters++;
    }
    grant(null, subscription);
  };

  readonly unsubscribed = (filters: readonly string[], client: Client): void => {
    const session = (client as BrokerClient).session;
    if (session !== undefined) this.ended(session, filters);
  };

  ended(session: Session, filters: Iterable<string> = session.filters): void {
    for (const filter of [...filters]) {
      if (session.filters.delete(filter) && session.identity.kind === 'account') this.#accountFilters--;
    }
  }

  #allows({ identity, filters }: Session, filter: string): boolean {
    const { metrics, rareLog, limits } = this.#parts;
    const { id, kind, rights } = identity;
    const tooMany = kind === 'device' && !filters.has(filter) && filters.size >= limits.subscriptionsOfDevice;
    if (!tooMany && rights.maySubscribe(filter)) return true;
    count(metrics.subscriptionsRefused, kind);
    rareLog.warn(id, 'subscription', 'subscription refused', { filter: filter.slice(0, 128), tooMany });
    return false;
  }
}
