import type { Socket } from 'node:net';
import type { Doorway, HandshakeLimits } from './port.ts';

/** Both ends of a TLS socket and of the raw one below it say the same. */
type RemoteEnd = Pick<Socket, 'remoteAddress' | 'remotePort'>;

/**
 * Sockets between accept and MQTT: bounded in time, whatever they send meanwhile (the time-outs of `tls` and `http`
 * start again with each byte, or look only every half minute). Their number is the doorway's to bound.
 */
export class Lobby {
  readonly #limits: HandshakeLimits;
  readonly #doorway: Doorway;
  readonly #inside = new Map<string, { readonly socket: Socket; readonly timer: NodeJS.Timeout }>();

  constructor(limits: HandshakeLimits, doorway: Doorway) {
    this.#limits = limits;
    this.#doorway = doorway;
  }

  /** @returns false when the socket may not come in; it is destroyed then. */
  enter(socket: Socket): boolean {
    // A line may drop at any time; later owners of the socket listen for themselves.
    socket.on('error', () => undefined);
    const address = socket.remoteAddress;
    const key = keyOf(socket);
    if (!this.#doorway.admits(socket) || key === null) {
      socket.destroy();
      return false;
    }
    const timer = setTimeout(() => {
      this.#inside.delete(key);
      socket.destroy();
      this.#doorway.failed('no-handshake', `no MQTT within ${this.#limits.withinMs} ms`, address);
    }, this.#limits.withinMs);
    this.#inside.set(key, { socket, timer });
    socket.once('close', () => this.#forget(key, socket));
    return true;
  }

  /**
   * MQTT begins on this socket, or on the TLS socket above it.
   * @returns the socket as it was accepted; null: it has gone meanwhile.
   */
  leave(end: RemoteEnd): Socket | null {
    const key = keyOf(end);
    const socket = (key !== null && this.#inside.get(key)?.socket) || null;
    if (key !== null) this.#forget(key);
    return socket;
  }

  close(): void {
    for (const { socket, timer } of this.#inside.values()) {
      clearTimeout(timer);
      socket.destroy();
    }
    this.#inside.clear();
  }

  #forget(key: string, socket?: Socket): void {
    const held = this.#inside.get(key);
    // The same remote port may be in use again by the time an old socket's close is told.
    if (held === undefined || (socket !== undefined && held.socket !== socket)) return;
    clearTimeout(held.timer);
    this.#inside.delete(key);
  }
}

/** null: it has gone already. */
function keyOf({ remoteAddress, remotePort }: RemoteEnd): string | null {
  return remoteAddress === undefined ? null : `${remoteAddress} ${remotePort}`;
}
