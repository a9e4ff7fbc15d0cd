import { Counter, Gauge, type Registry } from 'prom-client';
import type { TopicUse } from './rights.ts';

/**
 * Counters of the gateway. Plain numbers on the hot path, handed to prom-client when somebody asks: a labelled `inc`
 * costs as much as a topic check.
 */
export class GatewayMetrics {
  readonly messages: Record<Exclude<TopicUse, 'foreign'>, number> = { readings: 0, events: 0, status: 0, other: 0 };
  readonly loginsRefused = new Map<string, number>();
  readonly closed = new Map<string, number>();
  readonly subscriptionsRefused = new Map<string, number>();
  qos0Dropped = 0;
  retainDropped = 0;

  register(
    registry: Registry,
    sessions: { readonly size: number },
    intake: { readonly pending: number; readonly pendingBytes: number },
  ): void {
    const registers = [registry];
    counter(registry, 'messages_total', 'Messages accepted, by use of their topic', 'use', () =>
      Object.entries(this.messages),
    );
    counter(registry, 'logins_refused_total', 'Logins refused', 'reason', () => this.loginsRefused);
    counter(registry, 'connections_closed_total', 'Connections closed by the gateway', 'reason', () => this.closed);
    counter(registry, 'subscriptions_refused_total', 'Filters answered with 0x80', 'kind', () => {
      return this.subscriptionsRefused;
    });
    counter(registry, 'dropped_total', 'Left out on purpose: QoS 0 over its bound, retain flags', 'what', () => [
      ['qos0', this.qos0Dropped],
      ['retain', this.retainDropped],
    ]);
    const gauge = (name: string, help: string, read: () => number): void => {
      new Gauge({
        name: `wattsteward_mqtt_${name}`,
        help,
        registers,
        collect() {
          this.set(read());
        },
      });
    };
    gauge('connections', 'Logged-in connections', () => sessions.size);
    gauge('pending_messages', 'Messages that wait for their commit', () => intake.pending);
    gauge('pending_bytes', 'Bytes that wait for their commit', () => intake.pendingBytes);
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
