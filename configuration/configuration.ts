import { alarmTimesOf, messagesOf } from './alarm-settings.ts';
import { fromEnvironment, fromYaml, type Collected, type ConfigurationFault, type Given } from './given.ts';
import { configVariable, settings, type LogLevel, type SettingName, type Settings } from './settings.ts';
import { limitsOf, type Limits } from './limit-settings.ts';
import { seriesOf, sourcesOf } from './parts.ts';
import { readTls, whatIsWrong, type TlsFiles } from './tls.ts';

/**
 * What an installation is told from outside, checked as a whole before anything listens.
 *
 * Each setting is a variable of the environment and a key of the YAML file that `WATTSTEWARD_CONFIG` names; the
 * environment wins. A key is the variable's name without `WATTSTEWARD_`, in camelCase, and maps may group keys:
 *
 * ```yaml
 * dataDir: ./data            # WATTSTEWARD_DATA_DIR; paths are relative to the folder that the process starts in
 * timezone: Asia/Shanghai    # WATTSTEWARD_TIMEZONE
 * demo: off                  # WATTSTEWARD_DEMO
 * bind: 0.0.0.0              # WATTSTEWARD_BIND
 * http: { port: 8080 }       # WATTSTEWARD_HTTP_PORT, the same as `httpPort: 8080`
 * mqtt: { port: 1883 }       # WATTSTEWARD_MQTT_PORT
 * tls: { cert: server.pem, key: server.key }
 * influx: { url: http://influxdb:8086, token: …, org: city, bucket: meters, api: v2 }   # INFLUX_URL …
 * mqttSources: [{ url: mqtt://broker:1883, username: collector, password: …, topics: ['v1/#'] }]
 * ```
 */
export interface Configuration {
  readonly dataDir: string;
  /** 0 = any free port. */
  readonly httpPort: number;
  readonly mqttPort: number;
  /** MQTT over TLS, and MQTT over WebSocket; undefined = off. */
  readonly mqttsPort: number | undefined;
  readonly wsPort: number | undefined;
  /** Where to listen; empty = every address of the machine, IPv6 included where it has it. */
  readonly httpBind: string;
  readonly mqttBind: string;
  /** HTTPS, and only then a `Secure` cookie. */
  readonly tls: TlsFiles | undefined;
  /** For the first start only; absent = one is generated and shown once. */
  readonly adminPassword: string | undefined;
  readonly demo: boolean;
  /** What a new demo's values rest on; absent = any. */
  readonly demoSeed: number | undefined;
  /** Over 1: a new demo's devices live its last day so many times as fast, and then in real time. */
  readonly demoSpeed: number;
  /** Off: the demo's devices run in a process of their own. */
  readonly simulators: boolean;
  /** Portfolio file to import at start. */
  readonly portfolio: string | undefined;
  /** Messages a second that a device may send; null = no limit. */
  readonly deviceRate: number | null;
  /** Bounds of the gateway that differ from its defaults; the device rate is among them when it was set. */
  readonly limits: Limits;
  readonly series: SeriesConfiguration;
  /** What the quarantine keeps at most. */
  readonly quarantine: { readonly items: number; readonly bytes: number };
  /** Other brokers to collect from; their names are unique. */
  readonly mqttSources: readonly MqttSourceConfiguration[];
  /** Address under which people reach the pages; undefined = this machine's. */
  readonly publicUrl: string | undefined;
  /** Where news of alarms go; undefined = nowhere. */
  readonly alarmMessages: AlarmMessages | undefined;
  /** Numbers of the rules of alarms that differ from their own (docs/alarms.md). */
  readonly alarmTimes: AlarmTimes | undefined;
  /** Bounds of canteens that differ from the rules' own (docs/canteens.md). */
  readonly canteenBounds: CanteenBounds;
  readonly timezone: string;
  /** The account `anonymous` may give its rights to clients without credentials. */
  readonly allowAnonymous: boolean;
  readonly logLevel: LogLevel;
}

export interface CanteenBounds {
  readonly targetG?: number;
  readonly leastPersonMeals?: number;
  readonly containerG?: number;
}

function canteenBoundsOf(s: Settings): CanteenBounds {
  const { canteenTargetGrams: targetG, canteenLeastMeals: leastPersonMeals, canteenContainerKg: kg } = s;
  return {
    ...(targetG !== undefined && { targetG }),
    ...(leastPersonMeals !== undefined && { leastPersonMeals }),
    ...(kg !== undefined && { containerG: kg * 1_000 }),
  };
}

/** `embedded`: everything on this machine. `influx`: the newest days here, everything in InfluxDB too. */
export type SeriesConfiguration =
  | { readonly kind: 'embedded' }
  | {
      readonly kind: 'influx';
      readonly windowDays: number;
      readonly server: {
        readonly url: string;
        readonly api: 'v1' | 'v2';
        readonly token?: string;
        readonly org?: string;
        readonly bucket?: string;
        readonly username?: string;
        readonly password?: string;
        readonly database?: string;
      };
    };

export interface AlarmMessages {
  readonly mail?: { readonly url: string; readonly from: string; readonly to: readonly string[] };
  readonly webhook?: { readonly url: string; readonly secret: string };
}
export interface AlarmTimes {
  /** Local hours in which nobody works, `to` exclusive. */
  readonly night?: { readonly from: number; readonly to: number };
  readonly silentHours?: number;
  readonly nightsToClose?: number;
}

export interface MqttSourceConfiguration {
  readonly name: string;
  /** Without credentials. */
  readonly url: string;
  readonly username?: string;
  readonly password?: string;
  readonly topics: readonly string[];
}

export type LoadedConfiguration =
  | { readonly ok: true; readonly value: Configuration }
  | { readonly ok: false; readonly faults: readonly ConfigurationFault[] };

export type { ConfigurationFault } from './given.ts';

const nothing: Collected = { given: [], faults: [] };

/**
 * Reads environment and YAML file and answers the configuration, or every fault at once, each under the name that the
 * user wrote (`WATTSTEWARD_HTTP_PORT`, `site.yaml:http.port`). Secrets are never part of a message.
 * @param readFile answers a file's text or throws, as `fs.readFileSync(path, 'utf8')` does.
 */
export function loadConfiguration(
  env: Readonly<Record<string, string | undefined>>,
  readFile: (path: string) => string,
): LoadedConfiguration {
  const environment = fromEnvironment(env);
  const file = env[configVariable] ? readYaml(env[configVariable], readFile) : nothing;
  const faults = [...environment.faults, ...file.faults];
  const chosen: Partial<Record<SettingName, unknown>> = {};
  const keyOf = new Map<SettingName, string>();
  // The file first, so that the environment wins; but a wrong value is named wherever it stands.
  for (const given of [...file.given, ...environment.given]) {
    const checked = settings[given.name].schema.safeParse(given.value);
    if (checked.success) chosen[given.name] = checked.data;
    else faults.push(...faultsOf(given, checked.error.issues));
    keyOf.set(given.name, given.key);
  }
  const nameOf = (name: SettingName) => keyOf.get(name) ?? settings[name].env;
  const value = assemble(chosen as Settings, readFile, (name, message) => faults.push({ key: nameOf(name), message }));
  return faults.length > 0 ? { ok: false, faults } : { ok: true, value };
}

function readYaml(file: string, readFile: (path: string) => string): Collected {
  try {
    return fromYaml(file, readFile(file));
  } catch (error) {
    return { given: [], faults: [{ key: configVariable, message: `${file} ${whatIsWrong(error, "can't be read")}` }] };
  }
}

/** One fault a place: inside a list of brokers, the entry is named too. */
function faultsOf(given: Given, issues: readonly { readonly path: readonly PropertyKey[] }[]): ConfigurationFault[] {
  const { must, secret } = settings[given.name];
  const paths = new Set(
    issues.map((issue) =>
      issue.path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join(''),
    ),
  );
  const shown = secret || typeof given.value === 'object' ? '' : `, not ${JSON.stringify(given.value).slice(0, 80)}`;
  return [...paths].map((path) => ({ key: given.key + path, message: `must be ${must}${shown}` }));
}

/** Settings to configuration: defaults, and the rules between settings. */
function assemble(
  s: Settings,
  readFile: (path: string) => string,
  fault: (name: SettingName, message: string) => void,
): Configuration {
  let tls: TlsFiles | undefined;
  if (s.tlsCert !== undefined && s.tlsKey !== undefined) {
    const read = readTls(s.tlsCert, s.tlsKey, readFile);
    if (read.ok) tls = read.value;
    else fault(read.of, read.message);
  } else if (s.tlsCert !== undefined) fault('tlsKey', `is missing: ${settings.tlsCert.env} needs its key`);
  else if (s.tlsKey !== undefined) fault('tlsCert', `is missing: ${settings.tlsKey.env} needs its certificate`);

  if (s.portfolio !== undefined) {
    try {
      readFile(s.portfolio);
    } catch (error) {
      fault('portfolio', `${s.portfolio} ${whatIsWrong(error, "can't be read")}`);
    }
  }

  if (s.mqttsPort !== undefined && s.tlsCert === undefined) {
    fault('mqttsPort', `needs a certificate: set ${settings.tlsCert.env} and ${settings.tlsKey.env}`);
  }

  const ports = {
    httpPort: s.httpPort ?? 8080,
    mqttPort: s.mqttPort ?? 1883,
    mqttsPort: s.mqttsPort,
    wsPort: s.wsPort,
  };
  const taken = new Map<number, SettingName>();
  for (const [name, port] of Object.entries(ports) as [SettingName, number | undefined][]) {
    if (port === undefined || port === 0) continue;
    const other = taken.get(port);
    if (other) fault(name, `is ${port}, which is the port of ${settings[other].env} already`);
    taken.set(port, name);
  }

  return {
    dataDir: s.dataDir ?? './data',
    httpPort: ports.httpPort,
    mqttPort: ports.mqttPort,
    mqttsPort: ports.mqttsPort,
    wsPort: ports.wsPort,
    httpBind: s.bind ?? (tls ? '' : '127.0.0.1'),
    mqttBind: s.bind ?? '',
    tls,
    adminPassword: s.adminPassword,
    demo: s.demo ?? true,
    demoSeed: s.demoSeed,
    demoSpeed: s.demoSpeed ?? 1,
    simulators: s.simulators ?? true,
    portfolio: s.portfolio,
    deviceRate: s.deviceRate === undefined ? 100 : s.deviceRate,
    limits: limitsOf(s, s.deviceRate),
    series: seriesOf(s, fault),
    quarantine: { items: s.quarantineItems ?? 100_000, bytes: (s.quarantineMegabytes ?? 256) * 1024 * 1024 },
    mqttSources: sourcesOf(s.mqttSources ?? [], fault),
    publicUrl: s.publicUrl,
    alarmMessages: messagesOf(s, fault),
    alarmTimes: alarmTimesOf(s),
    canteenBounds: canteenBoundsOf(s),
    timezone: s.timezone ?? 'Asia/Shanghai',
    allowAnonymous: s.allowAnonymous ?? false,
    logLevel: s.logLevel ?? 'info',
  };
}
