import type {
  WireMapping,
  WireMappingTry,
  WireMappingTryRequest,
  WireMappingUnit,
  WireRecordedMessage,
} from '../../../domain/wire-mappings.ts';
import type { MappingRule } from '../../../domain/mapping/rule.ts';
import { call } from './client.ts';
import type { Answer } from './problem.ts';

/** Calls of the mappings page. */
const at = (id: string) => `/mappings/${encodeURIComponent(id)}`;

/** Rules, messages and units come whole: they are bounded. */
async function whole<T>(path: string): Promise<Answer<readonly T[]>> {
  const answer = await call<{ readonly items: readonly T[] }>(path);
  return answer.ok ? { ok: true, value: answer.value.items } : answer;
}

export const mappings = () => whole<WireMapping>('/mappings');
export const put = ({ id, ...rule }: MappingRule) => call<WireMapping>(at(id), { method: 'PUT', body: rule });
export const remove = (id: string) => call<null>(at(id), { method: 'DELETE' });
export const attempt = (body: WireMappingTryRequest, signal?: AbortSignal) =>
  call<WireMappingTry>('/mappings/try', { method: 'POST', body, ...(signal ? { signal } : {}) });
export const recorded = () => whole<WireRecordedMessage>('/mappings/recorded');
export const units = () => whole<WireMappingUnit>('/mappings/units');
