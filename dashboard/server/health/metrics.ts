import { Gauge } from 'prom-client';
import type { House } from '../house.ts';
import { healthFacts, type HealthFacts } from './facts.ts';

/** One reading of the facts serves all gauges of a scrape. */
const freshForMs = 1_000;

/** What the health page shows, for Prometheus; read when somebody scrapes. */
export function registerHealthMetrics(house: House): void {
  const registers = [house.metrics];
  let read: { readonly at: number; readonly facts: Promise<HealthFacts> } | undefined;
  const facts = (): Promise<HealthFacts> => {
    const at = performance.now();
    if (read === undefined || at - read.at > freshForMs) read = { at, facts: healthFacts(house) };
    return read.facts;
  };
  const gauge = (name: string, help: string, value: (facts: HealthFacts) => number | null): void => {
    new Gauge({
      name: `wattsteward_${name}`,
      help,
      registers,
      async collect() {
        const now = value(await facts());
        if (now === null) this.remove();
        else this.set(now);
      },
    });
  };
  const byLabel = <L extends string>(
    name: string,
    help: string,
    label: L,
    values: (facts: HealthFacts) => Iterable<readonly [string, number]>,
  ): void => {
    new Gauge({
      name: `wattsteward_${name}`,
      help,
      labelNames: [label],
      registers,
      async collect() {
        const now = await facts();
        this.reset();
        for (const [which, value] of values(now)) this.set({ [label]: which } as Record<L, string>, value);
      },
    });
  };

  gauge('event_loop_p99_seconds', 'Delay of the event loop, 99th percentile of the last minute', () => {
    return house.vitals.eventLoopP99Ms / 1000;
  });
  gauge(
    'ledger_imbalance',
    'Received minus stored, duplicate, quarantined, rejected: anything but 0 is a fault',
    (f) => {
      return f.imbalance;
    },
  );
  gauge('store_failing', '1 while commits fail and nothing is acknowledged', (f) => (f.store.state === 'ok' ? 0 : 1));
  gauge('pipeline_lag_seconds', 'How long there have always been intervals to derive', (f) =>
    f.dirtySince === null ? 0 : (f.now - f.dirtySince) / 1000,
  );
  gauge('disk_free_bytes', 'Free space of the data folder', (f) => f.disk?.freeBytes ?? null);
  gauge('disk_size_bytes', 'Size of the file system of the data folder', (f) => f.disk?.totalBytes ?? null);
  byLabel('quarantine_items', 'Items in quarantine', 'state', ({ quarantine }) =>
    quarantine === null
      ? []
      : [
          ['open', quarantine.open],
          ['resolved', quarantine.resolved],
        ],
  );
  gauge('quarantine_bytes', 'Bytes that the quarantine keeps', (f) => f.quarantine?.bytes ?? null);
  gauge('quarantine_not_kept', 'Quarantined items that are counted and whose bytes were not kept', (f) => {
    return f.quarantine?.notKept ?? null;
  });
  gauge('forwarder_waiting_rows', 'Rows that InfluxDB has not confirmed', (f) => f.forwarder?.waitingRows ?? null);
  gauge('forwarder_oldest_waiting_seconds', 'Age of the oldest of them', ({ forwarder, now }) =>
    forwarder === null ? null : forwarder.oldestWaitingAt === null ? 0 : (now - forwarder.oldestWaitingAt) / 1000,
  );
  gauge('forwarder_dead_letters', 'Rows that InfluxDB refused for good', (f) => f.forwarder?.deadLetters ?? null);
  gauge('forwarder_waiting_for_history', 'Arrivals older than the local window that wait for InfluxDB', (f) => {
    return f.forwarder?.waitingForHistory ?? null;
  });
  byLabel('forwarder_state', '1 for the state that the forwarder is in', 'state', ({ forwarder }) =>
    forwarder === null
      ? []
      : (['ok', 'catching-up', 'away', 'refused'] as const).map((s) => [s, forwarder.state === s ? 1 : 0] as const),
  );
  byLabel('source_connected', '1 while another broker is connected', 'source', ({ sources }) =>
    sources.map(({ name, state }) => [name, state === 'connected' ? 1 : 0] as const),
  );
  gauge('secrets_in_overlap', 'Devices and accounts with a former secret that still holds', () => {
    return house.registry.secretsInOverlap;
  });
}
