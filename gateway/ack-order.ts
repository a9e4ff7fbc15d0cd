/** One message that waits for its turn to be acknowledged. */
export interface Waiting {
  readonly acknowledge: (error?: Error | null) => void;
  /** Value of the gateway's slow clock when it was accepted. */
  readonly since: number;
  readonly bytes: number;
  settled: boolean;
  error: Error | null;
  next: Waiting | null;
}

/**
 * Acknowledges one connection's messages in the order of their arrival [MQTT-4.6.0-2], whatever order the answers
 * come in: a status is ready at once, the readings before it wait for the disk.
 */
export class AckOrder {
  #head: Waiting | null = null;
  #tail: Waiting | null = null;

  get isIdle(): boolean {
    return this.#head === null;
  }

  /** The message that has waited longest. */
  get oldest(): Waiting | null {
    return this.#head;
  }

  enter(acknowledge: Waiting['acknowledge'], since: number, bytes: number): Waiting {
    const waiting: Waiting = { acknowledge, since, bytes, settled: false, error: null, next: null };
    if (this.#tail === null) this.#head = waiting;
    else this.#tail.next = waiting;
    this.#tail = waiting;
    return waiting;
  }

  /** Does nothing when it was settled before: a late answer after the deadline. */
  settle(waiting: Waiting, error: Error | null): void {
    if (waiting.settled) return;
    waiting.settled = true;
    waiting.error = error;
    if (waiting !== this.#head) return;
    for (let first: Waiting | null = waiting; first?.settled; first = this.#head) {
      this.#head = first.next;
      if (this.#head === null) this.#tail = null;
      first.acknowledge(first.error);
    }
  }
}
