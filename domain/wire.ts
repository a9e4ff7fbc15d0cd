import type { VerdictRule } from './metering/finding.ts';
import type { LedgerCounts } from './metering/ledger.ts';
import type { Quality } from './metering/interval.ts';

/**
 * What travels between server and pages (HTTP JSON and the live socket), as types only: one file, so that a change on
 * one side fails the type check on the other. Instants are ISO 8601 with the installation's offset.
 */

/** `never`: no reading yet. `live`: newest reading at most 1.5 intervals old. `late`: up to 3. `silent`: older. */
export type MeterState = 'never' | 'live' | 'late' | 'silent';

export interface WireMeter {
  readonly id: string;
  readonly building: string;
  readonly buildingName: string;
  readonly institution: string;
  readonly institutionName: string;
  readonly parent: string | null;
  readonly carrier: string;
  readonly endUse: string | null;
  readonly register: {
    readonly point: string;
    readonly unit: string;
    readonly digits: number | null;
    readonly decimals: number | null;
    readonly multiplier: number | readonly { readonly from: string; readonly value: number }[];
  };
  readonly replacements: readonly {
    readonly at: string;
    readonly closing: number | null;
    readonly opening: number | null;
  }[];
  readonly maxPerHour: number | null;
  readonly interval: string;
  readonly intervalMs: number;
  readonly gateway: string | null;
  readonly verifiedUntil: string | null;
  /** A meter that is computed of others: dates are local, `to` is exclusive. null = a meter that is read. */
  readonly virtual:
    | readonly {
        readonly meter: string;
        readonly factor: number;
        readonly from: string | null;
        readonly to: string | null;
      }[]
    | null;
  readonly demo: boolean;
  readonly state: MeterState;
  /** Seconds since the newest reading's own time; null = none yet. */
  readonly ageSeconds: number | null;
  readonly lastReading: {
    readonly ts: string;
    readonly receivedAt: string;
    /** Newest value of each point, as read, each with its own time. */
    readonly values: Readonly<
      Record<string, { readonly value: number; readonly ts: string; readonly unit: string | null }>
    >;
  } | null;
  /** All points that it ever sent, its register first. */
  readonly points: readonly string[];
}

export interface WirePoint {
  readonly ts: string;
  readonly value: number | null;
  readonly quality: Quality;
  readonly coverage: number;
  readonly min?: number | null;
  readonly max?: number | null;
  /** The interval has begun and not yet ended. */
  readonly partial?: true;
}

export type WireEvery = 'raw' | '15m' | '1h' | '1d' | '1mo';

export interface WireSeries {
  readonly meter: string;
  readonly point: string;
  readonly unit: string | null;
  readonly every: WireEvery;
  readonly timezone: string;
  readonly points: readonly WirePoint[];
}

/** `GET /api/v1/meters/{id}/readings?point=&from=&to=&only=odd`: as received, with what was made of each; newest first. */
export interface WireReadings {
  readonly meter: string;
  readonly point: string;
  readonly unit: string | null;
  /** Of the span, whether shown or not. */
  readonly total: number;
  readonly odd: number;
  readonly items: readonly WireReading[];
}
export interface WireReading {
  readonly ts: string;
  /** First arrival; null when it is with the server behind the store. */
  readonly receivedAt: string | null;
  readonly value: number;
  /** Of the step to this reading; `glitch`: the reading itself. Points that aren't registers are never judged. */
  readonly verdict: WireReadingVerdict;
  /** What a rule found, in the register's unit, and what it holds against it. */
  readonly used: number | null;
  readonly limit: number | null;
}
export type WireReadingVerdict = 'normal' | VerdictRule;

/** `GET /api/v1/series?meters=A,B&every=…` (or all that are visible): columns on one time axis. */
export interface WireSeriesTable {
  readonly every: WireEvery;
  readonly timezone: string;
  readonly ts: readonly string[];
  readonly series: readonly {
    readonly meter: string;
    readonly point: string;
    readonly unit: string | null;
    readonly value: readonly (number | null)[];
    /** One letter an interval: m measured, e estimated, x missing, h manual (by hand). */
    readonly quality: string;
    /** Absent when every interval is fully covered. */
    readonly coverage?: readonly number[];
  }[];
}

export type WireLedger = LedgerCounts;

export interface WireSession {
  readonly username: string;
  readonly role: string;
  readonly scope: string | null;
}

/** `GET /api/v1/system`: what the header and the footer of each page show. */
export interface WireSystem {
  readonly version: string;
  readonly timezone: string;
  /** 0 = the broker does not listen. */
  readonly mqttPort: number;
  /** null = that listener is off. */
  readonly mqttsPort: number | null;
  readonly wsPort: number | null;
  /** The demo installation is present: every figure carries a mark. */
  readonly demo: boolean;
  readonly metersTotal: number;
  readonly metersLive: number;
  /** Alarms that you may see and that are not closed. */
  readonly alarmsOpen?: number;
  readonly latestReadingAt: string | null;
  readonly store:
    | { readonly state: 'ok' }
    | { readonly state: 'failing'; readonly since: string; readonly code: string; readonly message: string };
}

/* ---- live (socket.io, namespace /live) ----
 * client → `subscribe` { topics }, `unsubscribe` { topics }
 * server → `snapshot` { topic, seq, at, data } | `denied` { topic } | `delta` { topic, seq, data }, seq without holes.
 * Topics: `overview` (LiveOverview), `building:ID` (LiveOverview of its meters), `meter:ID` (LiveMeter), `mandv:ID`
 * (WireMandvToday and LiveMandvDelta of wire-mandv.ts).
 */
export interface LiveSnapshot<T> {
  readonly topic: string;
  readonly seq: number;
  readonly at: string;
  readonly data: T;
}
export interface LiveDelta<T> {
  readonly topic: string;
  readonly seq: number;
  readonly data: T;
}

/** Snapshot of `meter:ID`: the meter as the API gives it, its raw samples of the last 24 h, its ledger. */
export interface LiveMeter {
  readonly meter: WireMeter;
  /** Epoch ms and value as read, per point, ascending. */
  readonly samples: Readonly<Record<string, readonly (readonly [number, number])[]>>;
  readonly ledger: WireLedger;
}
export interface LiveMeterDelta {
  /** New or revised samples since the last delta. */
  readonly samples?: Readonly<Record<string, readonly (readonly [number, number])[]>>;
  readonly lastReading?: WireMeter['lastReading'];
  readonly state?: MeterState;
  readonly ledger?: WireLedger;
  /** Intervals derived again, [from, to) epoch ms per point: what is on screen there must be read again. */
  readonly derived?: readonly { readonly point: string; readonly from: number; readonly to: number }[];
}

/** Snapshot of `overview`: every visible meter in short, and the counts. */
export interface LiveOverview {
  readonly meters: readonly LiveMeterRow[];
  readonly ledger: WireLedger;
}
export interface LiveMeterRow {
  readonly id: string;
  readonly state: MeterState;
  /** Epoch ms of the newest reading. */
  readonly lastReadingAt: number | null;
  readonly values: Readonly<Record<string, number>>;
}
export interface LiveOverviewDelta {
  readonly meters?: readonly LiveMeterRow[];
  readonly ledger?: WireLedger;
}

/** RFC 9457 problem details. */
export interface WireProblem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail?: string;
  readonly errors?: readonly { readonly path: string; readonly code: string; readonly message: string }[];
}
