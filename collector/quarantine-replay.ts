import type { SeriesStore } from '../storage/series/port.ts';
import type { Decoder, Judge } from './judgement.ts';
import type { CommittedReading, ReplayResult } from './port.ts';
import { parseTopic } from './topics.ts';

export type ReplayStore = Pick<SeriesStore, 'quarantineItem' | 'resolveQuarantine'>;

const unreadable = {
  state: 'refused',
  reason: 'unreadable',
  detail: 'the stored bytes are not a reading or event',
} as const;

/**
 * Judges a quarantined item again: its own bytes, by today's registry, clock and rules. What is acceptable now is
 * stored as received now (a report "as known" before the replay must not change); without a `ts` of its own the
 * reading keeps its first arrival as its time.
 * @param onStored called with a reading that went into the store.
 */
export async function replayQuarantined(
  id: number,
  parts: { store: ReplayStore; decode: Decoder; judge: Judge; now: () => number },
  onStored: (reading: CommittedReading) => void,
): Promise<ReplayResult> {
  const { store, decode, judge, now } = parts;
  const row = await store.quarantineItem(id);
  if (row?.state !== 'open') return { state: 'not-open' };
  const topic = parseTopic(row.topic);
  const decoded = decode(row.bytes);
  if (!topic || decoded?.items.length !== 1) return unreadable;

  const judgedAt = now();
  const judgement = judge(decoded, 0, { ...topic, receivedAt: row.receivedAt, judgedAt });
  if (!judgement || judgement.kind === 'rejected') return unreadable;
  if (judgement.kind === 'quarantined') {
    return { state: 'refused', reason: judgement.reason, detail: judgement.detail };
  }
  if (judgement.kind === 'event') {
    const outcome = await store.resolveQuarantine(id, { event: judgement.event, receivedAt: judgedAt });
    return outcome ? { state: 'replayed', outcome } : { state: 'not-open' };
  }
  const { meter, ts, values } = judgement;
  const reading = { meter, ts, receivedAt: judgedAt, values };
  const outcome = await store.resolveQuarantine(id, { reading });
  if (!outcome) return { state: 'not-open' };
  onStored({ ...reading, outcome });
  return { state: 'replayed', outcome };
}
