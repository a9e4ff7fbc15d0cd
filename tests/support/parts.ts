import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino, type Logger } from 'pino';
import { Registry as MetricsRegistry } from 'prom-client';
import { Collector, type CollectorOptions } from '../../collector/collector.ts';
import { Gateway } from '../../gateway/gateway.ts';
import type { Registry } from '../../storage/registry/port.ts';
import { openRegistry } from '../../storage/registry/registry.ts';
import type { SeriesStore } from '../../storage/series/port.ts';
import { openEmbeddedStore, type StoreFaults } from '../../storage/series/embedded/store.ts';

/** Gateway, collector, store and registry joined as the product joins them, with faults that a test turns on. */
export interface Parts {
  readonly registry: Registry;
  readonly store: SeriesStore;
  readonly collector: Collector;
  readonly port: number;
  /** Everything that was logged, as JSON lines. */
  readonly logged: string[];
  stop(): Promise<void>;
}

export interface PartsOptions {
  readonly portfolio: unknown;
  readonly faults?: StoreFaults;
  readonly wrapJudge?: CollectorOptions['wrapJudge'];
}

export async function startParts({ portfolio, faults, wrapJudge }: PartsOptions): Promise<Parts> {
  const folder = mkdtempSync(join(tmpdir(), 'wattsteward-parts-'));
  const logged: string[] = [];
  const log: Logger = pino({ level: 'info' }, { write: (line: string) => void logged.push(line) });
  const metrics = new MetricsRegistry();
  const now = Date.now;
  const timezone = 'Asia/Shanghai';
  const registry = await openRegistry({
    file: join(folder, 'registry.sqlite'),
    keyFile: join(folder, 'device-secrets.key'),
    timezone,
    log,
    now,
    allowAnonymous: false,
  });
  const imported = await registry.importPortfolio(portfolio, {
    kind: 'operator',
    name: 'test',
    role: 'administrator',
    scope: null,
  });
  if (!imported.ok) throw new Error(JSON.stringify(imported.faults));
  const store = await openEmbeddedStore({ directory: join(folder, 'series'), timezone, log, now, faults });
  const collector = new Collector({ store, directory: registry.directory, log, metrics, now, wrapJudge });
  await collector.start();
  const gateway = new Gateway({
    ...{ sink: collector, directory: registry.directory, log, metrics, now },
    ...{ bind: '127.0.0.1', port: 0 },
  });
  const { port } = await gateway.start();
  return {
    registry,
    store,
    collector,
    port,
    logged,
    stop: async () => {
      await gateway.stop();
      await collector.stop();
      await store.close();
      await registry.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
