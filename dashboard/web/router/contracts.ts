import { contractTypes, type ContractType } from '../../../domain/contract/contract.ts';

import { readDate, type LocalDate } from '../format/zone.ts';

/** Addresses of contracts: the portfolio, one contract, its settlements, and the forms that write it. */

/** Which contracts the list shows: those at risk, those whose verdicts can't be told, those on track. */
export const contractStates = ['at-risk', 'cannot-tell', 'on-track'] as const;
export type ContractStateQuery = (typeof contractStates)[number];

export interface ContractsQuery {
  readonly type: ContractType | null;
  readonly state: ContractStateQuery | null;
  readonly contractor: string | null;
  /** A column, `-` before it = the largest first; null = by risk. */
  readonly sort: string | null;
}
export interface ContractQuery {
  /** A calendar year of the term, or the whole of it; null = the running year. */
  readonly year: number | 'term' | null;
  /** Duties as they were judged by what was known at the end of that day; null = now. */
  readonly asOf: LocalDate | null;
}
/** What is open on the way from a yuan down to the readings: a line, one of its inputs, a lot, a day. */
export interface TraceQuery {
  readonly line: number | null;
  readonly input: number | null;
  readonly meter: string | null;
  readonly month: string | null;
  readonly kind: string | null;
  readonly date: string | null;
}

export type ContractsRoute =
  | ({ readonly page: 'contracts' } & ContractsQuery)
  | { readonly page: 'contract-new' }
  | ({ readonly page: 'contract'; readonly id: string } & ContractQuery)
  | { readonly page: 'contract-edit'; readonly id: string }
  | { readonly page: 'contract-settlements'; readonly id: string }
  | { readonly page: 'contract-settlement'; readonly id: string; readonly period: string }
  /** On paper; Chinese unless English is asked for. */
  | { readonly page: 'contract-statement'; readonly id: string; readonly period: string; readonly english: boolean }
  | ({ readonly page: 'contract-trace'; readonly id: string; readonly period: string } & TraceQuery);

const readPeriod = (text: string | undefined): string | null =>
  text !== undefined && /^(19|20|21)\d\d(-(0[1-9]|1[0-2]))?$/.test(text) ? text : null;

function readYear(text: string | null): ContractQuery['year'] {
  if (text === 'term') return 'term';
  return text !== null && /^(19|20|21)\d\d$/.test(text) ? Number(text) : null;
}

/** @returns null when the address is of another page. */
export function parseContractsRoute(
  parts: readonly string[],
  query: URLSearchParams,
  decode: (text: string) => string | null,
): ContractsRoute | null {
  const [first, second, third, fourth, fifth] = parts;
  if (first !== 'contracts' || parts.length > 5) return null;
  if (second === undefined)
    return {
      page: 'contracts',
      type: contractTypes.find((one) => one === query.get('type')) ?? null,
      state: contractStates.find((one) => one === query.get('state')) ?? null,
      contractor: query.get('contractor') || null,
      sort: query.get('sort'),
    };
  if (second === 'new' && third === undefined) return { page: 'contract-new' };
  const id = decode(second);
  if (id === null) return null;
  if (third === undefined)
    return { page: 'contract', id, year: readYear(query.get('year')), asOf: readDate(query.get('asOf')) };
  if (third === 'edit' && fourth === undefined) return { page: 'contract-edit', id };
  if (third !== 'settlements') return null;
  if (fourth === undefined) return { page: 'contract-settlements', id };
  const period = readPeriod(fourth);
  if (period === null) return null;
  if (fifth === undefined) return { page: 'contract-settlement', id, period };
  if (fifth === 'statement') return { page: 'contract-statement', id, period, english: query.get('lang') === 'en' };
  if (fifth !== 'trace') return null;
  const order = (name: string) => (/^\d{1,4}$/.test(query.get(name) ?? '') ? Number(query.get(name)) : null);
  return {
    page: 'contract-trace',
    id,
    period,
    line: order('line'),
    input: order('input'),
    meter: query.get('meter') || null,
    month: /^\d{4}-(0[1-9]|1[0-2])$/.test(query.get('month') ?? '') ? query.get('month') : null,
    kind: query.get('kind'),
    date: /^\d{4}-\d\d-\d\d$/.test(query.get('date') ?? '') ? query.get('date') : null,
  };
}

function withQuery(path: string, values: Readonly<Record<string, string | null | undefined>>): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(values)) if (value) query.set(key, value);
  const text = query.toString();
  return text === '' ? path : `${path}?${text}`;
}
const at = (id: string, rest = '') => `/contracts/${encodeURIComponent(id)}${rest}`;

export const contractPaths = {
  contracts: (query: Partial<ContractsQuery> = {}) => withQuery('/contracts', { ...query }),
  contractNew: () => '/contracts/new',
  contract: (id: string, { year, asOf }: Partial<ContractQuery> = {}) =>
    withQuery(at(id), { year: year ? `${year}` : null, asOf }),
  contractEdit: (id: string) => at(id, '/edit'),
  settlements: (id: string) => at(id, '/settlements'),
  settlement: (id: string, period: string) => at(id, `/settlements/${period}`),
  statement: (id: string, period: string, english = false) =>
    withQuery(at(id, `/settlements/${period}/statement`), { lang: english ? 'en' : null }),
  trace: (id: string, period: string, { line, input, meter, month, kind, date }: Partial<TraceQuery> = {}) =>
    withQuery(at(id, `/settlements/${period}/trace`), {
      line: line?.toString(),
      input: input?.toString(),
      meter,
      month,
      kind,
      date,
    }),
};
