import type { Source } from '../../storage/series/port.ts';
import type { InboundMessage, RecordedMessage } from '../port.ts';

const topicsKept = 50;
const bytesKept = 8 * 1024;
/** A busy topic is copied this often at most. */
const everyMs = 1_000;

/** The newest message of each topic, the 50 topics that spoke last, by source. */
export class Recorder {
  readonly #sources = new Map<Source, Map<string, RecordedMessage>>();

  note({ source, topic, payload, receivedAt }: Noted, mapping: string | null): void {
    let topics = this.#sources.get(source);
    if (!topics) this.#sources.set(source, (topics = new Map()));
    const before = topics.get(topic);
    if (before?.mapping === mapping && Math.abs(receivedAt - before.receivedAt) < everyMs) return;
    // Set anew, so that the map's order is the order of speaking.
    topics.delete(topic);
    const kept = new Uint8Array(payload.subarray(0, bytesKept));
    topics.set(topic, { source, topic, receivedAt, payload: kept, bytes: payload.length, mapping });
    if (topics.size > topicsKept) topics.delete(topics.keys().next().value!);
  }

  /** Newest first. */
  recorded(source?: Source): readonly RecordedMessage[] {
    const topics = source === undefined ? [...this.#sources.values()] : [this.#sources.get(source)];
    return topics
      .flatMap((messages) => (messages ? [...messages.values()].reverse() : []))
      .sort((a, b) => b.receivedAt - a.receivedAt);
  }
}

export type Noted = Pick<InboundMessage, 'source' | 'topic' | 'payload' | 'receivedAt'>;
