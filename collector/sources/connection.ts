import { connect, type IClientOptions, type MqttClient } from 'mqtt';
import { HeldAcks, type Held } from './held-acks.ts';
import type { SourceSettings } from './port.ts';
import { troubleOf, type Trouble } from './refusal.ts';

export interface Received {
  readonly topic: string;
  readonly payload: Uint8Array;
  /** The broker kept it and sent it because we subscribed: when it was published is not known. */
  readonly retained: boolean;
}

export interface ConnectionEvents {
  /** CONNACK; `resumed`: the broker has kept our session, with its subscriptions. */
  connected(resumed: boolean): void;
  /** Calls back when it is durable, or need not be; with an error when it is not. */
  received(message: Received, done: (error?: Error) => void): void;
  /** Once, whatever the reason; nothing comes after it. */
  closed(trouble: Trouble): void;
}

/** Messages, and bytes of them, that wait for their commit: over it the broker is read no further. */
const mostHeld = 1_000;
const mostHeldBytes = 8 * 1024 * 1024;
const keepAliveS = 30;
const connectWithinMs = 10_000;

/** Told to MQTT.js instead of "handled": it goes on with the next packet and leaves the PUBACK to us. */
const acknowledgedLater = new Error('acknowledged after the commit');

/**
 * One connection to another broker, for one life: a client is never used again, so that no acknowledgement of the last
 * connection is sent on the next, where its packet id means another message.
 *
 * MQTT.js acknowledges a QoS 1 message when `handleMessage` calls back, and reads no further until then: one message a
 * commit. Called back with an error it reads on and sends no PUBACK; ours go out in order of arrival, after the commit.
 */
export class SourceConnection {
  readonly #client: MqttClient;
  readonly #events: ConnectionEvents;
  readonly #acks: HeldAcks;
  #readOn: (() => void) | null = null;
  #draining = false;
  #over = false;
  #drained: (() => void) | null = null;

  constructor(settings: SourceSettings, clientId: string, events: ConnectionEvents) {
    this.#events = events;
    this.#acks = new HeldAcks((frames) => {
      if (!this.#over && this.#client.connected) this.#client.stream.write(frames);
    });
    const options: IClientOptions = {
      protocolVersion: 4,
      clientId,
      // The broker keeps what comes while we are away.
      clean: false,
      keepalive: keepAliveS,
      connectTimeout: connectWithinMs,
      reconnectPeriod: 0,
      manualConnect: true,
    };
    if (settings.username !== undefined) options.username = settings.username;
    if (settings.password !== undefined) options.password = settings.password;
    this.#client = connect(settings.url, options);
    this.#client.handleMessage = (packet, next) => {
      const { qos, topic, retain } = packet;
      const payload = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload;
      this.#receive({ topic, payload, retained: retain }, qos === 1 ? packet.messageId! : null, () =>
        next(qos === 1 ? acknowledgedLater : undefined),
      );
    };
    this.#client.on('packetreceive', (packet) => {
      // We subscribe at QoS 1 at most. MQTT.js would send PUBREC before anything is durable.
      if (packet.cmd !== 'publish' || packet.qos !== 2) return;
      this.#close({ state: 'refused', code: 'qos', message: 'it sends QoS 2 to a QoS 1 subscriber' });
    });
    this.#client.on('connect', ({ sessionPresent }) => this.#events.connected(sessionPresent));
    this.#client.on('error', (error) => this.#close(troubleOf(error)));
    this.#client.on('close', () =>
      this.#close({ state: 'connecting', code: 'closed', message: 'the broker closed the connection' }),
    );
  }

  open(): void {
    this.#client.connect();
  }

  get held(): number {
    return this.#acks.count;
  }

  /** @returns the QoS that was granted, or null when the broker refuses the topic. */
  subscribe(topic: string): Promise<number | null> {
    return new Promise((resolve, reject) => {
      this.#client.subscribe(topic, { qos: 1 }, (error, granted, packet) => {
        if (packet?.granted?.some((code) => typeof code === 'number' && code >= 0x80)) resolve(null);
        else if (error) reject(error);
        else resolve(granted?.[0]?.qos ?? 1);
      });
    });
  }

  unsubscribe(topic: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#client.unsubscribe(topic, (error) => (error ? reject(error) : resolve()));
    });
  }

  /** Reads nothing more, acknowledges what becomes durable within the time, says goodbye. */
  async drain(withinMs: number): Promise<void> {
    this.#draining = true;
    const timers: NodeJS.Timeout[] = [];
    const late = (ms: number) => new Promise<void>((resolve) => timers.push(setTimeout(resolve, ms)));
    if (this.held > 0) {
      await Promise.race([new Promise<void>((resolve) => (this.#drained = resolve)), late(withinMs)]);
    }
    this.#acks.flush();
    if (!this.#over) {
      this.#over = true;
      await Promise.race([new Promise<void>((resolve) => this.#client.end(false, {}, () => resolve())), late(500)]);
      this.#client.end(true);
    }
    for (const timer of timers) clearTimeout(timer);
  }

  /** Cuts the connection: what is not acknowledged is delivered again on the next one. */
  abandon(trouble: Trouble): void {
    this.#close(trouble);
  }

  #receive(message: Received, messageId: number | null, next: () => void): void {
    if (this.#over || this.#draining) return;
    const held = this.#acks.hold(messageId, message.payload.length);
    this.#events.received(message, (error) => this.#settle(held, error));
    // An error on the spot has closed the connection.
    if (this.#over) return;
    if (this.#acks.count >= mostHeld || this.#acks.bytes >= mostHeldBytes) this.#readOn = next;
    else next();
  }

  #settle(held: Held, error: Error | undefined): void {
    if (this.#over) return;
    if (error) {
      if (held.messageId !== null) {
        return this.#close({ state: 'connecting', code: 'not-stored', message: `not acknowledged: ${error.message}` });
      }
    }
    this.#acks.settle(held);
    if (this.#acks.count === 0) this.#drained?.();
    const next = this.#readOn;
    if (next && this.#acks.count <= mostHeld / 2 && this.#acks.bytes <= mostHeldBytes / 2) {
      this.#readOn = null;
      next();
    }
  }

  #close(trouble: Trouble): void {
    if (this.#over) return;
    // What is durable needn't come again.
    this.#acks.flush();
    this.#over = true;
    this.#drained?.();
    this.#client.end(true);
    this.#events.closed(trouble);
  }
}
