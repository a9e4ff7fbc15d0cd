import { describe, expect, it } from 'vitest';
import { loadConfiguration, type Configuration, type LoadedConfiguration } from './configuration.ts';
import { otherKey, testCert, testKey } from './testing/certificate.ts';

const files: Record<string, string> = {
  'cert.pem': testCert,
  'key.pem': testKey,
  'other.pem': otherKey,
  'city.yaml': 'meters: []',
};

function load(env: Record<string, string | undefined>, yaml?: string): LoadedConfiguration {
  return loadConfiguration(yaml === undefined ? env : { WATTSTEWARD_CONFIG: 'site.yaml', ...env }, (path) => {
    const content = path === 'site.yaml' ? yaml : files[path];
    if (content === undefined) {
      throw Object.assign(new Error(`no such file ${path}`), { code: 'ENOENT', syscall: 'open', errno: -2 });
    }
    return content;
  });
}

function value(env: Record<string, string | undefined>, yaml?: string): Configuration {
  const loaded = load(env, yaml);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults));
  return loaded.value;
}

function faults(env: Record<string, string | undefined>, yaml?: string): string[] {
  const loaded = load(env, yaml);
  return loaded.ok ? [] : loaded.faults.map(({ key, message }) => `${key} ${message}`);
}

it('runs without any setting: ports and folder of the documents, pages on loopback only', () => {
  expect(value({ PATH: '/usr/bin', HOME: '/root' })).toEqual({
    dataDir: './data',
    httpPort: 8080,
    mqttPort: 1883,
    mqttsPort: undefined,
    wsPort: undefined,
    httpBind: '127.0.0.1',
    mqttBind: '',
    tls: undefined,
    adminPassword: undefined,
    demo: true,
    demoSpeed: 1,
    simulators: true,
    portfolio: undefined,
    deviceRate: 100,
    limits: {},
    series: { kind: 'embedded' },
    mqttSources: [],
    quarantine: { items: 100_000, bytes: 256 * 1024 * 1024 },
    canteenBounds: {},
    timezone: 'Asia/Shanghai',
    allowAnonymous: false,
    logLevel: 'info',
  });
});

describe('what is taken', () => {
  const cases: readonly [title: string, env: Record<string, string>, expected: Partial<Configuration>][] = [
    ['a free port', { WATTSTEWARD_HTTP_PORT: '0', WATTSTEWARD_MQTT_PORT: '0' }, { httpPort: 0, mqttPort: 0 }],
    ['no demo', { WATTSTEWARD_DEMO: 'off' }, { demo: false }],
    ['a city that is the same in every installation', { WATTSTEWARD_DEMO_SEED: '42' }, { demoSeed: 42 }],
    ['a demo day in 24 minutes', { WATTSTEWARD_DEMO_SPEED: '60' }, { demoSpeed: 60 }],
    ['a switch in capitals', { WATTSTEWARD_DEMO: 'OFF' }, { demo: false }],
    ['a laboratory', { WATTSTEWARD_ALLOW_ANONYMOUS: 'on' }, { allowAnonymous: true }],
    ['all addresses', { WATTSTEWARD_BIND: '0.0.0.0' }, { httpBind: '0.0.0.0', mqttBind: '0.0.0.0' }],
    ['an IPv6 address', { WATTSTEWARD_BIND: '::1' }, { httpBind: '::1', mqttBind: '::1' }],
    ['a host name', { WATTSTEWARD_BIND: 'localhost' }, { httpBind: 'localhost', mqttBind: 'localhost' }],
    ['no rate', { WATTSTEWARD_DEVICE_RATE: 'off' }, { deviceRate: null }],
    ['a rate', { WATTSTEWARD_DEVICE_RATE: '2000' }, { deviceRate: 2000 }],
    ['a zone in small letters', { WATTSTEWARD_TIMEZONE: 'europe/london' }, { timezone: 'Europe/London' }],
    ['a zone under its newer name', { WATTSTEWARD_TIMEZONE: 'Asia/Kolkata' }, { timezone: 'Asia/Kolkata' }],
    ['UTC', { WATTSTEWARD_TIMEZONE: 'UTC' }, { timezone: 'UTC' }],
    ['a password with blanks', { WATTSTEWARD_ADMIN_PASSWORD: ' a b ' }, { adminPassword: ' a b ' }],
    ['a portfolio', { WATTSTEWARD_PORTFOLIO: 'city.yaml' }, { portfolio: 'city.yaml' }],
    ['the only store there is', { WATTSTEWARD_SERIES: 'embedded' }, {}],
    [
      'InfluxDB 2',
      {
        WATTSTEWARD_SERIES: 'influx',
        INFLUX_URL: 'http://influxdb:8086',
        INFLUX_TOKEN: 't',
        INFLUX_ORG: 'city',
        INFLUX_BUCKET: 'meters',
      },
      {
        series: {
          kind: 'influx',
          windowDays: 40,
          server: { url: 'http://influxdb:8086', api: 'v2', token: 't', org: 'city', bucket: 'meters' },
        },
      },
    ],
    [
      'InfluxDB 1 without a user',
      {
        WATTSTEWARD_SERIES: 'influx',
        INFLUX_URL: 'http://influxdb:8086',
        INFLUX_API: 'v1',
        INFLUX_DATABASE: 'meters',
        WATTSTEWARD_SERIES_WINDOW_DAYS: '90',
      },
      {
        series: {
          kind: 'influx',
          windowDays: 90,
          server: { url: 'http://influxdb:8086', api: 'v1', database: 'meters' },
        },
      },
    ],
    [
      'other brokers, named by host and port or by their own name',
      { WATTSTEWARD_MQTT_SOURCES: 'mqtt://u:p@emqx mqtts://emqx?name=city&topics=a/%23,b' },
      {
        mqttSources: [
          { name: 'emqx:1883', url: 'mqtt://emqx', username: 'u', password: 'p', topics: ['v1/#'] },
          { name: 'city', url: 'mqtts://emqx', topics: ['a/#', 'b'] },
        ],
      },
    ],
    [
      'other brokers as objects: what their URL holds is taken out of it, and what stands beside it goes before',
      { WATTSTEWARD_MQTT_SOURCES: '[{"url":"mqtt://u:p@emqx?topics=a&name=b","name":"city"},{"url":"mqtt://hive"}]' },
      {
        mqttSources: [
          { name: 'city', url: 'mqtt://emqx', username: 'u', password: 'p', topics: ['a'] },
          { name: 'hive:1883', url: 'mqtt://hive', topics: ['v1/#'] },
        ],
      },
    ],
    ['variables of a store that is not chosen', { INFLUX_URL: 'http://influxdb:8086', INFLUX_API: 'v1' }, {}],
    [
      'what Kubernetes says of a service called wattsteward',
      {
        WATTSTEWARD_SERVICE_HOST: '10.96.0.7',
        WATTSTEWARD_SERVICE_PORT_WEB: '8080',
        WATTSTEWARD_PORT: 'tcp://10.96.0.7:8080',
        WATTSTEWARD_PORT_8080_TCP: 'tcp://10.96.0.7:8080',
        WATTSTEWARD_PORT_8080_TCP_ADDR: '10.96.0.7',
      },
      { httpPort: 8080 },
    ],
    ['an empty variable of a compose file', { WATTSTEWARD_WS_PORT: '', WATTSTEWARD_HTTP_PORT: '' }, { httpPort: 8080 }],
  ];
  it.each(cases)('%s', (_, env, expected) => {
    expect(value(env)).toMatchObject(expected);
  });

  it('a certificate with its key makes HTTPS, and HTTPS listens everywhere', () => {
    expect(value({ WATTSTEWARD_TLS_CERT: 'cert.pem', WATTSTEWARD_TLS_KEY: 'key.pem' })).toMatchObject({
      tls: { certFile: 'cert.pem', keyFile: 'key.pem', cert: testCert, key: testKey },
      httpBind: '',
      mqttBind: '',
    });
  });
});

describe('what is refused, under the name that the user wrote', () => {
  const cases: readonly [env: Record<string, string>, expected: string][] = [
    [
      { WATTSTEWARD_HTTP_PORT: '65536' },
      'WATTSTEWARD_HTTP_PORT must be a port: a whole number from 0 (any free one) to 65535, not "65536"',
    ],
    [{ WATTSTEWARD_HTTP_PORT: '8080.5' }, 'WATTSTEWARD_HTTP_PORT must be a port'],
    [{ WATTSTEWARD_MQTT_PORT: '-1' }, 'WATTSTEWARD_MQTT_PORT must be a port'],
    [{ WATTSTEWARD_MQTTS_PORT: 'x' }, 'WATTSTEWARD_MQTTS_PORT must be a port'],
    [{ WATTSTEWARD_WS_PORT: '0x50' }, 'WATTSTEWARD_WS_PORT must be a port'],
    [{ WATTSTEWARD_DEMO: 'maybe' }, 'WATTSTEWARD_DEMO must be on or off, not "maybe"'],
    [
      { WATTSTEWARD_DEMO_SPEED: '0' },
      'WATTSTEWARD_DEMO_SPEED must be a whole number from 1 (real time) to 3600, not "0"',
    ],
    [{ WATTSTEWARD_DEMO_SEED: '1.5' }, 'WATTSTEWARD_DEMO_SEED must be a whole number from 0 to 999999999, not "1.5"'],
    [{ WATTSTEWARD_ALLOW_ANONYMOUS: '1' }, 'WATTSTEWARD_ALLOW_ANONYMOUS must be on or off, not "1"'],
    [{ WATTSTEWARD_BIND: 'http://0.0.0.0' }, 'WATTSTEWARD_BIND must be an address'],
    [{ WATTSTEWARD_TIMEZONE: 'Asia/Wenzhou' }, 'WATTSTEWARD_TIMEZONE must be a time zone of the IANA database'],
    [{ WATTSTEWARD_TIMEZONE: '+08:00' }, 'WATTSTEWARD_TIMEZONE must be a time zone of the IANA database'],
    [
      { WATTSTEWARD_DEVICE_RATE: '0' },
      'WATTSTEWARD_DEVICE_RATE must be messages a second (1 to 1000000) or off, not "0"',
    ],
    [{ WATTSTEWARD_SERIES: 'postgres' }, 'WATTSTEWARD_SERIES must be embedded or influx, not "postgres"'],
    [{ WATTSTEWARD_LOG_LEVEL: 'loud' }, 'WATTSTEWARD_LOG_LEVEL must be one of fatal, error'],
    [{ INFLUX_API: 'v3' }, 'INFLUX_API must be v1 or v2, not "v3"'],
    [{ INFLUX_URL: 'influxdb:8086' }, 'INFLUX_URL must be an http:// or https:// URL'],
    [{ WATTSTEWARD_PORTFOLIO: 'none.yaml' }, "WATTSTEWARD_PORTFOLIO none.yaml can't be read (ENOENT)"],
    [{ WATTSTEWARD_CONFIG: 'none.yaml' }, "WATTSTEWARD_CONFIG none.yaml can't be read (ENOENT)"],
    [{ WATTSTEWARD_MQTT_SOURCES: 'mqtt://a:1883 tcp://b' }, 'WATTSTEWARD_MQTT_SOURCES[1].url must be a list of'],
    [{ WATTSTEWARD_MQTT_SOURCES: '[{"url":' }, 'WATTSTEWARD_MQTT_SOURCES must be a list of'],
    [
      { WATTSTEWARD_HTTP_PORT: '1883' },
      'WATTSTEWARD_MQTT_PORT is 1883, which is the port of WATTSTEWARD_HTTP_PORT already',
    ],
    [{ WATTSTEWARD_TLS_CERT: 'cert.pem' }, 'WATTSTEWARD_TLS_KEY is missing: WATTSTEWARD_TLS_CERT needs its key'],
    [{ WATTSTEWARD_TLS_KEY: 'key.pem' }, 'WATTSTEWARD_TLS_CERT is missing'],
    [
      { WATTSTEWARD_TLS_CERT: 'key.pem', WATTSTEWARD_TLS_KEY: 'key.pem' },
      'WATTSTEWARD_TLS_CERT key.pem holds no PEM certificate',
    ],
    [
      { WATTSTEWARD_TLS_CERT: 'none.pem', WATTSTEWARD_TLS_KEY: 'key.pem' },
      "WATTSTEWARD_TLS_CERT none.pem can't be read (ENOENT)",
    ],
    [
      { WATTSTEWARD_TLS_CERT: 'cert.pem', WATTSTEWARD_TLS_KEY: 'other.pem' },
      'WATTSTEWARD_TLS_KEY other.pem is not the key of the certificate cert.pem',
    ],
    [
      { WATTSTEWARD_TLS_CERT: 'cert.pem', WATTSTEWARD_TLS_KEY: 'city.yaml' },
      'WATTSTEWARD_TLS_KEY city.yaml holds no PEM private key',
    ],
    [
      { WATTSTEWARD_HTPP_PORT: '80' },
      'WATTSTEWARD_HTPP_PORT is no known variable; did you mean WATTSTEWARD_HTTP_PORT?',
    ],
    [{ WATTSTEWARD_COFFEE_AND_CAKE_AT_FOUR: 'on' }, 'WATTSTEWARD_COFFEE_AND_CAKE_AT_FOUR is no known variable'],
    [{ WATTSTEWARD_MQTTS_PORT: '8883' }, 'WATTSTEWARD_MQTTS_PORT needs a certificate: set WATTSTEWARD_TLS_CERT'],
    [
      { WATTSTEWARD_SERIES: 'influx', INFLUX_URL: 'http://influxdb:8086', INFLUX_ORG: 'city', INFLUX_BUCKET: 'meters' },
      'INFLUX_TOKEN is missing: WATTSTEWARD_SERIES=influx with API v2 needs it',
    ],
    [
      { WATTSTEWARD_SERIES: 'influx', INFLUX_API: 'v1', INFLUX_URL: 'http://influxdb:8086' },
      'INFLUX_DATABASE is missing: WATTSTEWARD_SERIES=influx with API v1 needs it',
    ],
    [{ WATTSTEWARD_SERIES_WINDOW_DAYS: '1' }, 'WATTSTEWARD_SERIES_WINDOW_DAYS must be a number of days from 2'],
    [
      { WATTSTEWARD_MQTT_SOURCES: 'mqtt://emqx mqtt://emqx:1883?topics=other/%23' },
      'WATTSTEWARD_MQTT_SOURCES has two sources called emqx:1883 (entry 2): give each a name',
    ],
    // The ledger's own names for what did not come from another broker.
    [{ WATTSTEWARD_MQTT_SOURCES: 'mqtt://emqx?name=bulk' }, 'WATTSTEWARD_MQTT_SOURCES[0].name must be a list of'],
  ];
  it.each(cases)('%j', (env, expected) => {
    const found = faults(env);
    expect(found).toHaveLength(1);
    expect(found[0]!.slice(0, expected.length)).toBe(expected);
  });

  it('names everything at once, of environment and file', () => {
    const found = faults(
      { WATTSTEWARD_HTTP_PORT: 'eighty', WATTSTEWARD_DEMO: 'perhaps', WATTSTEWARD_TIMZONE: 'UTC' },
      'mqtt: { port: 99999 }\ncolour: green\nhttpPort: none',
    );
    expect(found.map((fault) => fault.split(' ')[0]).sort()).toEqual([
      'WATTSTEWARD_DEMO',
      'WATTSTEWARD_HTTP_PORT',
      'WATTSTEWARD_TIMZONE',
      'site.yaml:colour',
      'site.yaml:httpPort',
      'site.yaml:mqtt.port',
    ]);
  });

  it('never shows a secret', () => {
    const secret = 'S3cret'.repeat(60);
    const text = [
      ...faults({ WATTSTEWARD_ADMIN_PASSWORD: secret }),
      ...faults({ INFLUX_URL: 'ftp://me:S3cret@host' }),
      ...faults({ WATTSTEWARD_MQTT_SOURCES: 'tcp://me:S3cret@host' }),
      ...faults({}, 'influx:\n  token: [S3cret]\nadminPassword: {a: S3cret}'),
      ...faults({}, 'adminPassword: "S3cret\nhttpPort: 80'),
    ];
    expect(text).toHaveLength(6);
    expect(text.join()).not.toContain('S3cret');
  });
});

describe('the YAML file', () => {
  it.each([
    ['flat', 'httpPort: 81\nmqttPort: 82\ndemo: off\ntimezone: UTC'],
    ['grouped', 'http: { port: 81 }\nmqtt:\n  port: 82\ndemo: false\ntimezone: UTC'],
    ['by variable', 'WATTSTEWARD_HTTP_PORT: 81\nWATTSTEWARD_MQTT_PORT: "82"\nWATTSTEWARD_DEMO: off\ntimezone: UTC'],
  ])('%s keys say the same', (_, yaml) => {
    expect(value({}, yaml)).toMatchObject({ httpPort: 81, mqttPort: 82, demo: false, timezone: 'UTC' });
  });

  it('loses to the environment', () => {
    expect(value({ WATTSTEWARD_HTTP_PORT: '90' }, 'http: { port: 81 }').httpPort).toBe(90);
  });

  it('may be empty, or hold keys without a value', () => {
    expect(value({}, '').httpPort).toBe(8080);
    expect(value({}, '# nothing yet\nhttpPort:\n').httpPort).toBe(8080);
  });

  it('takes `deviceRate: off`, as text or as the boolean of YAML 1.1', () => {
    expect(value({}, 'deviceRate: off').deviceRate).toBeNull();
    expect(value({}, '%YAML 1.1\n---\ndeviceRate: off').deviceRate).toBeNull();
  });

  it.each([
    ['a list', '- httpPort: 80', 'site.yaml must be a map'],
    ['a typing error', 'htpPort: 80', 'site.yaml:htpPort is no known setting; did you mean httpPort?'],
    [
      'a typing error in a group',
      'http: { prt: 80 }',
      'site.yaml:http.prt is no known setting; did you mean httpPort?',
    ],
    ['a name of every object', 'constructor: 80', 'site.yaml:constructor is no known setting'],
    ['a fraction for a port', 'http: { port: 80.5 }', 'site.yaml:http.port must be a port'],
    ['a number for a folder', 'dataDir: 7', 'site.yaml:dataDir must be a folder, not 7'],
    [
      'the same setting twice',
      'httpPort: 80\nhttp: { port: 81 }',
      'site.yaml:http.port says again what site.yaml:httpPort says',
    ],
    ['the same key twice', 'httpPort: 80\nhttpPort: 81', 'site.yaml:2:1 Map keys must be unique'],
    ['no YAML', 'httpPort: [80', 'site.yaml:1:14 Flow sequence in block collection must be'],
    ['an alias to nowhere', 'demo: *x', 'site.yaml'],
    ['a source without its address', 'mqttSources:\n  - topics: [a]', 'site.yaml:mqttSources[0].url must be a list of'],
  ])('refuses %s', (_, yaml, expected) => {
    const found = faults({}, yaml);
    expect(found).toHaveLength(1);
    expect(found[0]!.slice(0, expected.length)).toBe(expected);
  });
});
