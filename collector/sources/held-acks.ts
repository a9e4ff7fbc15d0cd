/** A message that was handed to the collector and is not yet durable. */
export interface Held {
  /** null: QoS 0, nobody waits. */
  readonly messageId: number | null;
  readonly bytes: number;
  done: boolean;
}

/**
 * PUBACKs in the order in which the messages came [MQTT-4.6.0-2], each after its commit. Those that become due together
 * are written together: a group commit answers hundreds at once.
 */
export class HeldAcks {
  readonly #write: (bytes: Buffer) => void;
  #queue: Held[] = [];
  #head = 0;
  #due: number[] = [];
  #bytes = 0;

  constructor(write: (bytes: Buffer) => void) {
    this.#write = write;
  }

  get count(): number {
    return this.#queue.length - this.#head;
  }
  get bytes(): number {
    return this.#bytes;
  }

  hold(messageId: number | null, bytes: number): Held {
    const held: Held = { messageId, bytes, done: false };
    this.#queue.push(held);
    this.#bytes += bytes;
    return held;
  }

  settle(held: Held): void {
    held.done = true;
    this.#bytes -= held.bytes;
    const waiting = this.#due.length > 0;
    while (this.#head < this.#queue.length && this.#queue[this.#head]!.done) {
      const { messageId } = this.#queue[this.#head++]!;
      if (messageId !== null) this.#due.push(messageId);
    }
    if (this.#head > 1_024 && this.#head * 2 > this.#queue.length) {
      this.#queue = this.#queue.slice(this.#head);
      this.#head = 0;
    }
    if (!waiting && this.#due.length > 0) queueMicrotask(() => this.flush());
  }

  flush(): void {
    const due = this.#due;
    if (due.length === 0) return;
    this.#due = [];
    const frames = Buffer.allocUnsafe(due.length * 4);
    for (const [i, id] of due.entries()) {
      // PUBACK, 2 bytes of packet id (MQTT 3.1.1, section 3.4).
      frames.writeUInt16BE(0x4002, i * 4);
      frames.writeUInt16BE(id, i * 4 + 2);
    }
    this.#write(frames);
  }
}
