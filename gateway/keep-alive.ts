import type { GatewayLimits } from './limits.ts';
import { Refusal } from './refusal.ts';
import type { Session } from './session.ts';

const SWEEP_MS = 250;
/** [MQTT-3.1.2-24] */
const FACTOR = 1.5;
/** A large packet over a slow line takes longer than a keep-alive: this much of one is a sign of life too. */
const PROGRESS_BYTES = 1024;

/**
 * Closes who is silent for 1.5 times its keep-alive, or for the longest silence that anybody gets, with one timer for
 * all connections. Time in which the gateway itself doesn't read a connection doesn't count: its PINGREQ may lie there.
 */
export class KeepAlive {
  readonly #silenceMs: number;
  readonly #clock: () => number;
  #timer: NodeJS.Timeout | undefined;

  constructor(limits: GatewayLimits, clock: () => number) {
    this.#silenceMs = limits.silenceMs;
    this.#clock = clock;
  }

  start(sessions: Iterable<Session>): void {
    this.#timer = setInterval(() => this.#sweep(sessions), SWEEP_MS);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #sweep(sessions: Iterable<Session>): void {
    const now = this.#clock();
    for (const session of sessions) {
      const { meter, heard } = session;
      const isUnread = session.isHeld || !session.acks.isIdle;
      if (isUnread || meter.packets !== heard.packets || meter.bytes - heard.bytes >= PROGRESS_BYTES) {
        heard.at = now;
        heard.packets = meter.packets;
        heard.bytes = meter.bytes;
        continue;
      }
      const silentMs = now - heard.at;
      const ownMs = session.keepAliveS > 0 ? session.keepAliveS * 1000 * FACTOR : Infinity;
      if (silentMs > Math.min(ownMs, this.#silenceMs)) session.end(refusalOf(silentMs, ownMs > this.#silenceMs));
    }
  }
}

function refusalOf(silentMs: number, byOurs: boolean): Refusal {
  const detail = `silent for ${Math.round(silentMs / 1000)} s`;
  return byOurs ? new Refusal('silent', detail) : new Refusal('keep-alive', detail);
}
