import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { InfluxSettings, RollupPoint } from './port.ts';
import { openInfluxServer } from './server.ts';
import { ask } from './testing/ask.ts';
import { influxdPath, startInfluxd, withoutInfluxd, type Influxd } from './testing/influxd.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const grafana = join(root, 'deploy/grafana');

interface Target {
  readonly refId: string;
  readonly datasource: { readonly type: string; readonly uid: string };
  readonly query?: string;
  readonly expr?: string;
}
interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly Target[];
  readonly panels?: readonly Panel[];
}
interface Variable {
  readonly name: string;
  readonly type: string;
  readonly query: string;
  readonly datasource?: Target['datasource'];
}
interface Dashboard {
  readonly uid: string;
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly Variable[] };
}

const dashboard = JSON.parse(readFileSync(join(grafana, 'dashboards/wattsteward.json'), 'utf8')) as Dashboard;
const panels = dashboard.panels.flatMap((panel) => [panel, ...(panel.panels ?? [])]);
const variables = dashboard.templating.list;

/** What is asked of InfluxDB: every target of every panel, and every variable's list. */
const questions = [
  ...panels.flatMap((panel) =>
    (panel.targets ?? [])
      .filter((target) => target.query !== undefined)
      .map((target) => ({ of: `${panel.title} ${target.refId}`, uid: target.datasource.uid, query: target.query! })),
  ),
  ...variables
    .filter((variable) => variable.type === 'query')
    .map(({ name, datasource, query }) => ({ of: `variable ${name}`, uid: datasource!.uid, query })),
];

/** The InfluxQL of docs/influxdb.md: the first block is asked of intervals, the second of readings. */
const documented = [...readFileSync(join(root, 'docs/influxdb.md'), 'utf8').matchAll(/```sql\n(.*?)```/gs)].flatMap(
  ([, block], at) =>
    block!
      .split(/\n\n/)
      .map((question) => /^-- (.*)\n([^]*)$/.exec(question.trim())!)
      .map(([, of, query]) => ({ of: of!, query: query!, database: at === 0 ? '_rollups' : '' })),
);

describe('the Grafana dashboard', () => {
  it('has panels of their own numbers that do not overlap', () => {
    expect(new Set(panels.map((panel) => panel.id)).size).toBe(panels.length);
    for (const [i, a] of panels.entries()) {
      expect(a.gridPos.x + a.gridPos.w).toBeLessThanOrEqual(24);
      for (const { gridPos: b, title } of panels.slice(i + 1)) {
        const apart =
          a.gridPos.x + a.gridPos.w <= b.x ||
          b.x + b.w <= a.gridPos.x ||
          a.gridPos.y + a.gridPos.h <= b.y ||
          b.y + b.h <= a.gridPos.y;
        expect(apart, `${a.title} and ${title}`).toBe(true);
      }
    }
  });

  it('uses variables that exist', () => {
    const known = new Set([...variables.map((variable) => variable.name), 'timeFilter', '__interval']);
    for (const text of [...questions.map((one) => one.query), ...panels.map((panel) => panel.title)]) {
      for (const [, braced, plain] of text.matchAll(/\$(?:\{(\w+)(?::\w+)?\}|(\w+))/g)) {
        expect(known, text).toContain(braced ?? plain);
      }
    }
  });

  it.each(['provisioning', 'provisioning-influxdb1'])('finds every data source in %s', (folder) => {
    const provisioned = new Map<string, string>();
    for (const file of readdirSync(join(grafana, folder, 'datasources'))) {
      const { apiVersion, datasources } = parse(readFileSync(join(grafana, folder, 'datasources', file), 'utf8')) as {
        apiVersion: number;
        datasources: { uid: string; type: string; url: string; jsonData?: { dbName?: string } }[];
      };
      expect(apiVersion).toBe(1);
      for (const source of datasources) {
        expect(provisioned.has(source.uid)).toBe(false);
        provisioned.set(source.uid, source.type);
        expect(source.url).toMatch(/^\$\{\w+\}$/);
        if (source.type === 'influxdb') expect(source.jsonData?.dbName).toMatch(/^\$\{\w+\}(_rollups)?$/);
      }
    }
    const used = panels.flatMap((panel) => (panel.targets ?? []).map((target) => target.datasource));
    for (const { uid, type } of used) expect([uid, provisioned.get(uid)]).toEqual([uid, type]);
    expect(existsSync(join(grafana, folder, 'dashboards/wattsteward.yml'))).toBe(true);
  });

  it('asks Prometheus for metrics that the product has', () => {
    const sources = ['collector', 'dashboard/server', 'gateway', 'storage', 'wattsteward.ts'].map(textOf).join('\n');
    const metrics = panels
      .flatMap((panel) => panel.targets ?? [])
      .flatMap((target) => target.expr?.match(/wattsteward_\w+/g) ?? [])
      .map((name) => name.replace(/_bucket$/, ''));
    expect(metrics.length).toBeGreaterThan(3);
    for (const metric of metrics) expect(sources).toContain(`'${metric}'`);
  });
});

describe.skipIf(influxdPath === undefined)(`its questions on a real InfluxDB 1.x ${withoutInfluxd}`, () => {
  const hour = 3_600_000;
  const now = Math.floor(Date.now() / hour) * hour;
  const meter = 'EL 1/a';
  let influxd: Influxd;
  let settings: InfluxSettings;

  beforeAll(async () => {
    influxd = await startInfluxd();
    settings = { url: influxd.url, api: 'v1', database: 'city' };
    const server = openInfluxServer(settings, { log: pino({ level: 'silent' }) });
    await server.prepare();
    await server.writeRaw(
      [meter, 'EL-1'].flatMap((meter) =>
        Array.from({ length: 24 }, (_, i) => ({
          meter,
          ts: now - i * hour,
          receivedAt: now - i * hour + 400,
          values: { power_kw: 1 + i, energy_kwh: 1_000 - i },
        })),
      ),
    );
    const series = [meter, 'EL-1'].flatMap((meter) => ['power_kw', 'energy_kwh'].map((point) => ({ meter, point })));
    const points = series.flatMap(({ meter, point }) =>
      Array.from({ length: 24 }, (_, i): RollupPoint => {
        const quality = i % 4;
        return {
          meter,
          point,
          every: i % 3 === 0 ? '1d' : '1h',
          ts: now - (i + 1) * hour,
          value: quality === 0 ? null : i,
          coverage: quality === 0 ? 0 : 1,
          quality,
          min: 0,
          max: 2 * i,
        };
      }),
    );
    expect(await server.writeRollups(points)).toEqual({ dead: [] });
    await server.close();
  });
  afterAll(() => influxd?.remove());

  it.each(documented)('in the document: $of', async ({ database, query }) => {
    const rows = await ask(settings, query, database);
    expect(rows.length, query).toBeGreaterThan(0);
  });

  it.each(questions)('$of', async ({ uid, query }) => {
    const filled = fill(query, { city_point: 'power_kw', meter, point: 'power_kw', every: '1h' });
    const rows = await ask(settings, filled, uid === 'wattsteward-intervals' ? '_rollups' : '');
    const values = rows.flatMap(({ time: _time, meter: _meter, ...rest }) => Object.values(rest));
    expect(
      values.some((value) => value !== null),
      filled,
    ).toBe(true);
  });

  /** As Grafana fills them in: `:regex` escapes what a regular expression would read. */
  function fill(query: string, chosen: Record<string, string>): string {
    return query
      .replaceAll('$timeFilter', `time >= ${now - 30 * hour}ms and time <= ${now + hour}ms`)
      .replaceAll('$__interval', '1h')
      .replace(/\$\{(\w+):regex\}/g, (_, name: string) => chosen[name]!.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'))
      .replace(/\$\{(\w+)\}|\$(\w+)/g, (_, braced?: string, plain?: string) => chosen[(braced ?? plain)!]!);
  }
});

function textOf(path: string): string {
  const full = join(root, path);
  if (path.endsWith('.ts')) return readFileSync(full, 'utf8');
  return readdirSync(full, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => readFileSync(join(full, file), 'utf8'))
    .join('\n');
}
