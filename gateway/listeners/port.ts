import type { Duplex } from 'node:stream';

/** One way in: TCP today; TLS and WebSocket are further files beside this one. */
export interface Listener {
  /**
   * @param onFault a connection that could not be accepted (too many open files); the listener goes on.
   * @returns the port in use.
   */
  start(onConnection: (stream: Duplex) => void, onFault: (error: Error) => void): Promise<number>;
  /** Takes no more connections; those that are open stay open. */
  stop(): void;
}
