import { Readable } from 'node:stream';
import type { BrokerClient } from '../aedes-internals.ts';
import type { SessionStates } from './session-states.ts';

const NO_SUCH_PACKET = new Error('no such packet');

/** Nobody may have it: `authorizeSubscribe` refuses whatever aedes asks. */
const STANDS_FOR_A_SESSION = [{ topic: 'session', qos: 0 }];

/**
 * The store that aedes asks (`persistence` among its options). Sessions, queues and retained messages are the
 * gateway's own (`delivery.ts`): what is left are the ids of QoS 2 messages that came in, and whether CONNACK says
 * session-present, which aedes reads from a session having a subscription.
 */
export class BrokerStore {
  readonly #sessions: Pick<SessionStates, 'of'>;
  readonly #mostReceived: number;

  constructor(sessions: Pick<SessionStates, 'of'>, mostReceived: number) {
    this.#sessions = sessions;
    this.#mostReceived = mostReceived;
  }

  async setup(): Promise<void> {
    // Nothing to open.
  }

  /** Asked for a session that CONNECT wants back, and `clean` is left to it only when there is one. */
  async subscriptionsByClient(): Promise<typeof STANDS_FOR_A_SESSION> {
    return STANDS_FOR_A_SESSION;
  }

  async cleanSubscriptions(): Promise<void> {
    // The session was ended at login.
  }

  outgoingStream(): Readable {
    return Readable.from([]);
  }

  async incomingStorePacket(client: BrokerClient, { messageId }: { messageId: number }): Promise<void> {
    const received = this.#receivedBy(client);
    if (received === undefined || received.size >= this.#mostReceived) throw new Error('too many half-open QoS 2');
    received.add(messageId);
  }

  /** Rejects for a message that is new. */
  async incomingGetPacket(client: BrokerClient, { messageId }: { messageId: number }): Promise<{ messageId: number }> {
    if (this.#receivedBy(client)?.has(messageId) !== true) throw NO_SUCH_PACKET;
    return { messageId };
  }

  async incomingDelPacket(client: BrokerClient, { messageId }: { messageId: number }): Promise<void> {
    this.#receivedBy(client)?.delete(messageId);
  }

  async putWill(): Promise<void> {
    // aedes keeps a client's will beside the client; the store's copy is for brokers that find another one dead.
  }

  async delWill(): Promise<void> {
    // As above.
  }

  streamWill(): Readable {
    return Readable.from([]);
  }

  #receivedBy({ session }: BrokerClient): Set<number> | undefined {
    return session === undefined ? undefined : this.#sessions.of(session)?.received;
  }
}
