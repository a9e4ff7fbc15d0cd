import type { Directory } from '../storage/registry/port.ts';
import type { IngestBatch, Source } from '../storage/series/port.ts';
import { spokenMeter } from './entitlement.ts';
import type { Group } from './group.ts';
import type { Decoder, Judge } from './judgement.ts';
import type { InboundMessage } from './port.ts';
import { parseTopic, type CollectedTopic } from './topics.ts';

/** A publisher's topic, with the ledger's accounts that it has used by now. */
interface Lane extends CollectedTopic {
  readonly accounts: Map<string, number>;
}

/** More lanes than devices of a province: only invented topics of an account get there, and then we start over. */
const maxLanes = 50_000;

/** From one message to items in a group's batch. Reading, counting, judging are three steps, in this order. */
export class Admission {
  readonly #directory: Directory;
  readonly #decode: Decoder;
  readonly #judge: Judge;
  readonly #lanes = new Map<Source, Map<string, Lane | null>>();

  constructor(directory: Directory, decode: Decoder, judge: Judge) {
    this.#directory = directory;
    this.#decode = decode;
    this.#judge = judge;
  }

  /**
   * Puts what the message carries into the group.
   * @returns why the message is none of the collector's business, if so: the gateway should have stopped it.
   */
  admit(message: InboundMessage, group: Group): Error | undefined {
    const lane = this.#lane(message);
    if (!lane) return new Error(`${message.topic} is not a topic of readings or events`);
    if (message.publisherKind === 'device' && message.publisher !== lane.deviceId) {
      return new Error(`device ${message.publisher} may not publish to ${message.topic}`);
    }
    this.#admit(message, lane, group);
    return undefined;
  }

  #admit(message: InboundMessage, lane: Lane, group: Group): void {
    const { batch } = group;
    const tally = group.tally(message.source);
    const decoded = this.#decode(message.payload);
    if (!decoded) {
      const account = this.#account(batch, message.source, lane, undefined);
      batch.received(account, 1);
      batch.rejected(account, 1);
      tally.received++;
      tally.rejected++;
      return;
    }
    const { items } = decoded;
    if (items.length === 0) return;

    // Counted here, before anything is judged, so that a reading lost on the way shows in the ledger.
    const accounts = items.map((item) => this.#account(batch, message.source, lane, item));
    for (const account of accounts) batch.received(account, 1);
    tally.received += items.length;

    const { topic, receivedAt } = message;
    const origin = { deviceId: lane.deviceId, stream: lane.stream, receivedAt, judgedAt: receivedAt };
    for (let i = 0; i < items.length; i++) {
      const account = accounts[i]!;
      const judgement = this.#judge(decoded, i, origin);
      if (judgement === null) continue;
      switch (judgement.kind) {
        case 'reading':
          batch.reading(account, judgement.meter, judgement.ts, receivedAt, judgement.values);
          group.reading(judgement, tally);
          break;
        case 'event':
          batch.event(account, receivedAt, judgement.event);
          group.event(tally);
          break;
        case 'quarantined': {
          const { reason, detail } = judgement;
          batch.quarantine(account, { topic, receivedAt, reason, detail, bytes: decoded.bytesOf(i) });
          tally.quarantined.set(reason, (tally.quarantined.get(reason) ?? 0) + 1);
          break;
        }
        case 'rejected':
          batch.rejected(account, 1);
          tally.rejected++;
      }
    }
  }

  #lane({ source, topic }: InboundMessage): Lane | null {
    let lanes = this.#lanes.get(source);
    if (!lanes) this.#lanes.set(source, (lanes = new Map()));
    let lane = lanes.get(topic);
    if (lane === undefined) {
      if (lanes.size >= maxLanes) lanes.clear();
      const parsed = parseTopic(topic);
      lane = parsed && { ...parsed, accounts: new Map() };
      lanes.set(topic, lane);
    }
    return lane;
  }

  /** The ledger's account: the publishing device, and the meter that the item speaks of. */
  #account(batch: IngestBatch, source: Source, lane: Lane, item: unknown): number {
    // An event speaks of its own device only.
    const meter = spokenMeter(lane.stream === 'readings' ? item : undefined, lane.deviceId, this.#directory);
    let account = lane.accounts.get(meter);
    if (account === undefined) {
      account = batch.account({ source, device: lane.deviceId, meter });
      lane.accounts.set(meter, account);
    }
    return account;
  }
}
