import { connect, type Socket } from 'node:net';
import { connectFrame, PublishTemplate } from './frames.ts';

/**
 * The load, in a process of its own: `connections` meters on raw sockets.
 *  - pipelined: `window` QoS 1 messages in flight each, as fast as they are acknowledged;
 *  - paced: `rate` messages a second in all, each written on its own, the time to its PUBACK measured.
 */
export interface DriverTask {
  readonly port: number;
  readonly connections: number;
  readonly seconds: number;
  readonly warmUpSeconds: number;
  readonly mode:
    { readonly kind: 'pipelined'; readonly window: number } | { readonly kind: 'paced'; readonly rate: number };
  /** `null`: the broker takes anonymous clients. */
  readonly secretOf: string | null;
  readonly startAt: number;
}
export interface DriverResult {
  readonly acknowledged: number;
  readonly perSecond: number;
  readonly p50Ms?: number;
  readonly p99Ms?: number;
}

export const deviceId = (i: number): string => `bench-${String(i).padStart(4, '0')}`;

class Line {
  readonly id: string;
  readonly socket: Socket;
  readonly template: PublishTemplate;
  packetId = 0;
  count = 0;
  acknowledged = 0;
  sentAt = new Float64Array(65_536);
  #tail = 0;
  #greeted = false;
  readonly #startAt: number;

  constructor(task: DriverTask, index: number, onAcks: (line: Line, count: number, chunk: Buffer) => void) {
    this.id = deviceId(index);
    this.#startAt = task.startAt;
    this.template = new PublishTemplate(`v1/${this.id}/readings`);
    this.socket = connect({ port: task.port, host: '127.0.0.1', noDelay: true });
    this.socket.on('error', (error) => {
      throw error;
    });
    const [user, password] = task.secretOf === null ? [] : [this.id, task.secretOf + this.id];
    this.socket.write(connectFrame(this.id, user, password));
    this.socket.on('data', (chunk) => {
      let rest = chunk;
      if (!this.#greeted) {
        if (chunk[0] !== 0x20 || chunk[3] !== 0) throw new Error(`${this.id} was refused: CONNACK ${chunk[3]}`);
        this.#greeted = true;
        rest = chunk.subarray(4);
        onAcks(this, 0, rest);
        if (rest.length === 0) return;
      }
      // Every packet from here on is a PUBACK of 4 bytes.
      const bytes = this.#tail + rest.length;
      this.#tail = bytes % 4;
      const acks = (bytes - this.#tail) / 4;
      this.acknowledged += acks;
      onAcks(this, acks, rest);
    });
  }

  send(count: number): void {
    const frames = Buffer.allocUnsafe(count * this.template.length);
    for (let i = 0; i < count; i++) {
      this.packetId = (this.packetId % 65_535) + 1;
      this.template.stamp(
        frames,
        i * this.template.length,
        this.packetId,
        this.#startAt + this.count * 1000,
        this.count * 7,
      );
      this.count++;
    }
    this.socket.write(frames);
  }
}

export async function drive(task: DriverTask): Promise<DriverResult> {
  const latencies: number[] = [];
  let measuring = false;
  const onAcks = (line: Line, acks: number, chunk: Buffer) => {
    if (task.mode.kind === 'pipelined') {
      line.send(acks === 0 && line.count === 0 ? task.mode.window : acks);
      return;
    }
    if (!measuring) return;
    const now = performance.now();
    for (let at = 0; at + 3 < chunk.length; at += 4)
      latencies.push(now - (line.sentAt[chunk.readUInt16BE(at + 2)] ?? now));
  };
  const lines = Array.from({ length: task.connections }, (_, i) => new Line(task, i, onAcks));
  const total = () => lines.reduce((sum, line) => sum + line.acknowledged, 0);
  let pacing: NodeJS.Timeout | undefined;
  if (task.mode.kind === 'paced') {
    const { rate } = task.mode;
    const begun = performance.now();
    let sent = 0;
    pacing = setInterval(() => {
      const due = Math.floor(((performance.now() - begun) / 1000) * rate);
      for (; sent < due; sent++) {
        const line = lines[sent % lines.length] as Line;
        line.send(1);
        line.sentAt[line.packetId] = performance.now();
      }
    }, 1);
  }
  await new Promise((resolve) => setTimeout(resolve, task.warmUpSeconds * 1000));
  measuring = true;
  const before = total();
  const startedAt = performance.now();
  await new Promise((resolve) => setTimeout(resolve, task.seconds * 1000));
  const acknowledged = total() - before;
  const perSecond = acknowledged / ((performance.now() - startedAt) / 1000);
  clearInterval(pacing);
  for (const line of lines) line.socket.destroy();
  latencies.sort((a, b) => a - b);
  const at = (share: number) => latencies[Math.floor(latencies.length * share)];
  return { acknowledged, perSecond, ...(task.mode.kind === 'paced' ? { p50Ms: at(0.5), p99Ms: at(0.99) } : {}) };
}

if (process.send !== undefined) {
  process.once('message', (task: DriverTask) => {
    void drive(task).then((result) => process.send?.(result, () => process.exit(0)));
  });
}
