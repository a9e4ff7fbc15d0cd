import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { referenceFolder, referenceHours, referenceResults } from '../tests/support/mandv-reference.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mandv-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}
function mandv(...args: readonly string[]): Promise<Ended> {
  const main = resolve(import.meta.dirname, 'main.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', main, 'mandv', ...args], {
    env: { ...process.env, INIT_CWD: folder, WATTSTEWARD_DATA_DIR: join(folder, 'data') },
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  return new Promise((done) => child.on('close', (code) => done({ code, out, err })));
}

interface Shown {
  readonly model: { readonly name: string; readonly parameters: Readonly<Record<string, number | null>> };
  readonly baseline: Readonly<Record<string, number | null>>;
  readonly sufficiency: {
    readonly qualified: boolean;
    readonly warnings: readonly { readonly code: string; readonly message: string }[];
    readonly disqualifications: readonly { readonly code: string; readonly message: string }[];
  };
  readonly reporting: Readonly<Record<string, number | null>>;
  readonly months: readonly { month: string; actualKwh: number | null; counterfactualKwh: number | null }[];
}
const shown = ({ out }: Ended): Shown => JSON.parse(out) as Shown;

const header = 'timestamp,energy_kwh,temperature_c\n';
/** A year of days on the clock of Shanghai: 240 kWh, 12 more for each degree under 15 °C, a little noise. */
function days(year: number, factor: number, change: (row: string, i: number) => string = (row) => row): string {
  let text = header;
  for (let i = 0; ; i++) {
    const date = new Date(Date.UTC(year, 0, 1 + i));
    if (date.getUTCFullYear() > year) return text;
    const temperature = 16 - 12 * Math.cos((2 * Math.PI * i) / 365);
    const energy = factor * (240 + 12 * Math.max(15 - temperature, 0) + 5 * Math.sin(i * 12.9898));
    text += change(`${date.toISOString().slice(0, 10)},${energy.toFixed(3)},${temperature.toFixed(2)}\n`, i);
  }
}
function write(name: string, text: string): string {
  writeFileSync(join(folder, name), name.endsWith('.gz') ? gzipSync(text) : text);
  return name;
}

it('days with bare dates: the zone says whose days they are', async () => {
  write('b.csv', days(2023, 1));
  write('r.csv.gz', days(2024, 0.9));
  const ended = await mandv('--baseline', 'b.csv', '--reporting', 'r.csv.gz', '--method', 'daily', '--json');
  const { model, baseline, sufficiency, reporting, months } = shown(ended);
  expect([ended.code, ended.err]).toEqual([0, '']);
  expect(model.name).toBe('hdd_only');
  expect(model.parameters).toMatchObject({
    interceptPerDay: expect.closeTo(240, 0) as number,
    heatingSlope: expect.closeTo(12, 0) as number,
    heatingBalanceC: expect.closeTo(15, 0) as number,
    coolingSlope: null,
    coolingBalanceC: null,
  });
  expect(baseline.n).toBe(365);
  expect(sufficiency).toMatchObject({ qualified: true, disqualifications: [] });
  // 2024 is a leap year: 366 days, twelve months.
  expect([reporting.n, months.length, reporting.confidence]).toEqual([366, 12, 0.9]);
  expect(reporting.savingsFraction).toBeCloseTo(0.1, 2);
  expect(reporting.savingsUncertaintyKwh).toBeGreaterThan(0);
  expect(months[1]!.month).toBe('2024-02');
});

it('people get a table', async () => {
  write('b.csv', days(2023, 1));
  write('r.csv', days(2024, 0.9));
  const { code, out } = await mandv('--baseline', 'b.csv', '--reporting', 'r.csv', '--method', 'monthly');
  expect(code).toBe(0);
  expect(out).toMatch(/model {7}monthly \w+: [^]*saving [^]*± [^]*\(90 %\)[^]*2024-12 /);
});

it('a baseline with two months missing is disqualified with exit code 3, and all of it is printed', async () => {
  write(
    'b.csv',
    days(2023, 1, (row, i) => (i >= 100 && i < 160 ? row.replace(/,[\d.]+,/, ',,') : row)),
  );
  write('r.csv', days(2024, 0.9));
  const ended = await mandv('--baseline', 'b.csv', '--reporting', 'r.csv', '--method', 'daily', '--json');
  expect(ended.code).toBe(3);
  expect(ended.err).toMatch(/disqualified/);
  const { sufficiency, model, reporting } = shown(ended);
  expect(sufficiency.qualified).toBe(false);
  expect(sufficiency.disqualifications.map((one) => one.code)).toContain('caltrack.too-many-missing-days');
  expect(sufficiency.disqualifications[0]!.message).toMatch(/60 of 365/);
  expect([model.name, reporting.n]).toEqual(['hdd_only', 366]);
});

it('a reporting period of zeros has no result: exit code 3, nulls and no 100 % (spec §15 case 8)', async () => {
  write('b.csv', days(2023, 1));
  write('r.csv', days(2024, 0));
  const ended = await mandv('--baseline', 'b.csv', '--reporting', 'r.csv', '--method', 'daily', '--json');
  expect(ended.code).toBe(3);
  expect(shown(ended).reporting).toMatchObject({ n: 0, actualKwh: null, savingsKwh: null, savingsFraction: null });
  expect(shown(ended).model.name).toBe('hdd_only');
});

it('gas: zeros are data, and no cooling model is tried', async () => {
  // A summer of zeros, and more use the warmer it gets in it would be a cooling model.
  write(
    'b.csv',
    days(2023, 1, (row, i) => (i > 130 && i < 260 ? row.replace(/,[\d.]+,/, ',0,') : row)),
  );
  write('r.csv', days(2024, 1));
  const args = ['--baseline', 'b.csv', '--reporting', 'r.csv', '--method', 'daily', '--json'];
  const gas = shown(await mandv(...args, '--carrier', 'gas'));
  expect(gas.baseline.n).toBe(365);
  expect(gas.model.parameters.coolingSlope).toBeNull();
  const electricity = await mandv(...args);
  expect(shown(electricity).baseline.n).toBe(365 - 129);
  expect(electricity.code).toBe(3);
});

describe('what is refused with exit code 2', () => {
  it('a word among the numbers, by row and column', async () => {
    write('b.csv', `${header}2024-01-01T00:00Z,1,2\n2024-01-01T01:00Z,twelve,3\n`);
    write('r.csv', days(2024, 1));
    const { code, out, err } = await mandv(
      '--baseline',
      'b.csv',
      '--reporting',
      'r.csv',
      '--method',
      'daily',
      '--json',
    );
    expect(err).toMatch(/b\.csv: 1 fault; nothing was computed\.\n {2}row 3, column energy_kwh: "twelve" is no number/);
    expect([code, out]).toEqual([2, '']);
  });

  it.each<[string, readonly string[], RegExp]>([
    ['no method', ['--baseline', 'r.csv', '--reporting', 'r.csv'], /--method/],
    ['another method', ['--baseline', 'r.csv', '--reporting', 'r.csv', '--method', 'weekly'], /Allowed choices/],
    ['no such file', ['--baseline', 'x.csv', '--reporting', 'r.csv', '--method', 'daily'], /x\.csv: there is no such/],
    ['days for hours', ['--baseline', 'r.csv', '--reporting', 'r.csv', '--method', 'hourly'], /needs hours/],
    [
      'no zone',
      ['--baseline', 'r.csv', '--reporting', 'r.csv', '--method', 'daily', '--timezone', 'Mars/X'],
      /time zone/,
    ],
    [
      '90',
      ['--baseline', 'r.csv', '--reporting', 'r.csv', '--method', 'daily', '--confidence', '90'],
      /between 0 and 1/,
    ],
  ])('%s', async (_, args, message) => {
    write('r.csv', days(2024, 1));
    const { code, err } = await mandv(...args);
    expect(err).toMatch(message);
    expect(code).toBe(2);
  });
});

describe.skipIf(!existsSync(referenceFolder))('recorded meters with reference results (../shared/data)', () => {
  /** As a person would write the file: one year, hours in UTC. */
  function recording(meter: string, year: number): string {
    const { startsAt, energy, temperature } = referenceHours(meter);
    const cell = (value: number): string => (Number.isNaN(value) ? '' : String(value));
    const rows = Array.from(startsAt, (ts, i) => [new Date(ts).toISOString(), cell(energy[i]!), cell(temperature[i]!)])
      .filter(([at]) => at!.startsWith(String(year)))
      .map((row) => row.join(','));
    return write(`${meter}-${year}.csv.gz`, `${header}${rows.join('\n')}\n`);
  }
  interface Reference {
    readonly model_type: string;
    readonly params_degC?: Readonly<Record<string, number>>;
    readonly metrics_totals: Readonly<Record<string, number>>;
    readonly r_squared_adj_model: number;
    readonly reporting: Readonly<Record<'observed' | 'counterfactual' | 'avoided', number>> & {
      readonly monthly_counterfactual: Readonly<Record<string, number>>;
    };
  }
  const near = (value: number): number =>
    expect.closeTo(value, 6 - Math.ceil(Math.log10(Math.abs(value) + 1))) as number;

  it.each([
    ['cam_b19_electricity', 'daily', 'caltrack2_daily_utc'],
    ['cam_b105_gas', 'daily', 'caltrack2_daily_utc'],
    ['cam_b33_electricity', 'monthly', 'caltrack2_billing_utc'],
  ])('%s %s as in %s', async (meter, method, key) => {
    const reference = referenceResults(meter)[`${key}__eemeter_3_2_0`] as Reference;
    const ended = await mandv(
      ...['--baseline', recording(meter, 2018), '--reporting', recording(meter, 2019), '--method', method],
      ...['--carrier', meter.endsWith('gas') ? 'gas' : 'electricity', '--timezone', 'UTC', '--json'],
    );
    const { model, baseline, reporting, months } = shown(ended);
    const metrics = reference.metrics_totals;
    expect(model.name).toBe(reference.model_type);
    if (reference.params_degC) {
      expect(model.parameters.interceptPerDay).toEqual(near(reference.params_degC.intercept!));
      expect(model.parameters.heatingBalanceC ?? undefined).toEqual(
        reference.params_degC.heating_balance_point && near(reference.params_degC.heating_balance_point),
      );
    }
    expect(baseline).toMatchObject({
      n: metrics.observed_length,
      cvrmse: near(metrics.cvrmse_adj!),
      autocorrelation: near(metrics.autocorr_resid!),
      adjustedRSquared: near(reference.r_squared_adj_model),
    });
    const { observed, counterfactual, avoided } = reference.reporting;
    expect(reporting.actualKwh! / observed).toBeCloseTo(1, 7);
    expect(reporting.counterfactualKwh! / counterfactual).toBeCloseTo(1, 7);
    expect((reporting.savingsKwh! - avoided) / counterfactual).toBeCloseTo(0, 7);
    for (const { month, counterfactualKwh } of months) {
      expect(counterfactualKwh! / reference.reporting.monthly_counterfactual[month]!).toBeCloseTo(1, 7);
    }
  });

  it('cam_b0_electricity hourly as in caltrack2_hourly, on the clock of London', async () => {
    const meter = 'cam_b0_electricity';
    const reference = referenceResults(meter).caltrack2_hourly__eemeter_3_2_0 as Reference;
    const ended = await mandv(
      ...['--baseline', recording(meter, 2018), '--reporting', recording(meter, 2019)],
      ...['--method', 'hourly', '--timezone', 'Europe/London', '--json'],
    );
    const { model, reporting } = shown(ended);
    expect([model.name, reporting.n]).toEqual(['towt', 8760]);
    expect(reporting.counterfactualKwh! / reference.reporting.counterfactual).toBeCloseTo(1, 7);
  });
});
