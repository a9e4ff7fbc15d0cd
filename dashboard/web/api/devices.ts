import type { WireDevice, WireDeviceRequest, WireKnock, WireNewSecret } from '../../../domain/wire-devices.ts';
import { call, callList } from './client.ts';

/** Calls of the devices pages. */
const at = (id: string, rest = '') => `/devices/${encodeURIComponent(id)}${rest}`;

export const devices = (signal?: AbortSignal) => callList<WireDevice>('/devices', signal ? { signal } : {});
export const device = (id: string, signal?: AbortSignal) => call<WireDevice>(at(id), signal ? { signal } : {});
export const buildings = () => callList<{ readonly id: string; readonly name: string }>('/buildings');

export const create = (body: WireDeviceRequest) => call<WireNewSecret>('/devices', { method: 'POST', body });
/** A new secret; the one before holds `overlapHours` longer. */
export const newSecret = (id: string, overlapHours: number) =>
  call<WireNewSecret>(at(id, '/secret'), { method: 'POST', body: { overlapHours } });
export const revoke = (id: string) => call<null>(at(id, '/secret'), { method: 'DELETE' });

export const knocks = () => callList<WireKnock>('/knocks');
export const ignoreKnock = (knock: WireKnock) =>
  call<null>(`/knocks?${new URLSearchParams({ name: knock.name })}`, { method: 'DELETE' });
