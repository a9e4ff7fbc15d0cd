import type { WireProblem } from '../../../domain/wire.ts';

/** An answer that says what is wrong, RFC 9457. A value: handlers return it, they don't throw it. */
export interface Problem {
  readonly kind: 'problem';
  readonly body: WireProblem;
  readonly headers: Readonly<Record<string, string>>;
}

const titles: Readonly<Record<number, string>> = {
  400: 'The request is not understood',
  401: 'Sign in first',
  403: 'Your role may not do this',
  404: 'Not found',
  405: 'The method is not offered here',
  409: 'The present state forbids it',
  413: 'The body is too large',
  415: 'The content type is not taken here',
  422: 'The content has faults',
  429: 'Too many tries',
  500: 'Something failed inside',
  503: 'Not ready',
};

export interface Fault {
  readonly path: string;
  readonly code: string;
  readonly message: string;
}

export function problem(
  status: number,
  code: string,
  detail?: string,
  extra: {
    readonly errors?: readonly Fault[] | undefined;
    readonly headers?: Readonly<Record<string, string>> | undefined;
    /** Of that code alone (RFC 9457 section 3.2): `completenessPct`. */
    readonly members?: Readonly<Record<string, unknown>> | undefined;
  } = {},
): Problem {
  return {
    kind: 'problem',
    headers: extra.headers ?? {},
    body: {
      ...extra.members,
      type: `urn:wattsteward:problem:${code}`,
      title: titles[status] ?? 'Problem',
      status,
      code,
      ...(detail === undefined ? {} : { detail }),
      ...(extra.errors === undefined ? {} : { errors: extra.errors }),
    },
  };
}

/** 404 says the same for what does not exist and for what is not yours. */
export const notFound = (what: string, id: string): Problem =>
  problem(404, 'not-found', `There is no ${what} ${JSON.stringify(id)} that you may see.`);

/** 400 that names the query or path parameter. */
export const badParameter = (name: string, message: string, code = 'invalid-parameter'): Problem =>
  problem(400, code, `Parameter ${name}: ${message}`, { errors: [{ path: name, code, message }] });

export const tooManyTries = (retryAfterMs: number): Problem =>
  problem(429, 'too-many-tries', 'Wait before the next try.', {
    headers: { 'Retry-After': String(Math.max(1, Math.ceil(retryAfterMs / 1000))) },
  });

export function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && (value as { kind?: unknown }).kind === 'problem';
}
