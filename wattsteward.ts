import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { pino, type Logger } from 'pino';
import { Registry as MetricsRegistry, collectDefaultMetrics } from 'prom-client';
import { parse as parseYaml } from 'yaml';
import { Collector } from './collector/collector.ts';
import { Sources } from './collector/sources/sources.ts';
import { Certificate } from './configuration/certificate.ts';
import { loadConfiguration, type Configuration } from './configuration/configuration.ts';
import { startFault } from './configuration/start-fault.ts';
import { Dashboard } from './dashboard/server/dashboard.ts';
import { rulesWith } from './domain/alarms/rules.ts';
import { canteenRules } from './domain/canteen/rules.ts';
import { Gateway } from './gateway/gateway.ts';
import type { GatewayPorts } from './gateway/port.ts';
import { Demo } from './simulators/demo.ts';
import { DemoRemoval } from './simulators/demo-removal.ts';
import { DataFolder, DataFolderUnusable, DataFolderInUse } from './storage/data-folder.ts';
import type { ImportFault, Registry } from './storage/registry/port.ts';
import { openRegistry } from './storage/registry/registry.ts';
import type { SeriesStore } from './storage/series/port.ts';
import { openEmbeddedStore } from './storage/series/embedded/store.ts';
import { influxServer } from './storage/series/influx/server-module.ts';
import { openInfluxStore } from './storage/series/influx/store.ts';

/** Where the package lies: the sources in development, the parent of dist/ when built. */
const here = dirname(fileURLToPath(import.meta.url));
const packageRoot = import.meta.url.endsWith('.ts') ? here : dirname(here);
const { version } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string };

export interface Installation {
  readonly httpPort: number;
  /** 0 when the broker does not listen. */
  readonly mqttPort: number;
  /** Absent when they do not listen. */
  readonly mqttsPort?: number;
  readonly wsPort?: number;
  readonly operatorKey: string;
  readonly registry: Registry;
  readonly collector: Collector;
  /** Stores what was acknowledged and closes everything. */
  stop(): Promise<void>;
}

export interface StartOptions {
  readonly log: Logger;
  /** Off: the command line works on a folder that no server holds. */
  readonly listenMqtt: boolean;
  readonly demo: boolean;
  /** Instead of the configured one. */
  readonly httpPort?: number;
  /** A part died that nothing works without: only a new start helps. */
  readonly onLost?: (error: Error) => void;
}

/** The portfolio file named by the configuration has faults; nothing of it was taken over. */
export class PortfolioRefused extends Error {
  readonly faults: readonly ImportFault[];
  constructor(file: string, faults: readonly ImportFault[]) {
    super(`The portfolio ${file} was not imported: ${faults.length} fault${faults.length === 1 ? '' : 's'}.`);
    this.name = 'PortfolioRefused';
    this.faults = faults;
  }
}

/**
 * Builds the parts, connects them and starts them, lowest first; stops them in the opposite order. The only place
 * that knows them all.
 */
export async function startInstallation(configuration: Configuration, options: StartOptions): Promise<Installation> {
  const { log } = options;
  const now = Date.now;
  const { timezone } = configuration;
  const undo: (() => Promise<void> | void)[] = [];
  const stop = async () => {
    const failed: unknown[] = [];
    // Whatever fails, the parts below it are closed too.
    for (const step of undo.splice(0).reverse()) {
      try {
        await step();
      } catch (error) {
        failed.push(error);
      }
    }
    if (failed.length > 0) throw new AggregateError(failed, 'not everything stopped cleanly');
  };

  try {
    const folder = DataFolder.open(configuration.dataDir);
    undo.push(() => folder.close());
    const operatorKey = folder.key('operator.key');
    const metrics = new MetricsRegistry();
    collectDefaultMetrics({ register: metrics });
    const certificate =
      configuration.tls &&
      new Certificate({ files: configuration.tls, log: log.child({ part: 'certificate' }), metrics });
    certificate?.start();
    undo.push(() => certificate?.stop());

    const registry = await openRegistry({
      file: folder.file('registry.sqlite'),
      keyFile: folder.file('device-secrets.key'),
      timezone,
      log: log.child({ part: 'registry' }),
      now,
      allowAnonymous: configuration.allowAnonymous,
      ...(options.onLost && { onLost: options.onLost }),
    });
    undo.push(() => registry.close());
    // The command line on a new folder leaves the first start, and its password, to the server.
    if (options.listenMqtt) await greetAdministrator(registry, configuration);
    await importConfiguredPortfolio(registry, configuration, log);

    const { series } = configuration;
    const storeOptions = {
      directory: folder.file('series'),
      timezone,
      log: log.child({ part: 'store' }),
      now,
      quarantine: configuration.quarantine,
      ...(options.onLost && { onLost: options.onLost }),
    };
    const store: SeriesStore =
      series.kind === 'influx'
        ? await openInfluxStore({ ...storeOptions, server: influxServer(series.server), windowDays: series.windowDays })
        : await openEmbeddedStore(storeOptions);
    undo.push(() => store.close());

    const collector = new Collector({
      store,
      directory: registry.directory,
      log: log.child({ part: 'collector' }),
      metrics,
      now,
    });
    await collector.start();
    undo.push(() => collector.stop());
    registry.onRulesChanged((changes) => collector.rulesChanged(changes));
    // Meters without a single reading have no mark that a lost file of intervals leaves behind.
    const silent = [...registry.decisions.meters()].filter((meter) => !store.latest().has(meter));
    await collector.rulesChanged(silent.map((meter) => ({ meter })));
    const useMappings = () => collector.mappings.use(registry.mappings());
    registry.onChanged(useMappings);
    useMappings();

    let mqtt: GatewayPorts | undefined;
    let door: Gateway | undefined;
    if (options.listenMqtt) {
      const gateway = new Gateway({
        sink: collector,
        directory: registry.directory,
        log: log.child({ part: 'gateway' }),
        metrics,
        now,
        bind: configuration.mqttBind,
        port: configuration.mqttPort,
        limits: configuration.limits,
        ...(configuration.mqttsPort !== undefined && { mqttsPort: configuration.mqttsPort }),
        ...(configuration.wsPort !== undefined && { wsPort: configuration.wsPort }),
        ...(certificate && { tls: certificate }),
      });
      mqtt = await gateway.start();
      log.info({ bind: configuration.mqttBind, ...mqtt }, 'MQTT is listening');
      undo.push(() => gateway.stop());
      registry.onRevoked((ids) => gateway.disconnect(ids));
      door = gateway;
    }

    const sources = new Sources({
      sources: options.listenMqtt ? configuration.mqttSources : [],
      sink: collector,
      registry,
      log: log.child({ part: 'sources' }),
      metrics,
      now,
    });
    sources.start();
    undo.push(() => sources.stop());

    let demo: Demo | undefined;
    const demoRemoval = new DemoRemoval({
      folder: folder.path,
      registry,
      collector,
      pause: async () => demo?.pause(),
      stop: async () => demo?.stop(),
      log: log.child({ part: 'demo' }),
    });
    // Ready does not wait for it; a demo that is to run does.
    const removalFinished = demoRemoval.finish();
    undo.push(() => demoRemoval.settled());

    const { port: mqttPort = 0, ...furtherPorts } = mqtt ?? {};
    let ready = false;
    const dashboard = new Dashboard({
      registry,
      store,
      collector,
      log: log.child({ part: 'dashboard' }),
      metrics,
      now,
      timezone,
      version,
      bind: configuration.httpBind,
      port: options.httpPort ?? configuration.httpPort,
      ...(certificate && { tls: certificate }),
      webRoot: join(packageRoot, 'dist/web'),
      dataDir: folder.path,
      operatorKey,
      runtime: () => ({ mqttPort, ...furtherPorts, ready }),
      ...(door && { door }),
      ...(configuration.publicUrl !== undefined && { publicUrl: configuration.publicUrl }),
      ...(configuration.alarmMessages && { messages: configuration.alarmMessages }),
      ...(configuration.alarmTimes && { alarmRules: rulesWith(configuration.alarmTimes) }),
      canteenRules: { ...canteenRules, ...configuration.canteenBounds },
      sources: () => sources.states(),
      removeDemo: (by) => demoRemoval.remove(by),
    });
    const { port: httpPort } = await dashboard.start();
    undo.push(() => dashboard.stop());

    ready = true;
    if (options.listenMqtt) folder.announce({ httpPort, mqttPort, ...furtherPorts, pid: process.pid });

    if (options.demo) {
      // Ready does not wait for the demo's history, which goes on loading.
      const running = (demo = new Demo({
        simulators: configuration.simulators,
        ...(configuration.demoSeed !== undefined && { seed: configuration.demoSeed }),
        speed: configuration.demoSpeed,
        mqttHost: hostForUs(configuration.mqttBind),
        door: {
          host: hostForUs(configuration.httpBind),
          port: httpPort,
          secure: configuration.tls !== undefined,
          bearer: operatorKey,
        },
        folder: folder.path,
        registry,
        collector,
        mqttPort,
        log: log.child({ part: 'demo' }),
        now,
      }));
      undo.push(() => running.stop());
      void removalFinished.then(() => running.start());
    }
    return { httpPort, mqttPort, ...furtherPorts, operatorKey, registry, collector, stop };
  } catch (error) {
    await stop().catch((failure: unknown) => log.error({ err: failure }, 'stopping failed'));
    throw error;
  }
}

async function greetAdministrator(registry: Registry, configuration: Configuration): Promise<void> {
  const { created, generatedPassword } = await registry.ensureAdministrator(configuration.adminPassword);
  if (!created || generatedPassword === undefined) return;
  // Shown once and never logged.
  process.stdout.write(
    `\n  First start. Sign in as  admin  with the password  ${generatedPassword}\n  首次启动：用户 admin，密码如上，只显示这一次。\n\n`,
  );
}

async function importConfiguredPortfolio(registry: Registry, configuration: Configuration, log: Logger): Promise<void> {
  const file = configuration.portfolio;
  if (file === undefined) return;
  let document: unknown;
  try {
    document = parseYaml(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new PortfolioRefused(file, [{ path: '', code: 'unreadable', message: (error as Error).message }]);
  }
  const result = await registry.importPortfolio(document, {
    kind: 'operator',
    name: 'operator',
    role: 'administrator',
    scope: null,
  });
  if (!result.ok) throw new PortfolioRefused(file, result.faults);
  log.info({ file, ...result }, 'portfolio imported');
}

/** `npm start`: exit code 2 for faults of the configuration, the portfolio or a folder in use; 0 after a clean stop. */
async function main(): Promise<void> {
  const [argument] = process.argv.slice(2);
  if (argument !== undefined) {
    // Everything is set by the environment: who gives an argument expects something else.
    const isHelp = ['--help', '-h', '--version'].includes(argument);
    const usage = `Wattsteward ${version}. It takes no arguments: docs/configuration.md lists its settings; npm run cli -- --help its commands.\n`;
    (isHelp ? process.stdout : process.stderr).write(usage);
    process.exit(isHelp ? 0 : 2);
  }
  const loaded = loadConfiguration(process.env, (path) => readFileSync(path, 'utf8'));
  if (!loaded.ok) {
    for (const fault of loaded.faults) console.error(`${fault.key}: ${fault.message}`);
    process.exit(2);
  }
  const configuration = loaded.value;
  const log = pino({ level: configuration.logLevel });
  let installation: Installation | undefined;
  let stopping = false;

  const stopAndExit = async (code: number) => {
    if (stopping) return;
    stopping = true;
    // A stop that hangs must not keep the service manager waiting; what was acknowledged is on disk already.
    setTimeout(() => process.exit(code || 1), 9_000).unref();
    try {
      await installation?.stop();
      process.exit(code);
    } catch (error) {
      log.error({ err: error }, 'stopping failed');
      process.exit(code || 1);
    }
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stopAndExit(0));
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error) => {
      log.fatal({ err: error }, `${event}: stopping; what was acknowledged is stored`);
      void stopAndExit(1);
    });
  }

  try {
    installation = await startInstallation(configuration, {
      log,
      listenMqtt: true,
      demo: configuration.demo,
      onLost: () => void stopAndExit(1),
    });
  } catch (error) {
    if (error instanceof PortfolioRefused) {
      console.error(error.message);
      for (const fault of error.faults) console.error(`  ${fault.path}: ${fault.message} (${fault.code})`);
      process.exit(2);
    }
    const fault = startFault(error, configuration);
    if (fault !== null || error instanceof DataFolderInUse || error instanceof DataFolderUnusable) {
      console.error(fault === null ? (error as Error).message : `${fault.key}: ${fault.message}`);
      process.exit(2);
    }
    log.fatal({ err: error }, `not started: ${(error as Error).message}`);
    process.exit(1);
  }
  const scheme = configuration.tls ? 'https' : 'http';
  process.stdout.write(
    `Wattsteward ${version} is ready: web ${scheme}://${hostForPeople(configuration.httpBind)}:${installation.httpPort}, ` +
      `${mqttPortsForPeople(installation, configuration)}, data in ${configuration.dataDir}\n`,
  );
}

function mqttPortsForPeople({ mqttPort, mqttsPort, wsPort }: Installation, { tls }: Configuration): string {
  const secure = mqttsPort === undefined ? '' : `, with TLS ${mqttsPort}`;
  const web = wsPort === undefined ? '' : `, over ${tls ? 'WebSocket (ws and wss)' : 'WebSocket'} ${wsPort}`;
  return `MQTT port ${mqttPort}${secure}${web}`;
}

function hostForUs(bind: string): string {
  return ['', '0.0.0.0', '::', '*'].includes(bind) ? '127.0.0.1' : bind;
}

function hostForPeople(bind: string): string {
  return ['', '0.0.0.0', '::', '127.0.0.1', '::1'].includes(bind) ? 'localhost' : bind;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await main();
