import type { Logger } from 'pino';
import type { Registry as MetricsRegistry } from 'prom-client';
import type { MessageSink } from '../collector/port.ts';
import type { Directory } from '../storage/registry/port.ts';

export interface GatewayOptions {
  readonly sink: MessageSink;
  readonly directory: Directory;
  readonly log: Logger;
  readonly metrics: MetricsRegistry;
  readonly now: () => number;
  readonly bind: string;
  /** 0 = any free port. */
  readonly port: number;
}

/** Built in `gateway/gateway.ts` as `class Gateway implements GatewayService`, constructor takes `GatewayOptions`. */
export interface GatewayService {
  /** @returns the port in use. */
  start(): Promise<{ readonly port: number }>;
  /** Stops accepting, lets what was accepted become durable and acknowledged, closes. */
  stop(): Promise<void>;
  /** Closes live connections of these devices or accounts (secret changed or revoked). */
  disconnect(ids: readonly string[]): void;
  readonly connected: number;
}
