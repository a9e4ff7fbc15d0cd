import type { WireMandvCreate } from '../../../../domain/wire-mandv.ts';
import type { MandvMethod } from '../../../../domain/mandv/types.ts';
import type { ApiProblem } from '../../api/problem.ts';
import { addDays, readDate } from '../../format/zone.ts';

/** What a person has typed; texts as they stand in the fields. */
export interface Draft {
  readonly meter: string;
  /** '' = the default. */
  readonly weatherMeter: string;
  readonly method: MandvMethod;
  readonly baselineFrom: string;
  /** Last day, inclusive, as people say it. */
  readonly baselineLast: string;
  readonly reportingFrom: string;
  readonly confidence: string;
  readonly guarantee: string;
}
export type Field =
  'meter' | 'weatherMeter' | 'method' | 'baselineFrom' | 'baselineTo' | 'reportingFrom' | 'confidence' | 'guarantee';
/** By field: a code that the dictionaries have words for, or the server's own words. */
export type FieldErrors = Partial<Record<Field, { readonly code: string; readonly said?: string }>>;

const days = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 86_400_000;
/** Thousands separators and full-width digits are taken as people type them. */
export const readNumber = (text: string): number =>
  Number(text.normalize('NFKC').replace(/[,\s]/g, '').replace('−', '-'));

/** What is wrong with the draft, by field; empty when nothing is. */
export function check(draft: Draft, today: string, hasWeather: boolean): FieldErrors {
  const errors: { -readonly [K in keyof FieldErrors]: FieldErrors[K] } = {};
  const from = readDate(draft.baselineFrom);
  const last = readDate(draft.baselineLast);
  const reporting = readDate(draft.reportingFrom);
  if (draft.meter === '') errors.meter = { code: 'meter-missing' };
  if (!hasWeather) errors.weatherMeter = { code: 'weather-missing' };
  if (from === null) errors.baselineFrom = { code: 'from-missing' };
  if (last === null) errors.baselineTo = { code: 'to-missing' };
  else if (from !== null && last < from) errors.baselineTo = { code: 'to-before-from' };
  else if (last >= today) errors.baselineTo = { code: 'baseline-future' };
  else if (from !== null && days(from, last) + 1 < 90) errors.baselineTo = { code: 'baseline-short' };
  if (reporting === null) errors.reportingFrom = { code: 'reporting-missing' };
  else if (last !== null && reporting <= last) errors.reportingFrom = { code: 'reporting-early' };
  else if (reporting > today) errors.reportingFrom = { code: 'reporting-future' };
  if (draft.guarantee.trim() !== '' && !(readNumber(draft.guarantee) > 0))
    errors.guarantee = { code: 'guarantee-number' };
  return errors;
}

export function bodyOf(draft: Draft): WireMandvCreate {
  return {
    meter: draft.meter,
    ...(draft.weatherMeter === '' ? {} : { weatherMeter: draft.weatherMeter }),
    method: draft.method,
    baselineFrom: draft.baselineFrom,
    baselineTo: addDays(draft.baselineLast, 1),
    reportingFrom: draft.reportingFrom,
    confidence: Number(draft.confidence),
    ...(draft.guarantee.trim() === '' ? {} : { guarantee: readNumber(draft.guarantee) }),
  };
}

const fields: readonly Field[] = [
  'meter',
  'weatherMeter',
  'method',
  'baselineFrom',
  'baselineTo',
  'reportingFrom',
  'confidence',
  'guarantee',
];
/** The server's findings by field; what belongs to none is left over. */
export function fieldErrors(problem: ApiProblem): { readonly fields: FieldErrors; readonly rest: readonly string[] } {
  const found: { -readonly [K in keyof FieldErrors]: FieldErrors[K] } = {};
  const rest: string[] = [];
  for (const error of problem.errors) {
    const name = fields.find((f) => error.path.replace(/^[/.$]+/, '').split(/[/.]/)[0] === f);
    if (name) found[name] ??= { code: error.code, said: error.message };
    else rest.push(error.message);
  }
  return { fields: found, rest };
}

/** A year before the works, and the works of a month: the usual case, with data that reach until yesterday. */
export function suggested(today: string): Pick<Draft, 'baselineFrom' | 'baselineLast' | 'reportingFrom'> {
  const reporting = addDays(today, -120);
  return { baselineFrom: addDays(reporting, -365), baselineLast: addDays(reporting, -1), reportingFrom: reporting };
}
