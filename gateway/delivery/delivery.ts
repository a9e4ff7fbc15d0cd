import type { GatewayLimits } from '../limits.ts';
import type { GatewayMetrics } from '../metrics.ts';
import type { RareLog } from '../rare-log.ts';
import { Refusal } from '../refusal.ts';
import type { Session } from '../session.ts';
import { ConnectionLine } from './connection-line.ts';
import { toKeep, type Message, type Qos } from './message.ts';
import { Retained } from './retained.ts';
import type { SessionState } from './session-state.ts';
import { SessionStates } from './session-states.ts';
import { SubscriptionTree } from './subscription-tree.ts';

const EXPIRE_EVERY_MS = 60_000;

export interface DeliveryParts {
  readonly limits: GatewayLimits;
  readonly metrics: GatewayMetrics;
  readonly rareLog: RareLog;
  readonly now: () => number;
}

/**
 * The broker's way out: who subscribed to what, what is retained, and what each session still has to hear. aedes keeps
 * connections and takes messages in; its own way out has no bounds, waits for the slowest subscriber and loses a QoS 1
 * message that a QoS 0 one overtakes.
 */
export class Delivery {
  readonly sessions: SessionStates;
  readonly retained: Retained;
  readonly #parts: DeliveryParts;
  readonly #tree = new SubscriptionTree<SessionState>();
  readonly #lines = new Map<SessionState, ConnectionLine>();
  /** Filters that accounts hold: the only ones that a reading can reach. */
  #accountFilters = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: DeliveryParts) {
    this.#parts = parts;
    this.retained = new Retained(parts.limits);
    this.sessions = new SessionStates(parts.limits, parts.now, (state) => this.#ended(state));
  }

  get anAccountListens(): boolean {
    return this.#accountFilters > 0;
  }

  start(): void {
    this.#timer = setInterval(() => this.sessions.expire(), EXPIRE_EVERY_MS);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** A login that was accepted. @returns whether CONNACK says session-present. */
  opened(session: Session, clean: boolean): boolean {
    const { state, resumed } = this.sessions.open(session, clean);
    if (resumed) this.#withinRights(state, session);
    return resumed;
  }

  /** CONNACK is out. */
  connected(session: Session): void {
    const state = this.sessions.of(session);
    if (state === undefined) return;
    const line = new ConnectionLine(session.client.conn, this.#parts.limits.drainWithinMs, {
      drained: () => state.outbox.drained(),
      stuck: () => session.end(new Refusal('slow-reader', 'a subscriber that does not read')),
    });
    this.#lines.get(state)?.close();
    this.#lines.set(state, line);
    state.outbox.attach(line);
  }

  left(session: Session): void {
    const state = this.sessions.of(session);
    // Somebody else may have its state by now.
    if (state === undefined) return;
    this.#lines.get(state)?.close();
    this.#lines.delete(state);
    this.sessions.left(session);
  }

  /** Answers a packet of the subscriber's own (SUBACK and the like), behind what was written before. */
  answer(session: Session, frame: Uint8Array): void {
    const state = this.sessions.of(session);
    if (state !== undefined) this.#lines.get(state)?.write(frame);
  }

  /** Whether the session may hold this filter too. */
  hasRoomFor(session: Session, filter: string): boolean {
    const state = this.sessions.of(session);
    if (state === undefined || state.filters.has(filter)) return true;
    const { subscriptionsOfDevice, subscriptionsOfAccount, filterTextOfSession } = this.#parts.limits;
    const most = state.isAccount ? subscriptionsOfAccount : subscriptionsOfDevice;
    return state.filters.size < most && state.filterText + filter.length <= filterTextOfSession;
  }

  subscribe(session: Session, filter: string, qos: Qos): void {
    const state = this.sessions.of(session);
    if (state === undefined) return;
    if (!state.filters.has(filter)) {
      if (state.isAccount) this.#accountFilters++;
      state.filterText += filter.length;
    }
    state.filters.set(filter, qos);
    this.#tree.set(filter, state, qos);
  }

  /** What is retained under a filter, to one that has just subscribed [MQTT-3.3.1-6]. */
  replayRetained(session: Session, filter: string, qos: Qos): void {
    this.sessions.of(session)?.outbox.replay(filter, this.retained.matching(filter), qos);
  }

  unsubscribe(session: Session, filter: string): void {
    const state = this.sessions.of(session);
    if (state === undefined) return;
    this.#drop(state, filter);
    state.outbox.stopReplay(filter);
  }

  publish(message: Message, retain: boolean): void {
    if (retain) this.#retain(message);
    let matched: Map<SessionState, Qos> | null = null;
    this.#tree.match(message.topic, (state, qos) => {
      matched ??= new Map();
      // Filters that overlap: one copy, at the highest QoS of them [MQTT-3.3.5-1].
      if ((matched.get(state) ?? -1) < qos) matched.set(state, qos);
    });
    if (matched !== null) this.#offer(message, matched);
  }

  #offer(message: Message, matched: ReadonlyMap<SessionState, Qos>): void {
    const tooSlow: Session[] = [];
    // Copied once, for all that keep it until it is acknowledged.
    const shared = message.qos > 0 ? toKeep(message) : message;
    for (const [state, qos] of matched) {
      const offered = state.outbox.offer(shared, qos);
      if (offered === 'dropped') this.#dropped(state);
      if (offered === 'overflow' && state.holder !== null) tooSlow.push(state.holder);
    }
    // Afterwards: an end publishes the will.
    for (const session of tooSlow) session.end(new Refusal('slow-reader', 'too much waits for this subscriber'));
  }

  #retain(message: Message): void {
    if (this.retained.set(message)) return;
    const { messages, bytes } = this.retained;
    this.#parts.metrics.retainedOver++;
    const fields = { topic: message.topic.slice(0, 128), messages, bytes };
    this.#parts.rareLog.warn('(all)', 'retained', 'too much is retained: passed on, not kept', fields);
  }

  #dropped(state: SessionState): void {
    this.#parts.metrics.deliveriesDropped++;
    this.#parts.rareLog.warn(state.ownerId, 'queue-full', 'too much waits for a subscriber: dropped', {
      clientId: state.clientId.slice(0, 64),
      connected: state.holder !== null,
      waiting: state.outbox.size,
    });
  }

  /** Rights may have changed while it was away: what it may no longer hear is taken back. */
  #withinRights(state: SessionState, { identity }: Session): void {
    const lost = [...state.filters.keys()].filter((filter) => !identity.rights.maySubscribe(filter));
    if (lost.length === 0) return;
    for (const filter of lost) this.#drop(state, filter);
    const left = new SubscriptionTree<true>();
    for (const [filter, qos] of state.filters) left.set(filter, true, qos);
    state.outbox.retainOnly(({ message }) => {
      let isLeft = false;
      left.match(message.topic, () => (isLeft = true));
      return isLeft;
    });
  }

  #drop(state: SessionState, filter: string): void {
    if (!state.filters.delete(filter)) return;
    if (state.isAccount) this.#accountFilters--;
    state.filterText -= filter.length;
    this.#tree.delete(filter, state);
  }

  #ended(state: SessionState): void {
    this.#lines.get(state)?.close();
    this.#lines.delete(state);
    for (const filter of [...state.filters.keys()]) this.#drop(state, filter);
  }
}
