import type { ImportFault, StoredMapping } from '../storage/registry/port.ts';
import type { EventRecord, Forgotten, Outcome, Source } from '../storage/series/port.ts';

/** One message as it came in, from the built-in broker, another broker, or a test. */
export interface InboundMessage {
  readonly source: Source;
  /** The authenticated publisher: device id, gateway id or account id. */
  readonly publisher: string;
  /** Accounts may speak for any device whose topic they may publish to; devices and gateways only for their own. */
  readonly publisherKind: 'device' | 'account';
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly receivedAt: number;
  /** Another broker kept it and sent it because we subscribed: without a `ts` of its own nobody knows when it was true. */
  readonly retained?: boolean;
}

/** What the collector takes: `v1/{deviceId}/readings` and `v1/{deviceId}/events`. */
export interface MessageSink {
  /**
   * Calls back once: without an error when everything that the message carried is durable (judged, and on disk);
   * with an error when it is not (commit failed, or took over 2 s): the caller closes the connection so that the
   * device sends again. Callbacks for one publisher come in the order of the calls.
   */
  accept(message: InboundMessage, done: (error?: Error) => void): void;
  /**
   * Asked of messages on other topics: true when a mapping takes it, and then it is to be handed to `accept` at once.
   * What none takes is counted, and kept for whoever writes a mapping.
   */
  takes?(message: InboundMessage): boolean;
}

/** What was committed, in order, for live views. Never fed from the broker's fan-out. */
export interface CommittedReading {
  readonly meter: string;
  readonly ts: number;
  readonly receivedAt: number;
  readonly values: Readonly<Record<string, number>>;
  readonly outcome: Outcome;
}

/** An event that was committed, for live views. */
export interface CommittedEvent extends EventRecord {
  readonly receivedAt: number;
  readonly outcome: Outcome;
}

/** An item that was not stored: counted durably, told for live views. */
export interface RefusedItem {
  readonly device: string;
  readonly publisher: string;
  /** The meter that the item names; '' = none that is known. */
  readonly meter: string;
  /** The id that the item speaks of as given, known or not, cut to 128 characters; '' = it names none. */
  readonly named: string;
  readonly at: number;
  readonly kind: 'quarantined' | 'rejected';
  readonly reason: string;
  readonly detail: string;
  /** First bytes as text, at most 200 characters. */
  readonly excerpt: string;
}

/**
 * What came from one device since the start: what was published under its id, and what its gateway brought for it. Of
 * an account: all that it published, for whomever.
 */
export interface DeviceActivity {
  readonly device: string;
  readonly lastMessageAt: number;
  readonly received: number;
  readonly stored: number;
  readonly duplicate: number;
  readonly quarantined: number;
  readonly rejected: number;
  /** Newest stored reading, or event (without values). `ownTime` false: it carried no `ts`. */
  readonly lastStored: {
    readonly at: number;
    readonly meter: string;
    readonly ts: number;
    readonly ownTime: boolean;
    readonly values: Readonly<Record<string, number>>;
  } | null;
  readonly lastRefused: RefusedItem | null;
  /** Items by quarter hour of the last 24 h, oldest first, 96 numbers. */
  quarterHours(now: number): readonly number[];
}

/** Of the last 60 seconds; null = no commit in them. */
export interface IngestFigures {
  readonly messagesPerSecond: number;
  readonly itemsPerSecond: number;
  readonly commitP50Ms: number | null;
  readonly commitP99Ms: number | null;
}

/** Intervals that were derived again. */
export interface DerivedChange {
  readonly meter: string;
  readonly point: string;
  readonly from: number;
  readonly to: number;
}

/** Mappings of foreign formats as they are applied here. */
export interface MappingService {
  /** From now on these; the same array again changes nothing. */
  use(mappings: readonly StoredMapping[]): void;
  /** Ids in the order in which they are tried. */
  readonly inOrder: readonly string[];
  /** Since the start. `faults`: items that were quarantined or rejected; `ignored`: of devices that are not listed. */
  figures(id: string): { readonly messages: number; readonly faults: number; readonly ignored: number };
  /** Messages on other topics than ours, newest first: the newest of each topic, at most 50 a source. */
  recorded(source?: Source): readonly RecordedMessage[];
}

/** At most the first 8 KiB of a message. */
export interface RecordedMessage {
  readonly source: Source;
  readonly topic: string;
  readonly receivedAt: number;
  readonly payload: Uint8Array;
  /** Of the whole message. */
  readonly bytes: number;
  /** The mapping that took it; null = none did. */
  readonly mapping: string | null;
}

export type ReplayResult =
  | { readonly state: 'replayed'; readonly outcome: Outcome }
  /** Still unacceptable: stays in quarantine, with today's reason. */
  | { readonly state: 'refused'; readonly reason: string; readonly detail: string }
  | { readonly state: 'not-open' };

/** What the rest of the house sees of the collector (built in `collector/collector.ts`). */
export interface CollectorService extends MessageSink {
  /** After each commit, in commit order; a listener that throws is logged and does not stop the others. */
  onCommitted(listener: (readings: readonly CommittedReading[]) => void): void;
  /** The same for weighings and meal counts, imported and replayed ones too. */
  onEvents(listener: (events: readonly CommittedEvent[]) => void): void;
  onDerived(listener: (changes: readonly DerivedChange[]) => void): void;
  /** After the commit that counts them; of one message the first few are told, all are counted. */
  onRefused(listener: (items: readonly RefusedItem[]) => void): void;
  /** What came from a device (its topic's id) since the start; null = nothing. */
  activity(device: string): DeviceActivity | null;
  readonly mappings: MappingService;
  replayQuarantined(id: number): Promise<ReplayResult>;
  /** Past readings of one meter through the bulk door, any number of rows, ascending or not; counted under source `bulk`. */
  importHistory(
    meter: string,
    device: string,
    columns: { readonly ts: Float64Array; readonly points: Readonly<Record<string, Float64Array>> },
  ): Promise<{
    readonly received: number;
    readonly stored: number;
    readonly duplicate: number;
    readonly revisions: number;
  }>;
  /**
   * Past events of one scale or counter, as it would have sent them, through the bulk door: judged and identified by the
   * same rules, in transactions of at most 1,000; counted under source `bulk`.
   */
  importEvents(
    device: string,
    items: readonly unknown[],
  ): Promise<{
    readonly received: number;
    readonly stored: number;
    readonly duplicate: number;
    readonly quarantined: number;
    readonly rejected: number;
  }>;
  /**
   * Takes out everything that these meters and devices, which are no longer in the register, ever brought. Nothing is
   * derived meanwhile. After a kill the same call completes it.
   */
  forget(of: { readonly meters: readonly string[]; readonly devices: readonly string[] }): Promise<Forgotten>;
  /** Derives everything from raw again. */
  rebuild(
    progress?: (done: number, of: number) => void,
  ): Promise<{ readonly sha256: string; readonly intervals: number }>;
  /** Resolves when no interval lags behind its readings. */
  settled(): Promise<void>;
  /** For health and metrics. */
  readonly dirtyMeters: number;
  readonly pendingMessages: number;
  readonly pendingBytes: number;
  lastMinute(): IngestFigures;
}

/** What it came to that the demo was taken out of register and series. */
export type DemoRemoved =
  | {
      readonly ok: true;
      readonly rows: number;
      readonly meters: number;
      readonly devices: number;
      readonly readings: number;
      readonly events: number;
      /** Its points lie in the server behind the store still. */
      readonly leftBehind: boolean;
    }
  /** The installation's own rows that refer to it; nothing was removed. */
  | { readonly ok: false; readonly holders: readonly ImportFault[] };
