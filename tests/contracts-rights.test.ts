import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WireCompliance, WireContractBaseline } from '../domain/wire-contracts.ts';
import type { Route } from '../dashboard/server/http/route.ts';
import { keyOf } from '../dashboard/server/http/route.ts';
import { LiveClient } from '../dashboard/server/fakes/live-client.ts';
import { mayCall, rights } from '../dashboard/server/rights.ts';
import { allRoutes } from '../dashboard/server/routes/all.ts';
import { roles, type Role, type Viewer } from '../storage/registry/port.ts';
import { Product, until } from './support/product.ts';
import { bothWorlds, furnish, mark, outsideBoundary, period, scopes, worlds } from './support/rights-world.ts';
import { callOf, leftAlone, placeOf, sees, textOf, type Asked } from './support/route-walk.ts';

// Every route, export, file and live topic in every role, with the ids of a contract of their own and of another one.
// The walk is made of the table of routes itself: a route that is added is walked, or the walk fails.

const product = new Product();
const tokens = new Map<Role | 'other contractor', string>();
const limited: readonly Role[] = ['county', 'institution', 'contractor', 'canteen'];
const { own, foreign } = worlds;

beforeAll(async () => {
  await product.start();
  await product.importPortfolio(bothWorlds());
  await furnish(product);
  const token = async (role: Role, scope: string | null) => {
    const { status, body } = await product.api<{ token: string }>('/api/v1/tokens', {
      method: 'POST',
      json: { name: `walk-${role}`, role, scope },
    });
    expect(status, JSON.stringify(body)).toBe(201);
    return body.token;
  };
  for (const role of roles) tokens.set(role, await token(role, scopes[role]));
  tokens.set('other contractor', await token('contractor', foreign.contractor));
}, 120_000);
afterAll(() => product.dispose());

interface Said {
  readonly status: number;
  readonly text: string;
}

async function ask(who: Role | 'other contractor' | null, { method, path, headers, body }: Asked): Promise<Said> {
  const response = await fetch(product.url + path, {
    method,
    headers: { ...headers, ...(who === null ? {} : { authorization: `Bearer ${tokens.get(who)}` }) },
    ...(body === null ? {} : { body }),
  });
  return { status: response.status, text: textOf(Buffer.from(await response.arrayBuffer())) };
}
const get = (who: Role | 'other contractor' | null, path: string): Promise<Said> =>
  ask(who, { method: 'GET', path, headers: {}, body: null });
const of = <T>({ text }: Said): T => JSON.parse(text) as T;

const viewer = (role: Role): Viewer => ({ kind: 'token', name: role, role, scope: scopes[role] });
const may = (route: Route, role: Role | null) =>
  mayCall(rights[keyOf(route)]!, role === null ? null : viewer(role), true);

describe('every route', () => {
  test('names things of which the walk knows whose they are', () => {
    for (const route of allRoutes) expect(() => placeOf(route), keyOf(route)).not.toThrow();
    expect(allRoutes.length).toBeGreaterThan(140);
  });

  test('asks nobody in but where anyone may come', async () => {
    const walked = allRoutes.filter((route) => may(route, null) === 'sign-in');
    expect(walked.length).toBeGreaterThan(130);
    for (const route of walked) expect((await ask(null, callOf(route, 'own'))).status, keyOf(route)).toBe(401);
  });

  test('refuses the roles that the table does not name', async () => {
    let refused = 0;
    for (const route of allRoutes) {
      for (const role of roles.filter((one) => may(route, one) === 'refused')) {
        const { status } = await ask(role, callOf(route, 'own'));
        expect(status, `${role}: ${keyOf(route)}`).toBe(403);
        refused += 1;
      }
    }
    expect(refused).toBeGreaterThan(200);
  });

  test('does not find what is another one’s, whatever id was guessed', async () => {
    for (const route of allRoutes) {
      const place = placeOf(route);
      if (place === null || place === 'unlimited') continue;
      for (const whose of ['own', 'foreign'] as const) {
        for (const role of roles.filter((one) => may(route, one) === 'yes' && !sees(one, place.kind, whose))) {
          const { status, text } = await ask(role, callOf(route, whose));
          // Tokens of others are an administrator's business, whatever they are called.
          const expected = route.path.includes('/tokens/') ? [403, 404] : [404];
          expect(expected, `${role}: ${keyOf(route)} (${whose}) ${status} ${text.slice(0, 200)}`).toContain(status);
        }
      }
    }
  });

  test('answers about what is theirs, in every role that sees it', async () => {
    let answered = 0;
    for (const route of allRoutes.filter((one) => !leftAlone(one))) {
      const place = placeOf(route);
      for (const role of roles.filter((one) => may(route, one) === 'yes')) {
        if (place !== null && (place === 'unlimited' || !sees(role, place.kind, 'own'))) continue;
        const { status, text } = await ask(role, callOf(route, 'own'));
        const said = `${role}: ${keyOf(route)} ${status} ${text.slice(0, 300)}`;
        expect(status, said).toBeLessThan(500);
        expect([401, 404, 405], said).not.toContain(status);
        // Steps of a matter or a contract are refused by side, after the contract was found.
        if (route.method === 'get' && !said.includes('A token makes no tokens')) expect(status, said).not.toBe(403);
        answered += 1;
      }
    }
    expect(answered).toBeGreaterThan(250);
  }, 240_000);

  test('of a list, table or file tells nothing of another county', async () => {
    let told = 0;
    for (const route of allRoutes.filter((one) => one.method === 'get')) {
      const place = placeOf(route);
      if (place === null && (await ask('officer', callOf(route, 'own'))).text.includes(mark)) told += 1;
      for (const role of limited.filter((one) => may(route, one) === 'yes')) {
        if (place !== null && (place === 'unlimited' || !sees(role, place.kind, 'own'))) continue;
        const { status, text } = await ask(role, callOf(route, 'own'));
        expect(text.includes(mark), `${role}: ${keyOf(route)} ${status} ${around(text, mark)}`).toBe(false);
        if (role !== 'contractor') continue;
        expect(text.includes(outsideBoundary), `${keyOf(route)} ${around(text, outsideBoundary)}`).toBe(false);
      }
    }
    // Else nothing could have been told: the officer, who sees everything, hears of it in that many lists and tables.
    expect(told).toBeGreaterThan(12);
  }, 240_000);
});

const around = (text: string, word: string): string => text.slice(Math.max(0, text.indexOf(word) - 100)).slice(0, 200);

describe('what is asked for by a name in the query or body', () => {
  const queried = [
    `/api/v1/series?meters=${foreign.meter}&from=2024-03-01&to=2024-03-02`,
    `/api/v1/quality/revisions?meter=${foreign.meter}`,
    `/api/v1/canteens/table.csv?canteen=${foreign.canteen}`,
    `/api/v1/canteens/table.xlsx?canteen=${foreign.canteen}`,
    `/api/v1/contracts/${own.contract}/settlements/${period}/trace?meter=${foreign.meter}&month=${period}`,
  ];
  test.each(queried)('is not found: %s', async (path) => {
    for (const role of limited) expect((await get(role, path)).status, role).toBe(404);
  });

  test('matters, notices and files of another contract are neither listed nor made', async () => {
    const list = `/api/v1/matters?kind=contract&id=${foreign.contract}`;
    const post = (role: Role, path: string, body: unknown) =>
      ask(role, { method: 'POST', path, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    for (const role of limited) expect(of<{ items: unknown[] }>(await get(role, list)).items, role).toEqual([]);
    const notice = { title: 'x', text: 'x', deadline: '2030-01-01' };
    const about = { kind: 'contract', id: foreign.contract };
    expect((await post('county', '/api/v1/matters', { ...notice, subject: about })).status).toBe(422);
    for (const role of limited) {
      const path = `/api/v1/attachments?kind=contract&id=${foreign.contract}&name=a.pdf`;
      const headers = { 'content-type': 'application/pdf' };
      const { status } = await ask(role, { method: 'POST', path, headers, body: '%PDF-1.7 x' });
      expect(status, role).toBe(404);
    }
    const borrowed = {
      body: { kind: 'payment', date: '2024-03-11', amount: '1.00', milestone: null },
      ...{ reason: 'x', attachments: [Number(foreign.attachment)] },
    };
    const named = await post('contractor', `/api/v1/contracts/${own.contract}/entries`, borrowed);
    expect([named.status, named.text.includes('attachments[0]')]).toEqual([422, true]);
  });

  test('an entry of another contract is not found under one’s own, by those who see both too', async () => {
    const path = `/api/v1/contracts/${own.contract}/entries/${foreign.entry}/steps`;
    const body = JSON.stringify({ what: 'agreed', text: '' });
    for (const role of ['administrator', 'officer', 'county', 'institution', 'contractor'] as const) {
      const { status } = await ask(role, {
        method: 'POST',
        path,
        headers: { 'content-type': 'application/json' },
        body,
      });
      expect(status, role).toBe(404);
    }
  });
});

describe('live topics', () => {
  const ofWorld = (world: typeof own) => ({
    contract: [] as string[],
    meter: [`meter:${world.meter}`, `device:${world.meter}`],
    building: [`building:${world.building}`, `place:building:${world.building}`],
    canteen: [`canteen:${world.canteen}`],
  });

  test('are all walked', () => {
    const source = readFileSync(new URL('../dashboard/server/live/topics.ts', import.meta.url), 'utf8');
    const kinds = [...source.matchAll(/kind === '(\w+)'/g)].map((match) => match[1]);
    const whole = [...source.matchAll(/topic === '(\w+)'/g)].map((match) => match[1]);
    expect(kinds.sort()).toEqual(['building', 'canteen', 'device', 'mandv', 'meter', 'place']);
    expect(whole.sort()).toEqual(['alarms', 'canteens', 'overview']);
  });

  test.each(roles)('are opened for what is theirs alone: %s', async (role) => {
    const client = new LiveClient(product.url, { token: tokens.get(role)! });
    try {
      for (const whose of ['own', 'foreign'] as const) {
        for (const [kind, topics] of Object.entries(ofWorld(worlds[whose]))) {
          for (const topic of topics) {
            client.subscribe(topic);
            const first = await until(`${role} ${topic}`, () => client.of(topic)[0]);
            expect(first.event, `${role} ${topic}`).toBe(sees(role, kind as 'meter', whose) ? 'snapshot' : 'denied');
          }
        }
      }
      for (const topic of ['overview', 'alarms', 'canteens', `mandv:${foreign.analysis}`]) {
        client.subscribe(topic);
        const first = await until(`${role} ${topic}`, () => client.of(topic)[0]);
        if (!limited.includes(role)) continue;
        if (topic.startsWith('mandv:')) expect(first.event, topic).toBe('denied');
        expect(JSON.stringify(first.message).replace(topic, ''), `${role} ${topic}`).not.toContain(mark);
      }
      if (!limited.includes(role)) return;
      const heard = client.told.filter(({ event }) => event !== 'denied');
      expect(JSON.stringify(heard)).not.toContain(mark);
    } finally {
      client.close();
    }
  });
});

describe('the contractor', () => {
  const contract = `/api/v1/contracts/${own.contract}`;
  const evidence = allRoutes.filter(
    ({ method, path }) => method === 'get' && path.startsWith('/api/v1/contracts/{id}'),
  );

  test('sees of its contract, byte by byte, what the owner sees', async () => {
    expect(evidence.length).toBeGreaterThan(10);
    for (const route of evidence) {
      const [theirs, owners] = [
        await ask('contractor', callOf(route, 'own')),
        await ask('institution', callOf(route, 'own')),
      ];
      expect(theirs.status, keyOf(route)).toBe(owners.status);
      expect(withoutSide(theirs.text), keyOf(route)).toBe(withoutSide(owners.text));
    }
    const matters = `/api/v1/matters?kind=contract&id=${own.contract}`;
    const [theirs, owners] = [await get('contractor', matters), await get('institution', matters)];
    expect(withoutSide(theirs.text)).toBe(withoutSide(owners.text));
    expect(of<{ items: unknown[] }>(theirs).items).toHaveLength(1);
    const file = `/api/v1/attachments/${own.attachment}`;
    expect(await get('contractor', file)).toEqual(await get('institution', file));
  });

  test('reads every meter that a verdict, a model or a zone of comfort rests on', async () => {
    const duties = of<WireCompliance>(await get('contractor', `${contract}/compliance`)).duties;
    const baseline = of<WireContractBaseline>(await get('contractor', `${contract}/baseline`));
    const meters = new Set([own.meter, own.room, own.weather]);
    for (const one of duties.flatMap((duty) => duty.evidence)) if ('meter' in one) meters.add(one.meter);
    for (const { meter, weatherMeter } of baseline.meters)
      for (const id of [meter, weatherMeter]) if (id) meters.add(id);
    for (const id of meters) {
      for (const rest of ['', '/readings?from=2024-03-01&to=2024-03-02', '/series?from=2024-03-01&to=2024-03-02']) {
        expect((await get('contractor', `/api/v1/meters/${id}${rest}`)).status, id + rest).toBe(200);
      }
      expect((await get('other contractor', `/api/v1/meters/${id}`)).status, id).toBe(404);
    }
    expect((await get('contractor', `/api/v1/meters/${outsideBoundary}`)).status).toBe(404);
  });

  test('stands on its own side, whatever the body says', async () => {
    const post = (who: Role | 'other contractor', path: string, body: unknown) =>
      ask(who, { method: 'POST', path, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    const payment = { kind: 'payment', date: '2024-03-12', amount: '5.00', milestone: 1 };
    const made = await post('contractor', `${contract}/entries`, { body: payment, reason: 'x', side: 'owner' });
    expect([made.status, of<{ steps: { side: string }[] }>(made).steps[0]!.side]).toEqual([201, 'contractor']);
    const { id } = of<{ id: number }>(made);
    const steps = `${contract}/entries/${id}/steps`;
    expect((await post('contractor', steps, { what: 'agreed', side: 'owner' })).status).toBe(409);
    expect((await post('leader', steps, { what: 'agreed' })).status).toBe(403);
    expect((await post('other contractor', steps, { what: 'withdrawn' })).status).toBe(404);
    expect((await post('institution', steps, { what: 'agreed' })).status).toBe(200);
  });
});

/** What differs by who asks and when: what they may do. */
function withoutSide(text: string): string {
  if (!text.startsWith('{')) return text;
  const moment = new Set(['may', 'side', 'asOf']);
  const summary = (key: string, value: unknown) => (key === 'summary' && value ? { ...value, at: '' } : value);
  return JSON.stringify(JSON.parse(text), (key, value: unknown) => (moment.has(key) ? undefined : summary(key, value)));
}
