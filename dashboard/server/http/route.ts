import type { z } from 'zod';
import type { Viewer } from '../../../storage/registry/port.ts';
import type { House } from '../house.ts';
import type { Problem } from './problem.ts';

/**
 * A route is a declared value: how it is called, what it answers, and the handler. One declaration validates requests,
 * is mounted in express and is written into the OpenAPI document; who may call it stands in `rights.ts`.
 */
export type Method = 'get' | 'post' | 'put' | 'delete';

/** How a body is read before the handler sees it. */
export type BodyKind =
  /** `application/json`, parsed and checked by the schema. */
  | { readonly kind: 'json'; readonly schema: z.ZodType }
  /** Any of these content types, as text, up to `limit` bytes; parsed by the handler. */
  | { readonly kind: 'text'; readonly types: readonly string[]; readonly limit: number; readonly schema: z.ZodType }
  /** The same, as the bytes that they are: files of programs. */
  | { readonly kind: 'bytes'; readonly types: readonly string[]; readonly limit: number; readonly schema: z.ZodType };

export interface Answer {
  readonly description: string;
  /** Absent: no body (204) or a body that is not JSON. */
  readonly schema?: z.ZodType;
  readonly contentType?: string | readonly string[];
}

export interface Call<P, Q, B> {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  /** Content type of the body, lower case, without parameters. */
  readonly contentType: string;
  /** Who asks. Throws on a route that is open to anyone and was called without credentials: use `asked` there. */
  readonly viewer: Viewer;
  readonly asked: Viewer | null;
  /** The session's own token when the call came with the cookie. */
  readonly sessionToken: string | null;
  /** The socket's address. */
  readonly address: string;
}

export type Reply =
  | Problem
  | {
      readonly kind: 'json';
      readonly status: number;
      readonly body: unknown;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** Text that is ready to send, e.g. JSON that was built from columns. */
  | { readonly kind: 'text'; readonly status: number; readonly type: string; readonly body: string }
  /** A file to be saved; `inline`: to be shown in place, of types that run nothing. */
  | {
      readonly kind: 'file';
      readonly type: string;
      readonly name: string;
      readonly bytes: Uint8Array;
      readonly inline?: boolean;
    }
  | { readonly kind: 'empty'; readonly headers?: Readonly<Record<string, string>> };

export interface Route {
  readonly method: Method;
  /** As in OpenAPI: `/api/v1/meters/{id}`. */
  readonly path: string;
  readonly summary: string;
  readonly tag: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: BodyKind;
  readonly answers: Readonly<Record<number, Answer>>;
  /** Problem statuses beside those that every route may answer (400, 401, 403, 404 by its shape). */
  readonly problems?: readonly number[];
  /** Wrong credentials are counted by address. */
  readonly limited?: 'login';
  handle(call: Call<never, never, never>, house: House): Promise<Reply> | Reply;
}

type Shape<T> = T extends z.ZodType ? z.output<T> : Record<string, never>;
type BodyOf<B> = B extends { kind: 'json'; schema: infer S }
  ? Shape<S>
  : B extends { kind: 'text' }
    ? string
    : B extends { kind: 'bytes' }
      ? Uint8Array
      : undefined;

/** Ties the handler's types to the schemas, then forgets them. */
export function route<
  P extends z.ZodObject | undefined = undefined,
  Q extends z.ZodObject | undefined = undefined,
  B extends BodyKind | undefined = undefined,
>(
  spec: Omit<Route, 'params' | 'query' | 'body' | 'handle'> & {
    readonly params?: P;
    readonly query?: Q;
    readonly body?: B;
    handle(call: Call<Shape<P>, Shape<Q>, BodyOf<B>>, house: House): Promise<Reply> | Reply;
  },
): Route {
  return spec as unknown as Route;
}

export const json = (body: unknown, status = 200, headers?: Readonly<Record<string, string>>): Reply => ({
  kind: 'json',
  status,
  body,
  ...(headers ? { headers } : {}),
});
export const jsonText = (body: string): Reply => ({ kind: 'text', status: 200, type: 'application/json', body });
export const empty = (headers?: Readonly<Record<string, string>>): Reply => ({
  kind: 'empty',
  ...(headers ? { headers } : {}),
});

/** `GET /api/v1/meters/{id}`: the key of a route in the table of rights. */
export const keyOf = (route: Pick<Route, 'method' | 'path'>): string => `${route.method.toUpperCase()} ${route.path}`;
