import { openLocal, type EmbeddedStoreOptions } from '../embedded/store.ts';
import type { SeriesStore } from '../port.ts';
import { InfluxBehind } from './behind.ts';
import { defaultForwarderLimits, type ForwarderLimits } from './forwarder.ts';
import type { ServerModule } from './server-module.ts';

export interface InfluxStoreOptions extends EmbeddedStoreOptions {
  readonly server: ServerModule;
  /** Readings stay here so long; older ones are asked of the server. Default 40. */
  readonly windowDays?: number;
  readonly limits?: Partial<ForwarderLimits>;
  /** Default an hour. */
  readonly pruneEveryMs?: number;
  readonly holdMs?: number;
  /** Readings that are asked back at once; for tests. */
  readonly sliceRows?: number;
}

const hourMs = 3_600_000;

/**
 * The embedded store with an InfluxDB behind it. Everything is committed, judged and derived here; the server gets it
 * afterwards and keeps what is older than the window. A server that does not answer delays neither opening nor commits.
 */
export async function openInfluxStore(options: InfluxStoreOptions): Promise<SeriesStore> {
  const { server, log, windowDays = 40, pruneEveryMs = hourMs, holdMs = hourMs } = options;
  const limits = { ...defaultForwarderLimits, ...options.limits };
  let behind: InfluxBehind | undefined;
  const { store, elsewhere } = await openLocal(options, server.target, (threads, names) => {
    return (behind = new InfluxBehind({ ...options, windowDays, limits, pruneEveryMs, holdMs }, threads, names));
  });
  if (elsewhere) {
    log.warn(
      `readings older than the window lie with another InfluxDB than ${server.url}: copy them there, or they can't be used`,
    );
  }
  await behind!.start(store);
  return store;
}
