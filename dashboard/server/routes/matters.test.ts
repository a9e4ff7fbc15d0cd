import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WireProblem } from '../../../domain/wire.ts';
import type { WireAttachment, WireMatter, WireMatterPage } from '../../../domain/wire-matters.ts';
import type { Client } from '../fakes/client.ts';
import { Installation } from '../fakes/installation.ts';
import { ownViewer } from '../house.ts';

const house = new Installation();
const matters = '/api/v1/matters';
const portfolio = {
  regions: [{ id: 'SOUTH', name: '南区', parent: 'CITY' }],
  canteens: [
    { id: 'CT1', institution: 'SCHOOL', name: '第一食堂' },
    { id: 'CT2', institution: 'HOSPITAL', name: '职工食堂' },
  ],
  users: [
    { username: 'ma', role: 'canteen', scope: 'CT1' },
    { username: 'north', role: 'county', scope: 'NORTH' },
    { username: 'south', role: 'county', scope: 'SOUTH' },
    { username: 'chief', role: 'leader' },
  ],
};
const photo = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]);
const notice = {
  subject: { kind: 'canteen', id: 'CT1' },
  title: '留样不足',
  text: '午餐留样少于 125 克',
  deadline: '2026-12-01',
};

const people = {} as Record<'zhao' | 'wang' | 'ma' | 'north' | 'south' | 'chief' | 'li', Client>;
beforeAll(async () => {
  await house.start();
  const imported = await house.registry.importPortfolio(portfolio, ownViewer);
  expect(imported, JSON.stringify(imported)).toMatchObject({ ok: true });
  for (const name of ['zhao', 'wang', 'ma', 'north', 'south', 'chief', 'li'] as const) {
    people[name] = await house.person(name);
  }
}, 60_000);
afterAll(() => house.stop());

const attach = (client: Client, bytes: Uint8Array, name: string, type = 'image/jpeg', about = 'kind=canteen&id=CT1') =>
  client.call<WireAttachment & WireProblem>(
    'POST',
    `/api/v1/attachments?${about}&name=${encodeURIComponent(name)}`,
    bytes,
    {
      'content-type': type,
    },
  );
async function opened(body: object = notice): Promise<number> {
  const answer = await people.zhao.post<WireMatter>(matters, body);
  expect(answer.status, answer.text).toBe(201);
  return answer.body.id;
}
const step = (client: Client, id: number, what: string, more: object = { text: 'x' }) =>
  client.post<WireMatter & WireProblem>(`${matters}/${id}/steps`, { what, ...more });

describe('a matter over the API', () => {
  it('goes from the notice of the county over the answer of the canteen, with a photo, to its end', async () => {
    const { status, body: first } = await people.north.post<WireMatter>(matters, notice);
    expect(status).toBe(201);
    expect(first).toMatchObject({
      subject: { kind: 'canteen', id: 'CT1', name: '第一食堂' },
      standing: { state: 'open', deadline: '2026-12-01', overdue: false, refusals: 0 },
      steps: [{ what: 'opened', by: 'north', at: '2026-11-23T08:00:00+08:00', text: notice.text }],
      ...{ source: null, demo: false, may: ['answered', 'extended', 'note'] },
    });
    const { body: file } = await attach(people.ma, photo, '整改后.jpg');
    const answered = await step(people.ma, first.id, 'answered', { text: '已整改', attachments: [file.id] });
    expect(answered.body).toMatchObject({ standing: { state: 'answered' }, may: ['note'] });
    expect(answered.body.steps[1]!.attachments).toEqual([file]);
    const refused = await step(people.zhao, first.id, 'refused', { text: '仍不足', deadline: '2026-11-30' });
    expect(refused.body).toMatchObject({
      standing: { state: 'open', deadline: '2026-11-30', refusals: 1 },
      may: ['answered', 'extended', 'note', 'referred'],
    });
    expect((await step(people.wang, first.id, 'answered')).status, 'its institution may answer too').toBe(200);
    expect((await step(people.north, first.id, 'closed', { text: '' })).body.standing.state).toBe('closed');
    expect((await step(people.zhao, first.id, 'extended', { text: 'x', deadline: '2026-12-31' })).body.code).toBe(
      'step',
    );
    const { body: read } = await people.ma.get<WireMatter>(`${matters}/${first.id}`);
    expect(read.steps.map(({ what, by }) => `${what} ${by}`)).toEqual([
      ...['opened north', 'answered ma', 'refused zhao', 'answered wang', 'closed north'],
    ]);
    expect(read.may).toEqual(['note']);
  });

  it('is listed for those who see its subject, the late ones first, by state and by what it is about', async () => {
    const late = await opened({ ...notice, title: 'late', deadline: '2026-11-22' });
    const ofHospital = await opened({ ...notice, subject: { kind: 'institution', id: 'HOSPITAL' }, title: 'hospital' });
    const of = async (client: Client, query: string) => {
      const { status, body, text } = await client.get<WireMatterPage>(`${matters}?${query}`);
      expect(status, text).toBe(200);
      return body;
    };
    const all = await of(people.zhao, '');
    expect(all.items[0]).toMatchObject({ id: late, standing: { overdue: true } });
    expect(all.counts).toMatchObject({ overdue: 1 });
    expect((await of(people.ma, 'state=overdue')).items.map(({ id }) => id)).toEqual([late]);
    expect((await of(people.chief, 'kind=institution')).items.map(({ id }) => id)).toEqual([ofHospital]);
    const own = await of(people.chief, 'kind=institution&id=HOSPITAL');
    expect(own).toMatchObject({ counts: { open: 1, answered: 0, overdue: 0 }, items: [{ may: ['note'] }] });
    for (const client of [people.south, people.li]) {
      expect(await of(client, '')).toEqual({ items: [], next: null, counts: { open: 0, answered: 0, overdue: 0 } });
    }
    const { status, body } = await people.zhao.get<WireProblem>(`${matters}?id=CT1`);
    expect([status, body.errors?.[0]?.path]).toEqual([400, 'kind']);
    // Nobody's session: those would end meanwhile.
    house.now += 86_400_000 * 9;
    const { body: page } = await house.operator().get<WireMatterPage>(`${matters}?limit=1`);
    expect(page.items).toHaveLength(1);
    expect(page.counts.overdue, 'time alone makes them late').toBeGreaterThan(1);
    house.now -= 86_400_000 * 9;
  });

  it('lets each take the steps of their role and no others', async () => {
    const id = await opened();
    expect((await people.ma.post(matters, notice)).status).toBe(403);
    expect((await people.wang.post(matters, notice)).status).toBe(403);
    const table: [Client, string, number][] = [
      [people.li, 'note', 404],
      [people.south, 'note', 404],
      [people.south, 'closed', 404],
      [people.chief, 'answered', 403],
      [people.chief, 'note', 200],
      [people.ma, 'extended', 403],
      [people.ma, 'closed', 403],
      [people.ma, 'note', 200],
      [people.ma, 'answered', 200],
      [people.wang, 'refused', 403],
      [people.zhao, 'extended', 409],
      [people.wang, 'note', 200],
      [people.zhao, 'opened', 422],

      [people.north, 'closed', 200],
    ];
    for (const [client, what, status] of table) {
      const deadline = ['extended', 'refused'].includes(what) ? { deadline: '2027-01-01' } : {};
      const answer = await step(client, id, what, { text: 'x', ...deadline });
      expect(answer.status, `${what}: ${answer.text}`).toBe(status);
    }
    expect((await house.client().get(matters)).status).toBe(401);
  });

  it.each([
    ['a canteen of another county', { subject: { kind: 'canteen', id: 'CT2' } }, 'subject.id unknown-canteen'],
    ['a canteen that does not exist', { subject: { kind: 'canteen', id: 'CT9' } }, 'subject.id unknown-canteen'],
    ['a contract that does not exist', { subject: { kind: 'contract', id: 'C9' } }, 'subject.id unknown-contract'],
    ['a day that is none', { deadline: '2026-02-30' }, 'deadline invalid-format'],
    ['no title', { title: '  ' }, 'title too-small'],
    ['a photo that is not there', { attachments: [999] }, 'attachments[0] unknown-attachment'],
  ])('is not opened about %s', async (_, wrong, fault) => {
    const { status, body } = await people.north.post<WireProblem>(matters, { ...notice, ...wrong });
    expect([status, ...body.errors!.map(({ path, code }) => `${path} ${code}`)]).toEqual([422, fault]);
  });

  it('gives no new deadline that has passed; a notice on paper, recorded later, may have one', async () => {
    const id = await opened({ ...notice, deadline: '2026-11-10' });
    const late = await step(people.zhao, id, 'extended', { text: 'x', deadline: '2026-11-22' });
    expect([late.status, late.body.errors?.[0]]).toMatchObject([422, { path: 'deadline', code: 'past' }]);
    const today = await step(people.zhao, id, 'extended', { text: 'x', deadline: '2026-11-23' });
    expect(today.body.standing).toMatchObject({ deadline: '2026-11-23', overdue: false });
    await step(people.ma, id, 'answered');
    const refused = await step(people.zhao, id, 'refused', { text: 'x', deadline: '2026-11-22' });
    expect([refused.status, refused.body.errors?.[0]?.path]).toEqual([422, 'deadline']);
    expect((await step(people.zhao, id, 'refused', { text: 'x', deadline: '2026-11-23' })).status).toBe(200);
  });

  it('takes no step with a wrong deadline', async () => {
    const id = await opened();
    const late = await step(people.zhao, id, 'extended', { text: 'x', deadline: notice.deadline });
    expect([late.status, late.body.errors![0]!.code]).toEqual([422, 'not-later']);
    const none = await step(people.zhao, id, 'extended');
    expect([none.status, none.body.errors![0]]).toMatchObject([422, { path: 'deadline', code: 'missing' }]);
    const silent = await step(people.ma, id, 'answered', { text: '' });
    expect([silent.status, silent.body.errors![0]!.path]).toEqual([422, 'text']);
  });
});

describe('a file over the API', () => {
  it('is a photo by its bytes, shown in place to those who see its canteen, and runs nothing', async () => {
    const { status, body } = await attach(people.ma, photo, '后厨 1.jpg', 'application/octet-stream');
    expect(status).toBe(201);
    expect(body).toMatchObject({ name: '后厨 1.jpg', type: 'image/jpeg', bytes: 7, by: 'ma' });
    const answer = await people.chief.get(body.url);
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/jpeg',
      'content-disposition': `inline; filename="__ 1.jpg"; filename*=UTF-8''%E5%90%8E%E5%8E%A8%201.jpg`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining('sandbox') as string,
    });
    expect((await people.south.get(body.url)).status).toBe(404);
    expect((await people.li.get(body.url)).status).toBe(404);
    expect((await house.client().get(body.url)).status).toBe(401);
  });

  it('is saved, not shown, when it is a PDF', async () => {
    const { body } = await attach(people.zhao, Buffer.from('%PDF-1.7\n'), '通报.pdf', 'application/pdf');
    const answer = await people.ma.get(body.url);
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="__\.pdf"/);
    expect(answer.text).toBe('%PDF-1.7\n');
  });

  it.each<[string, () => ReturnType<typeof attach>, number, string]>([
    ['a page called a photo', () => attach(people.ma, Buffer.from('<html>'), 'a.jpg'), 422, 'invalid-content'],
    ['nothing', () => attach(people.ma, new Uint8Array(), 'a.jpg'), 422, 'invalid-content'],
    ['a film', () => attach(people.ma, photo, 'a.mp4', 'video/mp4'), 415, 'content-type'],
    ['more than 10 MB', () => attach(people.ma, new Uint8Array(10 * 1024 * 1024 + 1), 'a.jpg'), 413, 'too-large'],
    [
      'of another canteen',
      () => attach(people.ma, photo, 'a.jpg', 'image/jpeg', 'kind=canteen&id=CT2'),
      404,
      'not-found',
    ],
    [
      'of a contract that is not there',
      () => attach(people.li, photo, 'a', 'image/jpeg', 'kind=contract&id=C9'),
      404,
      'not-found',
    ],
    ['from a contractor', () => attach(people.li, photo, 'a.jpg', 'image/jpeg', 'kind=building&id=B1'), 403, 'role'],
  ])('is refused: %s', async (_, send, status, code) => {
    const answer = await send();
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it('is not given out when its bytes were altered', async () => {
    const { body } = await attach(people.ma, Uint8Array.from([...photo, 42]), 'altered.jpg');
    const path = join(house.folder, 'attachments', body.sha256);
    expect(readdirSync(join(house.folder, 'attachments'))).toContain(body.sha256);
    writeFileSync(path, Uint8Array.from([...photo, 43]));
    const answer = await people.ma.get<WireProblem>(body.url);
    expect([answer.status, answer.body.code]).toEqual([500, 'attachment-damaged']);
  });
});
