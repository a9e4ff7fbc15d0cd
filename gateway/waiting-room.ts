import type { Socket } from 'node:net';
import { addressKey } from './address.ts';
import type { GatewayLimits } from './limits.ts';
import { count, type GatewayMetrics } from './metrics.ts';
import type { RareLog } from './rare-log.ts';

/** A line over a mobile network may need this long until its CONNECT is here. */
const ROUND_TRIP_MS = 1_000;
/** So long may a handshake take while this machine is busy with others. */
const HANDSHAKE_MS = 2_500;
/** More than a socket trickles, less than TLS or HTTP begin with: a handshake is under way. */
const HANDSHAKE_BYTES = 64;
/** Turns of the event loop after which what a socket had sent when it was accepted has been read. */
const TURNS = 2;

interface Waiting {
  readonly socket: Socket;
  /** '' = near: exempt from limits by address. */
  readonly address: string;
  readonly since: number;
  readonly turn: number;
}

/**
 * Sockets from accept to CONNECT, handshakes included: at most so many, and one too many costs the address that has
 * most of them a place. Of that address the oldest goes that had time enough; while none had, the newest. So idle
 * sockets, however many, keep nobody out, and a city that comes back through one address keeps those that came first.
 */
export class WaitingRoom {
  readonly #limits: GatewayLimits;
  readonly #clock: () => number;
  readonly #isExempt: (address: string) => boolean;
  readonly #metrics: GatewayMetrics;
  readonly #rareLog: RareLog;
  /** By address, in the order of their coming. */
  readonly #groups = new Map<string, Set<Waiting>>();
  readonly #bySocket = new Map<Socket, Waiting>();
  #turn = 0;
  #watching = false;

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
    const waiting: Waiting = { socket, address, since: this.#clock(), turn: this.#turn };
    const group = this.#groups.get(address);
    if (group === undefined) this.#groups.set(address, new Set([waiting]));
    else group.add(waiting);
    this.#bySocket.set(socket, waiting);
    socket.once('close', () => this.leave(socket));
    this.#watch();
  }

  /** It said CONNECT, or it went. */
  leave(socket: Socket): void {
    const waiting = this.#bySocket.get(socket);
    if (waiting === undefined) return;
    this.#bySocket.delete(socket);
    const group = this.#groups.get(waiting.address)!;
    group.delete(waiting);
    if (group.size === 0) this.#groups.delete(waiting.address);
  }

  /** Looked at after each turn, so that a CONNECT that is here already is read before anybody is sent away. */
  #watch(): void {
    if (this.#watching || this.size <= this.#limits.socketsBeforeConnect) return;
    this.#watching = true;
    setImmediate(() => {
      this.#watching = false;
      this.#turn++;
      this.#makeRoom();
      this.#watch();
    });
  }

  #makeRoom(): void {
    while (this.size > this.#limits.socketsBeforeConnect) {
      const one = this.#whoGoes();
      if (one === null) return;
      this.leave(one.socket);
      count(this.#metrics.connectionsRefused, 'before-connect');
      this.#rareLog.warn(one.address || '(here)', 'before-connect', 'too many sockets without CONNECT: one closed', {
        waiting: this.size,
      });
      one.socket.destroy();
    }
  }

  /** null: none yet; what they sent may not have been read. */
  #whoGoes(): Waiting | null {
    let largest: ReadonlySet<Waiting> = new Set();
    for (const group of this.#groups.values()) if (group.size > largest.size) largest = group;
    let newest: Waiting | null = null;
    for (const one of largest) {
      if (this.#turn - one.turn < TURNS) return newest === null ? null : [...largest].at(-1)!;
      if (this.#clock() - one.since >= patienceWith(one)) return one;
      newest = one;
    }
    return newest;
  }
}

function patienceWith({ socket, address }: Waiting): number {
  if (socket.bytesRead >= HANDSHAKE_BYTES) return HANDSHAKE_MS;
  return address === '' ? 0 : ROUND_TRIP_MS;
}
