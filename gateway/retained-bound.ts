import type { Aedes } from 'aedes';
import type { BrokerPersistence, RetainedPacket } from './aedes-internals.ts';
import type { GatewayLimits } from './limits.ts';
import type { GatewayMetrics } from './metrics.ts';
import type { RareLog } from './rare-log.ts';

/** Retained messages stay in memory for ever: their number and bytes are bounded over all publishers. */
export class RetainedBound {
  readonly #limits: GatewayLimits;
  readonly #metrics: GatewayMetrics;
  readonly #rareLog: RareLog;
  readonly #bytesOf = new Map<string, number>();
  #bytes = 0;

  constructor(limits: GatewayLimits, metrics: GatewayMetrics, rareLog: RareLog) {
    this.#limits = limits;
    this.#metrics = metrics;
    this.#rareLog = rareLog;
  }

  get messages(): number {
    return this.#bytesOf.size;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** What doesn't fit is passed on and not kept, nor is what was kept of that topic: it would be out of date. */
  guard(broker: Aedes): void {
    const persistence = (broker as unknown as { persistence: BrokerPersistence }).persistence;
    const store = persistence.storeRetained.bind(persistence);
    persistence.storeRetained = (packet) => store(this.#takes(packet) ? packet : { ...packet, payload: NOTHING });
  }

  #takes({ topic, payload }: RetainedPacket): boolean {
    const before = this.#bytesOf.get(topic);
    this.#bytesOf.delete(topic);
    this.#bytes -= before ?? 0;
    // An empty one deletes [MQTT-3.3.1-10].
    if (payload.length === 0) return true;
    const bytes = Buffer.byteLength(topic) + payload.length;
    if (this.messages >= this.#limits.retainedMessages || this.#bytes + bytes > this.#limits.retainedBytes) {
      this.#metrics.retainedOver++;
      const fields = { topic: topic.slice(0, 128), messages: this.messages, bytes: this.#bytes };
      this.#rareLog.warn('(all)', 'retained', 'too much is retained: passed on, not kept', fields);
      return false;
    }
    this.#bytesOf.set(topic, bytes);
    this.#bytes += bytes;
    return true;
  }
}

const NOTHING = new Uint8Array(0);
