import type { QuarantineReason } from '../domain/metering/ledger.ts';
import type { EventRecord } from '../storage/series/port.ts';

/** What a message was read into, before anything in it is checked. A `null` in its place: it can't be read. */
export interface DecodedMessage {
  readonly items: readonly unknown[];
  /** An item's own bytes as received: asked for only when the item is kept as bytes (quarantine, event). */
  bytesOf(index: number): Uint8Array;
}
export type Decoder = (payload: Uint8Array) => DecodedMessage | null;

/** Where an item came from and when: what judging it rests on, beside the registry. */
export interface Origin {
  /** The device of the topic: the publisher, or the one an account speaks for. */
  readonly deviceId: string;
  readonly stream: 'readings' | 'events';
  /** Stands for the reading's own time where it has none. */
  readonly receivedAt: number;
  /** What "too far ahead" is measured from: arrival, or the moment of a replay. */
  readonly judgedAt: number;
}

export interface JudgedReading {
  readonly kind: 'reading';
  readonly meter: string;
  readonly ts: number;
  readonly receivedAt: number;
  readonly values: Readonly<Record<string, number>>;
  /** False: it brought no `ts`, so its arrival stands for it. */
  readonly ownTime: boolean;
}
export interface JudgedEvent {
  readonly kind: 'event';
  readonly event: EventRecord;
}
/** Readable but unacceptable: kept whole, with the reason. */
export interface Quarantined {
  readonly kind: 'quarantined';
  readonly reason: QuarantineReason;
  /** What is wrong and where: `values.energy_kwh is the string "12"`. */
  readonly detail: string;
}
/** Not a reading at all: counted, not kept. */
export interface Rejected {
  readonly kind: 'rejected';
}
export type Judgement = JudgedReading | JudgedEvent | Quarantined | Rejected;

/** Judges one item. `null` never comes from the real one: it stands for a reading lost by a fault (tests). */
export type Judge = (message: DecodedMessage, index: number, origin: Origin) => Judgement | null;

/** A retained message without a time of its own would be dated at our arrival, whenever it was true. */
export function ofRetained(judgement: Judgement | null): Judgement | null {
  if (judgement?.kind !== 'reading' || judgement.ownTime) return judgement;
  return quarantined(
    'retained-without-ts',
    'the broker kept this message, and it carries no ts: when it was true is not known',
  );
}

export const rejected: Rejected = { kind: 'rejected' };

export function quarantined(reason: QuarantineReason, detail: string): Quarantined {
  return { kind: 'quarantined', reason, detail };
}
