import { connect, type Socket } from 'node:net';
import { generate, parser, type Packet } from 'mqtt-packet';

/** One reading that a flooding device owns: sent, and perhaps acknowledged. */
interface Sent {
  readonly ts: number;
  readonly value: number;
}

export interface FloodDevice {
  readonly id: string;
  readonly secret: string;
}

/**
 * Devices that publish at QoS 1 as fast as the broker acknowledges (raw sockets, `window` messages in flight each),
 * and remember what was acknowledged. What was not acknowledged when the connection went is sent again after
 * `resume`, as a real device does, with another packet id.
 */
export class Flood {
  readonly devices: readonly FloodLine[];

  constructor(devices: readonly FloodDevice[], startAt: number, stepMs: number, window = 40) {
    this.devices = devices.map((device) => new FloodLine(device, startAt, stepMs, window));
  }

  resume(port: number): void {
    for (const line of this.devices) line.connect(port);
  }

  /** Stops sending and waits for nothing: sockets are cut. */
  cut(): void {
    for (const line of this.devices) line.cut();
  }

  /** Stops new readings, waits until everything sent is acknowledged. */
  finish(): Promise<void[]> {
    return Promise.all(this.devices.map((line) => line.finish()));
  }

  get acknowledged(): number {
    return this.devices.reduce((sum, line) => sum + line.acknowledged.length, 0);
  }
}

class FloodLine {
  readonly id: string;
  readonly acknowledged: Sent[] = [];
  readonly #secret: string;
  readonly #startAt: number;
  readonly #stepMs: number;
  readonly #window: number;
  #socket: Socket | undefined;
  #open = false;
  #nextIndex = 0;
  #nextPacketId = 1;
  /** Unacknowledged, by packet id, in order of sending. */
  #inFlight = new Map<number, Sent>();
  #again: Sent[] = [];
  #finished: (() => void) | undefined;

  constructor(device: FloodDevice, startAt: number, stepMs: number, window: number) {
    this.id = device.id;
    this.#secret = device.secret;
    this.#startAt = startAt;
    this.#stepMs = stepMs;
    this.#window = window;
  }

  connect(port: number): void {
    this.#again = [...this.#inFlight.values(), ...this.#again];
    this.#inFlight = new Map();
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    this.#socket = socket;
    this.#open = true;
    const reader = parser({ protocolVersion: 4 });
    reader.on('packet', (packet: Packet) => this.#receive(packet));
    socket.on('data', (chunk) => reader.parse(chunk));
    socket.on('error', () => {});
    socket.on('close', () => {
      if (this.#socket === socket) this.#open = false;
    });
    socket.write(
      generate({
        cmd: 'connect',
        protocolId: 'MQTT',
        protocolVersion: 4,
        clean: true,
        clientId: `flood-${this.id}`,
        keepalive: 60,
        username: this.id,
        password: Buffer.from(this.#secret),
      }),
    );
  }

  cut(): void {
    this.#open = false;
    this.#socket?.destroy();
  }

  finish(): Promise<void> {
    return new Promise((resolve) => {
      this.#finished = resolve;
      this.#fill();
    });
  }

  #receive(packet: Packet): void {
    if (packet.cmd === 'puback') {
      const sent = this.#inFlight.get(packet.messageId ?? 0);
      if (sent !== undefined) {
        this.#inFlight.delete(packet.messageId ?? 0);
        this.acknowledged.push(sent);
      }
    }
    this.#fill();
  }

  #fill(): void {
    const frames: Buffer[] = [];
    while (this.#open && this.#inFlight.size < this.#window) {
      const next = this.#again.shift() ?? (this.#finished ? undefined : this.#read());
      if (next === undefined) break;
      const messageId = this.#nextPacketId;
      this.#nextPacketId = (this.#nextPacketId % 65_535) + 1;
      this.#inFlight.set(messageId, next);
      frames.push(
        generate({
          cmd: 'publish',
          topic: `v1/${this.id}/readings`,
          payload: JSON.stringify({ ts: next.ts, values: { energy_kwh: next.value, power_kw: 1 + (next.ts % 7) } }),
          qos: 1,
          dup: false,
          retain: false,
          messageId,
        }),
      );
    }
    if (frames.length > 0) this.#socket?.write(Buffer.concat(frames));
    if (this.#finished && this.#inFlight.size === 0 && this.#again.length === 0) {
      this.#socket?.end();
      this.#finished();
    }
  }

  #read(): Sent {
    const index = this.#nextIndex++;
    return { ts: this.#startAt + index * this.#stepMs, value: index / 4 };
  }
}
