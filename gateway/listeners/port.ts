import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** Why a connection ended before MQTT began; also the label in metrics and logs. */
export type ListenerFault = 'accept' | 'tls-handshake' | 'no-handshake' | 'not-websocket' | 'http';

/** What a listener meets on the inner side. */
export interface Doorway {
  /**
   * Asked at accept, before a handshake costs anything: may this one come in at all? From here on it counts as not
   * yet connected. False: the listener closes it, and whoever said so has counted it.
   */
  admits(socket: Socket): boolean;
  /**
   * From here on MQTT is spoken.
   * @param stream its `remoteAddress` is that of the socket below it.
   * @param socket as it was accepted; the stream itself over plain TCP.
   */
  enter(stream: Duplex, socket: Socket): void;
  /** A connection could not be accepted, or ended before MQTT; the listener goes on. */
  failed(fault: ListenerFault, detail: string, address?: string): void;
}

/** One way in: TCP, TLS or WebSocket. */
export interface Listener {
  /** @returns the port in use. */
  start(doorway: Doorway): Promise<number>;
  /** Takes no more connections and drops those that have not come to MQTT yet; the others stay open. */
  stop(): void;
}

/** Bounds of what happens before MQTT begins. */
export interface HandshakeLimits {
  /** From accept to MQTT: TLS handshake and HTTP upgrade together. */
  readonly withinMs: number;
}
