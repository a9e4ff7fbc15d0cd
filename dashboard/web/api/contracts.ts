import type { EntryStepKind } from '../../../domain/contract/steps.ts';
import type {
  WireCompliance,
  WireContract,
  WireContractEntry,
  WireContractItem,
  WireContractSavings,
  WireContractsRun,
  WireLotTrace,
  WireRecomputed,
  WireSettlement,
  WireSettlementItem,
} from '../../../domain/wire-contracts.ts';
import type { WireMatterPage } from '../../../domain/wire-matters.ts';
import { call, callList } from './client.ts';

/** Calls of the contract pages. */
type Signal = AbortSignal | undefined;
const opt = (signal: Signal) => (signal ? { signal } : {});
const at = (id: string, rest = '') => `/contracts/${encodeURIComponent(id)}${rest}`;
const ofPeriod = (id: string, period: string, rest = '') => at(id, `/settlements/${encodeURIComponent(period)}${rest}`);
const asked = (values: Readonly<Record<string, string | null | undefined>>) => {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(values)) if (value) query.set(key, value);
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
};

export const contracts = (signal?: AbortSignal) => callList<WireContractItem>('/contracts', opt(signal));
export const contract = (id: string, signal?: AbortSignal) => call<WireContract>(at(id), opt(signal));
/** Local dates, `to` exclusive; both absent: the running year. */
export const savings = (id: string, span: { readonly from?: string; readonly to?: string }, signal?: AbortSignal) =>
  call<WireContractSavings>(at(id, `/savings${asked(span)}`), opt(signal));
export const compliance = (id: string, asOf: string | null = null, signal?: AbortSignal) =>
  call<WireCompliance>(at(id, `/compliance${asked({ asOf })}`), opt(signal));
export const matters = (id: string, signal?: AbortSignal) =>
  call<WireMatterPage>(`/matters${asked({ kind: 'contract', id, limit: '50' })}`, opt(signal));

export const evaluation = (signal?: AbortSignal) => call<WireContractsRun>('/contracts/evaluation', opt(signal));
export const evaluate = () => call<WireContractsRun>('/contracts/evaluation', { method: 'POST', body: {} });

/** `sha256`: of the baseline that whoever signs has before their eyes. */
export const freeze = (id: string) => call<unknown>(at(id, '/baseline/freeze'), { method: 'POST', body: {} });
export const sign = (id: string, sha256: string) =>
  call<unknown>(at(id, '/baseline/sign'), { method: 'POST', body: { sha256 } });

export const settlements = (id: string, signal?: AbortSignal) =>
  call<{ readonly items: readonly WireSettlementItem[] }>(at(id, '/settlements'), opt(signal));
export const settlement = (id: string, period: string, signal?: AbortSignal) =>
  call<WireSettlement>(ofPeriod(id, period), opt(signal));
/** `inputsHash`: of what lies before whoever proposes or agrees; another one by now is refused with `changed`. */
export const propose = (id: string, period: string, text: string, inputsHash: string) =>
  call<WireSettlement>(ofPeriod(id, period, '/propose'), {
    method: 'POST',
    body: { inputsHash, ...(text !== '' && { text }) },
  });

export interface GivenEntryStep {
  readonly what: EntryStepKind;
  readonly text: string;
  readonly attachments: readonly number[];
}
export const settlementStep = (id: string, period: string, body: GivenEntryStep & { readonly inputsHash: string }) =>
  call<WireSettlement>(ofPeriod(id, period, '/steps'), { method: 'POST', body });
export const recompute = (id: string, period: string) =>
  call<WireRecomputed>(ofPeriod(id, period, '/recompute'), { method: 'POST', body: {} });
/** Byte by byte what the hash is of. */
export const inputsUrl = (id: string, period: string): string => `/api/v1${ofPeriod(id, period, '/inputs')}`;
export const lot = (
  id: string,
  period: string,
  of: { readonly meter: string; readonly month: string; readonly kind: string | null },
  signal?: AbortSignal,
) => call<WireLotTrace>(ofPeriod(id, period, `/trace${asked(of)}`), opt(signal));

export const entries = (id: string, signal?: AbortSignal) =>
  call<{ readonly items: readonly WireContractEntry[] }>(at(id, '/entries'), opt(signal));
export const enter = (
  id: string,
  entry: {
    readonly body: WireContractEntry['body'];
    readonly reason: string;
    readonly attachments: readonly number[];
  },
) => call<WireContractEntry>(at(id, '/entries'), { method: 'POST', body: entry });
export const entryStep = (id: string, entry: number, body: GivenEntryStep) =>
  call<WireContractEntry>(at(id, `/entries/${entry}/steps`), { method: 'POST', body });

/** The whole text of a contract, as the portfolio takes it; `id` null = a new one. 422 names the fields. */
export const saveContract = (id: string | null, document: unknown) =>
  id === null
    ? call<WireContract>('/contracts', { method: 'POST', body: document })
    : call<WireContract>(at(id), { method: 'PUT', body: document });
export const institutions = (signal?: AbortSignal) =>
  callList<{ readonly id: string; readonly name: string }>('/institutions', opt(signal));
