import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo, type Server } from 'node:net';
import type { Duplex } from 'node:stream';
import { createServer as createTlsServer } from 'node:tls';
import { createWebSocketStream, WebSocketServer } from 'ws';
import { generate, parser, type IConnectPacket, type Packet } from 'mqtt-packet';

export interface Manners {
  returnCode?: number;
  sessionPresent?: boolean;
  /** SUBACK code by topic; 1 where nothing is said. */
  granted?: Readonly<Record<string, number>>;
}

/** A broker that does what a test tells it, packet by packet: what a real one does only on a bad day. */
export class FakeBroker {
  manners: Manners = {};
  readonly connects: IConnectPacket[] = [];
  /** Everything but CONNECT and PINGREQ, in order of arrival, of all connections: `subscribe a`, `puback 7`. */
  readonly heard: string[] = [];
  readonly #scheme: 'mqtt' | 'mqtts' | 'ws';
  readonly #server: Server;
  readonly #sockets = new Set<Duplex>();
  #socket: Duplex | undefined;

  constructor(scheme: 'mqtt' | 'mqtts' | 'ws' = 'mqtt', tls?: { readonly cert: string; readonly key: string }) {
    this.#scheme = scheme;
    if (scheme === 'mqtts') this.#server = createTlsServer({ ...tls }, (socket) => this.#serve(socket));
    else if (scheme === 'mqtt') this.#server = createServer((socket) => this.#serve(socket));
    else {
      const web = (this.#server = createHttpServer());
      const sockets = new WebSocketServer({ server: web, handleProtocols: () => 'mqtt' });
      sockets.on('connection', (socket) => this.#serve(createWebSocketStream(socket)));
    }
  }

  async start(): Promise<this> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return this;
  }

  stop(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }

  get url(): string {
    return `${this.#scheme}://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }
  get connections(): number {
    return this.#sockets.size;
  }
  get acknowledged(): number[] {
    return this.heard.filter((line) => line.startsWith('puback')).map((line) => Number(line.slice(7)));
  }

  publish(messageId: number, payload: string, more: { qos?: 0 | 1 | 2; topic?: string; retain?: boolean } = {}): void {
    const { qos = 1, topic = 'v1/M1/readings', retain = false } = more;
    this.#send({ cmd: 'publish', topic, payload, qos, dup: false, retain, ...(qos > 0 && { messageId }) } as Packet);
  }

  #send(packet: Packet): void {
    this.#socket!.write(generate(packet));
  }

  #serve(socket: Duplex): void {
    this.#sockets.add(socket);
    this.#socket = socket;
    const reader = parser({ protocolVersion: 4 });
    reader.on('packet', (packet: Packet) => this.#answer(packet));
    socket.on('data', (chunk: Buffer) => void reader.parse(chunk));
    socket.on('error', () => {});
    socket.on('close', () => this.#sockets.delete(socket));
  }

  #answer(packet: Packet): void {
    const { returnCode = 0, sessionPresent = false, granted = {} } = this.manners;
    switch (packet.cmd) {
      case 'connect':
        this.connects.push(packet);
        return this.#send({ cmd: 'connack', returnCode, sessionPresent });
      case 'subscribe': {
        const topics = packet.subscriptions.map(({ topic }) => topic);
        this.heard.push(`subscribe ${topics.join(' ')}`);
        const codes = topics.map((topic) => granted[topic] ?? 1);
        return this.#send({ cmd: 'suback', messageId: packet.messageId!, granted: codes } as Packet);
      }
      case 'unsubscribe':
        this.heard.push(`unsubscribe ${packet.unsubscriptions.join(' ')}`);
        return this.#send({ cmd: 'unsuback', messageId: packet.messageId! } as Packet);
      case 'pingreq':
        return this.#send({ cmd: 'pingresp' });
      default:
        this.heard.push(`${packet.cmd} ${packet.messageId ?? ''}`.trim());
    }
  }
}
