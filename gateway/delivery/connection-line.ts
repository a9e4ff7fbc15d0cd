import type { Duplex } from 'node:stream';
import type { Line } from './outbox.ts';

/** What may lie unread in a socket: answers to a flood of requests by a client that doesn't read them. */
const MOST_UNREAD_BYTES = 1024 * 1024;

export interface LineEvents {
  readonly drained: () => void;
  /** It has not read for too long, or too much lies unread. */
  readonly stuck: () => void;
}

/** A subscriber's connection with its back pressure: written to until it is full, given up when it stays so. */
export class ConnectionLine implements Line {
  readonly #stream: Duplex;
  readonly #drainWithinMs: number;
  readonly #events: LineEvents;
  #timer: NodeJS.Timeout | undefined;
  #isGathering = false;

  constructor(stream: Duplex, drainWithinMs: number, events: LineEvents) {
    this.#stream = stream;
    this.#drainWithinMs = drainWithinMs;
    this.#events = events;
  }

  write(frame: Uint8Array): boolean {
    const stream = this.#stream;
    // Ended or destroyed: the close is on its way.
    if (!stream.writable) return false;
    if (stream.writableLength > MOST_UNREAD_BYTES) {
      this.#events.stuck();
      return false;
    }
    this.#gather();
    if (stream.write(frame)) return true;
    if (this.#timer === undefined) {
      this.#timer = setTimeout(this.#events.stuck, this.#drainWithinMs);
      this.#timer.unref();
      stream.once('drain', this.#onDrain);
    }
    return false;
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#stream.removeListener('drain', this.#onDrain);
  }

  /** What is written in one turn goes out in one call. */
  #gather(): void {
    if (this.#isGathering) return;
    this.#isGathering = true;
    this.#stream.cork();
    process.nextTick(this.#send);
  }

  readonly #send = (): void => {
    this.#isGathering = false;
    this.#stream.uncork();
  };

  readonly #onDrain = (): void => {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#events.drained();
  };
}
