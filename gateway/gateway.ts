import { Aedes, type Client } from 'aedes';
import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import type { DoorEvent, DoorRecord } from '../domain/door.ts';
import { isLoopback } from './address.ts';
import { Admittance } from './admittance.ts';
import { BackOff } from './back-off.ts';
import { Closing } from './closing.ts';
import { BrokerStore } from './delivery/broker-store.ts';
import { Delivery } from './delivery/delivery.ts';
import { fanOutThrough } from './delivery/fan-out.ts';
import { DoorBook } from './door-book.ts';
import { Door } from './door.ts';
import { farewell } from './farewell.ts';
import { Intake } from './intake.ts';
import { KeepAlive } from './keep-alive.ts';
import { brokerOptions, LIMITS } from './limits.ts';
import { Listeners } from './listeners/all.ts';
import type { Doorway } from './listeners/port.ts';
import { LoginDesk } from './login-desk.ts';
import { count, GatewayMetrics } from './metrics.ts';
import type { Parts } from './parts.ts';
import type { GatewayOptions, GatewayPorts, GatewayService } from './port.ts';
import { Publishing } from './publishing.ts';
import { RareLog } from './rare-log.ts';
import { Sessions } from './sessions.ts';
import { Subscribing } from './subscribing.ts';
import { TakeOvers } from './take-overs.ts';
import { Throttle } from './throttle.ts';
import { WaitingRoom } from './waiting-room.ts';

/** The built-in MQTT broker: who may connect, who may publish what, and a PUBACK only for what is on disk. */
export class Gateway implements GatewayService {
  readonly #options: GatewayOptions;
  readonly #parts: Parts;
  readonly #admittance: Admittance;
  readonly #backOff: BackOff;
  readonly #keepAlive: KeepAlive;
  readonly #delivery: Delivery;
  readonly #door: Door;
  readonly #broker: Aedes;
  readonly #listeners: Listeners;
  #stopped: Promise<void> | undefined;

  constructor(options: GatewayOptions) {
    const { directory, log, now, sink } = options;
    const { clock = () => performance.now(), isExempt = isLoopback } = options;
    const limits = { ...LIMITS, ...options.limits };
    const metrics = new GatewayMetrics();
    const sessions = new Sessions();
    const rareLog = new RareLog(log, clock);
    const isKnown = (name: string): boolean =>
      name === '' ? directory.anonymous() !== null : directory.device(name) !== null || directory.hasAccount(name);
    const parts: Parts = {
      directory,
      limits,
      log,
      rareLog,
      metrics,
      sessions,
      clock,
      intake: new Intake(sink, now, limits, metrics, rareLog),
      throttle: new Throttle(limits, clock, metrics, rareLog, sessions),
      waitingRoom: new WaitingRoom(limits, clock, isExempt, metrics, rareLog),
      book: new DoorBook(now, log, isKnown, limits.strangers),
    };
    const backOff = new BackOff(limits, clock, isExempt);
    const desk = new LoginDesk(directory, limits, sessions, backOff, new TakeOvers(limits.takeOversPerMinute, clock));
    const delivery = new Delivery({ limits, metrics, rareLog, now });
    const subscribing = new Subscribing(parts, delivery);
    const door = new Door(parts, desk, {
      opened: (session, clean) => delivery.opened(session, clean),
      connected: (session) => delivery.connected(session),
      take: (session, packet) => subscribing.take(session, packet),
      left: (session) => delivery.left(session),
    });
    const publishing = new Publishing(parts);
    const broker = new Aedes({
      ...brokerOptions(limits),
      preConnect: door.preConnect,
      authenticate: door.authenticate,
      authorizePublish: publishing.authorize,
      // Subscriptions never reach aedes.
      authorizeSubscribe: (_client, _subscription, grant) => grant(null, null),
      persistence: new BrokerStore(delivery.sessions, limits.halfOpenQos2),
    });
    this.#options = options;
    this.#parts = parts;
    this.#admittance = new Admittance(limits, clock, isExempt, metrics, rareLog);
    this.#backOff = backOff;
    this.#keepAlive = new KeepAlive(limits, clock);
    this.#delivery = delivery;
    this.#door = door;
    this.#broker = broker;
    this.#listeners = new Listeners(options, limits);
  }

  get connected(): number {
    return this.#parts.sessions.size;
  }

  async start(): Promise<GatewayPorts> {
    const { metrics, sessions, intake, waitingRoom, log } = this.#parts;
    const broker = this.#broker;
    const closing = new Closing(this.#parts);
    broker.on('clientError', closing.onFault);
    broker.on('connectionError', closing.onFault);
    broker.on('error' as 'closed', ((error: Error) => log.error({ err: error }, 'MQTT broker')) as () => void);
    await broker.listen();
    fanOutThrough(broker, this.#delivery);
    this.#delivery.start();
    const admittance = this.#admittance;
    const { retained, sessions: subscribers } = this.#delivery;
    metrics.register(this.#options.metrics, { sessions, admittance, waitingRoom, intake, retained, subscribers });
    intake.start(sessions);
    this.#keepAlive.start(sessions);
    try {
      return await this.#listeners.start(this.#doorway);
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  disconnect(ids: readonly string[]): void {
    for (const id of ids) {
      this.#backOff.forget(id);
      if (!this.#parts.directory.hasAccount(id)) this.#delivery.sessions.forget(id);
      for (const session of this.#parts.sessions.of(id)) {
        session.close({ reason: 'revoked', detail: 'its secret or its rights changed' });
      }
    }
  }

  door(name: string): DoorRecord | null {
    return this.#parts.book.record(name);
  }

  strangers(): readonly DoorRecord[] {
    return this.#parts.book.strangers();
  }

  /** Its wrong logins are forgotten too: it may have been adopted. */
  forgetStranger(name: string): boolean {
    this.#backOff.forget(name);
    return this.#parts.book.forgetStranger(name);
  }

  onDoor(listener: (event: DoorEvent) => void): void {
    this.#parts.book.onEvent(listener);
  }

  readonly #doorway: Doorway = {
    admits: (socket) => {
      if (!this.#admittance.admits(socket)) return false;
      this.#parts.waitingRoom.enter(socket);
      return true;
    },
    enter: (stream, socket) => this.#door.enter(stream, socket, (connection) => this.#handle(connection)),
    failed: (fault, detail, address) => {
      count(this.#parts.metrics.closed, fault);
      this.#parts.rareLog.warn(address ?? '(listener)', fault, 'a connection ended before MQTT began', {
        detail,
        address,
      });
    },
  };

  #handle(stream: Duplex): Client {
    return this.#broker.handle(stream);
  }

  async #stop(): Promise<void> {
    const { intake, limits, log } = this.#parts;
    this.#listeners.stop();
    this.#door.close();
    intake.refuseNew();
    const limit = new AbortController();
    await Promise.race([
      intake.idle(),
      delay(limits.stopWithinMs - 2 * limits.farewellMs, undefined, { signal: limit.signal }).catch(() => undefined),
    ]);
    limit.abort();
    if (intake.pending > 0) log.warn({ pending: intake.pending }, 'stopped with messages that were not committed');
    // A PUBREC follows its commit some turns later than a PUBACK.
    for (let turn = 0; turn < 4; turn++) await nextTurn();
    await farewell(this.#door.streams, limits.farewellMs);
    intake.stop();
    this.#keepAlive.stop();
    this.#delivery.stop();
    if (this.#broker.closed) return;
    const closed = once(this.#broker, 'closed');
    this.#broker.close();
    await closed;
    for (const stream of this.#door.streams) stream.destroy();
  }
}
