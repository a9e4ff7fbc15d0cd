import { isIP } from 'node:net';
import { z } from 'zod';
import { addresses, hours, sender } from './alarm-forms.ts';
import { limitSettings } from './limit-settings.ts';

/**
 * The one schema of the installation's settings: each is a variable of the environment and a key of the YAML file.
 * A value arrives as text (environment) or typed (YAML); both pass the same check.
 *
 * `must` completes the sentence "must be …" in a fault. The value of a `secret` is never shown.
 */
interface Setting<S extends z.ZodType> {
  readonly env: string;
  readonly schema: S;
  readonly must: string;
  readonly secret: boolean;
}

function setting<S extends z.ZodType>(env: string, schema: S, must: string, secret?: 'secret'): Setting<S> {
  return { env, schema, must, secret: secret === 'secret' };
}

const text = z.string().trim().min(1);
const wholeNumber = z.union([
  z.int(),
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number),
]);
const port = wholeNumber.pipe(z.int().min(0).max(65535));
const onOff = z.union([
  z.boolean(),
  z
    .string()
    .regex(/^(on|off|true|false)$/i)
    .transform((word) => /^(on|true)$/i.test(word)),
]);
const address = text.refine((host) => isIP(host) !== 0 || /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(host));
const rate = z.union([
  z.literal(false).transform(() => null),
  z
    .string()
    .regex(/^off$/i)
    .transform(() => null),
  wholeNumber.pipe(z.int().min(1).max(1_000_000)),
]);

/** A zone of the IANA database, spelled as the database spells it; a bare offset is no zone. */
const timezone = text.transform((name, context) => {
  try {
    if (/^[+-]/.test(name)) throw new RangeError('an offset has no summer time and no history');
    const spelled = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
    return spelled.toLowerCase() === name.toLowerCase() ? spelled : name;
  } catch {
    context.addIssue({ code: 'custom' });
    return z.NEVER;
  }
});

const urlOf = (...protocols: string[]) =>
  text.refine((url) => URL.canParse(url) && protocols.includes(new URL(url).protocol.slice(0, -1)));

const source = z.strictObject({
  name: z
    .string()
    .regex(/^[\w.:-]{1,64}$/)
    .refine((name) => name !== 'mqtt' && name !== 'bulk')
    .optional(),
  url: urlOf('mqtt', 'mqtts', 'ws', 'wss'),
  username: text.optional(),
  password: z.string().optional(),
  topics: z.array(text).min(1).default(['v1/#']),
});
/** `mqtt://user:password@host:1883?topics=v1/%2B/readings,v1/%2B/events`: what does not stand in the URL proper is taken out of it. */
function sourceOfUrl(written: string): unknown {
  if (!URL.canParse(written)) return { url: written };
  const url = new URL(written);
  const part = (name: string, inUrl: string) =>
    url.searchParams.get(name) ?? (inUrl ? decodeURIComponent(inUrl) : undefined);
  const username = part('username', url.username);
  const password = part('password', url.password);
  const topics = url.searchParams.get('topics')?.split(',');
  const name = url.searchParams.get('name');
  url.username = url.password = url.search = '';
  return {
    ...(name && { name }),
    url: url.href,
    ...(username && { username }),
    ...(password && { password }),
    ...(topics && { topics }),
  };
}

/** Written as an object, its URL may hold the same. What stands beside it goes before; a password never stays in the URL. */
function sourceOfObject(written: unknown): unknown {
  const { url } = (written ?? {}) as { readonly url?: unknown };
  if (typeof url !== 'string' || !/[@?]/.test(url)) return written;
  const taken = sourceOfUrl(url) as { readonly url: string };
  return { ...taken, ...(written as object), url: taken.url };
}

/** A list of brokers; as text: JSON, or URLs with blanks between them. */
const sources = z.preprocess((value) => {
  let list: unknown = value;
  if (typeof value === 'string') {
    try {
      list = value.trim().startsWith('[') ? JSON.parse(value) : value.trim().split(/\s+/);
    } catch {
      return value;
    }
  }
  return Array.isArray(list)
    ? list.map((item) => (typeof item === 'string' ? sourceOfUrl(item) : sourceOfObject(item)))
    : list;
}, z.array(source).min(1));

/** Of pino: the least important lines that are still written. */
export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

const aPort = 'a port: a whole number from 0 (any free one) to 65535';

/** In the order of the documents. The name is also the key in the YAML file. */
export const settings = {
  dataDir: setting('WATTSTEWARD_DATA_DIR', text, 'a folder'),
  httpPort: setting('WATTSTEWARD_HTTP_PORT', port, aPort),
  mqttPort: setting('WATTSTEWARD_MQTT_PORT', port, aPort),
  mqttsPort: setting('WATTSTEWARD_MQTTS_PORT', port, aPort),
  wsPort: setting('WATTSTEWARD_WS_PORT', port, aPort),
  tlsCert: setting('WATTSTEWARD_TLS_CERT', text, 'a PEM file'),
  tlsKey: setting('WATTSTEWARD_TLS_KEY', text, 'a PEM file'),
  bind: setting('WATTSTEWARD_BIND', address, 'an address or host name of this machine, such as 0.0.0.0'),
  adminPassword: setting('WATTSTEWARD_ADMIN_PASSWORD', z.string().min(1).max(256), '1 to 256 characters', 'secret'),
  demo: setting('WATTSTEWARD_DEMO', onOff, 'on or off'),
  demoSeed: setting(
    'WATTSTEWARD_DEMO_SEED',
    wholeNumber.pipe(z.int().min(0).max(999_999_999)),
    'a whole number from 0 to 999999999',
  ),
  demoSpeed: setting(
    'WATTSTEWARD_DEMO_SPEED',
    wholeNumber.pipe(z.int().min(1).max(3_600)),
    'a whole number from 1 (real time) to 3600',
  ),
  simulators: setting('WATTSTEWARD_SIMULATORS', onOff, 'on or off'),
  portfolio: setting('WATTSTEWARD_PORTFOLIO', text, 'a file'),
  series: setting('WATTSTEWARD_SERIES', z.enum(['embedded', 'influx']), 'embedded or influx'),
  influxUrl: setting('INFLUX_URL', urlOf('http', 'https'), 'an http:// or https:// URL', 'secret'),
  influxToken: setting('INFLUX_TOKEN', text, 'text', 'secret'),
  influxOrg: setting('INFLUX_ORG', text, 'text'),
  influxBucket: setting('INFLUX_BUCKET', text, 'text'),
  influxApi: setting('INFLUX_API', z.enum(['v1', 'v2']), 'v1 or v2'),
  influxUsername: setting('INFLUX_USERNAME', text, 'text'),
  influxPassword: setting('INFLUX_PASSWORD', z.string(), 'text', 'secret'),
  influxDatabase: setting('INFLUX_DATABASE', text, 'text'),
  seriesWindowDays: setting(
    'WATTSTEWARD_SERIES_WINDOW_DAYS',
    wholeNumber.pipe(z.int().min(2).max(3_650)),
    'a number of days from 2 to 3650',
  ),
  quarantineItems: setting(
    'WATTSTEWARD_QUARANTINE_ITEMS',
    wholeNumber.pipe(z.int().min(1).max(100_000_000)),
    'a number of items from 1 to 100000000',
  ),
  quarantineMegabytes: setting(
    'WATTSTEWARD_QUARANTINE_MEGABYTES',
    wholeNumber.pipe(z.int().min(1).max(1_000_000)),
    'a number of MiB from 1 to 1000000',
  ),
  mqttSources: setting(
    'WATTSTEWARD_MQTT_SOURCES',
    sources,
    'a list of mqtt://, mqtts://, ws:// or wss:// URLs with username, password and topics',
    'secret',
  ),
  deviceRate: setting('WATTSTEWARD_DEVICE_RATE', rate, 'messages a second (1 to 1000000) or off'),
  ...limitSettings,
  publicUrl: setting('WATTSTEWARD_PUBLIC_URL', urlOf('http', 'https'), 'an http:// or https:// URL'),
  smtpUrl: setting('WATTSTEWARD_SMTP_URL', urlOf('smtp', 'smtps'), 'an smtp:// or smtps:// URL', 'secret'),
  alarmMailFrom: setting('WATTSTEWARD_ALARM_MAIL_FROM', sender, 'an address'),
  alarmMailTo: setting('WATTSTEWARD_ALARM_MAIL_TO', addresses, 'addresses with commas between them'),
  alarmWebhookUrl: setting(
    'WATTSTEWARD_ALARM_WEBHOOK_URL',
    urlOf('http', 'https'),
    'an http:// or https:// URL',
    'secret',
  ),
  alarmWebhookSecret: setting(
    'WATTSTEWARD_ALARM_WEBHOOK_SECRET',
    z.string().min(16).max(256),
    '16 to 256 characters',
    'secret',
  ),
  alarmNightHours: setting('WATTSTEWARD_ALARM_NIGHT_HOURS', hours, 'two hours of one day, such as 0-5'),
  alarmSilentHours: setting(
    'WATTSTEWARD_ALARM_SILENT_HOURS',
    wholeNumber.pipe(z.int().min(1).max(720)),
    'a whole number of hours from 1 to 720',
  ),
  alarmNightsToClose: setting(
    'WATTSTEWARD_ALARM_NIGHTS_TO_CLOSE',
    wholeNumber.pipe(z.int().min(1).max(14)),
    'a whole number of nights from 1 to 14',
  ),
  canteenTargetGrams: setting(
    'WATTSTEWARD_CANTEEN_TARGET_GRAMS',
    wholeNumber.pipe(z.int().min(1).max(1_000)),
    'grams a person-meal from 1 to 1000',
  ),
  canteenLeastMeals: setting(
    'WATTSTEWARD_CANTEEN_LEAST_MEALS',
    wholeNumber.pipe(z.int().min(1).max(1_000)),
    'a number of person-meals from 1 to 1000',
  ),
  canteenContainerKg: setting(
    'WATTSTEWARD_CANTEEN_CONTAINER_KG',
    wholeNumber.pipe(z.int().min(1).max(5_000)),
    'kilograms from 1 to 5000',
  ),
  timezone: setting('WATTSTEWARD_TIMEZONE', timezone, 'a time zone of the IANA database, such as Asia/Shanghai'),
  allowAnonymous: setting('WATTSTEWARD_ALLOW_ANONYMOUS', onOff, 'on or off'),
  logLevel: setting('WATTSTEWARD_LOG_LEVEL', z.enum(logLevels), `one of ${logLevels.join(', ')}`),
} as const;

export type SettingName = keyof typeof settings;
export const settingNames = Object.keys(settings) as readonly SettingName[];
/** What was set, checked; absent = not set. */
export type Settings = { readonly [K in SettingName]?: z.output<(typeof settings)[K]['schema']> };

/** Names the YAML file to read. Not a setting: a file can't name itself. */
export const configVariable = 'WATTSTEWARD_CONFIG';
