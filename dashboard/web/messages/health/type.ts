import type { HealthState, WireForwarder, WireHealthPart, WireSource } from '../../../../domain/wire-devices.ts';

/** What failed, what still holds, what to do. */
export interface Said {
  readonly failed: string;
  readonly holds: string;
  readonly todo: string;
}

/** The words of the health page. Numbers come formatted. */
export interface HealthMessages {
  readonly title: string;
  readonly sub: (since: string) => string;
  readonly states: Readonly<Record<HealthState, string>>;
  readonly parts: Readonly<Record<WireHealthPart['part'], string>>;
  /** What a part does for the house, said while it is well. */
  readonly duties: Readonly<Record<WireHealthPart['part'], string>>;
  readonly off: Readonly<Record<WireHealthPart['part'], string>>;
  readonly since: (time: string) => string;
  readonly holds: string;
  readonly todo: string;
  /** Which one, where a part has several in the house itself. */
  readonly names: Readonly<Record<string, string>>;
  /** By part and code (`influx:away`); what has none is told by its part. */
  readonly codes: Readonly<Record<string, Said>>;
  readonly troubles: Readonly<Record<WireHealthPart['part'], Said>>;
  readonly list: string;
  readonly listNote: string;
  readonly allWell: string;
  readonly ingest: string;
  readonly ingestNote: string;
  readonly figures: Readonly<
    Record<'messages' | 'items' | 'p50' | 'p99' | 'pending' | 'pendingBytes' | 'dirty' | 'loop' | 'memory', string>
  >;
  readonly perSecond: string;
  readonly history: (name: string, low: string, high: string) => string;
  readonly historyNote: string;
  readonly refusals: string;
  readonly refusalsNote: (time: string) => string;
  readonly noRefusals: string;
  readonly refusalColumns: Readonly<Record<'what' | 'reason' | 'count', string>>;
  readonly whats: Readonly<Record<string, string>>;
  readonly forwarder: string;
  readonly forwarderNone: string;
  readonly forwarderStates: Readonly<Record<WireForwarder['state'], string>>;
  readonly waiting: string;
  readonly oldest: string;
  readonly deadLetters: string;
  readonly deadLettersHint: string;
  readonly history12: string;
  readonly lastError: string;
  readonly noError: string;
  readonly sources: string;
  readonly sourcesNone: string;
  readonly sourceStates: Readonly<Record<WireSource['state'], string>>;
  readonly messages: (count: string) => string;
  readonly lastMessage: (age: string) => string;
  readonly toMappings: string;
}
