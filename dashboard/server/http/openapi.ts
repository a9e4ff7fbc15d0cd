import { z } from 'zod';
import type { Who } from '../rights.ts';
import { problemSchema } from '../wire/schemas.ts';
import type { Route } from './route.ts';

type Json = Record<string, unknown>;

/** OpenAPI 3.1 of the declared routes: the same schemas that check requests, turned into JSON Schema. */
export function openapi(routes: ReadonlyMap<Route, Who>, version: string): object {
  const components: Json = {};
  const paths: Record<string, Json> = {};
  for (const [route, who] of routes) (paths[route.path] ??= {})[route.method] = operation(route, who, components);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Wattsteward',
      version,
      description: 'Energy, water and heat of public buildings. Errors are RFC 9457 problem details.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: components,
      securitySchemes: {
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'wattsteward_session',
          description: '`__Host-` before the name with TLS',
        },
        token: { type: 'http', scheme: 'bearer' },
      },
    },
  };
}

function operation(route: Route, who: Who, components: Json): Json {
  const parameters = [
    ...parametersOf('path', route.params, components),
    ...parametersOf('query', route.query, components),
  ];
  return {
    operationId: operationId(route),
    summary: route.summary,
    tags: [route.tag],
    ...(typeof who === 'object' ? { description: `For ${who.join(', ')}.` } : {}),
    security: who === 'anyone' ? [] : [{ session: [] }, { token: [] }],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(route.body ? { requestBody: { required: true, content: contentOf(route.body, components) } } : {}),
    responses: responsesOf(route, who, components),
  };
}

/** `GET /api/v1/meters/{id}/series` → `getMetersIdSeries`. */
function operationId(route: Route): string {
  const words = route.path.replace(/^\/api\/v1/, '').split(/[^A-Za-z0-9]+/);
  return route.method + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

function contentOf(body: NonNullable<Route['body']>, components: Json): Json {
  const types = body.kind === 'json' ? ['application/json'] : body.types;
  const schema = schemaOf(body.schema, 'input', components);
  return Object.fromEntries(types.map((type) => [type, { schema }]));
}

function parametersOf(place: 'path' | 'query', schema: z.ZodObject | undefined, components: Json): Json[] {
  return Object.entries(schema?.shape ?? {}).map(([name, field]) => {
    const { description, ...rest } = schemaOf(field as z.ZodType, 'input', components);
    const required = place === 'path' || !(field as z.ZodType).safeParse(undefined).success;
    return { name, in: place, required, schema: rest, ...(description === undefined ? {} : { description }) };
  });
}

function responsesOf(route: Route, who: Who, components: Json): Json {
  const responses: Json = {};
  for (const [status, answer] of Object.entries(route.answers)) {
    const types = [answer.contentType ?? 'application/json'].flat();
    const schema = answer.schema ? schemaOf(answer.schema, 'output', components) : { type: 'string' };
    const hasBody = answer.schema !== undefined || answer.contentType !== undefined;
    const content = Object.fromEntries(types.map((type) => [type, { schema }]));
    responses[status] = { description: answer.description, ...(hasBody ? { content } : {}) };
  }
  const problems = { 'application/problem+json': { schema: schemaOf(problemSchema, 'output', components) } };
  for (const status of problemsOf(route, who)) responses[status] = { description: meanings[status], content: problems };
  return responses;
}

function problemsOf(route: Route, who: Who): number[] {
  const statuses = new Set([400, 405, 500, ...(route.problems ?? [])]);
  if (who !== 'anyone' || route.limited === 'login') statuses.add(401);
  if (who !== 'anyone' || route.method !== 'get') statuses.add(403);
  if (route.params !== undefined || route.query !== undefined) statuses.add(404);
  if (route.body !== undefined) for (const status of [413, 415, 422]) statuses.add(status);
  if (route.limited !== undefined) statuses.add(429);
  return [...statuses].sort((a, b) => a - b);
}

const meanings: Readonly<Record<number, string>> = {
  400: 'A parameter is wrong; it is named',
  401: 'No session',
  403: 'The role may not do this, or the request came from another site',
  404: 'Unknown or not yours',
  405: 'No such method here',
  409: 'The present state forbids it',
  413: 'Too large',
  415: 'Content type not taken',
  422: 'The content has faults, each with its path',
  429: 'Too many tries; see Retry-After',
  500: 'Failed inside',
  503: 'Not ready, or older readings are with InfluxDB, which does not give them now; see Retry-After',
};

/** Schemas with an id become components; the rest stands where it is used. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output', components: Json): Json {
  const {
    $schema: _draft,
    $defs,
    ...root
  } = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io,
    unrepresentable: 'any',
    reused: 'inline',
  }) as Json & { $defs?: Record<string, Json> };
  for (const [name, definition] of Object.entries($defs ?? {})) components[name] = relocate(definition);
  const { id, ...rest } = root;
  if (typeof id !== 'string') return relocate(root);
  components[id] = relocate(rest);
  return { $ref: `#/components/schemas/${id}` };
}

/** `$defs` of one schema are components of the document. */
function relocate(schema: Json): Json {
  const text = JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/');
  const moved = JSON.parse(text) as Json;
  delete moved['id'];
  return moved;
}
