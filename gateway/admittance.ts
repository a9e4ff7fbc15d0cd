import type { Socket } from 'node:net';
import { addressKey } from './address.ts';
import type { GatewayLimits } from './limits.ts';
import { count, type GatewayMetrics } from './metrics.ts';
import type { RareLog } from './rare-log.ts';
import { RecentMap } from './recent-map.ts';
import { TokenBucket } from './token-bucket.ts';

const MOST_ADDRESSES = 20_000;
const MINUTE_S = 60;

type Fault = 'connections' | 'address' | 'address-rate';

/**
 * How many sockets there are, in all and by address, asked at accept: before a handshake costs anything. One too many
 * is closed rather than delayed: a socket that waits costs memory and a place, and every device tries again by itself.
 */
export class Admittance {
  readonly #limits: GatewayLimits;
  readonly #clock: () => number;
  readonly #isExempt: (address: string) => boolean;
  readonly #metrics: GatewayMetrics;
  readonly #rareLog: RareLog;
  readonly #counted = new WeakSet<Socket>();
  readonly #byAddress = new Map<string, number>();
  readonly #rates = new RecentMap<string, TokenBucket>(MOST_ADDRESSES);
  #open = 0;

  constructor(
    limits: GatewayLimits,
    clock: () => number,
    isExempt: (address: string) => boolean,
    metrics: GatewayMetrics,
    rareLog: RareLog,
  ) {
    this.#limits = limits;
    this.#clock = clock;
    this.#isExempt = isExempt;
    this.#metrics = metrics;
    this.#rareLog = rareLog;
  }

  get open(): number {
    return this.#open;
  }

  /** @returns false when the socket is one too many: whoever accepted it closes it. */
  admits(socket: Socket): boolean {
    if (this.#counted.has(socket)) return true;
    const address = socket.remoteAddress;
    // Without an address it has gone already, and says so itself.
    const key = address === undefined || this.#isExempt(address) ? null : addressKey(address);
    const fault = this.#faultOf(key);
    if (fault !== null) {
      count(this.#metrics.connectionsRefused, fault);
      this.#rareLog.warn(key ?? '(all)', fault, 'connection refused', { open: this.#open });
      return false;
    }
    this.#counted.add(socket);
    this.#open++;
    if (key !== null) this.#byAddress.set(key, (this.#byAddress.get(key) ?? 0) + 1);
    socket.once('close', () => this.#left(key));
    // Finds a peer that went without a word, whatever keep-alive it asked for.
    socket.setKeepAlive(true, this.#limits.probeAfterMs);
    return true;
  }

  #faultOf(key: string | null): Fault | null {
    const { connections, connectionsByAddress, connectsByAddress } = this.#limits;
    if (this.#open >= connections) return 'connections';
    if (key === null) return null;
    if ((this.#byAddress.get(key) ?? 0) >= connectionsByAddress) return 'address';
    const now = this.#clock();
    let rate = this.#rates.get(key);
    if (rate === undefined) {
      rate = new TokenBucket(connectsByAddress, MINUTE_S * connectsByAddress, now);
      this.#rates.set(key, rate);
    }
    return rate.tryTake(now) ? null : 'address-rate';
  }

  #left(key: string | null): void {
    this.#open--;
    if (key === null) return;
    const others = this.#byAddress.get(key)! - 1;
    if (others === 0) this.#byAddress.delete(key);
    else this.#byAddress.set(key, others);
  }
}
