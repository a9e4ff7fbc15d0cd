import type { Logger } from 'pino';
import { Counter, Gauge, type Registry as MetricsRegistry } from 'prom-client';
import type { MessageSink } from '../port.ts';
import { SourceMemory, type Settings } from './memory.ts';
import type { SourceSettings, SourceState } from './port.ts';
import { MqttSource } from './source.ts';

export interface SourcesOptions {
  readonly sources: readonly SourceSettings[];
  readonly sink: MessageSink;
  readonly registry: Settings;
  readonly log: Logger;
  readonly metrics: MetricsRegistry;
  readonly now: () => number;
}

/** Every other broker that is collected from. */
export class Sources {
  readonly #sources: readonly MqttSource[];

  constructor({ sources, sink, registry, log, metrics, now }: SourcesOptions) {
    const memory = new SourceMemory(registry);
    this.#sources = sources.map(
      (settings) => new MqttSource({ settings, sink, memory, now, log: log.child({ source: settings.name }) }),
    );
    if (sources.length > 0) this.#measure(metrics);
  }

  /** Waits for none of them. */
  start(): void {
    for (const source of this.#sources) source.start();
  }

  /** Takes nothing more, acknowledges what becomes durable, within 4 s. Before the collector stops. */
  async stop(): Promise<void> {
    await Promise.all(this.#sources.map((source) => source.stop()));
  }

  states(): readonly SourceState[] {
    return this.#sources.map((source) => source.state());
  }

  #measure(metrics: MetricsRegistry): void {
    const registers = [metrics];
    const labelNames = ['source'] as const;
    const each = (visit: (source: string, it: MqttSource) => void) => {
      for (const source of this.#sources) visit(source.state().name, source);
    };
    const messages: Counter<'source'> = new Counter({
      name: 'wattsteward_source_messages_total',
      help: 'Messages from other brokers, whatever became of them',
      ...{ labelNames, registers },
      collect: () => {
        messages.reset();
        each((source, { messages: count }) => messages.inc({ source }, count));
      },
    });
    const connects: Counter<'source'> = new Counter({
      name: 'wattsteward_source_connects_total',
      help: 'Connections to other brokers: more than one a start is a reconnect',
      ...{ labelNames, registers },
      collect: () => {
        connects.reset();
        each((source, it) => connects.inc({ source }, it.connects));
      },
    });
    const tooLarge: Counter<'source'> = new Counter({
      name: 'wattsteward_source_too_large_total',
      help: 'Messages of other brokers that were too large to be read',
      ...{ labelNames, registers },
      collect: () => {
        tooLarge.reset();
        each((source, it) => tooLarge.inc({ source }, it.tooLarge));
      },
    });
    const up: Gauge<'source' | 'state'> = new Gauge({
      name: 'wattsteward_source_state',
      help: '1 for the state that a source is in: connected, connecting, refused',
      labelNames: ['source', 'state'],
      registers,
      collect: () => {
        each((source, it) => {
          const now = it.state().state;
          for (const state of ['connected', 'connecting', 'refused']) up.set({ source, state }, state === now ? 1 : 0);
        });
      },
    });
    const held: Gauge<'source'> = new Gauge({
      name: 'wattsteward_source_held_messages',
      help: 'Messages of other brokers that are not yet durable, so not acknowledged',
      ...{ labelNames, registers },
      collect: () => each((source, it) => held.set({ source }, it.held)),
    });
  }
}
