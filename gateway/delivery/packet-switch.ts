import type { BrokerClient, ParsedPacket } from '../aedes-internals.ts';

export interface Receiver {
  /** CONNACK is out; packets follow. */
  connected(): void;
  /** @returns false when the packet is the broker's to handle. */
  take(packet: ParsedPacket): boolean;
}

/**
 * Stands between a connection's parser and aedes, and hands the packets of subscribers to the gateway's own delivery.
 * What arrives behind a CONNECT waits here until that is answered, so that all of it is handled in order.
 */
export class PacketSwitch {
  readonly #client: BrokerClient;
  readonly #receiver: Receiver;
  readonly #toBroker: (packet: ParsedPacket) => void;
  readonly #mostEarly: number;
  #early: ParsedPacket[] | null = null;
  #isConnected = false;

  /** @param mostEarly packets that may come before the answer to CONNECT; one more closes the connection. */
  constructor(client: BrokerClient, mostEarly: number, receiver: Receiver) {
    this.#client = client;
    this.#receiver = receiver;
    this.#mostEarly = mostEarly;
    const parser = client._parser;
    const [handle] = parser.listeners('packet');
    this.#toBroker = (packet) => handle!.call(parser, packet);
    parser.removeAllListeners('packet');
    parser.on('packet', this.#onPacket);
    client.prependOnceListener('connected', this.#onConnected);
  }

  readonly #onPacket = (packet: ParsedPacket): void => {
    if (this.#isConnected) this.#pass(packet);
    else if (this.#early === null) {
      this.#early = [];
      this.#toBroker(packet);
    } else if (this.#early.length < this.#mostEarly) this.#early.push(packet);
    else this.#client.emit('error', new Error('Client queue limit reached'));
  };

  readonly #onConnected = (): void => {
    this.#receiver.connected();
    this.#isConnected = true;
    for (const packet of this.#early ?? []) if (!this.#client.closed) this.#pass(packet);
    this.#early = null;
  };

  #pass(packet: ParsedPacket): void {
    if (!this.#receiver.take(packet)) this.#toBroker(packet);
  }
}
