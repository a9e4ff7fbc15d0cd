import { Counter, Gauge, type Registry } from 'prom-client';
import type { TopicUse } from './rights.ts';

/** Parts of the gateway that know a number of now. */
export interface GaugeSources {
  readonly sessions: { readonly size: number };
  readonly admittance: { readonly open: number };
  readonly waitingRoom: { readonly size: number };
  readonly intake: { readonly pending: number; readonly pendingBytes: number };
  readonly retained: { readonly messages: number; readonly bytes: number };
  readonly subscribers: { readonly bytes: number; readonly absent: number };
}

/**
 * Counters of the gateway. Plain numbers on the hot path, handed to prom-client when somebody asks: a labelled `inc`
 * costs as much as a topic check.
 */
export class GatewayMetrics {
  readonly messages: Record<Exclude<TopicUse, 'foreign'>, number> = {
    readings: 0,
    events: 0,
    status: 0,
    other: 0,
    unspoken: 0,
  };
  readonly loginsRefused = new Map<string, number>();
  readonly closed = new Map<string, number>();
  readonly subscriptionsRefused = new Map<string, number>();
  /** At accept, and sockets that say nothing. */
  readonly connectionsRefused = new Map<string, number>();
  readonly readsSlowed = new Map<string, number>();
  qos0Dropped = 0;
  retainDropped = 0;
  retainedOver = 0;
  /** For subscribers, at the bound of their queue. */
  deliveriesDropped = 0;

  register(registry: Registry, read: GaugeSources): void {
    const registers = [registry];
    counter(registry, 'messages_total', 'Messages accepted, by use of their topic', 'use', () =>
      Object.entries(this.messages),
    );
    counter(registry, 'logins_refused_total', 'Logins refused', 'reason', () => this.loginsRefused);
    counter(registry, 'connections_closed_total', 'Connections closed by the gateway', 'reason', () => this.closed);
    counter(registry, 'connections_refused_total', 'Sockets closed before CONNECT, by the limit', 'reason', () => {
      return this.connectionsRefused;
    });
    counter(registry, 'reads_slowed_total', 'Times that a connection was read more slowly', 'reason', () => {
      return this.readsSlowed;
    });
    counter(registry, 'subscriptions_refused_total', 'Filters answered with 0x80', 'kind', () => {
      return this.subscriptionsRefused;
    });
    counter(
      registry,
      'dropped_total',
      'Left out on purpose: QoS 0 over its bound, retain flags, retained over their bound',
      'what',
      () => [
        ['qos0', this.qos0Dropped],
        ['retain', this.retainDropped],
        ['retained', this.retainedOver],
        ['delivery', this.deliveriesDropped],
      ],
    );
    const gauge = (name: string, help: string, value: () => number): void => {
      new Gauge({
        name: `wattsteward_mqtt_${name}`,
        help,
        registers,
        collect() {
          this.set(value());
        },
      });
    };
    gauge('connections', 'Logged-in connections', () => read.sessions.size);
    gauge('sockets', 'Open sockets, logged in or not', () => read.admittance.open);
    gauge('sockets_before_connect', 'Sockets that have not said CONNECT', () => read.waitingRoom.size);
    gauge('pending_messages', 'Messages that wait for their commit', () => read.intake.pending);
    gauge('pending_bytes', 'Bytes that wait for their commit', () => read.intake.pendingBytes);
    gauge('retained_messages', 'Retained messages', () => read.retained.messages);
    gauge('retained_bytes', 'Bytes of retained messages and their topics', () => read.retained.bytes);
    gauge('queued_bytes', 'Bytes that wait for subscribers or for their acknowledgement', () => read.subscribers.bytes);
    gauge('absent_sessions', 'Sessions of accounts that wait for their return', () => read.subscribers.absent);
  }
}

export function count(counts: Map<string, number>, reason: string): void {
  counts.set(reason, (counts.get(reason) ?? 0) + 1);
}

function counter(
  registry: Registry,
  name: string,
  help: string,
  label: string,
  read: () => Iterable<readonly [string, number]>,
): void {
  new Counter({
    name: `wattsteward_mqtt_${name}`,
    help,
    labelNames: [label],
    registers: [registry],
    collect() {
      this.reset();
      for (const [value, total] of read()) this.inc({ [label]: value }, total);
    },
  });
}
