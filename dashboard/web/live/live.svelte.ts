import { io, type Socket } from 'socket.io-client';
import type { LiveDelta, LiveSnapshot } from '../../../domain/wire.ts';
import { Topic, type TopicListener } from './topic.ts';

/** How long a hole may wait for the server's own fresh snapshot before it is asked for again. */
const patienceMs = 5_000;

/** The live connection: one socket for all topics on screen. */
class Live {
  state: 'off' | 'connecting' | 'live' | 'down' = $state('off');
  #socket: Socket | null = null;
  readonly #topics = new Map<string, Set<Topic<unknown, unknown>>>();
  readonly #waiting = new Map<string, ReturnType<typeof setTimeout>>();

  start(): void {
    if (this.#socket) return;
    this.state = 'connecting';
    const socket = io('/live', { reconnectionDelayMax: 10_000 });
    this.#socket = socket;
    socket.on('connect', () => {
      this.state = 'live';
      if (this.#topics.size > 0) socket.emit('subscribe', { topics: [...this.#topics.keys()] });
    });
    const lost = () => {
      this.state = 'down';
      for (const topics of this.#topics.values()) for (const topic of topics) topic.onLost();
    };
    socket.on('disconnect', (reason) => {
      lost();
      // The server closes a slow client on purpose; the library comes back by itself only from lost connections.
      if (reason === 'io server disconnect') setTimeout(() => socket === this.#socket && socket.connect(), 2_000);
    });
    socket.on('connect_error', () => (this.state = 'down'));
    socket.on('snapshot', (m: LiveSnapshot<unknown>) => {
      this.#settle(m.topic);
      for (const topic of this.#topics.get(m.topic) ?? []) topic.onSnapshot(m);
    });
    socket.on('denied', (m: { topic: string }) => {
      for (const topic of this.#topics.get(m.topic) ?? []) topic.onDenied();
    });
    socket.on('delta', (m: LiveDelta<unknown>) => {
      for (const topic of this.#topics.get(m.topic) ?? []) if (!topic.onDelta(m)) this.#askAgainLater(m.topic);
    });
  }

  stop(): void {
    this.#socket?.close();
    this.#socket = null;
    this.state = 'off';
    for (const timer of this.#waiting.values()) clearTimeout(timer);
    this.#waiting.clear();
  }

  /** Follows a topic until the answered function is called. */
  follow<S, D>(name: string, listener: TopicListener<S, D>): () => void {
    const topic = new Topic(name, listener) as Topic<unknown, unknown>;
    // eslint-disable-next-line svelte/prefer-svelte-reactivity -- listeners, not shown
    const topics = this.#topics.get(name) ?? new Set();
    topics.add(topic);
    this.#topics.set(name, topics);
    // Before the connection stands, `connect` subscribes.
    if (this.#socket?.connected) this.#socket.emit('subscribe', { topics: [name] });
    return () => {
      topics.delete(topic);
      if (topics.size > 0) return;
      this.#topics.delete(name);
      this.#settle(name);
      this.#socket?.emit('unsubscribe', { topics: [name] });
    };
  }

  #askAgainLater(name: string): void {
    if (this.#waiting.has(name)) return;
    const ask = () => {
      this.#waiting.delete(name);
      if (this.#topics.has(name)) this.#socket?.emit('subscribe', { topics: [name] });
    };
    this.#waiting.set(name, setTimeout(ask, patienceMs));
  }

  #settle(name: string): void {
    clearTimeout(this.#waiting.get(name));
    this.#waiting.delete(name);
  }
}

export const live = new Live();
