import type { InboundMessage, MessageSink } from '../../port.ts';

type Done = (error?: Error) => void;

/** Keeps what it is given until the test answers it. */
export class SlowSink implements MessageSink {
  readonly waiting: { message: InboundMessage; done: Done }[] = [];
  readonly foreign: string[] = [];
  accept(message: InboundMessage, done: Done): void {
    this.waiting.push({ message, done });
  }
  takes({ topic }: InboundMessage): boolean {
    this.foreign.push(topic);
    return false;
  }
  get payloads(): string[] {
    return this.waiting.map(({ message }) => Buffer.from(message.payload).toString());
  }
}
