import type { MappingRule } from './mapping/rule.ts';

/**
 * What travels between server and pages about mappings, as types only (see `wire.ts`). Instants are ISO 8601 with the
 * installation's offset. Staff only.
 *
 * | call | answer |
 * |---|---|
 * | `GET /api/v1/mappings` | `{items: WireMapping[], next: null}`, in the order in which they are tried |
 * | `PUT /api/v1/mappings/{id}`, body `MappingRule` without `id` | 200 or 201 `WireMapping`; 422 `errors` with paths like `values[0].path` |
 * | `DELETE /api/v1/mappings/{id}` | 204 |
 * | `POST /api/v1/mappings/try`, body `WireMappingTryRequest` | 200 `WireMappingTry`: nothing is stored, nothing is counted |
 * | `GET /api/v1/mappings/recorded[?source=…]` | `{items: WireRecordedMessage[], next: null}`, newest first |
 * | `GET /api/v1/mappings/units` | `{items: WireMappingUnit[], next: null}` |
 */
export interface WireMapping extends MappingRule {
  readonly demo: boolean;
  /** Since the server started: messages that it took, and items of them that did not become readings. */
  readonly messages: number;
  readonly faults: number;
}

export interface WireMappingTryRequest {
  /** A draft as it would be put (the `id` may be absent); it need not be stored, and may be faulty. */
  readonly mapping: unknown;
  readonly message: {
    readonly topic: string;
    /** The payload as text; or `payloadBase64` for bytes that are no text. */
    readonly payload?: string;
    readonly payloadBase64?: string;
    /** Time of arrival; absent = now. */
    readonly receivedAt?: string;
  };
}

/** What a message becomes. Steps stand in the order in which they are taken; the first that is not `ok` is the fault. */
export interface WireMappingTry {
  /** `faulty`: the mapping itself has faults (`faults`). `not-taken`: the topic does not match. `read`: see `items`. */
  readonly state: 'faulty' | 'not-taken' | 'unreadable' | 'read';
  readonly faults: readonly { readonly path: string; readonly code: string; readonly message: string }[];
  /** Of the message: topic, payload, items. */
  readonly steps: readonly WireMappingStep[];
  readonly items: readonly WireMappingTryItem[];
}

export interface WireMappingStep {
  readonly step: 'topic' | 'payload' | 'items' | 'device' | 'ts' | 'value' | 'judge';
  readonly ok: boolean;
  /** Where in the mapping: `values[1].path`; '' = the mapping as a whole. */
  readonly rule: string;
  /** Where in the message: `$.data[2].kwh`, or the topic; '' = nowhere. */
  readonly place: string;
  /** What was found there and what it became, as text: `12345670` → `12345.67 kWh`. null = nothing. */
  readonly found: string | null;
  readonly became: string | null;
  /** Plain English; of a fault: what is wrong and what to do. */
  readonly detail: string;
}

export interface WireMappingTryItem {
  /** `$.data[2]`; `$` when the message is one reading. */
  readonly place: string;
  /** `ignored`: the device is not in the table and the rule says `onlyListed`. */
  readonly outcome: 'reading' | 'quarantined' | 'rejected' | 'ignored';
  /** Of a quarantined item: the word of ledger and metrics. */
  readonly reason: string | null;
  readonly detail: string | null;
  readonly reading: {
    readonly device: string;
    readonly ts: string;
    /** false: the message carries no time, so the time of arrival stands for it. */
    readonly ownTime: boolean;
    readonly values: readonly { readonly point: string; readonly value: number; readonly unit: string | null }[];
  } | null;
  readonly steps: readonly WireMappingStep[];
}

/** A message that came on another topic than `v1/…`: the newest of each topic, at most 50 a source. */
export interface WireRecordedMessage {
  readonly source: string;
  readonly topic: string;
  readonly receivedAt: string;
  /** As text; null when the bytes are no UTF-8 text: then `payloadBase64` holds them. */
  readonly payload: string | null;
  readonly payloadBase64: string;
  /** Bytes of the whole message; more than 8,192 were cut. */
  readonly bytes: number;
  /** The mapping that took it; null = none did. */
  readonly mapping: string | null;
}

/** A named conversion: `unit: Wh` for a point in kWh, or written out `Wh→kWh`. */
export interface WireMappingUnit {
  readonly unit: string;
  readonly quantity: string;
}
