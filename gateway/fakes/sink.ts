import type { InboundMessage, MessageSink } from '../../collector/port.ts';

type Done = (error?: Error) => void;

/** A collector that commits when the test says so. */
export class FakeSink implements MessageSink {
  readonly messages: InboundMessage[] = [];
  /** Handed over and not answered. */
  readonly waiting: Done[] = [];
  mode: 'commit' | 'hold' | 'fail' = 'commit';

  accept(message: InboundMessage, done: Done): void {
    this.messages.push(message);
    if (this.mode === 'hold') this.waiting.push(done);
    else setImmediate(done, this.mode === 'fail' ? new Error('disk full') : undefined);
  }

  /** Answers what waits, oldest first unless told otherwise. */
  release(order: 'oldest-first' | 'newest-first' = 'oldest-first', error?: Error): void {
    const held = this.waiting.splice(0);
    if (order === 'newest-first') held.reverse();
    for (const done of held) done(error);
  }

  payloads(): string[] {
    return this.messages.map(({ payload }) => Buffer.from(payload).toString());
  }
}
