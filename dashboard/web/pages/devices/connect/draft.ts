import type { WireDeviceRequest } from '../../../../../domain/wire-devices.ts';
import { isRegisterPoint, unitOf } from '../../../../../domain/points.ts';
import type { ApiProblem } from '../../../api/problem.ts';

/** A new meter as typed; texts as they stand in the fields. */
export interface MeterDraft {
  readonly id: string;
  readonly building: string;
  readonly carrier: string;
  readonly point: string;
  readonly unit: string;
  readonly digits: string;
  readonly decimals: string;
  readonly multiplier: string;
  readonly interval: string;
  /** '' = the meter logs in itself. */
  readonly gateway: string;
}
export type MeterField = keyof MeterDraft;
/** By field: a code that the dictionaries have words for, or the server's own words. */
export type MeterErrors = Partial<Record<MeterField, string>>;

export const carriers = ['electricity', 'water', 'gas', 'heat', 'cooling', 'pv', 'fuel', 'weather', 'indoor'] as const;
const usualPoints: Readonly<Record<string, string>> = {
  water: 'volume_m3',
  gas: 'volume_m3',
  heat: 'heat_gj',
  cooling: 'heat_gj',
  fuel: 'fuel_l',
  weather: 'temperature_c',
  indoor: 'temperature_c',
};

/** What a meter of this carrier usually has. */
export function usual(carrier: string): Pick<MeterDraft, 'point' | 'unit' | 'digits' | 'decimals'> {
  const point = usualPoints[carrier] ?? 'energy_kwh';
  const register = isRegisterPoint(point);
  return { point, unit: unitOf(point) ?? '', digits: register ? '6' : '', decimals: register ? '2' : '' };
}

export function emptyDraft(id: string, gateway: string): MeterDraft {
  const rest = { building: '', carrier: 'electricity', multiplier: '1', interval: '15m', gateway };
  return { id, ...rest, ...usual('electricity') };
}

/** Thousands separators and full-width digits are taken as people type them. */
const read = (text: string) => Number(text.normalize('NFKC').replace(/[,\s]/g, ''));
const whole = (text: string, from: number, to: number) => {
  const n = read(text);
  return text.trim() === '' || (Number.isInteger(n) && n >= from && n <= to);
};

/** What is wrong, by field; empty when nothing is. */
export function check(draft: MeterDraft, taken: (id: string) => boolean): MeterErrors {
  const errors: { -readonly [K in MeterField]?: string } = {};
  if (draft.id.trim() === '') errors.id = 'id-missing';
  // Such an id would be several topic levels, or a filter over other devices' topics.
  else if (/[+#/\s]/.test(draft.id.trim()) || draft.id.trim().length > 128) errors.id = 'id-unusable';
  else if (taken(draft.id.trim())) errors.id = 'id-taken';
  if (draft.building === '') errors.building = 'building-missing';
  if (!/^[a-z][a-z0-9_]*$/.test(draft.point.trim())) errors.point = 'point-unusable';
  if (draft.unit.trim() === '' && unitOf(draft.point) !== '') errors.unit = 'unit-missing';
  if (!whole(draft.digits, 1, 12)) errors.digits = 'digits-range';
  if (!whole(draft.decimals, 0, 6)) errors.decimals = 'decimals-range';
  if (!(read(draft.multiplier) > 0)) errors.multiplier = 'multiplier-positive';
  if (!/^\d+[smhd]$/.test(draft.interval.trim())) errors.interval = 'interval-form';
  return errors;
}

/** The meter's row, as in the portfolio file; what is empty is left out. */
export function bodyOf(draft: MeterDraft): WireDeviceRequest & { readonly id: string } {
  const optional = (key: string, text: string) => (text.trim() === '' ? {} : { [key]: read(text) });
  return {
    kind: 'meter',
    id: draft.id.trim(),
    building: draft.building,
    carrier: draft.carrier,
    register: {
      point: draft.point.trim(),
      unit: draft.unit.trim(),
      ...optional('digits', draft.digits),
      ...optional('decimals', draft.decimals),
      multiplier: read(draft.multiplier),
    },
    interval: draft.interval.trim(),
    ...(draft.gateway === '' ? {} : { gateway: draft.gateway }),
  };
}

const fields: readonly MeterField[] = [
  'id',
  'building',
  'carrier',
  'point',
  'unit',
  'digits',
  'decimals',
  'multiplier',
  'interval',
  'gateway',
];
/** The server's findings by field (`meters[0].register.digits`); what belongs to none is left over. */
export function serverErrors(problem: ApiProblem): { readonly fields: MeterErrors; readonly rest: readonly string[] } {
  const found: { -readonly [K in MeterField]?: string } = {};
  const rest: string[] = [];
  for (const { path, message } of problem.errors) {
    const parts = path.split(/[./[\]]+/);
    const field = fields.find((f) => parts.includes(f));
    if (field) found[field] ??= message;
    else rest.push(message);
  }
  return { fields: found, rest };
}
