import type {
  WireMapping,
  WireMappingTry,
  WireMappingTryRequest,
  WireMappingUnit,
  WireRecordedMessage,
} from '../../../domain/wire-mappings.ts';
import type { MappingRule } from '../../../domain/mapping/rule.ts';
import { call, callList } from './client.ts';

/** Calls of the mappings page. */
const at = (id: string) => `/mappings/${encodeURIComponent(id)}`;

export const mappings = () => callList<WireMapping>('/mappings');
export const put = ({ id, ...rule }: MappingRule) => call<WireMapping>(at(id), { method: 'PUT', body: rule });
export const remove = (id: string) => call<null>(at(id), { method: 'DELETE' });
export const attempt = (body: WireMappingTryRequest, signal?: AbortSignal) =>
  call<WireMappingTry>('/mappings/try', { method: 'POST', body, ...(signal ? { signal } : {}) });
export const recorded = () => callList<WireRecordedMessage>('/mappings/recorded');
export const units = () => callList<WireMappingUnit>('/mappings/units');
