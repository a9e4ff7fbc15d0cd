import type { GatewayLimits } from './limits.ts';
import { count, type GatewayMetrics } from './metrics.ts';
import type { RareLog } from './rare-log.ts';
import { RecentMap } from './recent-map.ts';
import type { Identity, Session } from './session.ts';
import type { Sessions } from './sessions.ts';
import { TokenBucket } from './token-bucket.ts';

const MOST_IDENTITIES = 100_000;
/** A shorter hold would cost more than it slows. */
const SHORTEST_HOLD_MS = 5;
/** The clock says when a debt is paid; the timer only when to look again. */
const LOOK_EVERY_MS = 250;

interface Rate {
  readonly messages: TokenBucket | null;
  readonly bytes: TokenBucket | null;
}

/**
 * Messages and bytes a second of a device, over all its connections and over reconnects. A second's worth may come at
 * once; what a read brings beyond is taken, and none of its connections is read on until that debt is paid, new ones
 * included: the line fills up, the device waits, and nothing is lost. So a device that was away for days catches up at
 * its rate.
 */
export class Throttle {
  readonly #limits: GatewayLimits;
  readonly #clock: () => number;
  readonly #metrics: GatewayMetrics;
  readonly #rareLog: RareLog;
  readonly #sessions: Sessions;
  readonly #held = new WeakSet<Session>();
  readonly #rates = new RecentMap<string, Rate>(MOST_IDENTITIES);

  constructor(
    limits: GatewayLimits,
    clock: () => number,
    metrics: GatewayMetrics,
    rareLog: RareLog,
    sessions: Sessions,
  ) {
    this.#limits = limits;
    this.#clock = clock;
    this.#metrics = metrics;
    this.#rareLog = rareLog;
    this.#sessions = sessions;
  }

  /**
   * A session in debt isn't read from its start.
   * @returns what to call after each read of this session; null: it is not limited.
   */
  watch(session: Session): (() => void) | null {
    const rate = this.#rateOf(session.identity);
    if (rate === null) return null;
    this.#charge(session, rate, 0, 0);
    const { meter } = session;
    let messages = 0;
    let bytes = 0;
    return () => {
      // What lay unread on a connection that is being closed is thrown away, and costs nothing.
      if (session.client.conn.destroyed) return;
      this.#charge(session, rate, meter.messages - messages, meter.bytes - bytes);
      messages = meter.messages;
      bytes = meter.bytes;
    };
  }

  #rateOf({ id, kind }: Identity): Rate | null {
    const limits = this.#limits;
    const messages = kind === 'device' ? limits.deviceMessagesPerSecond : limits.accountMessagesPerSecond;
    const bytes = kind === 'device' ? limits.deviceBytesPerSecond : limits.accountBytesPerSecond;
    if (messages === null && bytes === null) return null;
    const key = `${kind} ${id}`;
    let rate = this.#rates.get(key);
    if (rate === undefined) {
      const now = this.#clock();
      rate = { messages: bucketOf(messages, now), bytes: bucketOf(bytes, now) };
      this.#rates.set(key, rate);
    }
    return rate;
  }

  #charge(session: Session, rate: Rate, messages: number, bytes: number): void {
    const now = this.#clock();
    const forMessages = rate.messages?.take(messages, now) ?? 0;
    const forBytes = rate.bytes?.take(bytes, now) ?? 0;
    const waitMs = Math.max(forMessages, forBytes);
    if (waitMs < SHORTEST_HOLD_MS || session.client.closed) return;
    const reason = forMessages >= forBytes ? 'messages' : 'bytes';
    count(this.#metrics.readsSlowed, reason);
    this.#rareLog.warn(session.identity.id, `rate-${reason}`, 'over its rate: read more slowly', {
      clientId: session.clientId.slice(0, 64),
      address: session.address,
    });
    const { id, kind } = session.identity;
    for (const own of this.#sessions.of(id)) {
      if (own.identity.kind === kind && !this.#held.has(own)) this.#hold(own, rate, waitMs);
    }
  }

  #hold(session: Session, rate: Rate, waitMs: number): void {
    this.#held.add(session);
    session.hold('rate');
    const timer = setTimeout(
      () => {
        const now = this.#clock();
        // Other connections of the device may have run into debt meanwhile.
        const left = Math.max(rate.messages?.take(0, now) ?? 0, rate.bytes?.take(0, now) ?? 0);
        if (left >= SHORTEST_HOLD_MS && !session.client.closed) this.#hold(session, rate, left);
        else {
          this.#held.delete(session);
          session.release('rate');
        }
      },
      Math.min(waitMs, LOOK_EVERY_MS),
    );
    timer.unref();
  }
}

function bucketOf(perSecond: number | null, now: number): TokenBucket | null {
  return perSecond === null ? null : new TokenBucket(perSecond, perSecond, now);
}
