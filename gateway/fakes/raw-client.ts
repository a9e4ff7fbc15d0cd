import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import mqtt, { type IConnectPacket, type Packet } from 'mqtt-packet';
import { secretOf } from './directory.ts';

/** Long enough for a loaded machine; reached only when a test fails. */
const PATIENCE_MS = 5_000;

/** Where a client comes from and where it knocks; the machine's own loopback when it doesn't say. */
export interface Route {
  readonly host?: string;
  readonly localAddress?: string;
}

/** A client that says exactly what the test wants it to say, well-formed or not, and keeps every answer. */
export class RawClient {
  readonly received: Packet[] = [];
  readonly #socket: Socket;
  closed = false;

  constructor(port: number, route: Route = {}) {
    this.#socket = connect({ host: '127.0.0.1', ...route, port, noDelay: true });
    const parser = mqtt.parser();
    parser.on('packet', (packet) => this.received.push(packet));
    this.#socket.on('data', (chunk) => parser.parse(chunk));
    this.#socket.on('close', () => (this.closed = true));
    // A reset is one way in which a gateway closes.
    this.#socket.on('error', () => undefined);
  }

  get isOpen(): boolean {
    return this.#socket.readyState === 'open';
  }

  send(...packets: Packet[]): void {
    this.sendBytes(Buffer.concat(packets.map((packet) => mqtt.generate(packet))));
  }

  sendBytes(bytes: Uint8Array): void {
    this.#socket.write(bytes);
  }

  /** Logs in as a device or account of {@link FakeDirectory}. @returns the CONNACK code, or `closed` without one. */
  async login(id: string, connect: Partial<IConnectPacket> = {}): Promise<number | 'closed'> {
    this.send(connectPacket(id, connect));
    await until(() => this.closed || this.acks('connack').length > 0, 'CONNACK or close');
    const connack = this.received.find((packet) => packet.cmd === 'connack');
    return connack?.cmd === 'connack' ? (connack.returnCode ?? -1) : 'closed';
  }

  acks(cmd: Packet['cmd']): Packet[] {
    return this.received.filter((packet) => packet.cmd === cmd);
  }

  pubacks(): (number | undefined)[] {
    return this.acks('puback').map(({ messageId }) => messageId);
  }

  untilClosed(): Promise<void> {
    return until(() => this.closed, 'the connection to be closed');
  }

  /** Answered PINGREQ: everything sent before it was read and acted on. */
  async ping(): Promise<void> {
    const before = this.acks('pingresp').length;
    this.send({ cmd: 'pingreq' });
    await until(() => this.closed || this.acks('pingresp').length > before, 'PINGRESP or close');
  }

  /** From now on nothing that the gateway sends is taken. */
  stopReading(): void {
    this.#socket.pause();
  }

  /** Cuts the line with a reset, and waits for nothing. */
  reset(): void {
    this.#socket.resetAndDestroy();
  }

  /** Cuts the line, without DISCONNECT. */
  async hangUp(): Promise<void> {
    if (this.closed) return;
    this.#socket.destroy();
    await once(this.#socket, 'close');
  }
}

export function connectPacket(id: string, connect: Partial<IConnectPacket> = {}): IConnectPacket {
  return {
    cmd: 'connect',
    protocolId: 'MQTT',
    protocolVersion: 4,
    clean: true,
    clientId: `client-of-${id}`,
    keepalive: 60,
    username: id,
    password: Buffer.from(secretOf(id)),
    ...connect,
  };
}

export function publishPacket(
  topic: string,
  messageId: number,
  payload = '{"values":{"energy_kwh":1}}',
  flags: { qos?: 0 | 1 | 2; retain?: boolean; dup?: boolean } = {},
): Packet {
  return { cmd: 'publish', topic, payload, messageId, qos: 1, retain: false, dup: false, ...flags };
}

export async function until(condition: () => boolean, what: string): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`waited ${PATIENCE_MS} ms in vain for ${what}`);
    await delay(2);
  }
}
