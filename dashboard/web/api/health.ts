import type { WireHealth } from '../../../domain/wire-devices.ts';
import { call } from './client.ts';

export const health = (signal?: AbortSignal) => call<WireHealth>('/health', signal ? { signal } : {});
