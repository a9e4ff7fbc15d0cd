import type { ActivityRecord } from './activity.ts';
import { excerptOf, safeText } from './excerpt.ts';
import type { InboundMessage, RefusedItem } from './port.ts';

/** Rejected items of one message that are told; quarantined ones are kept with their bytes anyway. */
const toldRejections = 16;
const longestName = 128;

/** What one message brought, until its commit counts it: then it is told, and added to who brought it. */
export class Arrival {
  /** Of the device whose topic it is, and of the account that spoke for it. */
  readonly records: readonly ActivityRecord[];
  readonly receivedAt: number;
  readonly #device: string;
  readonly #publisher: string;
  items = 0;
  quarantined = 0;
  rejected = 0;
  refused: RefusedItem[] | null = null;

  constructor(message: InboundMessage, device: string, records: readonly ActivityRecord[]) {
    this.records = records;
    this.receivedAt = message.receivedAt;
    this.#device = device.slice(0, longestName);
    this.#publisher = message.publisher.slice(0, longestName);
  }

  quarantine(meter: string, named: string, reason: string, detail: string, bytes: Uint8Array): void {
    this.quarantined++;
    this.#tell('quarantined', meter, named, reason, detail, bytes);
  }

  /** @param bytes asked for only when the rejection is told. */
  reject(meter: string, named: string, reason: string, detail: string, bytes: () => Uint8Array): void {
    if (this.rejected++ < toldRejections) this.#tell('rejected', meter, named, reason, detail, bytes());
  }

  #tell(
    kind: RefusedItem['kind'],
    meter: string,
    named: string,
    reason: string,
    detail: string,
    bytes: Uint8Array,
  ): void {
    (this.refused ??= []).push({
      device: this.#device,
      publisher: this.#publisher,
      meter,
      named: safeText(named, longestName),
      at: this.receivedAt,
      kind,
      reason,
      detail,
      excerpt: excerptOf(bytes),
    });
  }
}
