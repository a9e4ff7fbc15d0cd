import { mkdtempSync, rmSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { Registry as MetricsRegistry } from 'prom-client';
import { Collector } from '../../../collector/collector.ts';
import type { Registry } from '../../../storage/registry/port.ts';
import { openRegistry } from '../../../storage/registry/registry.ts';
import { openEmbeddedStore } from '../../../storage/series/embedded/store.ts';
import type { SeriesStore } from '../../../storage/series/port.ts';
import { Dashboard } from '../dashboard.ts';
import { ownViewer } from '../house.ts';
import type { DashboardOptions } from '../port.ts';
import { Client } from './client.ts';

export const operatorKey = 'operator-key-of-this-test';
export const adminPassword = 'quiet harbour lantern 47';
export const timezone = 'Asia/Shanghai';
/** A Monday morning in Shanghai. */
export const morning = Date.parse('2026-11-23T08:00:00+08:00');

/** A county with a school and a hospital; a contractor looks after the school's meter E1 only. */
export const portfolio = {
  regions: [
    { id: 'CITY', name: '临江市' },
    { id: 'NORTH', name: '北区', parent: 'CITY' },
  ],
  institutions: [
    { id: 'SCHOOL', name: '第一中学', region: 'NORTH', kind: 'education' },
    { id: 'HOSPITAL', name: '人民医院', region: 'CITY', kind: 'health' },
  ],
  buildings: [
    { id: 'B1', institution: 'SCHOOL', name: '教学楼' },
    { id: 'B2', institution: 'HOSPITAL', name: '门诊楼' },
    { id: 'B3', institution: 'SCHOOL', name: '空楼' },
  ],
  meters: [
    meter('E1', 'B1', 'electricity', 'energy_kwh', 'kWh'),
    meter('E2', 'B2', 'electricity', 'energy_kwh', 'kWh'),
    meter('W1', 'B1', 'water', 'volume_m3', 'm³'),
  ],
  users: [
    { username: 'wang', role: 'institution', scope: 'SCHOOL' },
    { username: 'li', role: 'contractor', scope: 'GREEN' },
    { username: 'zhao', role: 'officer' },
  ],
  contracts: [
    {
      id: 'C1',
      type: 'shared',
      institution: 'SCHOOL',
      contractor: 'GREEN',
      meters: ['E1'],
      start: '2026-01-01',
      end: '2030-12-31',
    },
  ],
};

function meter(id: string, building: string, carrier: string, point: string, unit: string) {
  return { id, building, carrier, interval: '15m', secret: `secret-${id}`, register: { point, unit } };
}

/** The real register, store and collector in a folder of their own, behind a dashboard on a free port. */
export class Installation {
  now = morning;
  runtimeReady = true;
  readonly folder = mkdtempSync(join(tmpdir(), 'wattsteward-dashboard-'));
  registry!: Registry;
  store!: SeriesStore;
  collector!: Collector;
  dashboard!: Dashboard;
  url = '';
  #ready: Promise<void> | undefined;

  /** @param change parts to replace, e.g. a store that fails */
  start(change: (options: DashboardOptions) => Partial<DashboardOptions> = () => ({})): Promise<void> {
    return (this.#ready ??= this.#start(change));
  }

  async #start(change: (options: DashboardOptions) => Partial<DashboardOptions>): Promise<void> {
    const log = pino({ level: process.env['TEST_LOG'] ?? 'silent' });
    const metrics = new MetricsRegistry();
    const now = (): number => this.now;
    const webRoot = join(this.folder, 'web');
    mkdirSync(join(webRoot, 'assets'), { recursive: true });
    writeFileSync(join(webRoot, 'index.html'), '<!doctype html><title>Wattsteward</title>');
    writeFileSync(join(webRoot, 'assets', 'main-4f2a.js'), 'export {};');
    this.registry = await openRegistry({
      file: join(this.folder, 'registry.sqlite'),
      keyFile: join(this.folder, 'secrets.key'),
      timezone,
      log,
      now,
      allowAnonymous: false,
      // The recommended cost takes 128 MiB and a third of a second each.
      passwordCost: { ln: 4, r: 8, p: 1 },
    });
    await this.registry.ensureAdministrator(adminPassword);
    const imported = await this.registry.importPortfolio(portfolio, ownViewer);
    if (!imported.ok) throw new Error(JSON.stringify(imported.faults));
    this.store = await openEmbeddedStore({ directory: join(this.folder, 'series'), timezone, log, now });
    this.collector = new Collector({ store: this.store, directory: this.registry.directory, log, metrics, now });
    await this.collector.start();
    this.registry.onRulesChanged((changes) => this.collector.rulesChanged(changes));
    const useMappings = () => this.collector.mappings.use(this.registry.mappings());
    this.registry.onChanged(useMappings);
    useMappings();
    const options: DashboardOptions = {
      registry: this.registry,
      store: this.store,
      collector: this.collector,
      log,
      metrics,
      now,
      timezone,
      version: '0.1.0-test',
      bind: '127.0.0.1',
      port: 0,
      webRoot,
      dataDir: this.folder,
      operatorKey,
      runtime: () => ({ mqttPort: 1883, ready: this.runtimeReady }),
    };
    this.dashboard = new Dashboard({ ...options, ...change(options) });
    this.url = `http://127.0.0.1:${(await this.dashboard.start()).port}`;
  }

  async stop(): Promise<void> {
    await this.dashboard.stop();
    await this.collector.stop();
    await this.store.close();
    await this.registry.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** A client that is nobody yet. */
  client(): Client {
    return new Client(this.url);
  }

  operator(): Client {
    return new Client(this.url, { authorization: `Bearer ${operatorKey}` });
  }

  /** Signed in with a password of their own. */
  async person(username: string): Promise<Client> {
    const password = username === 'admin' ? adminPassword : `${username[0]}: paper ferry umbrella`;
    if (username !== 'admin') await this.registry.setPassword(username, password, ownViewer);
    const client = this.client();
    await client.signIn(username, password);
    return client;
  }

  /** As the meter would send it: through the collector, done when it is durable. */
  send(meter: string, ...readings: readonly unknown[]): Promise<void> {
    return new Promise((resolve, reject) => {
      const message = {
        source: 'mqtt',
        publisher: meter,
        publisherKind: 'device',
        topic: `v1/${meter}/readings`,
        payload: Buffer.from(JSON.stringify(readings)),
        receivedAt: this.now,
      } as const;
      this.collector.accept(message, (error) => (error ? reject(error) : resolve()));
    });
  }
}

/** Waits for a condition, with a bound: never for a time. */
export async function until<T>(
  what: string,
  probe: () => T | undefined | false | Promise<T | undefined | false>,
): Promise<T> {
  const deadline = performance.now() + 10_000;
  for (;;) {
    const found = await probe();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > deadline) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
