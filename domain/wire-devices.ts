/**
 * What travels between server and pages about devices, health and mappings, as types only (see `wire.ts`). Instants
 * are ISO 8601 with the installation's offset.
 */

export type WireDeviceKind = 'meter' | 'gateway' | 'scale' | 'counter' | 'account';

/**
 * `new`: never connected, never sent. `ok`: what is expected of it comes. `late`, `silent`: as a meter's state.
 * `refused`: its last login or item was refused and nothing good came after. `no-secret`: it cannot log in itself (its
 * gateway speaks for it, or its secret was revoked).
 */
export type WireDeviceState = 'new' | 'ok' | 'late' | 'silent' | 'refused' | 'no-secret';

/** What went wrong last, in one line. `what`: a login, an item, a connection that was closed. */
export interface WireDeviceFault {
  readonly at: string;
  readonly what: 'login' | 'quarantined' | 'rejected' | 'closed';
  /** `wrong-credentials`, `ts-before-2000`, `packet-too-large`…: the word of metrics and logs. */
  readonly reason: string;
  /** Plain English, names what is wrong and where; pages say `reason` in their own language beside it. */
  readonly detail: string;
  /** First bytes of what was refused, as text, at most 200 characters; null for logins. */
  readonly excerpt: string | null;
}

export interface WireDevice {
  readonly id: string;
  readonly kind: WireDeviceKind;
  /** Meter: its building's name; scale, counter: its canteen's; else null. */
  readonly place: string | null;
  readonly building: string | null;
  readonly carrier: string | null;
  /** The gateway that speaks for it. */
  readonly gateway: string | null;
  readonly state: WireDeviceState;
  /** Live connections now, the address of the newest and since when; null when there is none. */
  readonly connections: number;
  readonly address: string | null;
  readonly connectedSince: string | null;
  /** Newest message of any kind, since the server started; null = none yet. */
  readonly lastMessageAt: string | null;
  /** Of the newest stored reading: arrival minus its own time, seconds; null = none, or it carried no `ts`. */
  readonly clockOffsetSeconds: number | null;
  /** Items of the last 24 h by quarter hour, oldest first, 96 numbers; since the server started. */
  readonly quarterHours: readonly number[];
  /** Since the server started. */
  readonly received: number;
  readonly quarantined: number;
  readonly rejected: number;
  readonly fault: WireDeviceFault | null;
  /** How it may log in. A second secret holds until `overlapUntil`, while the device is moved to the new one. */
  readonly secret: { readonly set: boolean; readonly overlapUntil: string | null };
  readonly demo: boolean;
}

/**
 * `POST /api/v1/devices`. An id that is there already and nothing else: it gets a new secret. Otherwise the fields of a
 * new meter, gateway or account as the portfolio file writes them (`building`, `carrier`, `register`, `interval`…).
 */
export interface WireDeviceRequest {
  /** `meter` when absent. Scales and counters are added with their canteen, in the portfolio. */
  readonly kind?: 'meter' | 'gateway' | 'account';
  /** Of a meter it may be absent: the first free one after building and carrier. */
  readonly id?: string;
  /** For one that has a secret already, as in `WireSecretRequest`. */
  readonly overlapHours?: number;
  readonly [field: string]: unknown;
}
/** `POST /api/v1/devices/{id}/secret`. */
export interface WireSecretRequest {
  /** The secret before holds for so long, 0 to 168; 24 when absent. */
  readonly overlapHours?: number;
}

/** `POST /api/v1/devices/{id}/secret` and `POST /api/v1/devices`: the only time that the secret is shown. */
export interface WireNewSecret {
  readonly id: string;
  readonly secret: string;
  readonly overlapUntil: string | null;
  /** Ports that listen, for the ready command line; null = that listener is off. */
  readonly mqttPort: number;
  readonly mqttsPort: number | null;
  readonly wsPort: number | null;
}

/**
 * `GET /api/v1/knocks`; `DELETE /api/v1/knocks/{name}` leaves the name out of the list for a day.
 * Somebody who is not in the portfolio and tried: at the door, or through a gateway or account. */
export interface WireKnock {
  /** The name that it gave (user name, or the meter named by a gateway), cut to 128 characters. */
  readonly name: string;
  readonly via: 'login' | 'reading';
  /** Via `reading`: the gateway or account that brought it. */
  readonly publisher: string | null;
  readonly address: string | null;
  readonly clientId: string | null;
  readonly reason: string;
  readonly count: number;
  readonly firstAt: string;
  readonly lastAt: string;
  /** The name could be a device id as it stands: it can be adopted. */
  readonly adoptable: boolean;
}

/** Live topic `device:ID`: the snapshot is this, a delta is the new entries. Newest last, at most 50 kept. */
export interface LiveDevice {
  readonly device: WireDevice;
  readonly entries: readonly WireDeviceEntry[];
}
export interface LiveDeviceDelta {
  readonly device?: WireDevice;
  readonly entries?: readonly WireDeviceEntry[];
}
/** One thing that happened at a device's door, as it happened. */
export interface WireDeviceEntry {
  readonly at: string;
  readonly what: 'connected' | 'login' | 'closed' | 'stored' | 'duplicate' | 'quarantined' | 'rejected';
  readonly reason: string | null;
  readonly detail: string | null;
  readonly excerpt: string | null;
  /** Of a stored reading. */
  readonly reading: { readonly ts: string; readonly values: Readonly<Record<string, number>> } | null;
}

/** `GET /api/v1/health`: one line a part, worst first on the page. */
export interface WireHealth {
  readonly at: string;
  readonly since: string;
  readonly parts: readonly WireHealthPart[];
  /** Of the last minute. */
  readonly ingest: {
    readonly messagesPerSecond: number;
    readonly itemsPerSecond: number;
    readonly commitP50Ms: number | null;
    readonly commitP99Ms: number | null;
    readonly pendingMessages: number;
    readonly pendingBytes: number;
    readonly dirtyMeters: number;
    readonly eventLoopP99Ms: number;
    readonly residentBytes: number;
  };
  /** Refusals since the start, by what and why, largest first. */
  readonly refusals: readonly { readonly what: string; readonly reason: string; readonly count: number }[];
  readonly forwarder: WireForwarder | null;
  readonly sources: readonly WireSource[];
}
export type HealthState = 'ok' | 'degraded' | 'failing' | 'off';
export interface WireHealthPart {
  readonly part: 'store' | 'gateway' | 'tls' | 'pipeline' | 'influx' | 'source' | 'disk';
  /** Which one, where there are several (a source's name). */
  readonly name: string | null;
  readonly state: HealthState;
  readonly code: string | null;
  /** Plain English: what failed, what still holds, what to do. */
  readonly detail: string | null;
  readonly since: string | null;
}
/** InfluxDB behind the local store. */
export interface WireForwarder {
  readonly url: string;
  readonly state: 'ok' | 'catching-up' | 'away' | 'refused';
  readonly waitingRows: number;
  readonly oldestWaitingSeconds: number | null;
  readonly deadLetters: number;
  readonly lastError: { readonly at: string; readonly message: string } | null;
  /** Arrivals that wait because they are older than the local window. */
  readonly waitingForHistory: number;
}
/** Another broker that is collected from. */
export interface WireSource {
  readonly name: string;
  readonly url: string;
  readonly topics: readonly string[];
  readonly state: 'connected' | 'connecting' | 'refused';
  readonly since: string;
  readonly messages: number;
  readonly lastMessageAt: string | null;
  readonly lastError: { readonly at: string; readonly message: string } | null;
}
