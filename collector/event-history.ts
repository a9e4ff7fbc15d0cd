import { setImmediate as turn } from 'node:timers/promises';
import type { QuarantineReason } from '../domain/metering/ledger.ts';
import type { EventRecord, SeriesStore, Source } from '../storage/series/port.ts';
import type { DecodedMessage, Judge } from './judgement.ts';
import type { CommittedEvent } from './port.ts';

export interface EventHistoryCounts {
  readonly received: number;
  readonly stored: number;
  readonly duplicate: number;
  readonly quarantined: number;
  readonly rejected: number;
}

/** One transaction. Handing it to the writer takes the main thread some milliseconds: pages are answered in between. */
const eventsPerChunk = 1_000;

const source: Source = 'bulk';

/**
 * Past events of one scale or counter through the bulk door: judged, identified and counted as those that come by
 * MQTT, under source `bulk`. Chunks are durable one by one: what is given again is a duplicate.
 */
export async function importEvents(
  parts: {
    readonly store: Pick<SeriesStore, 'newBatch' | 'commit'>;
    readonly judge: Judge;
    readonly now: () => number;
    /** After each commit, where its events ended. */
    readonly committed?: (events: readonly CommittedEvent[]) => void;
  },
  device: string,
  items: readonly unknown[],
  /** After each commit that refused some. */
  refused: (reason: QuarantineReason, items: number) => void = () => {},
): Promise<EventHistoryCounts> {
  const counts = { received: 0, stored: 0, duplicate: 0, quarantined: 0, rejected: 0 };
  for (let from = 0; from < items.length; from += eventsPerChunk) {
    const message = messageOf(items.slice(from, from + eventsPerChunk));
    const receivedAt = parts.now();
    const batch = parts.store.newBatch();
    const account = batch.account({ source, device, meter: '' });
    batch.received(account, message.items.length);
    const accepted: EventRecord[] = [];
    const reasons = new Map<QuarantineReason, number>();
    let rejected = 0;
    for (let i = 0; i < message.items.length; i++) {
      const origin = { deviceId: device, stream: 'events', receivedAt, judgedAt: receivedAt } as const;
      const judgement = parts.judge(message, i, origin);
      if (judgement?.kind === 'event') {
        batch.event(account, receivedAt, judgement.event);
        accepted.push(judgement.event);
      } else if (judgement?.kind === 'quarantined') {
        const { reason, detail } = judgement;
        const item = { topic: `v1/${device}/events`, receivedAt, reason, detail, bytes: message.bytesOf(i) };
        batch.quarantine(account, item);
        reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
      } else if (judgement?.kind === 'rejected') {
        batch.rejected(account, 1);
        rejected++;
      }
    }
    const { events } = await parts.store.commit(batch);
    parts.committed?.(accepted.map((event, i) => ({ ...event, receivedAt, outcome: events[i]! })));
    const duplicate = events.reduce((sum, outcome) => sum + (outcome === 'duplicate' ? 1 : 0), 0);
    counts.received += message.items.length;
    counts.stored += events.length - duplicate;
    counts.duplicate += duplicate;
    for (const [reason, items] of reasons) {
      counts.quarantined += items;
      refused(reason, items);
    }
    counts.rejected += rejected;
    await turn();
  }
  return counts;
}

/** Items that were never bytes: they get those that a device would have sent. */
function messageOf(items: readonly unknown[]): DecodedMessage {
  return { items, bytesOf: (index) => Buffer.from(JSON.stringify(items[index]) ?? 'null') };
}
