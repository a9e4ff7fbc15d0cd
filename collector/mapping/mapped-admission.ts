import type { Directory } from '../../storage/registry/port.ts';
import type { IngestBatch } from '../../storage/series/port.ts';
import type { ActivityBook } from '../activity.ts';
import { Arrival } from '../arrival.ts';
import { parseJson } from '../decoders/native-json.ts';
import type { Group, Tally } from '../group.ts';
import { InventedNames } from '../invented-names.ts';
import { ofRetained, quarantined, rejected, type Judge, type Judgement, type Quarantined } from '../judgement.ts';
import type { InboundMessage } from '../port.ts';
import type { MappedReplay, QuarantinedBytes } from '../quarantine-replay.ts';
import { readMessage, type MappedMessage } from './mapped-message.ts';
import type { MappingSet, Match } from './mapping-set.ts';

/** From a message of another format to items in a group's batch: the same steps and ends as for our own. */
export class MappedAdmission {
  readonly #directory: Directory;
  readonly #mappings: MappingSet;
  readonly #judge: Judge;
  readonly #book: ActivityBook;
  readonly #invented = new InventedNames();

  constructor(directory: Directory, mappings: MappingSet, judge: Judge, book: ActivityBook) {
    this.#directory = directory;
    this.#mappings = mappings;
    this.#judge = judge;
    this.#book = book;
  }

  /** @returns why the message is none of the collector's business, if so: whoever brought it should have asked before. */
  admit(message: InboundMessage, group: Group): Error | undefined {
    const match = this.#mappings.find(message.source, message.topic);
    if (!match) return new Error(`${message.topic} is taken by no mapping`);
    match.figures.messages++;
    const ends = new Ends(message, group, this.#book, match);
    const parsed = parseJson(message.payload);
    const read = parsed === undefined ? rejected : readMessage(match, parsed, message.payload);
    if ('kind' in read) {
      const account = this.#account(group.batch, message, '');
      ends.received(account);
      ends.put(account, read, () => new Uint8Array(message.payload));
      return undefined;
    }
    // Counted before anything is judged; a device that the rule passes over is nobody's item.
    const accounts = read.read.map((item) => {
      if (item.kind === 'ignored') {
        match.figures.ignored++;
        return null;
      }
      const account = this.#account(group.batch, message, item.device);
      ends.received(account);
      return account;
    });
    for (const [i, account] of accounts.entries()) {
      if (account === null) continue;
      const judged = this.judge(read, i, message.receivedAt, message.receivedAt);
      const judgement = message.retained ? ofRetained(judged) : judged;
      if (judgement) ends.put(account, judgement, () => read.bytesOf(i));
    }
    return undefined;
  }

  /** What a message is by today's mapping and register; null = no mapping takes it. */
  judgeAll(message: Omit<QuarantinedBytes, 'receivedAt'>, receivedAt: number, judgedAt: number): MappedReplay | null {
    const match = this.#mappings.find(message.source, message.topic);
    if (!match) return null;
    const parsed = parseJson(message.bytes);
    const read = parsed === undefined ? rejected : readMessage(match, parsed, message.bytes);
    if ('kind' in read) return { judgements: [read], bytesOf: () => message.bytes };
    const judgements = read.read.map((_, i) => this.judge(read, i, receivedAt, judgedAt) ?? passedOver);
    return { judgements, bytesOf: (i) => read.bytesOf(i) };
  }

  /** One element by today's register. null: it is passed over, or lost by a fault (tests). */
  judge(message: MappedMessage, index: number, receivedAt: number, judgedAt: number): Judgement | null {
    const item = message.read[index]!;
    if (item.kind === 'ignored') return null;
    if (item.kind === 'fault') return quarantined(item.reason, `${item.detail}, in ${message.placeOf(index)}`);
    const origin = { deviceId: item.device, stream: 'readings', receivedAt, judgedAt } as const;
    return this.#judge(message, index, origin);
  }

  #account(batch: IngestBatch, { source, publisher }: InboundMessage, device: string): Account {
    const meter = device !== '' && this.#directory.meter(device) ? device : '';
    const known = device !== '' && this.#directory.device(device) !== null;
    const name = device === '' ? publisher : known ? device : this.#invented.ledgerName(publisher, device);
    return { number: batch.account({ source, device: name, meter }), meter, named: device };
  }
}

const passedOver = quarantined('mapping-device', 'the mapping passes its device over (onlyListed)');

interface Account {
  readonly number: number;
  readonly meter: string;
  readonly named: string;
}

/** Where the items of one message end: ledger, metrics and what is told of it.*/
class Ends {
  readonly #message: InboundMessage;
  readonly #group: Group;
  readonly #tally: Tally;
  readonly #arrival: Arrival;
  readonly #match: Match;

  constructor(message: InboundMessage, group: Group, book: ActivityBook, match: Match) {
    this.#message = message;
    this.#group = group;
    this.#match = match;
    this.#tally = group.tally(message.source);
    this.#arrival = new Arrival(message, message.publisher, [book.open(message.publisher)]);
    group.arrive(this.#arrival);
  }

  received({ number }: Account): void {
    this.#group.batch.received(number, 1);
    this.#tally.received++;
    this.#arrival.items++;
  }

  put({ number, meter, named }: Account, judgement: Judgement, bytes: () => Uint8Array): void {
    const { batch } = this.#group;
    const { topic, receivedAt } = this.#message;
    if (judgement.kind === 'reading') {
      batch.reading(number, judgement.meter, judgement.ts, receivedAt, judgement.values);
      this.#group.reading(judgement, this.#tally, this.#arrival);
      return;
    }
    this.#match.figures.faults++;
    if (judgement.kind === 'rejected') {
      batch.rejected(number, 1);
      this.#tally.rejected++;
      this.#arrival.reject(meter, named, 'unreadable', 'not JSON', bytes);
      return;
    }
    const { reason, detail } = judgement as Quarantined;
    const kept = bytes();
    batch.quarantine(number, { topic, receivedAt, reason, detail, bytes: kept });
    this.#tally.quarantined.set(reason, (this.#tally.quarantined.get(reason) ?? 0) + 1);
    this.#arrival.quarantine(meter, named, reason, detail, kept);
  }
}
