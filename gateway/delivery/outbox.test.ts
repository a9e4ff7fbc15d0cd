import mqtt, { type IPublishPacket, type Packet } from 'mqtt-packet';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Message, Qos } from './message.ts';
import { Outbox, type Holding, type Line } from './outbox.ts';

const BOUNDS = {
  inFlightOfSession: 3,
  queuedMessagesOfSession: 5,
  queuedBytesOfSession: 2_000,
  queuedBytes: 3_000,
};

/** A connection that keeps what was written, and is full when the test says so. */
class Wire implements Line {
  readonly packets: Packet[] = [];
  isFull = false;
  readonly #parser = mqtt.parser();

  constructor() {
    this.#parser.on('packet', (packet) => this.packets.push(packet));
  }

  write(frame: Uint8Array): boolean {
    this.#parser.parse(Buffer.from(frame));
    return !this.isFull;
  }

  /** What was published since last asked, as `text qos id`, with `dup` and `retain` where they are set. */
  told(): string[] {
    return this.packets.splice(0).map((packet) => {
      if (packet.cmd !== 'publish') return `${packet.cmd} ${packet.messageId}`;
      const { payload, qos, messageId, dup, retain } = packet as IPublishPacket;
      return `${payload.toString()} ${qos} ${messageId ?? '-'}${dup ? ' dup' : ''}${retain ? ' retain' : ''}`;
    });
  }
}

function message(text: string, qos: Qos = 1): Message {
  return { topic: 't', payload: Buffer.from(text), qos };
}

describe('what one session still has to hear', () => {
  let holding: Holding;
  let outbox: Outbox;
  let wire: Wire;
  beforeEach(() => {
    holding = { bytes: 0 };
    outbox = new Outbox(BOUNDS, holding);
    wire = new Wire();
    outbox.attach(wire);
  });

  it('goes out at the lower of both QoS, with ids from 1', () => {
    outbox.offer(message('a', 2), 2);
    outbox.offer(message('b', 2), 1);
    outbox.offer(message('c', 1), 2);
    outbox.offer(message('d', 0), 2);
    outbox.offer(message('e', 2), 0);
    expect(wire.told()).toEqual(['a 2 1', 'b 1 2', 'c 1 3', 'd 0 -', 'e 0 -']);
  });

  it('no more than the window is unacknowledged; the rest follows in order', () => {
    for (const text of ['a', 'b', 'c', 'd', 'e']) outbox.offer(message(text), 1);
    expect(wire.told()).toEqual(['a 1 1', 'b 1 2', 'c 1 3']);
    outbox.onPuback(2);
    expect(wire.told()).toEqual(['d 1 4']);
    outbox.onPuback(1);
    outbox.onPuback(3);
    expect(wire.told()).toEqual(['e 1 5']);
  });

  it('a QoS 0 message does not overtake what waits', () => {
    for (const text of ['a', 'b', 'c', 'd']) outbox.offer(message(text), 1);
    outbox.offer(message('late', 0), 0);
    wire.told();
    outbox.onPuback(1);
    expect(wire.told()).toEqual(['d 1 4', 'late 0 -']);
  });

  it('QoS 2 ends with PUBCOMP, and its place is free only then', () => {
    for (const text of ['a', 'b', 'c', 'd']) outbox.offer(message(text, 2), 2);
    wire.told();
    expect(outbox.onPubrec(1)).toBe(true);
    expect(wire.told()).toEqual(['pubrel 1']);
    expect(outbox.onPubcomp(1)).toBe(true);
    expect(wire.told()).toEqual(['d 2 4']);
  });

  it('an answer that does not belong to what was sent is a fault; one for an id long finished is not', () => {
    outbox.offer(message('a', 1), 1);
    outbox.offer(message('b', 2), 2);
    expect([outbox.onPubrec(1), outbox.onPubcomp(1), outbox.onPuback(2), outbox.onPubcomp(2)]).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect([outbox.onPuback(9), outbox.onPubrec(9), outbox.onPubcomp(9)]).toEqual([true, true, true]);
    outbox.onPubrec(2);
    expect(outbox.onPuback(2)).toBe(false);
    expect(outbox.onPubrec(2)).toBe(true);
  });

  it('after a reconnect: in flight again with DUP and the same ids, PUBREL where PUBREC had come, then what waits', () => {
    outbox.offer(message('a', 1), 1);
    outbox.offer(message('b', 2), 2);
    outbox.offer(message('c', 2), 2);
    outbox.onPubrec(3);
    outbox.offer(message('d', 1), 1);
    outbox.detach();
    expect(outbox.offer(message('e', 1), 1)).toBe('taken');
    expect(outbox.offer(message('f', 0), 1)).toBe('skipped');
    wire = new Wire();
    outbox.attach(wire);
    expect(wire.told()).toEqual(['a 1 1 dup', 'b 2 2 dup', 'pubrel 3']);
    outbox.onPuback(1);
    outbox.onPubrec(2);
    outbox.onPubcomp(2);
    outbox.onPubcomp(3);
    expect(wire.told()).toEqual(['d 1 4', 'pubrel 2', 'e 1 5']);
  });

  it('ids begin again after 65,535 and leave out those in use', () => {
    outbox.offer(message('slow', 1), 1);
    for (let id = 2; id <= 65_535; id++) {
      outbox.offer(message('x'), 1);
      outbox.onPuback(id);
    }
    wire.told();
    outbox.offer(message('next'), 1);
    expect(wire.told()).toEqual(['next 1 2']);
  });

  it('a full socket gets nothing more until it drained', () => {
    wire.isFull = true;
    for (const text of ['a', 'b', 'c']) outbox.offer(message(text, 0), 0);
    expect(wire.told()).toEqual(['a 0 -']);
    wire.isFull = false;
    outbox.drained();
    expect(wire.told()).toEqual(['b 0 -', 'c 0 -']);
    expect(holding.bytes).toBe(0);
  });

  describe('bounds', () => {
    it('connected, in number: QoS 0 is dropped, QoS 1 ends the connection', () => {
      for (let at = 0; at < 8; at++) expect(outbox.offer(message('x'), 1)).toBe('taken');
      expect(outbox.offer(message('x', 0), 0)).toBe('dropped');
      expect(outbox.offer(message('x'), 1)).toBe('overflow');
    });

    it('away: dropped', () => {
      outbox.detach();
      for (let at = 0; at < 5; at++) expect(outbox.offer(message('x'), 1)).toBe('taken');
      expect(outbox.offer(message('x'), 1)).toBe('dropped');
    });

    it('in bytes, in flight included', () => {
      expect(outbox.offer(message('x'.repeat(1_500)), 1)).toBe('taken');
      expect(outbox.offer(message('x'.repeat(1_500)), 1)).toBe('overflow');
      outbox.onPuback(1);
      expect(outbox.offer(message('x'.repeat(1_500)), 1)).toBe('taken');
    });

    it('in bytes over all sessions', () => {
      const other = new Outbox(BOUNDS, holding);
      expect(other.offer(message('x'.repeat(1_800)), 1)).toBe('taken');
      expect(outbox.offer(message('x'.repeat(1_500)), 1)).toBe('overflow');
      other.clear();
      expect(outbox.offer(message('x'.repeat(1_500)), 1)).toBe('taken');
    });

    it('what was heard, dropped or cleared is counted back to nothing', () => {
      outbox.offer(message('a', 1), 1);
      outbox.offer(message('b', 2), 2);
      outbox.offer(message('c', 2), 2);
      outbox.offer(message('d', 1), 1);
      outbox.onPuback(1);
      outbox.onPubrec(2);
      outbox.onPubcomp(2);
      outbox.detach();
      outbox.retainOnly(() => false);
      expect(outbox.bytes).toBeGreaterThan(0);
      outbox.clear();
      expect([outbox.size, outbox.bytes, holding.bytes]).toEqual([0, 0, 0]);
    });
  });

  describe('retained messages of a new subscription', () => {
    function* statuses(count: number, qos: Qos): Generator<Message, undefined> {
      for (let at = 0; at < count; at++) yield message(`s${at}`, qos);
      return undefined;
    }

    it('carry the flag and come as the window opens', () => {
      outbox.replay('#', statuses(5, 1), 2);
      expect(wire.told()).toEqual(['s0 1 1 retain', 's1 1 2 retain', 's2 1 3 retain']);
      outbox.onPuback(1);
      expect(wire.told()).toEqual(['s3 1 4 retain']);
    });

    it('a thousand at QoS 0 come as the socket drains, and none is held', () => {
      wire.isFull = true;
      outbox.replay('#', statuses(1_000, 1), 0);
      expect(wire.told()).toEqual(['s0 0 - retain']);
      expect(holding.bytes).toBe(0);
      wire.isFull = false;
      outbox.drained();
      expect(wire.told()).toHaveLength(999);
    });

    it('the same filter a thousand times is one replay', () => {
      wire.isFull = true;
      for (let again = 0; again < 1_000; again++) outbox.replay('#', statuses(2, 0), 0);
      wire.told();
      wire.isFull = false;
      outbox.drained();
      expect(wire.told()).toEqual(['s0 0 - retain', 's1 0 - retain']);
    });

    it('without room for one, it waits and is not lost', () => {
      outbox.offer(message('x'.repeat(1_850)), 1);
      wire.told();
      outbox.replay('#', statuses(1, 1), 1);
      expect(wire.told()).toEqual([]);
      outbox.onPuback(1);
      expect(wire.told()).toEqual(['s0 1 2 retain']);
    });
  });
});
