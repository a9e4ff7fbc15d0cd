import { inflateRawSync } from 'node:zlib';
import type { Route } from '../../dashboard/server/http/route.ts';
import type { Role } from '../../storage/registry/port.ts';
import { period, worlds, type Whose, type World } from './rights-world.ts';

/**
 * How a walk over the table of routes calls each: whose the thing in its path is, who sees that, and with which body. A
 * route that fits nowhere makes the walk fail: nobody adds one and forgets its rights.
 */

type Kind = 'contract' | 'meter' | 'building' | 'canteen' | 'evaluation' | 'analysis' | 'nobody';
type Seen = Readonly<Record<Kind, readonly Role[]>>;

/** Of the own world; of the foreign one, those who see everything. */
const everybody: readonly Role[] = ['administrator', 'officer', 'leader'];
const seen: Seen = {
  contract: [...everybody, 'county', 'institution', 'contractor'],
  meter: [...everybody, 'county', 'institution', 'contractor'],
  building: [...everybody, 'county', 'institution', 'contractor'],
  analysis: [...everybody, 'county', 'institution', 'contractor'],
  canteen: [...everybody, 'county', 'institution', 'canteen'],
  evaluation: [...everybody, 'county', 'institution', 'canteen'],
  nobody: [],
};
export const sees = (role: Role, kind: Kind, whose: Whose): boolean =>
  (whose === 'own' ? seen[kind] : everybody).includes(role);

interface Place {
  readonly kind: Kind;
  readonly params: (world: World) => Readonly<Record<string, string>>;
}
const rest = { correction: '1', entry: '1', fetch: '1', date: '2024-03-01', meal: 'LUNCH', adjustment: '1' };

/** By how the path begins; the first that fits. */
const places: readonly (readonly [prefix: string, Place])[] = [
  ['/api/v1/contracts/{id}', { kind: 'contract', params: ({ contract: id, entry }) => ({ id, entry, period }) }],
  ['/api/v1/matters/{id}', { kind: 'contract', params: ({ matter: id }) => ({ id }) }],
  ['/api/v1/attachments/{id}', { kind: 'contract', params: ({ attachment: id }) => ({ id }) }],
  ['/api/v1/meters/{id}', { kind: 'meter', params: ({ meter: id }) => ({ id }) }],
  ['/api/v1/devices/{id}', { kind: 'meter', params: ({ meter: id }) => ({ id }) }],
  ['/api/v1/places/{kind}/{id}', { kind: 'building', params: ({ building: id }) => ({ kind: 'building', id }) }],
  ['/api/v1/canteens/{id}', { kind: 'canteen', params: ({ canteen: id }) => ({ ...rest, id }) }],
  ['/api/v1/evaluations/{id}', { kind: 'evaluation', params: ({ evaluation: id }) => ({ id }) }],
  ['/api/v1/mandv/analyses/{id}', { kind: 'analysis', params: ({ analysis: id }) => ({ ...rest, id }) }],
  // Named in the query.
  ['/api/v1/quality/revisions', { kind: 'meter', params: () => ({}) }],
  // There is none: an id that was guessed.
  ['/api/v1/alarms/{id}', { kind: 'nobody', params: () => ({ id: '999999' }) }],
  ['/api/v1/quality/decisions/{id}', { kind: 'nobody', params: () => ({ id: '999999' }) }],
  ['/api/v1/bulletins/{id}', { kind: 'nobody', params: () => ({ id: '999999' }) }],
  ['/api/v1/tokens/{name}', { kind: 'nobody', params: () => ({ name: 'somebody-elses' }) }],
];

/** Things that those who may call the route see all of, or of which there is nothing to see. */
const unlimited = [
  ...['/api/v1/users/{username}', '/api/v1/quarantine/{id}', '/api/v1/quality/verdicts/{id}'],
  ...[
    '/api/v1/quality/batches/{batch}',
    '/api/v1/knocks/{name}',
    '/api/v1/mappings/{id}',
    '/api/v1/spot-check-plans/{year}',
  ],
];

/** null: the path names nothing. */
export function placeOf({ path }: Pick<Route, 'path'>): Place | 'unlimited' | null {
  const found = places.find(
    ([prefix]) => path === prefix || path.startsWith(`${prefix}/`) || path.startsWith(`${prefix}.`),
  );
  if (found !== undefined) return found[1];
  if (!path.includes('{')) return null;
  if (unlimited.some((prefix) => path.startsWith(prefix))) return 'unlimited';
  throw new Error(`${path} names something, and the walk does not know whose it is (tests/support/route-walk.ts)`);
}

/** Query of routes that do not answer without one. */
const queries: Readonly<Record<string, (world: World) => string>> = {
  'get /api/v1/series': () => '?meters=all&from=2024-03-01&to=2024-03-03',
  'get /api/v1/contracts/{id}/savings': () => '?from=2024-03-01&to=2024-04-01',
  'get /api/v1/contracts/{id}/savings.csv': () => '?from=2024-03-01&to=2024-04-01',
  'get /api/v1/contracts/{id}/savings.xlsx': () => '?from=2024-03-01&to=2024-04-01',
  'get /api/v1/contracts/{id}/settlements/{period}/trace': ({ meter }) => `?meter=${meter}&month=${period}`,
  'get /api/v1/meters/{id}/readings': () => '?from=2024-03-01&to=2024-03-03',
  'get /api/v1/meters/{id}/series': () => '?from=2024-03-01&to=2024-03-03',
  'get /api/v1/quality/revisions': ({ meter }) => `?meter=${meter}`,
  'post /api/v1/attachments': ({ contract }) => `?kind=contract&id=${contract}&name=a.pdf`,
};

const reason = { reason: 'x' };
const step = { what: 'note', text: 'x' };
const hash = '0'.repeat(64);
/** Bodies that pass the check of fields, so that what answers is the right. */
const bodies: Readonly<Record<string, (world: World) => unknown>> = {
  'post /api/v1/canteens/{id}/corrections': () => ({ device: 'X', seq: 1, ts: 1, as: 'ignored', ...reason }),
  'post /api/v1/canteens/{id}/corrections/{correction}/undo': () => reason,
  'post /api/v1/canteens/{id}/entries': () => ({
    entries: [{ date: '2024-03-01', meal: 'LUNCH', what: 'PLATE_WASTE', value: 1 }],
    ...reason,
  }),
  'post /api/v1/canteens/{id}/entries/{entry}/undo': () => reason,
  'put /api/v1/canteens/{id}/notes/{date}/{meal}': () => ({ text: 'x' }),
  'post /api/v1/canteens/{id}/fetches': () => ({ fetches: [{ date: '2024-03-01', kg: 1, collector: 'x' }], ...reason }),
  'post /api/v1/canteens/{id}/fetches/{fetch}/undo': () => reason,
  'post /api/v1/quality/decisions/{id}/undo': () => reason,
  'post /api/v1/alarms/{id}/assign': () => ({ assignee: null }),
  'post /api/v1/alarms/{id}/close': () => reason,
  'post /api/v1/alarms/{id}/note': () => ({ text: 'x' }),
  'post /api/v1/matters/{id}/steps': () => step,
  'put /api/v1/evaluations/{id}/answers': () => ({ answers: [{ item: '1', score: 1 }] }),
  'post /api/v1/contracts/{id}/baseline/sign': () => ({ sha256: hash }),
  'post /api/v1/contracts/{id}/entries': () => ({
    body: { kind: 'adjustment', from: '2024-03-01', to: '2024-03-02', amountPerDay: '1' },
    ...reason,
  }),
  'post /api/v1/contracts/{id}/entries/{entry}/steps': () => step,
  'post /api/v1/contracts/{id}/settlements/{period}/steps': () => step,
  // Wrong on purpose: the walk changes no text.
  'put /api/v1/contracts/{id}': () => ({ meters: ['NO-SUCH-METER'] }),
  'post /api/v1/contracts': () => ({ meters: ['NO-SUCH-METER'] }),
};

/** Allowed callers would take something away, end a session, or begin what takes long. */
export const leftAlone = (route: Route): boolean =>
  route.method !== 'get' && !/^\/api\/v1\/(contracts|matters)/.test(route.path);

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** The call of a route about one world. */
export function callOf(route: Route, whose: Whose): Asked {
  const key = `${route.method} ${route.path}`;
  const world = worlds[whose];
  const place = placeOf(route);
  const params = place === null || place === 'unlimited' ? {} : place.params(world);
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    return encodeURIComponent((params as Record<string, string>)[name] ?? (name === 'year' ? '2024' : 'guessed'));
  });
  const query = queries[key]?.(world) ?? '';
  const method = route.method.toUpperCase();
  if (route.method === 'get' || route.method === 'delete')
    return { method, path: path + query, headers: {}, body: null };
  const type = route.body === undefined || route.body.kind === 'json' ? 'application/json' : route.body.types[0]!;
  const body = JSON.stringify(bodies[key]?.(world) ?? {});
  return { method, path: path + query, headers: { 'content-type': type }, body };
}

/** Text of an answer, of the files in a workbook too. */
export function textOf(bytes: Buffer): string {
  if (bytes.subarray(0, 2).toString() !== 'PK') return bytes.toString();
  let text = '';
  // Central directory: each entry names where its file begins and how long it is.
  for (let at = bytes.indexOf('PK\u0001\u0002'); at !== -1; at = bytes.indexOf('PK\u0001\u0002', at + 4)) {
    const local = bytes.readUInt32LE(at + 42);
    const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const packed = bytes.subarray(from, from + bytes.readUInt32LE(at + 20));
    text += bytes.readUInt16LE(at + 10) === 0 ? packed.toString() : inflateRawSync(packed).toString();
  }
  return text;
}
