import { connect, type Socket } from 'node:net';
import { generate, type Packet } from 'mqtt-packet';
import { connectPacket, publishPacket } from '../../../gateway/fakes/raw-client.ts';
import { Seeded } from './seeded.ts';

/** A connection is given up when nothing came of a packet for so long: most likely it said that more would follow. */
const ANSWER_WITHIN_MS = 100;
const LOGIN_WITHIN_MS = 5_000;
const PACKETS_OF_A_CONNECTION = 12;
const PING = Buffer.from([0xc0, 0]);

export interface Fuzzers {
  readonly port: number;
  /** Devices and accounts to log in as; as the small portfolio of a test names them. */
  readonly names: readonly string[];
}

/**
 * One client that talks nonsense, connection after connection: random bytes, real packets with bits, lengths or ends
 * changed, real packets in the wrong place. All of it follows from its seed, but for what the product's answers cut
 * short.
 */
export class Fuzzer {
  readonly #random: Seeded;
  readonly #seed: number;
  readonly #target: Fuzzers;
  sent = 0;
  connections = 0;
  /** The last packets, newest last, to be shown when something went wrong. */
  readonly last: string[] = [];

  constructor(seed: number, target: Fuzzers) {
    this.#seed = seed;
    this.#random = new Seeded(seed);
    this.#target = target;
  }

  async send(packets: number): Promise<void> {
    while (this.sent < packets) await this.#connection(packets - this.sent);
  }

  async #connection(most: number): Promise<void> {
    this.connections++;
    const random = this.#random;
    // From an address of its own: what a name's wrong logins cost is another test's business.
    const localAddress = `127.0.${1 + (this.#seed % 200)}.${1 + random.below(250)}`;
    const socket = connect({ port: this.#target.port, host: '127.0.0.1', localAddress, noDelay: true });
    socket.on('error', () => undefined);
    socket.resume();
    const name = random.of(this.#target.names);
    // A valid beginning gets the rest past the door.
    if (random.below(10) > 0) {
      socket.write(generate(this.#hello(name)));
      // Now and then without waiting for the answer.
      if (random.below(10) > 0) await answered(socket, LOGIN_WITHIN_MS);
    }
    const count = Math.min(most, 1 + random.below(PACKETS_OF_A_CONNECTION));
    for (let i = 0; i < count && !socket.destroyed; i++) {
      const packet = this.#nonsense(name);
      this.#remember(packet);
      this.sent++;
      socket.write(packet);
      socket.write(PING);
      if (!(await answered(socket, ANSWER_WITHIN_MS))) break;
    }
    socket.resetAndDestroy();
  }

  #hello(name: string): Packet {
    const will = {
      topic: `v1/${name}/status`,
      payload: Buffer.from('{"online":false}'),
      qos: 1,
      retain: true,
    } as const;
    return connectPacket(name, {
      clientId: `${name} ${this.#seed} ${this.connections}`,
      clean: this.#random.below(4) > 0,
      ...(this.#random.below(4) === 0 && { will }),
    });
  }

  #nonsense(name: string): Buffer {
    const random = this.#random;
    switch (random.below(8)) {
      case 0:
        return random.bytes(1 + random.below(64));
      case 1:
        return generate(this.#real(name));
      case 2:
        // A type and a length that fit, and anything behind.
        return framed(random.below(256), random.bytes(random.below(120)));
      default:
        return this.#mutated(generate(this.#real(name)));
    }
  }

  #real(name: string): Packet {
    const random = this.#random;
    const messageId = 1 + random.below(20);
    const qos = random.below(3) as 0 | 1 | 2;
    const topic = random.of([`v1/${name}/readings`, `v1/${name}/events`, `v1/${name}/status`, 'x/y', `v1/${name}/a/b`]);
    const filter = random.of([`v1/${name}/commands/#`, '#', '+/+', '$SYS/#', '$share/g/a', 'x/y/z', 'x/#', '/', '//+']);
    const values = `{"ts":${1_750_000_000_000 + random.below(1e9) * 1_000},"values":{"energy_kwh":${random.below(1e6)}}}`;
    switch (random.below(10)) {
      case 0:
        return this.#hello(name);
      case 1:
        return { cmd: 'subscribe', messageId, subscriptions: [{ topic: filter, qos }] };
      case 2:
        return { cmd: 'unsubscribe', messageId, unsubscriptions: [filter] };
      case 3:
        return { cmd: random.of(['puback', 'pubrec', 'pubcomp', 'pubrel'] as const), messageId };
      case 4:
        return { cmd: random.of(['pingreq', 'disconnect'] as const) };
      case 5:
        return random.of<Packet>([
          { cmd: 'connack', returnCode: 0, sessionPresent: false },
          { cmd: 'suback', messageId, granted: [qos] },
          { cmd: 'unsuback', messageId, granted: [] },
          { cmd: 'pingresp' },
        ]);
      default:
        return publishPacket(topic, messageId, random.of([values, `[${values},{}]`, '{', '[]', 'null', '"\\ud800"']), {
          qos,
          retain: random.below(4) === 0,
        });
    }
  }

  #mutated(original: Buffer): Buffer {
    const random = this.#random;
    const packet = Buffer.from(original);
    const at = random.below(packet.length);
    switch (random.below(6)) {
      case 0:
        packet[at]! ^= 1 << random.below(8);
        return packet;
      case 1:
        packet[at] = random.of([0, 1, 0x7f, 0x80, 0xff]);
        return packet;
      case 2:
        return packet.subarray(0, at);
      case 3:
        return Buffer.concat([packet.subarray(0, at), random.bytes(1 + random.below(8)), packet.subarray(at)]);
      case 4:
        return Buffer.concat([packet.subarray(0, at), packet.subarray(at + 1 + random.below(4))]);
      default:
        for (let i = 0; i < 4; i++) packet[random.below(packet.length)] = random.below(256);
        return packet;
    }
  }

  #remember(packet: Buffer): void {
    this.last.push(packet.toString('hex'));
    if (this.last.length > 3) this.last.shift();
  }
}

/** Without an answer: the connection is closed, or has to be. */
function answered(socket: Socket, withinMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const done = (isAnswered: boolean): void => {
      clearTimeout(timer);
      socket.off('data', onData).off('close', onClose);
      resolve(isAnswered);
    };
    const onData = (): void => done(true);
    const onClose = (): void => done(false);
    const timer = setTimeout(() => done(false), withinMs);
    socket.once('data', onData).once('close', onClose);
  });
}

function framed(type: number, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from([type, body.length]), body]);
}
