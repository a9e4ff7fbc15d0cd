import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** Why a connection ended before MQTT began; also the label in metrics and logs. */
export type ListenerFault = 'accept' | 'tls-handshake' | 'no-handshake' | 'lobby-full' | 'not-websocket' | 'http';

/** What a listener meets on the inner side. */
export interface Doorway {
  /**
   * Asked at accept, by listeners that have a handshake before MQTT: may this one come in at all? False: the listener
   * closes it, and whoever said so has counted it.
   */
  admits(socket: Socket): boolean;
  /** From here on MQTT is spoken. `remoteAddress` of the stream is that of the socket below it. */
  enter(stream: Duplex): void;
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
  /** Sockets of one listener in between. */
  readonly most: number;
}
