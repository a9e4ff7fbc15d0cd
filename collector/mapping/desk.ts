import { Counter, type Registry as MetricsRegistry } from 'prom-client';
import type { StoredMapping } from '../../storage/registry/port.ts';
import type { Source } from '../../storage/series/port.ts';
import type { InboundMessage, MappingService, RecordedMessage } from '../port.ts';
import { MappingSet, type MappingFigures } from './mapping-set.ts';
import { Recorder } from './recorder.ts';

/** The mappings in force, what they did, and what none of them takes. */
export class MappingDesk implements MappingService {
  readonly set = new MappingSet();
  readonly #recorder = new Recorder();
  readonly #unmapped: Counter<'source'>;
  #stored: readonly StoredMapping[] = [];

  constructor(metrics: MetricsRegistry) {
    const registers = [metrics];
    this.#unmapped = new Counter({
      name: 'wattsteward_unmapped_messages_total',
      help: 'Messages on other topics than v1/… that no mapping takes: acknowledged, not collected',
      labelNames: ['source'],
      registers,
    });
    const set = this.set;
    const items: Counter<'mapping' | 'outcome'> = new Counter({
      name: 'wattsteward_mapping_items_total',
      help: 'Items of foreign messages by mapping: fault (quarantined or rejected), ignored (device not listed)',
      labelNames: ['mapping', 'outcome'],
      registers,
      collect: () => {
        items.reset();
        for (const { rule } of set.inOrder) {
          const { faults, ignored } = set.figures(rule.id);
          items.inc({ mapping: rule.id, outcome: 'fault' }, faults);
          items.inc({ mapping: rule.id, outcome: 'ignored' }, ignored);
        }
      },
    });
    const messages: Counter<'mapping'> = new Counter({
      name: 'wattsteward_mapping_messages_total',
      help: 'Foreign messages by the mapping that took them',
      labelNames: ['mapping'],
      registers,
      collect: () => {
        messages.reset();
        for (const { rule } of set.inOrder) messages.inc({ mapping: rule.id }, set.figures(rule.id).messages);
      },
    });
  }

  use(stored: readonly StoredMapping[]): void {
    if (stored === this.#stored) return;
    this.#stored = stored;
    this.set.replace(stored);
  }

  takes(message: InboundMessage): boolean {
    const match = this.set.find(message.source, message.topic);
    this.#recorder.note(message, match?.mapping.rule.id ?? null);
    if (match) return true;
    this.#unmapped.inc({ source: message.source });
    return false;
  }

  get inOrder(): readonly string[] {
    return this.set.inOrder.map(({ rule }) => rule.id);
  }

  figures(id: string): Readonly<MappingFigures> {
    return this.set.figures(id);
  }

  recorded(source?: Source): readonly RecordedMessage[] {
    return this.#recorder.recorded(source);
  }
}
