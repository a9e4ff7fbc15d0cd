import type { Socket } from 'socket.io';
import { z } from 'zod';
import type { Viewer } from '../../../storage/registry/port.ts';
import type { Credential } from '../http/credentials.ts';
import type { Channel, Subscriber } from './channel.ts';

/** Packets that may wait for one socket, beside one for each of its topics: a burst over all topics is no slowness. */
const queuedPackets = 32;
const queuedBytes = 1024 * 1024;
const mostTopics = 256;

const topicsMessage = z.object({ topics: z.array(z.string().max(300)).max(mostTopics) });

/** Finds or makes the channel of a topic for a viewer; null = denied. */
export type FindChannel = (topic: string, viewer: Viewer) => Promise<Channel | null>;

/** One socket of `/live`: what it subscribed to, and how far it lags. */
export class Connection implements Subscriber {
  readonly credential: Credential;
  viewer: Viewer;
  readonly #socket: Socket;
  readonly #find: FindChannel;
  readonly #left: (channel: Channel) => void;
  readonly #channels = new Map<string, Channel>();
  /** Messages of one socket are worked off in their order. */
  #work: Promise<void> = Promise.resolve();

  constructor(
    socket: Socket,
    who: { readonly credential: Credential; readonly viewer: Viewer },
    find: FindChannel,
    left: (channel: Channel) => void,
  ) {
    this.#socket = socket;
    this.credential = who.credential;
    this.viewer = who.viewer;
    this.#find = find;
    this.#left = left;
  }

  listen(onError: (error: unknown) => void): void {
    const inOrder = (step: (topics: readonly string[]) => Promise<void> | void) => (message: unknown) => {
      const parsed = topicsMessage.safeParse(message);
      if (!parsed.success) return;
      this.#work = this.#work.then(() => step(parsed.data.topics)).catch(onError);
    };
    this.#socket.on(
      'subscribe',
      inOrder((topics) => this.#subscribe(topics)),
    );
    this.#socket.on(
      'unsubscribe',
      inOrder((topics) => topics.forEach((topic) => this.#leave(topic))),
    );
    // The queue went out: what is stale may be made whole.
    this.#socket.conn.on('drain', () => {
      if (this.#queued() === 0) for (const channel of this.#channels.values()) void channel.catchUp(this);
    });
  }

  get congested(): boolean {
    return this.#queued() > queuedPackets + this.#channels.size || this.#bufferedBytes() > queuedBytes;
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

  async #subscribe(topics: readonly string[]): Promise<void> {
    for (const topic of new Set(topics)) {
      const full = !this.#channels.has(topic) && this.#channels.size >= mostTopics;
      const channel = full ? null : await this.#find(topic, this.viewer);
      if (this.#channels.get(topic) !== channel) this.#leave(topic);
      if (channel === null) {
        this.#socket.emit('denied', { topic });
        continue;
      }
      if (!this.#socket.connected) {
        this.#left(channel);
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
    this.#left(channel);
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
