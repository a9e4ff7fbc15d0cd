import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { BaselineData, HourlyObservations, MandvCarrier } from '../../types.ts';

/** Real meters with reference results lie beside the repository where there are any. */
const root = new URL('../../../../../shared/data/', import.meta.url);
const hourMs = 3_600_000;

export interface HourlyReference {
  readonly occupied_hours_of_week: Readonly<Record<string, readonly number[]>>;
  readonly occupied_bins_degF: Readonly<Record<string, readonly number[]>>;
  readonly unoccupied_bins_degF: Readonly<Record<string, readonly number[]>>;
  readonly n_parameters_total: number;
  readonly baseline_metrics_p1: Readonly<Record<string, number>>;
  readonly baseline_monthly_predicted: Readonly<Record<string, number>>;
  readonly baseline_monthly_observed: Readonly<Record<string, number>>;
  readonly reporting: ReportingReference;
  readonly reporting_2020?: ReportingReference;
  readonly first_segment: { readonly name: string; readonly params: Readonly<Record<string, number>> };
}
export interface ReportingReference {
  readonly hours: number;
  readonly observed: number;
  readonly counterfactual: number;
  readonly monthly_observed: Readonly<Record<string, number>>;
  readonly monthly_counterfactual: Readonly<Record<string, number>>;
}

export interface ReferenceMeter {
  readonly name: string;
  readonly timeZone: string;
  readonly carrier: MandvCarrier;
  readonly baseline: readonly [string, string];
  readonly reporting: readonly [string, string];
  readonly reference: HourlyReference;
}

export function referenceMeters(): ReferenceMeter[] {
  if (!existsSync(new URL('reference/', root))) return [];
  return readdirSync(new URL('reference/', root))
    .filter((file) => file.endsWith('.json') && file !== 'performance.json')
    .flatMap((file) => {
      const stored = JSON.parse(readFileSync(new URL(`reference/${file}`, root), 'utf8'));
      const reference = stored['caltrack2_hourly__eemeter_3_2_0'];
      if (reference === undefined) return [];
      const name = file.replace('.json', '');
      return [
        {
          name,
          timeZone: name.startsWith('cam_') ? 'Europe/London' : name.startsWith('eemeter') ? 'Etc/GMT+6' : 'UTC',
          carrier: stored.is_electricity ? 'electricity' : 'gas',
          baseline: stored.baseline,
          reporting: stored.reporting,
          reference: { ...reference, reporting_2020: reference.reporting_2020 },
        } satisfies ReferenceMeter,
      ];
    });
}

/** Hours of a meter between two local dates, with the rules of the data's README. */
export function readHours(meter: ReferenceMeter, [from, to]: readonly [string, string]): HourlyObservations {
  const bound = (date: string): number => new Date(`${date}T00:00:00Z`).getTime() - offsetOf(meter, date);
  return joined(...columnsOf(meter), bound(from), bound(to));
}

export function baselineOf(meter: ReferenceMeter): BaselineData<HourlyObservations> {
  const { carrier, timeZone } = meter;
  return { purpose: 'baseline', carrier, timeZone, observations: readHours(meter, meter.baseline) };
}

type Readings = Map<number, number>;

function columnsOf({ name }: ReferenceMeter): [Readings, Readings] {
  if (name.startsWith('cam_')) {
    return [column(`hourly/${name}`, 1), column('hourly/weather_bedford', 1)];
  }
  if (name.startsWith('eemeter_')) {
    return [column(`simulated/${name}`, 1), column('simulated/eemeter_il-tempF', 1, celsius)];
  }
  if (name === 'nmecr_school_2018') {
    return [column(`hourly/${name}`, 1), column(`hourly/${name}`, 2, celsius)];
  }
  const files = ['simulated/rmv_sim_pre_1', 'simulated/rmv_sim_post_1'];
  const both = (at: number): Readings =>
    new Map(files.flatMap((file) => [...column(file, at)].map(([ts, v]) => [ts - hourMs, v] as const)));
  return [both(1), both(2)];
}

/** First of two rows with one label. */
function column(file: string, at: number, convert = (value: number): number => value): Readings {
  const readings: Readings = new Map();
  const text = gunzipSync(readFileSync(new URL(`${file}.csv.gz`, root))).toString();
  for (const line of text.trim().split('\n').slice(1)) {
    const cells = line.split(',');
    const label = cells[0]!.replace(' ', 'T');
    const ts = Date.parse(/[Z]|[+-]\d\d:\d\d$/.test(label) ? label : `${label}Z`);
    if (!readings.has(ts)) readings.set(ts, cells[at] === '' ? NaN : convert(Number(cells[at])));
  }
  return readings;
}

function joined(energy: Readings, temperature: Readings, from: number, to: number): HourlyObservations {
  const startsAt = [...energy.keys()].filter((ts) => ts >= from && ts < to).sort((a, b) => a - b);
  return {
    startsAt: Float64Array.from(startsAt),
    energy: Float64Array.from(startsAt, (ts) => energy.get(ts)!),
    temperature: Float64Array.from(startsAt, (ts) => temperature.get(ts) ?? NaN),
  };
}

/** Reference periods begin in winter. */
function offsetOf({ timeZone }: ReferenceMeter, _date: string): number {
  return timeZone === 'Etc/GMT+6' ? -6 * hourMs : 0;
}

function celsius(fahrenheit: number): number {
  return (fahrenheit - 32) / 1.8;
}
