import type { WireHealth } from '../../../domain/wire-devices.ts';
import type { House } from '../house.ts';

/** Counters of refusals: what they count, and the label that says why. */
const counters = [
  { name: 'wattsteward_ingest_quarantined_total', what: 'quarantined', label: 'reason' },
  { name: 'wattsteward_mqtt_logins_refused_total', what: 'login', label: 'reason' },
  { name: 'wattsteward_mqtt_connections_refused_total', what: 'connection', label: 'reason' },
  { name: 'wattsteward_mqtt_connections_closed_total', what: 'closed', label: 'reason' },
  { name: 'wattsteward_mqtt_subscriptions_refused_total', what: 'subscription', label: 'kind' },
  { name: 'wattsteward_mqtt_dropped_total', what: 'dropped', label: 'what' },
] as const;
/** Lines that drop are everyday life. */
const everyday: ReadonlySet<string> = new Set(['network', 'disconnect', 'stopping']);

/** Since the start, by what and why, largest first: the same counts as the metrics. */
export async function refusalsOf(metrics: House['metrics']): Promise<WireHealth['refusals']> {
  const sums = new Map<string, { what: string; reason: string; count: number }>();
  const add = (what: string, reason: string, count: number): void => {
    if (count === 0 || (what === 'closed' && everyday.has(reason))) return;
    const key = `${what}\n${reason}`;
    const known = sums.get(key);
    if (known) known.count += count;
    else sums.set(key, { what, reason, count });
  };
  for (const { name, what, label } of counters) {
    for (const { labels, value } of await valuesOf(metrics, name)) add(what, labels[label] ?? '', value);
  }
  for (const { labels, value } of await valuesOf(metrics, 'wattsteward_ingest_items_total')) {
    if (labels['outcome'] === 'rejected') add('rejected', 'unreadable', value);
  }
  return [...sums.values()].sort((a, b) => b.count - a.count);
}

interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** [] for a counter of a part that does not run. */
async function valuesOf(metrics: House['metrics'], name: string): Promise<readonly Sample[]> {
  const metric = metrics.getSingleMetric(name);
  if (metric === undefined) return [];
  const { values } = (await metric.get()) as { values: readonly Sample[] };
  return values;
}
