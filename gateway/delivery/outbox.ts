import { publishFrame, pubrelFrame } from './frames.ts';
import { lowerOf, toKeep, weightOf, type Message, type Qos } from './message.ts';

export interface OutboxBounds {
  /** Messages above QoS 0 that a subscriber may leave unacknowledged before the next one is held back. */
  readonly inFlightOfSession: number;
  readonly queuedMessagesOfSession: number;
  /** What waits and what is in flight. */
  readonly queuedBytesOfSession: number;
  /** The same, over all sessions. */
  readonly queuedBytes: number;
}

/** What all outboxes hold together. */
export interface Holding {
  bytes: number;
}

/** The connection, as far as an outbox knows it. */
export interface Line {
  /** @returns false when nothing more should be written before {@link Outbox.drained}. */
  write(frame: Uint8Array): boolean;
}

interface Delivery {
  readonly message: Message;
  readonly qos: Qos;
  readonly retain: boolean;
}

/** null = PUBREC came, PUBREL is out: the id alone is kept until PUBCOMP. */
type InFlight = Delivery | null;

interface Replay {
  readonly messages: Iterator<Message, undefined>;
  readonly qos: Qos;
  /** Found, and no room for it yet. */
  next: Message | null;
}

/** `dropped`: no room, and this message may be lost; `overflow`: no room, and it may not. */
export type Offered = 'taken' | 'skipped' | 'dropped' | 'overflow';

/**
 * What one session still has to hear, in order, within bounds: the queue, what is in flight with its packet ids, and
 * retained messages that a new subscription asked for. It outlives the connection when the session does, and never
 * makes a publisher wait (MQTT 3.1.1 sections 4.3, 4.4 and 4.6).
 */
export class Outbox {
  readonly #bounds: OutboxBounds;
  readonly #holding: Holding;
  readonly #inFlight = new Map<number, InFlight>();
  readonly #replays = new Map<string, Replay>();
  #queue: Delivery[] = [];
  /** Where in the queue its first one stands. */
  #head = 0;
  /** In flight from an earlier connection, to be sent again. */
  #again: number[] = [];
  #line: Line | null = null;
  #isFull = false;
  #bytes = 0;
  #nextId = 1;

  constructor(bounds: OutboxBounds, holding: Holding) {
    this.#bounds = bounds;
    this.#holding = holding;
  }

  /** Messages that wait or are in flight. */
  get size(): number {
    return this.#queue.length - this.#head + this.#inFlight.size;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** A connection is there: what was in flight goes out again with DUP [MQTT-4.4.0-1], then what waits. */
  attach(line: Line): void {
    this.#line = line;
    this.#isFull = false;
    this.#again = [...this.#inFlight.keys()];
    this.#pump();
  }

  /** The connection is gone. QoS 0 and retained messages of its subscriptions go with it. */
  detach(): void {
    this.#line = null;
    this.#again = [];
    this.#replays.clear();
    this.retainOnly(({ qos }) => qos > 0);
  }

  /** Lets go of everything. */
  clear(): void {
    this.#line = null;
    this.#again = [];
    this.#replays.clear();
    this.#queue = [];
    this.#head = 0;
    this.#inFlight.clear();
    this.#holding.bytes -= this.#bytes;
    this.#bytes = 0;
  }

  /** Leaves out what waits and is no longer wanted; what is in flight is finished. */
  retainOnly(wanted: (waiting: { readonly qos: Qos; readonly message: Message }) => boolean): void {
    const waiting = this.#queue.slice(this.#head);
    this.#head = 0;
    this.#queue = waiting.filter((delivery) => {
      const stays = wanted(delivery);
      if (!stays) this.#release(delivery.message);
      return stays;
    });
  }

  offer(message: Message, granted: Qos): Offered {
    const qos = lowerOf(message.qos, granted);
    if (qos === 0 && this.#line === null) return 'skipped';
    if (qos === 0 && this.#mayWrite && this.#queue.length === 0 && this.#again.length === 0) {
      this.#write({ message, qos, retain: false }, 0, false);
      return 'taken';
    }
    const isOver = this.#queue.length - this.#head >= this.#bounds.queuedMessagesOfSession;
    if (isOver || !this.#hold(message)) return qos === 0 || this.#line === null ? 'dropped' : 'overflow';
    this.#queue.push({ message: toKeep(message), qos, retain: false });
    this.#pump();
    return 'taken';
  }

  /** Retained messages for a subscription, sent as there is room for them; the same filter again begins anew. */
  replay(filter: string, messages: Iterator<Message, undefined>, qos: Qos): void {
    this.#replays.set(filter, { messages, qos, next: null });
    this.#pump();
  }

  stopReplay(filter: string): void {
    this.#replays.delete(filter);
  }

  drained(): void {
    this.#isFull = false;
    this.#pump();
  }

  /** @returns false when the answer doesn't belong to what was sent under this id. An unknown id is old news. */
  onPuback(id: number): boolean {
    const sent = this.#inFlight.get(id);
    if (sent === undefined) return true;
    if (sent?.qos !== 1) return false;
    this.#inFlight.delete(id);
    this.#release(sent.message);
    this.#pump();
    return true;
  }

  onPubrec(id: number): boolean {
    const sent = this.#inFlight.get(id);
    if (sent?.qos === 1) return false;
    if (sent) {
      this.#inFlight.set(id, null);
      this.#release(sent.message);
    }
    // Also for an id that is not known any more: the other side wants to be done with it.
    this.#send(pubrelFrame(id));
    return true;
  }

  onPubcomp(id: number): boolean {
    const sent = this.#inFlight.get(id);
    if (sent === undefined) return true;
    if (sent !== null) return false;
    this.#inFlight.delete(id);
    this.#pump();
    return true;
  }

  get #mayWrite(): boolean {
    return this.#line !== null && !this.#isFull;
  }

  get #windowIsOpen(): boolean {
    return this.#inFlight.size < this.#bounds.inFlightOfSession;
  }

  #pump(): void {
    while (this.#mayWrite && (this.#sendAgain() || this.#sendQueued() || this.#sendRetained()));
  }

  #sendAgain(): boolean {
    const id = this.#again.shift();
    if (id === undefined) return false;
    const sent = this.#inFlight.get(id);
    if (sent === null) this.#send(pubrelFrame(id));
    else if (sent !== undefined) this.#write(sent, id, true);
    return true;
  }

  #sendQueued(): boolean {
    const next = this.#queue[this.#head];
    if (next === undefined || (next.qos > 0 && !this.#windowIsOpen)) return false;
    this.#head++;
    // The part that has been sent is cut off when it is the larger one.
    if (this.#head * 2 > this.#queue.length) {
      this.#queue = this.#queue.slice(this.#head);
      this.#head = 0;
    }
    if (next.qos === 0) this.#release(next.message);
    this.#write(next, next.qos > 0 ? this.#takeId(next) : 0, false);
    return true;
  }

  #sendRetained(): boolean {
    for (const [filter, replay] of this.#replays) {
      if (replay.qos > 0 && !this.#windowIsOpen) continue;
      const message = replay.next ?? replay.messages.next().value;
      if (message === undefined) {
        this.#replays.delete(filter);
        continue;
      }
      const qos = lowerOf(message.qos, replay.qos);
      replay.next = message;
      // With nothing of its own in flight no acknowledgement would wake it up again: one message always has room.
      if (qos > 0 && !this.#hold(message, this.#bytes === 0)) continue;
      replay.next = null;
      const delivery: Delivery = { message, qos, retain: true };
      this.#write(delivery, qos > 0 ? this.#takeId(delivery) : 0, false);
      return true;
    }
    return false;
  }

  #takeId(delivery: Delivery): number {
    while (this.#inFlight.has(this.#nextId)) this.#nextId = (this.#nextId % 65_535) + 1;
    const id = this.#nextId;
    this.#nextId = (id % 65_535) + 1;
    this.#inFlight.set(id, delivery);
    return id;
  }

  #write({ message, qos, retain }: Delivery, messageId: number, dup: boolean): void {
    this.#send(publishFrame(message.topic, message.payload, { qos, retain, dup, messageId }));
  }

  #send(frame: Uint8Array): void {
    if (this.#line !== null && !this.#line.write(frame)) this.#isFull = true;
  }

  #hold(message: Message, always = false): boolean {
    const weight = weightOf(message);
    const { queuedBytesOfSession, queuedBytes } = this.#bounds;
    const isOver = this.#bytes + weight > queuedBytesOfSession || this.#holding.bytes + weight > queuedBytes;
    if (isOver && !always) return false;
    this.#bytes += weight;
    this.#holding.bytes += weight;
    return true;
  }

  #release(message: Message): void {
    const weight = weightOf(message);
    this.#bytes -= weight;
    this.#holding.bytes -= weight;
  }
}
