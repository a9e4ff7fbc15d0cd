import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

/**
 * Stands in for InfluxDB 2 where none can be installed: the routes that we use, answering in the forms of its published
 * API (status codes, `{"code", "message"}`, `{"buckets": […]}`, `{"content": […]}`). It stores lines as text and
 * parses none: what a 2.x server makes of a line is for a run with INFLUX_URL to show.
 */
export interface V2Stub {
  readonly url: string;
  readonly token: string;
  readonly buckets: Map<string, { id: string; retentionRules: { everySeconds: number }[] }>;
  readonly mappings: { database: string; bucketID: string; default: boolean }[];
  /** Lines by bucket. */
  readonly lines: Map<string, string[]>;
  readonly deletions: { bucket: string; start: string; stop: string; predicate: string }[];
  /** Sockets that were opened. */
  connections(): number;
  /** Answers instead of the stub, until it returns undefined. */
  answer: ((request: StubRequest) => StubAnswer | undefined) | null;
  close(): Promise<void>;
}

export interface StubRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: string;
}

export interface StubAnswer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

export async function startV2Stub(version = 'v2.7.12'): Promise<V2Stub> {
  let sockets = 0;
  const stub: Omit<V2Stub, 'url'> & { url: string } = {
    url: '',
    token: 'stub-token-Zx81==',
    buckets: new Map(),
    mappings: [],
    lines: new Map(),
    deletions: [],
    connections: () => sockets,
    answer: null,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const asked = read(request, Buffer.concat(parts));
      const own = stub.answer?.(asked);
      const answer = own ?? route(stub, asked, request.headers.authorization, version);
      send(response, { ...answer, headers: { 'x-influxdb-version': version, ...answer.headers } });
    });
  });
  server.on('connection', () => (sockets += 1));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stub.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return stub;
}

function route(stub: V2Stub, asked: StubRequest, authorization: string | undefined, version: string): StubAnswer {
  const { method, path, query, body } = asked;
  if (path === '/ping') return { status: 204 };
  if (authorization !== `Token ${stub.token}`) return fault(401, 'unauthorized', 'unauthorized access');
  const json = () => JSON.parse(body) as { name: string; retentionRules: { everySeconds: number }[] };
  switch (`${method} ${path}`) {
    case 'POST /api/v2/write': {
      const name = query.get('bucket') ?? '';
      if (!stub.buckets.has(name) && !version.startsWith('3')) {
        return fault(404, 'not found', `bucket "${name}" not found`);
      }
      stub.lines.set(name, [...(stub.lines.get(name) ?? []), ...body.split('\n')]);
      return { status: 204 };
    }
    case 'GET /query':
      return { status: 200, body: { results: [{ statement_id: 0 }] } };
  }
  if (version.startsWith('3')) return { status: 404 };
  switch (`${method} ${path}`) {
    case 'GET /api/v2/buckets': {
      const name = query.get('name') ?? '';
      const bucket = stub.buckets.get(name);
      if (!bucket) return fault(404, 'not found', `bucket "${name}" not found`);
      return { status: 200, body: { buckets: [{ ...bucket, name, orgID: 'org-1' }] } };
    }
    case 'GET /api/v2/orgs':
      if (query.get('org') !== 'city') return fault(404, 'not found', 'organization name not found');
      return { status: 200, body: { orgs: [{ id: 'org-1', name: 'city' }] } };
    case 'POST /api/v2/buckets': {
      const { name, retentionRules } = json();
      if (stub.buckets.has(name)) {
        return fault(422, 'unprocessable entity', `bucket with name ${name} already exists`);
      }
      const bucket = { id: `bucket-${stub.buckets.size + 1}`, retentionRules };
      stub.buckets.set(name, bucket);
      return { status: 201, body: { ...bucket, name, orgID: 'org-1' } };
    }
    case 'GET /api/v2/dbrps':
      return { status: 200, body: { content: stub.mappings.filter((one) => one.database === query.get('db')) } };
    case 'POST /api/v2/dbrps':
      stub.mappings.push(json() as unknown as (typeof stub.mappings)[number]);
      return { status: 201, body: json() };
    case 'POST /api/v2/delete':
      stub.deletions.push({
        bucket: query.get('bucket') ?? '',
        ...(json() as unknown as { start: string; stop: string; predicate: string }),
      });
      return { status: 204 };
  }
  return fault(404, 'not found', 'path not found');
}

export function fault(status: number, code: string, message: string): StubAnswer {
  return { status, body: { code, message } };
}

function read(request: IncomingMessage, bytes: Buffer): StubRequest {
  const url = new URL(request.url ?? '/', 'http://stub');
  const plain = request.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes;
  return { method: request.method ?? '', path: url.pathname, query: url.searchParams, body: plain.toString('utf8') };
}

function send(response: ServerResponse, { status, body, headers }: StubAnswer): void {
  if (body === undefined) response.writeHead(status, headers).end();
  else
    response
      .writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
      .end(JSON.stringify(body));
}
