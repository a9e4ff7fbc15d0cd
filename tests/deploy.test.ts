import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:https';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { loadConfiguration } from '../configuration/configuration.ts';
import { settings } from '../configuration/settings.ts';
import { testCert, testKey } from '../configuration/testing/certificate.ts';
import { startInstallation, type Installation } from '../wattsteward.ts';
import { packageRoot } from './support/product.ts';

// What nobody can start here without Docker, held against what it talks about.

const text = (path: string): string => readFileSync(join(packageRoot, path), 'utf8');

interface Service {
  readonly image?: string;
  readonly profiles?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}
interface Compose {
  readonly services: Readonly<Record<string, Service>>;
}
interface Alerts {
  readonly groups: readonly {
    readonly rules: readonly {
      readonly alert: string;
      readonly expr: string;
      readonly labels: { readonly severity: string };
      readonly annotations: { readonly summary: string };
    }[];
  }[];
}

describe('docker-compose.yml', () => {
  const compose = parse(text('docker-compose.yml'), { merge: true }) as Compose;
  const env = (name: string) => compose.services[name]?.environment ?? {};

  it('the services that are promised, and those of a profile only with it', () => {
    const of = (profile?: string) =>
      Object.entries(compose.services)
        .filter(([, { profiles }]) => profiles?.[0] === profile)
        .map(([name]) => name)
        .sort();
    expect(of()).toEqual(['influxdb', 'simulators', 'wattsteward']);
    expect(of('external')).toEqual(['mosquitto']);
    expect(of('monitoring')).toEqual(['grafana', 'prometheus']);
  });

  it('every variable that it gives to Wattsteward is a setting', () => {
    const known = Object.values(settings).map((setting) => setting.env as string);
    for (const key of Object.keys(env('wattsteward'))) expect(known).toContain(key);
  });

  it('what it sets starts: with the values of a first .env', () => {
    const given = Object.entries(env('wattsteward')).map(([key, value]) => [key, filled(value)] as const);
    const loaded = loadConfiguration(Object.fromEntries(given), () => '');
    expect(loaded).toMatchObject({ ok: true, value: { wsPort: 8083, simulators: false, series: { kind: 'influx' } } });
  });

  it('no password is in the repository: each secret is asked for, and one script makes them all', () => {
    const script = text('deploy/env.sh');
    for (const service of Object.values(compose.services)) {
      for (const [key, value] of Object.entries(service.environment ?? {})) {
        if (!/PASSWORD|TOKEN/.test(key)) continue;
        const asked = /^\$\{(\w+):\?[^}]+\}$/.exec(value)?.[1];
        expect(asked, `${key} has no default`).toBeDefined();
        expect(script).toMatch(new RegExp(`^${asked}=\\$`, 'm'));
      }
    }
  });

  it('the server’s token is the one that InfluxDB is set up with', () => {
    expect(env('wattsteward').INFLUX_TOKEN).toBe(env('influxdb').DOCKER_INFLUXDB_INIT_ADMIN_TOKEN);
    expect(env('wattsteward').INFLUX_ORG).toBe(env('influxdb').DOCKER_INFLUXDB_INIT_ORG);
    expect(env('wattsteward').INFLUX_BUCKET).toBe(env('influxdb').DOCKER_INFLUXDB_INIT_BUCKET);
  });

  it('images are pinned to a version', () => {
    for (const { image } of Object.values(compose.services)) expect(image).toMatch(/:(?!latest)/);
  });
});

/** `${NAME:-default}` → default, `${NAME:?message}` → something. */
function filled(value: string): string {
  return value.replace(/\$\{\w+:-([^}]*)\}/g, '$1').replace(/\$\{\w+:\?[^}]*\}/g, 'made-by-env-sh');
}

/** From this machine no token is needed. */
function metricsOf(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path: '/metrics', rejectUnauthorized: false, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      response.on('end', () => resolve(body));
    }).on('error', reject);
  });
}

describe('deploy/prometheus/alerts.yml', () => {
  const rules = (parse(text('deploy/prometheus/alerts.yml')) as Alerts).groups.flatMap((group) => group.rules);
  const folder = mkdtempSync(join(tmpdir(), 'wattsteward-deploy-'));
  const served = new Set<string>(['up']);
  let installation: Installation;

  beforeAll(async () => {
    // Everything on that has metrics of its own; the servers that it names are away.
    const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
    writeFileSync(cert, testCert);
    writeFileSync(key, testKey);
    const loaded = loadConfiguration(
      {
        WATTSTEWARD_DATA_DIR: folder,
        WATTSTEWARD_ADMIN_PASSWORD: 'quiet-verdigris-instrument',
        ...{ WATTSTEWARD_HTTP_PORT: '0', WATTSTEWARD_MQTT_PORT: '0', WATTSTEWARD_BIND: '127.0.0.1' },
        ...{ WATTSTEWARD_TLS_CERT: cert, WATTSTEWARD_TLS_KEY: key },
        ...{ WATTSTEWARD_SERIES: 'influx', INFLUX_URL: 'http://127.0.0.1:9', INFLUX_TOKEN: 't' },
        ...{ INFLUX_ORG: 'o', INFLUX_BUCKET: 'b', WATTSTEWARD_MQTT_SOURCES: 'mqtt://127.0.0.1:9?name=other' },
      },
      (path) => readFileSync(path, 'utf8'),
    );
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults));
    installation = await startInstallation(loaded.value, {
      log: pino({ level: 'silent' }),
      listenMqtt: true,
      demo: false,
    });
    for (const line of (await metricsOf(installation.httpPort)).split('\n')) {
      const [, name, type] = /^# TYPE (\S+) (\S+)$/.exec(line) ?? [];
      if (name === undefined) continue;
      served.add(name);
      if (type === 'histogram') for (const part of ['bucket', 'sum', 'count']) served.add(`${name}_${part}`);
    }
  }, 60_000);
  afterAll(async () => {
    await installation.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(rules.map((rule) => [rule.alert, rule] as const))('%s asks for metrics that there are', (_, rule) => {
    const named = rule.expr.match(/\b(?:wattsteward|nodejs|process)_\w+|\bup\b/g) ?? [];
    expect(named.length).toBeGreaterThan(0);
    for (const name of named) expect([...served]).toContain(name);
    expect(['warning', 'critical']).toContain(rule.labels.severity);
    expect(rule.annotations.summary).not.toBe('');
  });

  const promtool = spawnSync('promtool', ['--version']).status === 0;
  it.skipIf(!promtool)('due and not due, as Prometheus judges it (needs promtool)', () => {
    const cases = join(packageRoot, 'deploy/prometheus/alerts_test.yml');
    const { status, stdout, stderr } = spawnSync('promtool', ['test', 'rules', cases], { encoding: 'utf8' });
    expect(status, stdout + stderr).toBe(0);
  });

  it('names are unique', () => {
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
  });
});
