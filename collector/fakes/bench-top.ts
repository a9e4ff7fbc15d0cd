import { pino } from 'pino';
import { Registry as MetricsRegistry } from 'prom-client';
import { Collector, type CollectorOptions } from '../collector.ts';
import type { InboundMessage } from '../port.ts';
import { FakeDirectory } from './directory.ts';
import { MemoryStore } from './memory-store.ts';

export const arrival = Date.UTC(2026, 10, 23, 0, 15);
/** A time shortly before `arrival`, as devices write it. */
export const ts = '2026-11-23T08:14:00+08:00';

/** A collector on its fakes, with its log lines kept. */
export class BenchTop {
  readonly store = new MemoryStore();
  readonly directory = new FakeDirectory();
  readonly metrics = new MetricsRegistry();
  readonly lines: { level: number; msg: string; [key: string]: unknown }[] = [];
  readonly collector: Collector;
  now = arrival;

  constructor(options: Partial<Pick<CollectorOptions, 'limits' | 'wrapJudge'>> = {}) {
    const { store, directory, metrics } = this;
    const log = pino({}, { write: (line: string) => this.lines.push(JSON.parse(line)) });
    this.collector = new Collector({ store, directory, metrics, log, now: () => this.now, ...options });
  }

  message(topic: string, payload: unknown): InboundMessage {
    const bytes = payload instanceof Uint8Array ? payload : Buffer.from(text(payload));
    const publisher = topic.split('/')[1]!;
    return { source: 'mqtt', publisher, publisherKind: 'device', topic, payload: bytes, receivedAt: this.now };
  }

  /** Resolves when it is durable; rejects with what the gateway is told. */
  send(topic: string, payload: unknown): Promise<void> {
    return new Promise((resolve, reject) => {
      this.collector.accept(this.message(topic, payload), (error) => (error ? reject(error) : resolve()));
    });
  }
}

function text(payload: unknown): string {
  return typeof payload === 'string' ? payload : JSON.stringify(payload);
}
