import type { Directory } from '../storage/registry/port.ts';
import type { IngestBatch, Source } from '../storage/series/port.ts';
import type { ActivityBook, ActivityRecord } from './activity.ts';
import { Arrival } from './arrival.ts';
import { describe, isRecord } from './decoders/describe.ts';
import { spokenMeter } from './entitlement.ts';
import type { Group } from './group.ts';
import { InventedNames } from './invented-names.ts';
import { ofRetained, type Decoder, type Judge } from './judgement.ts';
import type { InboundMessage } from './port.ts';
import { parseTopic, type CollectedTopic } from './topics.ts';

/** A publisher's topic, with the ledger's accounts that it has used by now. */
interface Lane extends CollectedTopic {
  /** The device as the ledger names it. */
  readonly ledgerDevice: string;
  readonly accounts: Map<string, number>;
  /** Of its device, when that is known. */
  readonly records: readonly ActivityRecord[];
}

/** More lanes than topics of a province's devices: only devices that come and go get there, and then we start over. */
const maxLanes = 50_000;

/** From one message to items in a group's batch. Reading, counting, judging are three steps, in this order. */
export class Admission {
  readonly #directory: Directory;
  readonly #decode: Decoder;
  readonly #judge: Judge;
  readonly #book: ActivityBook;
  readonly #invented = new InventedNames();
  readonly #lanes = new Map<Source, Map<string, Lane>>();

  constructor(directory: Directory, decode: Decoder, judge: Judge, book: ActivityBook) {
    this.#directory = directory;
    this.#decode = decode;
    this.#judge = judge;
    this.#book = book;
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
    const arrival = new Arrival(message, lane.deviceId, this.#records(message, lane));
    if (!decoded) {
      group.arrive(arrival);
      arrival.items = 1;
      arrival.reject('', '', 'unreadable', 'not JSON, or neither object nor array', () => message.payload);
      const account = this.#account(batch, message.source, lane, undefined);
      batch.received(account, 1);
      batch.rejected(account, 1);
      tally.received++;
      tally.rejected++;
      return;
    }
    const { items } = decoded;
    if (items.length === 0) return;
    group.arrive(arrival);
    arrival.items = items.length;

    // Counted here, before anything is judged, so that a reading lost on the way shows in the ledger.
    const accounts = items.map((item) => this.#account(batch, message.source, lane, item));
    for (const account of accounts) batch.received(account, 1);
    tally.received += items.length;

    const { topic, receivedAt } = message;
    const origin = { deviceId: lane.deviceId, stream: lane.stream, receivedAt, judgedAt: receivedAt };
    for (let i = 0; i < items.length; i++) {
      const account = accounts[i]!;
      const judged = this.#judge(decoded, i, origin);
      const judgement = message.retained ? ofRetained(judged) : judged;
      if (judgement === null) continue;
      switch (judgement.kind) {
        case 'reading':
          batch.reading(account, judgement.meter, judgement.ts, receivedAt, judgement.values);
          group.reading(judgement, tally, arrival);
          break;
        case 'event':
          batch.event(account, receivedAt, judgement.event);
          group.event(judgement, tally, arrival);
          break;
        case 'quarantined': {
          const { reason, detail } = judgement;
          const bytes = decoded.bytesOf(i);
          batch.quarantine(account, { topic, receivedAt, reason, detail, bytes });
          arrival.quarantine(this.#meter(lane, items[i]), named(items[i], lane), reason, detail, bytes);
          tally.quarantined.set(reason, (tally.quarantined.get(reason) ?? 0) + 1);
          break;
        }
        case 'rejected':
          batch.rejected(account, 1);
          arrival.reject(this.#meter(lane, items[i]), named(items[i], lane), ...whyRejected(items[i]), () =>
            decoded.bytesOf(i),
          );
          tally.rejected++;
      }
    }
  }

  #lane({ source, topic, publisher }: InboundMessage): Lane | null {
    let lanes = this.#lanes.get(source);
    if (!lanes) this.#lanes.set(source, (lanes = new Map()));
    const kept = lanes.get(topic);
    if (kept) return kept;
    const parsed = parseTopic(topic);
    if (!parsed) return null;
    const { deviceId } = parsed;
    if (this.#directory.device(deviceId) === null) {
      // Not remembered: names can be invented without end, and this one may be adopted a moment later.
      const ledgerDevice = this.#invented.ledgerName(publisher, deviceId);
      return { ...parsed, ledgerDevice, accounts: new Map(), records: [] };
    }
    if (lanes.size >= maxLanes) lanes.clear();
    const records = [this.#book.open(deviceId)];
    const lane: Lane = { ...parsed, ledgerDevice: deviceId, accounts: new Map(), records };
    lanes.set(topic, lane);
    return lane;
  }

  /** An account's message is its own activity as well as the device's. */
  #records({ publisher, publisherKind }: InboundMessage, lane: Lane): readonly ActivityRecord[] {
    return publisherKind === 'account' ? [...lane.records, this.#book.open(publisher)] : lane.records;
  }

  /** The meter that an item speaks of, if it is known. An event speaks of its own device only. */
  #meter(lane: Lane, item: unknown): string {
    return spokenMeter(lane.stream === 'readings' ? item : undefined, lane.deviceId, this.#directory);
  }

  /** The ledger's account: the publishing device, and the meter that the item speaks of. */
  #account(batch: IngestBatch, source: Source, lane: Lane, item: unknown): number {
    const meter = this.#meter(lane, item);
    let account = lane.accounts.get(meter);
    if (account === undefined) {
      account = batch.account({ source, device: lane.ledgerDevice, meter });
      lane.accounts.set(meter, account);
    }
    return account;
  }
}

/** The id that an item speaks of, as it says so itself. */
function named(item: unknown, { deviceId, stream }: Lane): string {
  const device = stream === 'readings' && isRecord(item) ? item.device : undefined;
  return typeof device === 'string' ? device : deviceId;
}

function whyRejected(item: unknown): readonly [reason: string, detail: string] {
  return isRecord(item)
    ? ['without-values', `values is ${describe(item.values)}, not an object with at least one value`]
    : ['not-an-object', `the item is ${describe(item)}, not an object`];
}
