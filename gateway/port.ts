import type { Logger } from 'pino';
import type { Registry as MetricsRegistry } from 'prom-client';
import type { MessageSink } from '../collector/port.ts';
import type { DoorEvent, DoorRecord } from '../domain/door.ts';
import type { Directory } from '../storage/registry/port.ts';
import type { GatewayLimits } from './limits.ts';

export interface GatewayOptions {
  readonly sink: MessageSink;
  readonly directory: Directory;
  readonly log: Logger;
  readonly metrics: MetricsRegistry;
  readonly now: () => number;
  /** Monotonic, ms; by default the machine's. Limits go by it, whatever happens to the time of day. */
  readonly clock?: () => number;
  /** Addresses that limits by address pass over; by default loopback. */
  readonly isExempt?: (address: string) => boolean;
  readonly bind: string;
  /** 0 = any free port. */
  readonly port: number;
  /** MQTT over TLS; needs `tls`. Absent = off. */
  readonly mqttsPort?: number;
  /** MQTT over WebSocket, with `tls` over secure WebSocket too. Absent = off. */
  readonly wsPort?: number;
  readonly tls?: TlsSource;
  /** Bounds that the configuration changes. */
  readonly limits?: Partial<GatewayLimits>;
}

/** A certificate that may change while listeners are open. */
export interface TlsSource {
  /** PEM. */
  readonly current: { readonly cert: string; readonly key: string };
  /** Called with each new pair that was checked to belong together. */
  onChange(listener: (pair: { readonly cert: string; readonly key: string }) => void): void;
}

export interface GatewayPorts {
  readonly port: number;
  readonly mqttsPort?: number;
  readonly wsPort?: number;
}

/** Built in `gateway/gateway.ts` as `class Gateway implements GatewayService`, constructor takes `GatewayOptions`. */
export interface GatewayService {
  /** @returns the ports in use. */
  start(): Promise<GatewayPorts>;
  /** Stops accepting, lets what was accepted become durable and acknowledged, closes. */
  stop(): Promise<void>;
  /** Closes live connections of these devices or accounts (secret changed or revoked). */
  disconnect(ids: readonly string[]): void;
  readonly connected: number;
  /** What is known of an id at the door; null = it never came. */
  door(name: string): DoorRecord | null;
  /** Names that are in no portfolio and tried to log in, newest first, at most 1,000. */
  strangers(): readonly DoorRecord[];
  forgetStranger(name: string): boolean;
  onDoor(listener: (event: DoorEvent) => void): void;
}
