import { Aedes, type Client } from 'aedes';
import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import { Closing } from './closing.ts';
import { Door } from './door.ts';
import { skipIdleFanOut, skipRetainedOfCommands, storeIdsOnly } from './lean-broker.ts';
import { farewell } from './farewell.ts';
import { Intake } from './intake.ts';
import { BROKER_OPTIONS, LIMITS, type GatewayLimits } from './limits.ts';
import { Listeners } from './listeners/all.ts';
import type { Doorway } from './listeners/port.ts';
import { count, GatewayMetrics } from './metrics.ts';
import type { Parts } from './parts.ts';
import type { GatewayOptions, GatewayPorts, GatewayService } from './port.ts';
import { Publishing } from './publishing.ts';
import { RareLog } from './rare-log.ts';
import { Sessions } from './sessions.ts';
import { Subscribing } from './subscribing.ts';

/** The built-in MQTT broker: who may connect, who may publish what, and a PUBACK only for what is on disk. */
export class Gateway implements GatewayService {
  readonly #options: GatewayOptions;
  readonly #parts: Parts;
  readonly #door: Door;
  readonly #subscribing: Subscribing;
  readonly #broker: Aedes;
  readonly #listeners: Listeners;
  #stopped: Promise<void> | undefined;

  constructor(options: GatewayOptions, limits: GatewayLimits = LIMITS) {
    const { directory, log, now, sink } = options;
    const metrics = new GatewayMetrics();
    const sessions = new Sessions();
    const intake = new Intake(sink, now, limits, metrics);
    const rareLog = new RareLog(log, now);
    const parts: Parts = { directory, limits, log, rareLog, metrics, sessions, intake };
    const subscribing = new Subscribing(parts);
    const door = new Door(parts, (session) => subscribing.ended(session));
    const publishing = new Publishing(parts);
    const broker = new Aedes({
      ...BROKER_OPTIONS,
      preConnect: door.preConnect,
      authenticate: door.authenticate,
      authorizePublish: publishing.authorize,
      authorizeSubscribe: subscribing.authorize,
    });
    this.#options = options;
    this.#parts = parts;
    this.#door = door;
    this.#subscribing = subscribing;
    this.#broker = broker;
    this.#listeners = new Listeners(options, limits);
  }

  get connected(): number {
    return this.#parts.sessions.size;
  }

  async start(): Promise<GatewayPorts> {
    const { metrics, sessions, intake, log } = this.#parts;
    const broker = this.#broker;
    const closing = new Closing(this.#parts);
    broker.on('clientError', closing.onFault);
    broker.on('connectionError', closing.onFault);
    broker.on('unsubscribe', this.#subscribing.unsubscribed);
    broker.on('error' as 'closed', ((error: Error) => log.error({ err: error }, 'MQTT broker')) as () => void);
    await broker.listen();
    skipIdleFanOut(broker, () => this.#subscribing.anAccountListens);
    skipRetainedOfCommands(broker);
    storeIdsOnly(broker);
    metrics.register(this.#options.metrics, sessions, intake);
    intake.start(sessions);
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
      for (const session of this.#parts.sessions.of(id)) session.close();
    }
  }

  readonly #doorway: Doorway = {
    admits: () => true,
    enter: (stream) => this.#door.enter(stream, (connection) => this.#handle(connection)),
    failed: (fault, detail, address) => {
      count(this.#parts.metrics.closed, fault);
      this.#parts.rareLog.warn('(listener)', fault, 'a connection ended before MQTT began', { detail, address });
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
    if (this.#broker.closed) return;
    const closed = once(this.#broker, 'closed');
    this.#broker.close();
    await closed;
    for (const stream of this.#door.streams) stream.destroy();
  }
}
