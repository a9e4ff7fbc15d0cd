import type { WireProblem } from '../../../domain/wire.ts';

/** Why an answer did not come, as a value: pages say it in the person's words (messages, `problems`). */
export interface ApiProblem {
  /** 0 = no answer at all. */
  readonly status: number;
  readonly code: string;
  /** What the server said in detail, in English; shown as the technical line only. */
  readonly detail: string | null;
  readonly retryAfterSeconds: number | null;
  /** When it happened, epoch ms. */
  readonly at: number;
  readonly errors: readonly { readonly path: string; readonly code: string; readonly message: string }[];
}

export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: ApiProblem };

export function unreachable(at: number): ApiProblem {
  return { status: 0, code: 'unreachable', detail: null, retryAfterSeconds: null, at, errors: [] };
}

/** Reads problem details; whatever is not one (a proxy's page, an empty body) still gets a status and a code. */
export function readProblem(status: number, retryAfter: string | null, body: unknown, at: number): ApiProblem {
  const p = (typeof body === 'object' && body !== null ? body : {}) as Partial<WireProblem>;
  return {
    status,
    code: typeof p.code === 'string' ? p.code : `http-${status}`,
    detail: typeof p.detail === 'string' ? p.detail : null,
    retryAfterSeconds: readRetryAfter(retryAfter, at),
    at,
    errors: Array.isArray(p.errors) ? p.errors : [],
  };
}

/** `Retry-After` is a number of seconds or an HTTP date. */
export function readRetryAfter(header: string | null, now: number): number | null {
  if (header === null || header.trim() === '') return null;
  if (/^\d+$/.test(header.trim())) return Number(header);
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - now) / 1000));
}
