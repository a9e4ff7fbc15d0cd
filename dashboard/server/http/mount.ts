import { Router, type Request, type RequestHandler, type Response } from 'express';
import type { z } from 'zod';
import type { House } from '../house.ts';
import { mayCall, type Who } from '../rights.ts';
import { RegistryRefusal } from '../../../storage/registry/port.ts';
import { StoreError } from '../../../storage/series/port.ts';
import { contentTypeOf, faultsOf, readBody, RequestAborted } from './body.ts';
import { credentialOf, isLoopback, type Authenticator } from './credentials.ts';
import { foreignOrigin } from './origin.ts';
import { disposition } from './disposition.ts';
import { badParameter, isProblem, problem, type Problem } from './problem.ts';
import type { Call, Reply, Route } from './route.ts';

interface MountOptions {
  readonly house: House;
  readonly authenticator: Authenticator;
  readonly loginLimit: RequestHandler;
  /** Called after each answer with the route's own path, for metrics and the log. */
  readonly observe: (route: Route, status: number, durationMs: number) => void;
}

/** Puts the declared routes into a router: limits → who asks → rights → parameters → body → handler → answer. */
export function mount(routes: ReadonlyMap<Route, Who>, options: MountOptions): Router {
  const router = Router({ caseSensitive: true });
  const methods = new Map<string, string[]>();
  for (const [route, who] of routes) {
    const path = route.path.replaceAll(/\{(\w+)\}/g, ':$1');
    const handlers: RequestHandler[] = route.limited === 'login' ? [options.loginLimit] : [];
    router[route.method](path, ...handlers, async (request, response) => {
      const startedAt = performance.now();
      let reply: Reply;
      try {
        reply = await answer(route, who, request, options);
      } catch (error) {
        if (error instanceof RequestAborted) return;
        if (error instanceof StoreError && historyCodes.has(error.code)) reply = historyLacking(error);
        else if (error instanceof RegistryRefusal) reply = refusal(error);
        else throw error;
      }
      send(response, reply);
      options.observe(route, response.statusCode, performance.now() - startedAt);
    });
    methods.set(path, [...(methods.get(path) ?? []), route.method.toUpperCase()]);
  }
  for (const [path, allowed] of methods) {
    router.all(path, (_request, response) => {
      send(response, problem(405, 'method-not-allowed', undefined, { headers: { Allow: allowed.join(', ') } }));
    });
  }
  return router;
}

async function answer(route: Route, who: Who, request: Request, options: MountOptions): Promise<Reply> {
  const { house, authenticator } = options;
  const credential = credentialOf(request.headers, house.tls !== undefined);
  const unsafe = route.method !== 'get';
  if (unsafe && credential?.by !== 'bearer' && foreignOrigin(request.headers)) {
    return problem(403, 'foreign-origin', 'This request comes from another site.');
  }
  const asked = await authenticator.viewer(credential);
  const address = request.socket.remoteAddress ?? '';
  const may = mayCall(who, asked, isLoopback(address));
  if (may === 'sign-in') {
    return problem(401, 'no-session', undefined, { headers: { 'WWW-Authenticate': 'Bearer realm="wattsteward"' } });
  }
  if (may === 'refused') return problem(403, 'role', `The role ${asked?.role} may not do this.`);

  const params = parameters(route.params, request.params);
  if (isProblem(params)) return params;
  const query = parameters(route.query, request.query);
  if (isProblem(query)) return query;
  let body: unknown;
  if (route.body !== undefined) {
    const read = await readBody(request, route.body);
    if (isProblem(read)) return read;
    body = read.value;
  }
  const call: Call<unknown, unknown, unknown> = {
    params,
    query,
    body,
    contentType: contentTypeOf(request),
    asked,
    get viewer() {
      if (asked === null) throw new Error(`${route.path} is open to anyone and asked for its viewer`);
      return asked;
    },
    sessionToken: credential?.by === 'cookie' ? credential.token : null,
    address,
  };
  return route.handle(call as Call<never, never, never>, house);
}

/** Query and path parameters: a wrong or unknown one is named. */
function parameters(schema: z.ZodObject | undefined, given: Readonly<Record<string, unknown>>): object | Problem {
  if (schema === undefined) {
    const extra = Object.keys(given)[0];
    if (extra === undefined) return {};
    return parameterProblem([{ path: extra, code: 'unknown', message: 'is not known here' }]);
  }
  const checked = schema.strict().safeParse(given);
  return checked.success ? checked.data : parameterProblem(faultsOf(checked.error));
}

function parameterProblem(faults: ReturnType<typeof faultsOf>): Problem {
  const detail = faults.map((f) => `Parameter ${f.path}: ${f.message}`).join('; ');
  return problem(400, 'invalid-parameter', detail, { errors: faults });
}

const historyCodes: ReadonlySet<string> = new Set(['HISTORY_AWAY', 'HISTORY_DIFFERS']);

/** Older readings are with InfluxDB only, and it doesn't give them now. */
function historyLacking({ code, message }: StoreError): Problem {
  const headers = { 'Retry-After': '10' };
  return problem(503, code === 'HISTORY_AWAY' ? 'history-away' : 'history-differs', message, { headers });
}

/** What the register refuses by its own rules. */
function refusal({ code, message, faults }: RegistryRefusal): Problem {
  switch (code) {
    case 'invalid-cursor':
      return badParameter('cursor', message, code);
    case 'not-allowed':
      return problem(403, code, message);
    case 'invalid-decision':
    case 'invalid-content':
      return problem(422, code, message, { errors: faults });
    case 'invalid-name':
    case 'invalid-scope':
      return problem(422, code, message, { errors: [{ path: code.slice('invalid-'.length), code, message }] });
  }
}

const fileAlone = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

export function send(response: Response, reply: Reply): void {
  // Figures and rights change: nothing of the API is kept by browsers or proxies.
  response.setHeader('Cache-Control', 'no-store');
  switch (reply.kind) {
    case 'problem':
      response.status(reply.body.status).set(reply.headers).type('application/problem+json');
      response.end(JSON.stringify(reply.body));
      return;
    case 'json':
      response
        .status(reply.status)
        .set(reply.headers ?? {})
        .type('application/json');
      response.end(JSON.stringify(reply.body));
      return;
    case 'file':
      response.status(200).type(reply.type);
      response.set('Content-Disposition', disposition(reply.name, reply.inline === true));
      // Whatever somebody has sent: opened on its own it may do nothing here.
      if (reply.inline) response.set('Content-Security-Policy', fileAlone);
      response.end(reply.bytes);
      return;
    case 'text':
      response.status(reply.status).setHeader('Content-Type', reply.type);
      response.end(reply.body);
      return;
    case 'empty':
      response.status(204).set(reply.headers ?? {});
      response.end();
  }
}
