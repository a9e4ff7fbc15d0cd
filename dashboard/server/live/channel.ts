import type { Logger } from 'pino';

/** What a topic tells: a whole to begin with, then what changed since the last time. Deltas are absolute and can repeat. */
export interface Content {
  snapshot(): Promise<unknown>;
  /** Takes what is pending; null = nothing worth telling. */
  delta(): Promise<unknown | null>;
}

/** One socket, as a channel needs it. */
export interface Subscriber {
  /** Its queue was full and has not drained yet: it gets no deltas until then, and a fresh snapshot after. */
  lags(): boolean;
  emit(event: string, payload: unknown): void;
  enter(room: string): void;
  exit(room: string): void;
}

interface ChannelOptions {
  readonly topic: string;
  readonly room: string;
  readonly content: Content;
  /** Encodes once and sends to every subscriber in the room. */
  readonly broadcast: (room: string, event: string, payload: unknown) => void;
  readonly at: () => string;
  readonly log: Logger;
  /** Deltas come at most this often; the first after a quiet time at once. */
  readonly quietMs: number;
}

type Place =
  | { readonly state: 'following' }
  /** Lags, or its snapshot failed: needs a fresh one. */
  | { readonly state: 'stale' }
  /** Its snapshot is being read; deltas that come meanwhile are kept for it. */
  | { readonly state: 'waiting'; readonly missed: unknown[] };

/** One topic for those who may see the same of it: one sequence, one computation of each delta. */
export class Channel {
  readonly #options: ChannelOptions;
  readonly #places = new Map<Subscriber, Place>();
  #seq = 0;
  #timer: NodeJS.Timeout | undefined;
  #flushing = false;
  #again = false;
  #flushedAt = -Infinity;
  #reading: { readonly seq: number; readonly data: Promise<unknown> } | undefined;

  constructor(options: ChannelOptions) {
    this.#options = options;
  }

  get content(): Content {
    return this.#options.content;
  }

  get empty(): boolean {
    return this.#places.size === 0;
  }

  /** Joins, or is given a fresh snapshot when it has joined before. */
  async admit(subscriber: Subscriber): Promise<void> {
    const { topic, room, at, log } = this.#options;
    const place: Place = { state: 'waiting', missed: [] };
    subscriber.exit(room);
    this.#places.set(subscriber, place);
    try {
      const { seq, data } = this.#read();
      const snapshot = { topic, seq, at: at(), data: await data };
      if (this.#places.get(subscriber) !== place) return;
      subscriber.emit('snapshot', snapshot);
      for (const delta of place.missed) subscriber.emit('delta', delta);
      subscriber.enter(room);
      this.#places.set(subscriber, { state: 'following' });
    } catch (error) {
      log.error({ err: error, topic }, 'a live snapshot failed');
      if (this.#places.get(subscriber) === place) this.#places.set(subscriber, { state: 'stale' });
    }
  }

  leave(subscriber: Subscriber): void {
    this.#places.delete(subscriber);
    subscriber.exit(this.#options.room);
    if (this.empty) this.close();
  }

  /** Fresh snapshots for those whose queue has drained. */
  async catchUp(only?: Subscriber): Promise<void> {
    for (const [subscriber, place] of this.#places) {
      if (place.state !== 'stale' || (only !== undefined && only !== subscriber)) continue;
      if (!subscriber.lags()) await this.admit(subscriber);
    }
  }

  /** The content has something to tell. */
  touch(): void {
    if (this.#timer !== undefined || this.empty) return;
    const due = this.#flushedAt + this.#options.quietMs - performance.now();
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        void this.#flush();
      },
      Math.max(0, due),
    );
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Those who come at the same moment share one reading of the store. */
  #read(): { readonly seq: number; readonly data: Promise<unknown> } {
    if (this.#reading?.seq === this.#seq) return this.#reading;
    const reading = { seq: this.#seq, data: this.#options.content.snapshot() };
    const done = (): void => {
      if (this.#reading === reading) this.#reading = undefined;
    };
    reading.data.then(done, done);
    this.#reading = reading;
    return reading;
  }

  async #flush(): Promise<void> {
    if (this.#flushing) {
      this.#again = true;
      return;
    }
    this.#flushing = true;
    try {
      const data = await this.#options.content.delta();
      if (data !== null) this.#send(data);
    } catch (error) {
      // What was pending is lost to them: only a snapshot makes them whole.
      this.#options.log.error({ err: error, topic: this.#options.topic }, 'a live delta failed');
      for (const subscriber of this.#places.keys()) this.#drop(subscriber);
    }
    this.#flushing = false;
    this.#flushedAt = performance.now();
    if (this.#again) {
      this.#again = false;
      this.touch();
    }
  }

  #send(data: unknown): void {
    const { topic, room, broadcast } = this.#options;
    const delta = { topic, seq: ++this.#seq, data };
    for (const [subscriber, place] of this.#places) {
      if (place.state === 'waiting') place.missed.push(delta);
      else if (place.state === 'following' && subscriber.lags()) this.#drop(subscriber);
    }
    broadcast(room, 'delta', delta);
  }

  #drop(subscriber: Subscriber): void {
    this.#places.set(subscriber, { state: 'stale' });
    subscriber.exit(this.#options.room);
  }
}
