import type { Socket } from 'socket.io';
import { z } from 'zod';
import type { Viewer } from '../../../storage/registry/port.ts';
import type { Credential } from '../http/credentials.ts';
import type { Channel, Subscriber } from './channel.ts';

/** Packets that may wait for one socket, beside one for each of its topics: a burst over all topics is no slowness. */
const queuedPackets = 32;
const queuedBytes = 1024 * 1024;
const mostTopics = 500;

/** Its size is bounded by the server's `maxHttpBufferSize`. */
const topicsMessage = z.object({ topics: z.array(z.string().max(300)) });

export interface ConnectionOptions {
  readonly credential: Credential;
  readonly viewer: Viewer;
  /** Finds or makes the channel of a topic for a viewer; null = denied. */
  readonly find: (topic: string, viewer: Viewer) => Promise<Channel | null>;
  /** This one left the channel. */
  readonly left: (channel: Channel) => void;
  /** The socket is too slow for its topics. */
  readonly lagged: () => void;
  readonly failed: (error: unknown) => void;
}

/** One socket of `/live`: what it subscribed to, and how far it lags. */
export class Connection implements Subscriber {
  readonly credential: Credential;
  viewer: Viewer;
  readonly #socket: Socket;
  readonly #options: ConnectionOptions;
  readonly #channels = new Map<string, Channel>();
  /** Messages of one socket are worked off in their order. */
  #work: Promise<void> = Promise.resolve();
  #lagging = false;

  constructor(socket: Socket, options: ConnectionOptions) {
    this.#socket = socket;
    this.#options = options;
    this.credential = options.credential;
    this.viewer = options.viewer;
  }

  listen(): void {
    const inOrder = (step: (topics: readonly string[]) => Promise<void> | void) => (message: unknown) => {
      const parsed = topicsMessage.safeParse(message);
      if (!parsed.success) return;
      this.#work = this.#work.then(() => step(parsed.data.topics)).catch(this.#options.failed);
    };
    this.#socket.on(
      'subscribe',
      inOrder((topics) => this.#subscribe(topics)),
    );
    this.#socket.on(
      'unsubscribe',
      inOrder((topics) => topics.forEach((topic) => this.#leave(topic))),
    );
  }

  lags(): boolean {
    const [packets, bytes] = [this.#queued(), this.#bufferedBytes()];
    if (this.#lagging) this.#lagging = packets > 0 || bytes > queuedBytes / 8;
    else if (packets > queuedPackets + this.#channels.size || bytes > queuedBytes) this.#startLag();
    return this.#lagging;
  }

  emit(event: string, payload: unknown): void {
    this.#socket.emit(event, payload);
  }

  enter(room: string): void {
    void this.#socket.join(room);
  }

  exit(room: string): void {
    void this.#socket.leave(room);
  }

  /** Rights or the register changed: each topic is resolved anew and begins again with a snapshot. */
  reconsider(viewer: Viewer): Promise<void> {
    this.viewer = viewer;
    this.#work = this.#work.then(() => this.#subscribe([...this.#channels.keys()]));
    return this.#work;
  }

  /** The session is over. */
  end(): void {
    this.#socket.disconnect(true);
  }

  closed(): void {
    for (const topic of this.#channels.keys()) this.#leave(topic);
  }

  #startLag(): void {
    this.#lagging = true;
    this.#options.lagged();
    // Each time the socket has taken what it was given. After a change of transport the hub's tick does it.
    const { transport } = this.#socket.conn;
    const look = (): void => {
      // The transport says so before the next packets of the queue are handed to it.
      setImmediate(() => {
        if (this.lags()) return;
        transport.off('drain', look);
        for (const channel of this.#channels.values()) void channel.catchUp(this);
      });
    };
    transport.on('drain', look);
  }

  async #subscribe(topics: readonly string[]): Promise<void> {
    for (const topic of new Set(topics)) {
      const full = !this.#channels.has(topic) && this.#channels.size >= mostTopics;
      const channel = full ? null : await this.#options.find(topic, this.viewer);
      if (this.#channels.get(topic) !== channel) this.#leave(topic);
      if (channel === null) {
        this.#socket.emit('denied', { topic });
        continue;
      }
      if (!this.#socket.connected) {
        this.#options.left(channel);
        return;
      }
      this.#channels.set(topic, channel);
      await channel.admit(this);
    }
  }

  #leave(topic: string): void {
    const channel = this.#channels.get(topic);
    if (channel === undefined) return;
    this.#channels.delete(topic);
    channel.leave(this);
    this.#options.left(channel);
  }

  #queued(): number {
    return (this.#socket.conn as unknown as { readonly writeBuffer: readonly unknown[] }).writeBuffer.length;
  }

  /** Of the WebSocket below; a polling transport has none. */
  #bufferedBytes(): number {
    const transport = this.#socket.conn.transport as unknown as {
      readonly socket?: { readonly bufferedAmount?: number };
    };
    return transport.socket?.bufferedAmount ?? 0;
  }
}
