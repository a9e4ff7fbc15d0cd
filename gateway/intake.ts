import type { InboundMessage, MessageSink } from '../collector/port.ts';
import type { Waiting } from './ack-order.ts';
import type { GatewayLimits } from './limits.ts';
import { count, type GatewayMetrics } from './metrics.ts';
import type { RareLog } from './rare-log.ts';
import { Refusal } from './refusal.ts';
import type { Session } from './session.ts';

type Acknowledge = Waiting['acknowledge'];

const SWEEP_MS = 250;

/**
 * Between broker and collector: a message of QoS 1 or 2 is acknowledged after the sink called back, in order of
 * arrival; without an answer in time its connection is closed. QoS 0 is handed over and not waited for, up to a bound.
 */
export class Intake {
  readonly #sink: MessageSink;
  readonly #now: () => number;
  readonly #limits: GatewayLimits;
  readonly #metrics: GatewayMetrics;
  readonly #rareLog: RareLog;
  readonly #paused = new Set<Session>();
  #pending = 0;
  #pendingQos0 = 0;
  #pendingBytes = 0;
  /** Counts sweeps: a clock that no change of the wall clock can push. */
  #slowClock = 0;
  #timer: NodeJS.Timeout | undefined;
  #stopping = false;
  #whenIdle: (() => void) | undefined;

  constructor(sink: MessageSink, now: () => number, limits: GatewayLimits, metrics: GatewayMetrics, rareLog: RareLog) {
    this.#sink = sink;
    this.#now = now;
    this.#limits = limits;
    this.#metrics = metrics;
    this.#rareLog = rareLog;
  }

  get pending(): number {
    return this.#pending + this.#pendingQos0;
  }

  get pendingBytes(): number {
    return this.#pendingBytes;
  }

  start(sessions: Iterable<Session>): void {
    this.#timer = setInterval(() => this.#sweep(sessions), SWEEP_MS);
    this.#timer.unref();
  }

  /** What comes from now on is left unanswered: it is the device's to send again. */
  refuseNew(): void {
    this.#stopping = true;
  }

  /** Resolves when everything that the sink took has been answered. */
  idle(): Promise<void> {
    if (this.pending === 0) return Promise.resolve();
    return new Promise((resolve) => (this.#whenIdle = resolve));
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** A message for the collector. */
  collect(session: Session, topic: string, payload: Uint8Array, qos: number, acknowledge: Acknowledge): void {
    if (qos === 0) {
      this.#append(session, topic, payload);
      acknowledge();
      return;
    }
    const bytes = payload.length;
    const waiting = session.acks.enter(acknowledge, this.#slowClock, bytes);
    if (this.#stopping) return;
    this.#pending++;
    this.#pendingBytes += bytes;
    if (this.#pendingBytes > this.#limits.pendingBytes) this.#readSlower(session);
    this.#hand(session, topic, payload, (error) => this.#settle(session, waiting, error ?? null));
  }

  /** Whether the collector wants a message outside `v1/`. Below it nothing but readings and events is collected. */
  takes(session: Session, topic: string, payload: Uint8Array): boolean {
    if (topic.startsWith('v1/')) return false;
    return this.#sink.takes?.(this.#message(session, topic, payload)) ?? false;
  }

  /** A message that isn't collected: acknowledged behind those that came before it. */
  pass(session: Session, acknowledge: Acknowledge): void {
    if (session.acks.isIdle) acknowledge();
    else session.acks.settle(session.acks.enter(acknowledge, this.#slowClock, 0), null);
  }

  #append(session: Session, topic: string, payload: Uint8Array): void {
    const metrics = this.#metrics;
    const bytes = payload.length;
    // Reading slows down at the bound; what one read still brings in is taken up to twice of it.
    const full =
      this.#pendingQos0 >= this.#limits.pendingQos0 || this.#pendingBytes + bytes > 2 * this.#limits.pendingBytes;
    if (this.#stopping || full) {
      metrics.qos0Dropped++;
      const fields = { pending: this.#pendingQos0, pendingBytes: this.#pendingBytes };
      this.#rareLog.warn(session.identity.id, 'qos0-dropped', 'QoS 0 over its bound: dropped', fields);
      return;
    }
    this.#pendingQos0++;
    this.#pendingBytes += bytes;
    if (this.#pendingBytes > this.#limits.pendingBytes) this.#readSlower(session);
    this.#hand(session, topic, payload, (error) => {
      this.#pendingQos0--;
      if (error !== undefined) metrics.qos0Dropped++;
      this.#released(bytes);
    });
  }

  #hand(session: Session, topic: string, payload: Uint8Array, done: (error?: Error) => void): void {
    this.#sink.accept(this.#message(session, topic, payload), done);
  }

  #message(session: Session, topic: string, payload: Uint8Array): InboundMessage {
    const { id, kind } = session.identity;
    return { source: 'mqtt', publisher: id, publisherKind: kind, topic, payload, receivedAt: this.#now() };
  }

  #settle(session: Session, waiting: Waiting, error: Error | null): void {
    if (waiting.settled) return;
    this.#pending--;
    const refusal = error === null || error instanceof Refusal ? error : new Refusal('commit-failed', error.message);
    session.acks.settle(waiting, refusal);
    this.#released(waiting.bytes);
  }

  #released(bytes: number): void {
    this.#pendingBytes -= bytes;
    if (this.#paused.size > 0 && this.#pendingBytes <= this.#limits.pendingBytes / 2) this.#readOn();
    if (this.#whenIdle !== undefined && this.pending === 0) this.#whenIdle();
  }

  #readSlower(session: Session): void {
    if (!this.#paused.has(session)) {
      count(this.#metrics.readsSlowed, 'pending-bytes');
      const fields = { pending: this.pending, pendingBytes: this.#pendingBytes };
      this.#rareLog.warn('(all)', 'pending-bytes', 'too much waits for its commit: read more slowly', fields);
    }
    this.#paused.add(session);
    session.hold('pending-bytes');
  }

  #readOn(): void {
    const sessions = [...this.#paused];
    // First, because a connection may fill up again while it reads on.
    this.#paused.clear();
    for (const session of sessions) session.release('pending-bytes');
  }

  #sweep(sessions: Iterable<Session>): void {
    this.#slowClock++;
    const latest = this.#slowClock - this.#limits.acknowledgeWithinMs / SWEEP_MS;
    for (const session of sessions) {
      const oldest = session.acks.oldest;
      if (oldest === null || oldest.since >= latest || this.#stopping) continue;
      this.#settle(session, oldest, new Refusal('commit-slow', 'not durable in time'));
    }
  }
}
