import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { fromHourEnds, hourlyObservations, type HourlyColumn } from '../../domain/mandv/data/testing/hours.ts';
import type { HourlyObservations } from '../../domain/mandv/types.ts';

/** Real and simulated meters with the results of other engines; kept beside the project, not in it. */
export const referenceFolder = resolve(import.meta.dirname, '../../../shared/data');

export interface ReferenceMeter {
  readonly meter: string;
  readonly is_electricity: boolean;
  /** First date of the period and of the day after it. */
  readonly baseline: readonly [string, string];
  readonly reporting: readonly [string, string];
  readonly [result: string]: unknown;
}

/** Names of meters with results, empty where the folder is absent. */
export function referenceMeters(): string[] {
  const folder = `${referenceFolder}/reference`;
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => /^(cam|nmecr|rmv|eemeter).*\.json$/.test(file))
    .map((file) => file.replace('.json', ''))
    .sort();
}

export function referenceResults(meter: string): ReferenceMeter {
  return JSON.parse(readFileSync(`${referenceFolder}/reference/${meter}.json`, 'utf8')) as ReferenceMeter;
}

/** Hours of the meter as its own label rules read them (README of the folder). */
export function referenceHours(meter: string): HourlyObservations {
  if (meter.startsWith('cam_')) {
    const carrier = meter.endsWith('gas') ? 'gas' : 'electricity';
    const energy = column(rows(`hourly/${meter}`), 'timestamp_utc', 'value');
    return hourlyObservations(energy, column(rows('hourly/weather_bedford'), 'timestamp_utc', 'temp_c'), carrier);
  }
  if (meter.startsWith('nmecr_')) {
    // One label comes twice; the oracle took its first row.
    const table = rows(`hourly/${meter}`);
    const temperature = inCelsius(column(table, 'timestamp_local', 'temp_f'));
    return hourlyObservations(column(table, 'timestamp_local', 'kwh'), temperature, 'electricity', 'first');
  }
  if (meter.startsWith('rmv_sim_')) {
    const table = [...rows('simulated/rmv_sim_pre_1'), ...rows(`simulated/${meter}`)];
    const at = (name: string): HourlyColumn => fromHourEnds(column(table, 'timestamp_local', name));
    return hourlyObservations(at('kwh'), at('temp_c'), 'electricity');
  }
  const energy = column(rows(`simulated/${meter}`), 'timestamp', 'value');
  return hourlyObservations(
    energy,
    inCelsius(column(rows('simulated/eemeter_il-tempF'), 'timestamp', 'temp_f')),
    'electricity',
  );
}

/** Observed and counterfactual by local day of the reporting year, where the oracle has both. */
export function referenceDays(
  meter: string,
): readonly { readonly date: string; readonly observed: number; readonly counterfactual: number }[] {
  return rows(`reference/daily/${meter}`)
    .filter((row) => row['observed'] !== '' && row['counterfactual'] !== '')
    .map((row) => ({
      date: row['date_local']!,
      observed: Number(row['observed']),
      counterfactual: Number(row['counterfactual']),
    }));
}

type Row = Readonly<Record<string, string>>;

function rows(name: string): Row[] {
  const text = gunzipSync(readFileSync(`${referenceFolder}/${name}.csv.gz`)).toString();
  const [head, ...lines] = text.trimEnd().split('\n');
  const names = head!.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, i) => [names[i], cell])));
}

function column(table: readonly Row[], time: string, value: string): HourlyColumn {
  const kept = table.filter((row) => row[time] !== '');
  // Labels without an offset are read as UTC: their local days are UTC days then.
  const instant = (label: string): number =>
    Date.parse(/(Z|[+-]\d\d:\d\d)$/.test(label) ? label : `${label.replace(' ', 'T')}Z`);
  return {
    startsAt: kept.map((row) => instant(row[time]!)),
    value: kept.map((row) => (row[value] === '' || row[value] === 'NA' ? NaN : Number(row[value]))),
  };
}

function inCelsius({ startsAt, value }: HourlyColumn): HourlyColumn {
  return { startsAt, value: Array.from(value, (f) => (f - 32) / 1.8) };
}
