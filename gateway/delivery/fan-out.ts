import type { Aedes } from 'aedes';
import type { Delivery } from './delivery.ts';
import type { Qos } from './message.ts';

/** A PUBLISH, a will or a `$SYS` notice, as aedes hands it on. */
export interface Published {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly qos?: number;
  readonly retain?: boolean;
  /** Set on what went to the collector. */
  collected?: boolean;
  /** Set on what is acknowledged and told to nobody. */
  unspoken?: boolean;
}

type Done = (error?: Error) => void;
type Publish = (packet: Published, client?: object | Done | null, done?: Done) => void;

/**
 * What aedes publishes goes out through the gateway's own delivery, which never makes a publisher wait. A collected
 * reading is spared even the look for subscribers while no account listens.
 */
export function fanOutThrough(broker: Aedes, delivery: Pick<Delivery, 'publish' | 'anAccountListens'>): void {
  const publish: Publish = (packet, client, done) => {
    if (packet.unspoken !== true && (packet.collected !== true || delivery.anAccountListens)) {
      const { topic, payload, qos = 0, retain = false } = packet;
      delivery.publish({ topic, payload, qos: qos as Qos }, retain);
    }
    if (typeof client === 'function') (client as Done)();
    else done?.();
  };
  broker.publish = publish as unknown as Aedes['publish'];
}
