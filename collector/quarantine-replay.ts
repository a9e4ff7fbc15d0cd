import type { SeriesStore } from '../storage/series/port.ts';
import type { Decoder, Judge, JudgedReading, Judgement } from './judgement.ts';
import type { CommittedEvent, CommittedReading, ReplayResult } from './port.ts';
import { parseTopic } from './topics.ts';

export type ReplayStore = Pick<SeriesStore, 'quarantineItem' | 'resolveQuarantine'>;

export interface ReplayParts {
  readonly store: ReplayStore;
  readonly decode: Decoder;
  readonly judge: Judge;
  readonly now: () => number;
  /** Reads the bytes of another format by today's mapping; null = none takes that topic. */
  readonly mapped: (row: QuarantinedBytes, judgedAt: number) => MappedReplay | null;
  /** As if it came now from the same source; resolves when it is durable. */
  readonly accept: (source: string, topic: string, bytes: Uint8Array) => Promise<void>;
}

export interface Stored {
  reading(reading: CommittedReading): void;
  event(event: CommittedEvent): void;
}

export interface MappedReplay {
  readonly judgements: readonly Judgement[];
  /** The message with one of its elements. */
  bytesOf(index: number): Uint8Array;
}

export interface QuarantinedBytes {
  readonly source: string;
  readonly topic: string;
  readonly bytes: Uint8Array;
  readonly receivedAt: number;
}

const unreadable = {
  state: 'refused',
  reason: 'unreadable',
  detail: 'the stored bytes are not a reading or event',
} as const;
const unmapped = {
  state: 'refused',
  reason: 'unmapped',
  detail: 'no mapping takes this topic of this source',
} as const;

/**
 * Judges a quarantined item again: its own bytes, by today's registry, mappings, clock and rules. What is acceptable
 * now is stored as received now (a report "as known" before the replay must not change); without a `ts` of its own the
 * reading keeps its first arrival as its time.
 * @param stored called with what went into the store.
 */
export async function replayQuarantined(id: number, parts: ReplayParts, stored: Stored): Promise<ReplayResult> {
  const row = await parts.store.quarantineItem(id);
  if (row?.state !== 'open') return { state: 'not-open' };
  const judgedAt = parts.now();
  const topic = parseTopic(row.topic);
  if (!topic) {
    const read = parts.mapped(row, judgedAt);
    if (read === null) return unmapped;
    const refusal = await admitRest(row, read, parts);
    return refusal ?? resolve(id, read.judgements[0], judgedAt, parts.store, stored);
  }
  const decoded = parts.decode(row.bytes);
  if (decoded?.items.length !== 1) return unreadable;
  const judgement = parts.judge(decoded, 0, { ...topic, receivedAt: row.receivedAt, judgedAt });
  return resolve(id, judgement ?? undefined, judgedAt, parts.store, stored);
}

async function resolve(
  id: number,
  judgement: Judgement | undefined,
  judgedAt: number,
  store: ReplayStore,
  stored: Stored,
): Promise<ReplayResult> {
  if (!judgement) return unreadable;
  const refusal = refusalOf(judgement);
  if (refusal) return refusal;
  if (judgement.kind === 'event') {
    const outcome = await store.resolveQuarantine(id, { event: judgement.event, receivedAt: judgedAt });
    if (!outcome) return { state: 'not-open' };
    stored.event({ ...judgement.event, receivedAt: judgedAt, outcome });
    return { state: 'replayed', outcome };
  }
  const { meter, ts, values } = judgement as JudgedReading;
  const reading = { meter, ts, receivedAt: judgedAt, values };
  const outcome = await store.resolveQuarantine(id, { reading });
  if (!outcome) return { state: 'not-open' };
  stored.reading({ ...reading, outcome });
  return { state: 'replayed', outcome };
}

function refusalOf(judgement: Judgement): ReplayResult | null {
  if (judgement.kind === 'rejected') return unreadable;
  if (judgement.kind !== 'quarantined') return null;
  return { state: 'refused', reason: judgement.reason, detail: judgement.detail };
}

/**
 * A message that could not be taken apart when it came stands as one item and may be many readings today. One count
 * moves from quarantined to stored; the others are received now, before it. A second try after a kill in between finds
 * them stored: duplicates.
 */
async function admitRest(row: QuarantinedBytes, read: MappedReplay, parts: ReplayParts): Promise<ReplayResult | null> {
  const { judgements } = read;
  if (judgements.length < 2) return null;
  for (const judgement of judgements) {
    const refusal = refusalOf(judgement);
    if (refusal) return refusal;
    if (judgement.kind === 'reading' && !judgement.ownTime) {
      const detail = `it is ${judgements.length} readings today, and without a time of their own they would be dated now`;
      return { state: 'refused', reason: 'mapping-ts', detail };
    }
  }
  for (let i = 1; i < judgements.length; i++) await parts.accept(row.source, row.topic, read.bytesOf(i));
  return null;
}
