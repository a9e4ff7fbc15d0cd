import type { BrokerClient } from './aedes-internals.ts';
import { AckOrder } from './ack-order.ts';
import type { Ending } from './door-book.ts';
import type { ReadMeter } from './read-meter.ts';
import type { Refusal } from './refusal.ts';
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

/** Why a connection isn't read for now. */
export type Hold = 'pending-bytes' | 'rate';

export interface Login {
  readonly identity: Identity;
  /** The user name as given; '' = none. */
  readonly name: string;
  /** '' when the client left the choice to the broker. */
  readonly clientId: string;
  /** 0 = it asked for none. */
  readonly keepAliveS: number;
  readonly address: string | undefined;
}

/** Longer ones are judged each time: the memory of them would be large. */
const REMEMBERED_LENGTH = 256;

const MALFORMED: TopicVerdict = { use: 'malformed', mayRetain: false };

/** One logged-in connection: who it is, what it may do, what of it waits. */
export class Session {
  readonly client: BrokerClient;
  readonly meter: ReadMeter;
  readonly identity: Identity;
  readonly name: string;
  readonly clientId: string;
  readonly keepAliveS: number;
  readonly address: string | undefined;
  readonly acks = new AckOrder();
  /** Granted filters. */
  readonly filters = new Set<string>();
  /** The last sign of life: `at` on the gateway's monotonic clock, ms, and where the meter stood. */
  readonly heard: { at: number; packets: number; bytes: number };
  readonly #holds = new Set<Hold>();
  readonly #topicsRemembered: number;
  #verdicts = new Map<string, TopicVerdict>();

  constructor(client: BrokerClient, meter: ReadMeter, login: Login, since: number, topicsRemembered: number) {
    this.client = client;
    this.meter = meter;
    this.identity = login.identity;
    this.clientId = login.clientId;
    this.name = login.name;
    this.keepAliveS = login.keepAliveS;
    this.address = login.address;
    this.heard = { at: since, packets: meter.packets, bytes: meter.bytes };
    this.#topicsRemembered = topicsRemembered;
  }

  get isHeld(): boolean {
    return this.#holds.size > 0;
  }

  /** The connection isn't read until the last hold is released. */
  hold(why: Hold): void {
    this.#holds.add(why);
    this.client.pause();
  }

  release(why: Hold): void {
    if (!this.#holds.delete(why) || this.isHeld) return;
    // What finished while it was paused was not counted down: without this aedes would never read on.
    this.client._parsingBatch = 1;
    this.client.resume();
  }

  /** A device publishes to a handful of topics for years: judged once, looked up after. */
  verdictOn(topic: string): TopicVerdict {
    let verdict = this.#verdicts.get(topic);
    if (verdict === undefined) {
      verdict = this.#judge(topic);
      if (topic.length > REMEMBERED_LENGTH) return verdict;
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

  /** Closes it on a fault, which is counted. */
  end(refusal: Refusal): void {
    this.client.emit('error', refusal);
  }

  /** Closes it for a reason that is no fault of the client. */
  close(ending: Ending): void {
    this.client.ending ??= ending;
    this.client.conn.destroy();
  }
}
