import type { Socket } from 'node:net';
import { addressKey } from './address.ts';
import type { GatewayLimits } from './limits.ts';
import { count, type GatewayMetrics } from './metrics.ts';
import type { RareLog } from './rare-log.ts';

/** More than a socket trickles, less than TLS or HTTP begin with: a handshake is under way. */
const HANDSHAKE_BYTES = 64;
/** Fresh ones come on top of the limit: a city that returns at once has thousands on their way. */
const FRESH_FACTOR = 5;
const SWEEP_MS = 250;
/** Each sweep has let the event loop read what was there: on a machine that is far behind they take long. */
const SWEEPS = 4;

interface Waiting {
  readonly socket: Socket;
  /** '' = near: exempt from limits by address. */
  readonly address: string;
  readonly since: number;
  sweeps: number;
}

/**
 * Sockets from accept to CONNECT, handshakes included. Those that had time enough for it are bounded, and the oldest
 * go first: so idle sockets, however many, keep nobody out. Fresh ones are bounded too, some times higher; one too many
 * costs the address that has most of them its newest, so that those that came first get through.
 */
export class WaitingRoom {
  readonly #limits: GatewayLimits;
  readonly #clock: () => number;
  readonly #isExempt: (address: string) => boolean;
  readonly #metrics: GatewayMetrics;
  readonly #rareLog: RareLog;
  /** In the order of their coming. */
  readonly #bySocket = new Map<Socket, Waiting>();
  readonly #byAddress = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;

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

  get size(): number {
    return this.#bySocket.size;
  }

  enter(socket: Socket): void {
    const remote = socket.remoteAddress;
    const address = remote === undefined || this.#isExempt(remote) ? '' : addressKey(remote);
    const newest: Waiting = { socket, address, since: this.#clock(), sweeps: 0 };
    this.#bySocket.set(socket, newest);
    this.#byAddress.set(address, (this.#byAddress.get(address) ?? 0) + 1);
    socket.once('close', () => this.leave(socket));
    if (this.size > FRESH_FACTOR * this.#limits.socketsBeforeConnect) this.#sendAway(this.#newestOfMost(newest));
    this.#watch();
  }

  /** It said CONNECT, or it went. */
  leave(socket: Socket): void {
    const waiting = this.#bySocket.get(socket);
    if (waiting === undefined) return;
    this.#bySocket.delete(socket);
    const others = this.#byAddress.get(waiting.address)! - 1;
    if (others === 0) this.#byAddress.delete(waiting.address);
    else this.#byAddress.set(waiting.address, others);
  }

  #watch(): void {
    if (this.#timer !== undefined || this.size <= this.#limits.socketsBeforeConnect) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#sweep();
      this.#watch();
    }, SWEEP_MS);
    this.#timer.unref();
  }

  #sweep(): void {
    const now = this.#clock();
    const stale = [...this.#bySocket.values()].filter((one) => {
      return ++one.sweeps >= SWEEPS && now - one.since >= this.#patienceWith(one);
    });
    const tooMany = Math.max(0, stale.length - this.#limits.socketsBeforeConnect);
    for (const one of stale.slice(0, tooMany)) this.#sendAway(one);
  }

  #sendAway({ socket, address }: Waiting): void {
    this.leave(socket);
    count(this.#metrics.connectionsRefused, 'before-connect');
    const who = address === '' ? '(here)' : address;
    this.#rareLog.warn(who, 'before-connect', 'too many sockets without CONNECT: closed', { waiting: this.size });
    socket.destroy();
  }

  #newestOfMost(newest: Waiting): Waiting {
    let most = newest.address;
    for (const [address, waiting] of this.#byAddress) if (waiting > this.#byAddress.get(most)!) most = address;
    if (most === newest.address) return newest;
    return [...this.#bySocket.values()].findLast(({ address }) => address === most)!;
  }

  /** Half of the time that there is: a mobile network or a busy machine on either side needs some of it. */
  #patienceWith({ socket }: Waiting): number {
    const { handshakeWithinMs, connectWithinMs } = this.#limits;
    return (socket.bytesRead >= HANDSHAKE_BYTES ? handshakeWithinMs : connectWithinMs) / 2;
  }
}
