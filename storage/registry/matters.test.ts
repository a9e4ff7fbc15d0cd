import { DatabaseSync } from '@photostructure/sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { MatterStep } from '../../domain/matters/matter.ts';
import { administrator, benchWith, firstPage, smallCity, type Bench } from './fakes/bench.ts';
import type { MatterQuery, NewMatter } from './matter-port.ts';
import type { Viewer } from './port.ts';

const officer: Viewer = { kind: 'user', name: 'sun', role: 'officer', scope: null };
const lin: Viewer = { kind: 'user', name: 'lin', role: 'county', scope: 'east' };
const cook: Viewer = { kind: 'user', name: 'ma', role: 'canteen', scope: 'CT012' };
const school: Viewer = { kind: 'user', name: 'qian', role: 'institution', scope: 'school' };
const zhao: Viewer = { kind: 'user', name: 'zhao', role: 'institution', scope: 'hospital' };
const contractor: Viewer = { kind: 'user', name: 'bright', role: 'contractor', scope: 'brightsave' };
const leader: Viewer = { kind: 'user', name: 'leader', role: 'leader', scope: null };

const today = '2026-11-23';
const posters: NewMatter = {
  subject: { kind: 'canteen', id: 'CT012' },
  title: '未张贴光盘行动标识',
  text: '取餐处无提示',
  deadline: '2026-12-05',
  source: 'evaluation:12',
  attachments: [],
};
const step = (what: MatterStep['what'], text = 'x', deadline: string | null = null) => ({
  ...{ what, text, deadline, attachments: [] },
});
const photo = (n = 0) => Uint8Array.from([0xff, 0xd8, 0xff, 0xe1, n]);

async function city() {
  const bench = await benchWith(onTestFinished);
  await bench.import(smallCity);
  return { bench, matters: bench.registry.matters };
}
const titles = async (bench: Bench, viewer: Viewer, query: Partial<MatterQuery> = {}) =>
  (await bench.registry.matters.page(viewer, { ...firstPage, today, ...query })).items.map(({ title }) => title);

describe('a matter', () => {
  it('goes from its notice to its end step by step, each with who and when, in the audit and over a restart', async () => {
    const { bench, matters } = await city();
    const attached = { subject: posters.subject, name: 'IMG_1.jpg', type: 'image/jpeg', content: photo() } as const;
    const { id: seen } = await bench.registry.attachments.add(attached, officer);
    const [id] = await matters.open([{ ...posters, attachments: [seen, seen] }], officer);
    bench.clock += 1000;
    for (const [given, by, expected] of [
      [step('closed'), officer, 'refused'],
      [step('refused', 'x', '2026-12-09'), officer, 'refused'],
      [step('opened', 'x', '2026-12-09'), officer, 'refused'],
      [step('referred'), officer, 'refused'],
      [step('extended', '节前来不及', '2026-12-08'), lin, 'done'],
      [step('answered', '已张贴'), cook, 'done'],
      [step('extended', 'x', '2026-12-12'), lin, 'refused'],
      [step('refused', '只有一张', '2026-12-10'), officer, 'done'],
      [{ ...step('answered', ''), attachments: [seen] }, cook, 'done'],
      [step('closed', ''), officer, 'done'],
      [step('answered'), cook, 'refused'],
      [step('note', '年底再看'), leader, 'done'],
    ] as const) {
      expect(await matters.step(id!, given, by), given.what).toBe(expected);
    }
    expect(await matters.step(99, step('note'), officer)).toBe('unknown');
    await bench.registry.close();
    const again = (await bench.open()).matters;
    const matter = await again.one(school, id!);
    expect(matter).toMatchObject({
      id,
      title: posters.title,
      source: posters.source,
      subjectName: '第一食堂',
      demo: false,
    });
    expect(matter!.steps.map(({ what, by, deadline, at }) => [what, by, deadline, bench.clock - at])).toEqual([
      ['opened', 'sun', '2026-12-05', 1000],
      ['extended', 'lin', '2026-12-08', 0],
      ['answered', 'ma', null, 0],
      ['refused', 'sun', '2026-12-10', 0],
      ['answered', 'ma', null, 0],
      ['closed', 'sun', null, 0],
      ['note', 'leader', null, 0],
    ]);
    expect(matter!.steps.map(({ attachments }) => attachments)).toEqual([[seen], [], [], [], [seen], [], []]);
    expect(await again.of('canteen', ['CT012', 'CT013'])).toMatchObject([{ id, title: posters.title }]);
    expect(await again.of('building', ['CT012'])).toEqual([]);
    const { items } = await bench.registry.auditLog(administrator, firstPage);
    expect(items.slice(0, 3).map(({ actor, action, subject }) => [actor, action, subject])).toEqual([
      ['leader', 'matter.note', '1'],
      ['sun', 'matter.closed', '1'],
      ['ma', 'matter.answered', '1'],
    ]);
  });

  it('still failing after its re-check is referred, and stays so', async () => {
    const { matters } = await city();
    const [id] = await matters.open([posters], officer);
    await matters.step(id!, step('answered'), cook);
    await matters.step(id!, step('refused', 'x', '2026-12-10'), officer);
    expect(await matters.step(id!, step('referred', '移交市场监管'), officer)).toBe('done');
    expect(await matters.step(id!, step('answered'), cook)).toBe('refused');
    expect(await matters.counts(officer, { today: '2027-01-01' })).toEqual({ open: 0, answered: 0, overdue: 0 });
  });

  it('is not closed twice by two who press at once', async () => {
    const { matters } = await city();
    const [id] = await matters.open([posters], officer);
    await matters.step(id!, step('answered'), cook);
    const both = await Promise.all([officer, lin].map((by) => matters.step(id!, step('closed'), by)));
    expect(both.sort()).toEqual(['done', 'refused']);
  });

  it('and its steps cannot be changed or deleted past the platform', async () => {
    const { bench, matters } = await city();
    const [open, ended] = await matters.open([posters, { ...posters, title: '下水道' }], officer);
    await matters.step(ended!, step('answered'), cook);
    await matters.step(ended!, step('closed'), officer);
    await bench.registry.close();
    const file = new DatabaseSync(bench.file);
    for (const statement of [
      `update matters set title = 'nothing' where id = ${open}`,
      `update matters set subject = 'CT013' where id = ${open}`,
      `update matters set state = 'open', ended_at = null where id = ${ended}`,
      `update matter_steps set text = 'x'`,
      `delete from matter_steps`,
      `delete from matters`,
      `insert or replace into matter_steps (id, matter, what, at, by_whom, text, attachments)
        values (1, ${open}, 'closed', 1, 'x', '', '[]')`,
    ]) {
      expect(() => file.exec(statement), statement).toThrow(/append-only/);
    }
    file.close();
  });

  it.each<[string, Partial<NewMatter>, string]>([
    ['a canteen that does not exist', { subject: { kind: 'canteen', id: 'CT999' } }, 'subject.id unknown-canteen'],
    ['a contract that does not exist', { subject: { kind: 'contract', id: 'C9' } }, 'subject.id unknown-contract'],
    ['what nothing is', { subject: { kind: 'meter' as 'canteen', id: 'main' } }, 'subject.kind not-one-of'],
    ['no title', { title: ' ' }, 'title missing'],
    ['no words', { text: '' }, 'text missing'],
    ['a deadline that is no day', { deadline: '2026-11-31' }, 'deadline not-a-date'],
    ['a photo that is not there', { attachments: [7] }, 'attachments[0] unknown-attachment'],
  ])('about %s is refused, and nothing of its list is opened', async (_, wrong, fault) => {
    const { bench, matters } = await city();
    const error = await matters.open([posters, { ...posters, ...wrong }], officer).catch((e: unknown) => e);
    expect(error).toMatchObject({ code: 'invalid-content' });
    const { faults } = error as { faults: readonly { path: string; code: string }[] };
    expect(faults.map(({ path, code }) => `${path} ${code}`)).toEqual([`matters[1].${fault}`]);
    expect(await titles(bench, administrator)).toEqual([]);
  });

  it('takes no step with a wrong deadline, without words, or with a photo of somebody else', async () => {
    const { bench, matters } = await city();
    const hall = { kind: 'building', id: 'hospital-1' } as const;
    const file = { subject: hall, name: 'a.jpg', type: 'image/jpeg', content: photo() } as const;
    const { id: foreign } = await bench.registry.attachments.add(file, zhao);
    const [id] = await matters.open([posters], officer);
    for (const [given, fault] of [
      [step('extended', 'x', null), 'deadline missing'],
      [step('extended', 'x', '2026-12-05'), 'deadline not-later'],
      [step('extended', 'x', 'soon'), 'deadline not-a-date'],
      [step('answered', 'x', '2026-12-05'), 'deadline not-expected'],
      [step('answered', '  '), 'text missing'],
      [{ ...step('answered'), attachments: [foreign] }, 'attachments[0] unknown-attachment'],
      [step('burnt' as 'note'), 'what not-one-of'],
    ] as const) {
      const error = (await matters.step(id!, given, officer).catch((e: unknown) => e)) as { faults: never[] };
      const faults = error.faults as { path: string; code: string }[];
      expect(faults.map(({ path, code }) => `${path} ${code}`)).toEqual([fault]);
    }
    expect((await matters.one(officer, id!))!.steps).toHaveLength(1);
  });
});

describe('matters in a list', () => {
  const about = (title: string, deadline: string, subject: NewMatter['subject'] = posters.subject): NewMatter => ({
    ...posters,
    ...{ title, deadline, subject },
  });

  it('come overdue first, then by deadline; what has ended last, the newest first; page after page', async () => {
    const { bench, matters } = await city();
    const ids = await matters.open(
      [
        about('later', '2026-12-20'),
        about('late', '2026-11-22'),
        about('ended first', '2026-11-01'),
        about('answered in time', '2026-11-10'),
        about('today', '2026-11-23'),
        about('ended then', '2026-11-02'),
        about('very late', '2026-11-02'),
      ],
      officer,
    );
    for (const at of [2, 3, 5]) await matters.step(ids[at]!, step('answered'), cook);
    for (const at of [2, 5]) {
      bench.clock += 1000;
      await matters.step(ids[at]!, step('closed'), officer);
    }
    const all = ['very late', 'late', 'answered in time', 'today', 'later', 'ended then', 'ended first'];
    expect(await titles(bench, officer)).toEqual(all);
    expect(await titles(bench, officer, { state: 'overdue' })).toEqual(['very late', 'late']);
    expect(await titles(bench, officer, { state: 'open' })).toEqual(['very late', 'late', 'today', 'later']);
    expect(await titles(bench, officer, { state: 'answered' })).toEqual(['answered in time']);
    expect(await titles(bench, officer, { state: 'closed' })).toEqual(['ended then', 'ended first']);
    expect(await matters.counts(officer, { today })).toEqual({ open: 4, answered: 1, overdue: 2 });
    const paged: string[] = [];
    for (let cursor: string | null = null, day = today; ; day = '2026-12-31') {
      // After the first page it is another year.
      const page: Awaited<ReturnType<typeof matters.page>> = await matters.page(officer, {
        ...{ limit: 2, cursor, today: day },
      });
      paged.push(...page.items.map(({ title }) => title));
      if ((cursor = page.next) === null) break;
    }
    expect(paged).toEqual(all);
    const foreign = matters.page(officer, { limit: 1, cursor: 'MTpbMV0', today });
    await expect(foreign).rejects.toMatchObject({ code: 'invalid-cursor' });
  });

  it('are those of what each may see: the subject decides', async () => {
    const { bench, matters } = await city();
    const [ofCanteen, ofSchool, ofOffice] = await matters.open(
      [
        about('canteen', '2026-12-01'),
        about('school', '2026-12-02', { kind: 'institution', id: 'school' }),
        about('office-a', '2026-12-03', { kind: 'building', id: 'office-a' }),
        about('hospital', '2026-12-04', { kind: 'institution', id: 'hospital' }),
        about('their contract', '2026-12-05', { kind: 'contract', id: 'C1' }),
        about('a contract of others', '2026-12-06', { kind: 'contract', id: 'C2' }),
      ],
      officer,
    );
    const all = ['canteen', 'school', 'office-a', 'hospital', 'their contract', 'a contract of others'];
    expect(await titles(bench, leader)).toEqual(all);
    expect(await titles(bench, lin)).toEqual(['canteen', 'school', 'office-a', 'their contract']);
    expect(await titles(bench, school)).toEqual(['canteen', 'school']);
    expect(await titles(bench, zhao)).toEqual(['hospital']);
    expect(await titles(bench, cook), 'the notice to its institution is not its own').toEqual(['canteen']);
    const own = await titles(bench, contractor);
    expect(own, 'one of its meters stands in office-a, which is not its own').toEqual(['their contract']);
    expect(await titles(bench, { ...contractor, scope: 'Dim & Sons Ltd' })).toEqual(['a contract of others']);
    expect(await titles(bench, { ...cook, scope: null })).toEqual([]);
    expect(await titles(bench, lin, { subject: { kind: 'building', id: 'office-a' } })).toEqual(['office-a']);
    expect(await matters.counts(cook, { today })).toMatchObject({ open: 1 });
    expect(await matters.one(zhao, ofCanteen!)).toBeNull();
    expect(await matters.one(cook, ofSchool!)).toBeNull();
    expect(await matters.one(contractor, ofOffice!)).toBeNull();
    expect(await matters.subject(lin, { kind: 'building', id: 'office-a' })).toMatchObject({ name: 'A座' });
    expect(await matters.subject(contractor, { kind: 'contract', id: 'C1' })).toMatchObject({ name: 'C1' });
    await bench.import({ contracts: [{ ...smallCity.contracts[0], name: '办公楼节能改造' }] });
    expect(await matters.subject(contractor, { kind: 'contract', id: 'C1' })).toMatchObject({ name: '办公楼节能改造' });
    for (const [viewer, kind, id] of [
      [zhao, 'building', 'office-a'],
      [contractor, 'building', 'office-a'],
      [cook, 'institution', 'school'],
      [cook, 'contract', 'C1'],
      [zhao, 'contract', 'C1'],
      [contractor, 'contract', 'C2'],
    ] as const) {
      expect(await matters.subject(viewer, { kind, id })).toBeNull();
    }
  });
});

it('matters of the demo leave with it; those of own canteens stay', async () => {
  const bench = await benchWith(onTestFinished);
  await bench.registry.importPortfolio(smallCity, administrator, { demo: true });
  await bench.import({
    institutions: [{ id: 'mine', name: '自家' }],
    canteens: [{ id: 'CT900', institution: 'mine', name: '自家食堂' }],
  });
  const { matters } = bench.registry;
  const subjects = [
    posters.subject,
    { kind: 'institution', id: 'school' },
    { kind: 'building', id: 'office-a' },
  ] as const;
  const demo = await matters.open(
    subjects.map((subject) => ({ ...posters, subject })),
    officer,
  );
  const [mine] = await matters.open([{ ...posters, subject: { kind: 'canteen', id: 'CT900' } }], officer);
  await matters.step(demo[0]!, step('answered'), cook);
  await matters.step(demo[0]!, step('closed'), officer);
  expect(await matters.one(officer, demo[0]!)).toMatchObject({ demo: true });
  expect(await bench.registry.removeDemo(administrator, () => ['demo', '{}'])).toMatchObject({ ok: true });
  const left = (await matters.page(administrator, { ...firstPage, today })).items;
  expect(left.map(({ id, steps }) => [id, steps.length])).toEqual([[mine, 1]]);
});
