import { DatabaseSync } from '@photostructure/sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Correction } from '../../domain/canteen/types.ts';
import type { NewEntry } from './canteen-port.ts';
import { administrator, benchWith, firstPage, smallCity } from './fakes/bench.ts';
import type { Viewer } from './port.ts';

const ts = Date.parse('2026-11-20T12:31:07+08:00');
const [from, to] = [Date.parse('2026-11-20T00:00:00+08:00'), Date.parse('2026-11-21T00:00:00+08:00')];
/** Somebody leaned on the scale. */
const heavy: Correction = { device: 'scale-1', seq: 17, ts, as: 'value', value: 1_250 };
const lunch: NewEntry = {
  ...{ canteen: 'CT012', date: '2026-11-20', meal: 'LUNCH', what: 'PLATE_WASTE', value: 18_400 },
  reason: 'the scale was away for verification',
};
const cook: Viewer = { kind: 'user', name: 'ma', role: 'canteen', scope: 'CT012' };
const lin: Viewer = { kind: 'user', name: 'lin', role: 'county', scope: 'east' };
const west: Viewer = { kind: 'user', name: 'he', role: 'county', scope: 'west' };
const school: Viewer = { kind: 'user', name: 'qian', role: 'institution', scope: 'school' };
const contractor: Viewer = { kind: 'user', name: 'bright', role: 'contractor', scope: 'brightsave' };
const ward = { id: 'CT020', institution: 'hospital', name: '职工食堂', operatingMode: 'outsourced', supplyMode: 'set' };

async function city() {
  const bench = await benchWith(onTestFinished);
  await bench.import(smallCity);
  await bench.import({ canteens: [{ ...ward, scales: [{ id: 'scale-9' }] }] });
  const heard: (readonly string[])[] = [];
  bench.registry.canteenBook.onChanged((canteens) => heard.push(canteens));
  return { bench, book: bench.registry.canteenBook, heard };
}
const seenBy = async (book: { visible(viewer: Viewer): Promise<readonly { id: string }[]> }, viewer: Viewer) =>
  (await book.visible(viewer)).map(({ id }) => id);

describe('canteens from memory', () => {
  it('come with what belongs to them, and each sees their own only', async () => {
    const { book } = await city();
    expect(await book.one(cook, 'CT012')).toEqual({
      ...{ id: 'CT012', name: '第一食堂', institution: 'school', institutionName: '湖镇中学' },
      ...{ region: 'lake', regionName: '湖镇', seats: 240, operatingMode: 'self', supplyMode: 'buffet' },
      ...{ scales: ['scale-1'], counters: ['counter-1'], meters: ['school-water'], demo: false },
    });
    expect(await seenBy(book, administrator)).toEqual(['CT012', 'CT020']);
    expect(await seenBy(book, cook)).toEqual(['CT012']);
    expect(await seenBy(book, lin), 'the township lies below its county').toEqual(['CT012']);
    expect(await seenBy(book, west)).toEqual(['CT020']);
    expect(await seenBy(book, school)).toEqual(['CT012']);
    expect(await seenBy(book, contractor)).toEqual([]);
    expect(await book.one(cook, 'CT020')).toBeNull();
    expect(await book.one(administrator, 'CT999')).toBeNull();
  });

  it('follow the portfolio: a new scale, a new name, an institution that moved to another county', async () => {
    const { bench, book } = await city();
    const before = await book.visible(administrator);
    expect(await book.visible(administrator)).toBe(before);
    expect(await seenBy(book, west)).toEqual(['CT020']);
    await bench.import({
      institutions: [{ id: 'school', region: 'west', name: '湖镇中学' }],
      canteens: [{ id: 'CT012', institution: 'school', name: '教工食堂', scales: [{ id: 'scale-2' }] }],
    });
    expect(await seenBy(book, west)).toEqual(['CT012', 'CT020']);
    expect(await seenBy(book, lin)).toEqual([]);
    expect(await book.one(west, 'CT012')).toMatchObject({ name: '教工食堂', scales: ['scale-2'], regionName: '西区' });
  });
});

describe('what people wrote about canteens', () => {
  it('is kept as it was written, with who, when and why, in the audit and over a restart', async () => {
    const { bench, book, heard } = await city();
    const correction = await book.correct('CT012', heavy, '有人靠在秤上', cook);
    const later = await book.correct('CT012', { ...heavy, as: 'ignored', value: null }, 'was no food', lin);
    const entries = await book.enter([lunch, { ...lunch, what: 'PERSON_MEALS', value: 231 }], cook);
    const [fetch] = await book.enterFetches(
      [{ canteen: 'CT012', date: '2026-11-20', kg: 84.5, collector: '绿源环保', reason: '台账' }],
      cook,
    );
    expect(heard, 'what was fetched changes no figure').toEqual([['CT012'], ['CT012'], ['CT012']]);
    await bench.registry.close();
    const again = (await bench.open()).canteenBook;
    const common = { canteen: 'CT012', at: bench.clock, undone: null };
    const first = { ...heavy, ...common, id: correction, reason: '有人靠在秤上', by: 'ma' };
    const second = { ...first, id: later, as: 'ignored', value: null, reason: 'was no food', by: 'lin' };
    expect(await again.corrections('CT012', from, to)).toEqual([first, second]);
    expect(await again.correctionsOf(heavy)).toEqual([first, second]);
    expect(await again.correctionsOf({ ...heavy, seq: 18 })).toEqual([]);
    expect(await again.corrections('CT012', to, to + 1)).toEqual([]);
    expect(await again.entries('CT012', '2026-11-20', '2026-11-21')).toEqual([
      { ...lunch, ...common, id: entries[0], by: 'ma' },
      { ...lunch, ...common, id: entries[1], by: 'ma', what: 'PERSON_MEALS', value: 231 },
    ]);
    expect(await again.entries('CT012', '2026-11-19', '2026-11-20')).toEqual([]);
    expect(await again.fetches(['CT012', 'CT020'], '2026-11-01', '2026-12-01')).toMatchObject([
      { id: fetch, kg: 84.5 },
    ]);
    const { items } = await bench.registry.auditLog(administrator, firstPage);
    expect(items.slice(0, 5).map(({ actor, action, subject }) => [actor, action, subject])).toEqual([
      ['ma', 'canteen.fetch', 'CT012'],
      ['ma', 'canteen.enter', 'CT012'],
      ['ma', 'canteen.enter', 'CT012'],
      ['lin', 'canteen.correct', 'CT012'],
      ['ma', 'canteen.correct', 'CT012'],
    ]);
  });

  it('is undone once, with a reason, and stays to be read', async () => {
    const { bench, book, heard } = await city();
    const correction = await book.correct('CT012', heavy, 'leaned on', cook);
    const [entry] = await book.enter([lunch], cook);
    const fetched = { canteen: 'CT012', date: '2026-11-20', kg: 84.5, collector: '绿源环保', reason: 'book' };
    const [fetch] = await book.enterFetches([fetched], cook);
    heard.length = 0;
    await expect(book.undoEntry(entry!, ' ', lin)).rejects.toMatchObject({ code: 'invalid-content' });
    for (const [undo, id] of [
      [book.undoCorrection, correction],
      [book.undoEntry, entry!],
      [book.undoFetch, fetch!],
    ] as const) {
      expect(await undo(999, 'x', lin)).toBe('unknown');
      expect(await undo(id, 'twice in the book', lin)).toBe('done');
      expect(await undo(id, 'again', lin)).toBe('undone');
    }
    expect(heard).toEqual([['CT012'], ['CT012']]);
    const undone = { by: 'lin', at: bench.clock, reason: 'twice in the book' };
    expect(await book.corrections('CT012', from, to)).toMatchObject([{ undone }]);
    expect(await book.entries('CT012', '2026-11-20', '2026-11-21')).toMatchObject([{ undone }]);
    expect(await book.fetches(['CT012'], '2026-11-20', '2026-11-21')).toEqual([]);
    expect((await book.page(administrator, firstPage)).items).toEqual([]);
    expect(await book.record(school, 'fetch', fetch!)).toMatchObject({ canteen: 'CT012', undone });
  });

  it('cannot be changed or deleted past the platform, undone or not', async () => {
    const { bench, book } = await city();
    await book.correct('CT012', heavy, 'leaned on', cook);
    const [, second] = await book.enter([lunch, lunch], cook);
    await book.undoEntry(second!, 'twice', cook);
    await book.note({ canteen: 'CT012', date: '2026-11-20', meal: 'LUNCH', text: '红烧肉' }, cook);
    await book.enterFetches([{ canteen: 'CT012', date: '2026-11-20', kg: 8, collector: '绿源', reason: 'book' }], cook);
    await bench.registry.close();
    const file = new DatabaseSync(bench.file);
    for (const statement of [
      `update canteen_corrections set value = 1`,
      `update canteen_entries set value = 1`,
      `update canteen_entries set undone_reason = 'other' where id = ${second}`,
      `update canteen_entries set undone_at = null, undone_by = null where id = ${second}`,
      `update canteen_entries set undone_at = 5, undone_by = 'x', undone_reason = 'y', what = 'COOKED' where id = 1`,
      `update canteen_notes set text = 'x'`,
      `update waste_fetches set kg = 99`,
      ...['canteen_corrections', 'canteen_entries', 'canteen_notes', 'waste_fetches'].map((t) => `delete from ${t}`),
      `insert or replace into canteen_notes (id, canteen, date, meal, text, made_by, made_at)
        values (1, 'CT012', '2026-11-20', 'LUNCH', 'other', 'x', 1)`,
    ]) {
      expect(() => file.exec(statement), statement).toThrow(/append-only/);
    }
    file.close();
    const again = (await bench.open()).canteenBook;
    expect(await again.notes('CT012', '2026-11-20', '2026-11-21')).toMatchObject([{ text: '红烧肉', by: 'ma' }]);
  });

  it.each<[string, Partial<NewEntry>, string]>([
    ['a canteen that does not exist', { canteen: 'CT999' }, 'entries[1].canteen unknown-canteen'],
    ['a day that is none', { date: '2026-02-30' }, 'entries[1].date not-a-date'],
    ['a date in other words', { date: '20.11.2026' }, 'entries[1].date not-a-date'],
    ['a meal that is none', { meal: 'BRUNCH' as NewEntry['meal'] }, 'entries[1].meal not-one-of'],
    ['a stream that is none', { what: 'SOUP' as NewEntry['what'] }, 'entries[1].what not-one-of'],
    ['less than nothing', { value: -1 }, 'entries[1].value negative'],
    ['no number', { value: NaN }, 'entries[1].value not-finite'],
    ['more than anybody weighs', { value: 1e12 }, 'entries[1].value too-large'],
    ['more people than there are', { what: 'PERSON_MEALS', value: 1e6 }, 'entries[1].value too-large'],
    ['half a person', { what: 'PERSON_MEALS', value: 12.5 }, 'entries[1].value not-whole'],
    ['no reason', { reason: '  ' }, 'entries[1].reason missing'],
  ])('%s is refused, and nothing of its list counts', async (_, wrong, fault) => {
    const { book, heard } = await city();
    const refused = await book.enter([lunch, { ...lunch, ...wrong }], cook).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'invalid-content' });
    const { faults } = refused as { faults: readonly { path: string; code: string }[] };
    expect(faults.map(({ path, code }) => `${path} ${code}`)).toEqual([fault]);
    expect(heard).toEqual([]);
    expect((await book.page(administrator, firstPage)).items).toEqual([]);
  });

  it('wrong corrections, notes and fetches are refused with every fault named', async () => {
    const { book } = await city();
    const faultsOf = async (work: Promise<unknown>) => {
      const error = (await work.catch((thrown: unknown) => thrown)) as { faults: { path: string; code: string }[] };
      return error.faults.map(({ path, code }) => `${path} ${code}`);
    };
    expect(await faultsOf(book.correct('CT1', { ...heavy, ts: NaN, value: -5 }, '', cook))).toEqual([
      ...['canteen unknown-canteen', 'ts not-an-instant', 'value negative', 'reason missing'],
    ]);
    expect(await faultsOf(book.correct('CT012', { ...heavy, value: null }, 'x', cook))).toEqual(['value missing']);
    expect(await faultsOf(book.correct('CT012', { ...heavy, as: 'kept' }, 'x', cook))).toEqual(['value not-expected']);
    const note = { canteen: 'CT012', date: '2026-13-01', meal: 'LUNCH', text: 'x'.repeat(1001) } as const;
    expect(await faultsOf(book.note(note, cook))).toEqual(['date not-a-date', 'text text']);
    const fetch = { canteen: 'CT012', date: '2026-11-20', kg: Infinity, collector: '', reason: 'x' };
    expect(await faultsOf(book.enterFetches([fetch], cook))).toEqual([
      'fetches[0].kg not-finite',
      'fetches[0].collector missing',
    ]);
  });

  it('a menu is noted again and taken away; the newest word of a meal counts', async () => {
    const { book } = await city();
    const note = { canteen: 'CT012', date: '2026-11-20', meal: 'LUNCH' } as const;
    for (const text of ['红烧肉', '红烧鱼']) await book.note({ ...note, text }, cook);
    await book.note({ ...note, meal: 'DINNER', text: '面' }, cook);
    const noted = async () => (await book.notes('CT012', '2026-11-20', '2026-11-21')).map(({ text }) => text);
    expect(await noted()).toEqual(['红烧鱼', '面']);
    await book.note({ ...note, text: ' ' }, cook);
    expect(await noted()).toEqual(['面']);
  });

  it('is listed newest first, page after page without a gap, to those who see the canteen', async () => {
    const { bench, book } = await city();
    for (let n = 0; n < 3; n += 1) {
      await book.correct('CT012', { ...heavy, seq: n }, `correction ${n}`, cook);
      await book.enter([{ ...lunch, reason: `entry ${n}` }], cook);
      if (n === 1) bench.clock += 1000;
    }
    await book.correct('CT020', { ...heavy, device: 'scale-9' }, 'of the hospital', west);
    const all = (await book.page(administrator, firstPage)).items.map(({ reason }) => reason);
    expect(all).toEqual([
      ...['of the hospital', 'correction 2', 'entry 2'],
      ...['correction 1', 'correction 0', 'entry 1', 'entry 0'],
    ]);
    for (const limit of [1, 2, 3]) {
      const paged: string[] = [];
      for (let cursor: string | null = null; ;) {
        const page: Awaited<ReturnType<typeof book.page>> = await book.page(administrator, { limit, cursor });
        paged.push(...page.items.map(({ reason }) => reason));
        if ((cursor = page.next) === null) break;
      }
      expect(paged).toEqual(all);
    }
    expect((await book.page(west, firstPage)).items.map(({ reason }) => reason)).toEqual(['of the hospital']);
    expect((await book.page(lin, { ...firstPage, canteen: 'CT020' })).items).toEqual([]);
    expect((await book.page(contractor, firstPage)).items).toEqual([]);
    const foreign = await book.page(administrator, { limit: 1, cursor: 'MTp4' }).catch((error: unknown) => error);
    expect(foreign).toMatchObject({ code: 'invalid-cursor' });
    expect(await book.record(west, 'correction', 1)).toBeNull();
    expect(await book.record(lin, 'correction', 1)).toMatchObject({ canteen: 'CT012' });
  });

  it('a listener that fails keeps nobody from hearing, and the word counts', async () => {
    const { book } = await city();
    const heard: (readonly string[])[] = [];
    book.onChanged(() => {
      throw new Error('broken');
    });
    book.onChanged((canteens) => heard.push(canteens));
    await book.enter([lunch, { ...lunch, canteen: 'CT020' }, lunch], administrator);
    expect(heard).toEqual([['CT012', 'CT020']]);
  });

  it('leaves whole with the demo; what was written of own canteens stays', async () => {
    const bench = await benchWith(onTestFinished);
    await bench.registry.importPortfolio(smallCity, administrator, { demo: true });
    await bench.import({
      institutions: [{ id: 'mine', name: '自家' }],
      canteens: [{ id: 'CT900', institution: 'mine', name: '自家食堂' }],
    });
    const book = bench.registry.canteenBook;
    for (const canteen of ['CT012', 'CT900']) {
      await book.correct(canteen, heavy, 'x', cook);
      const [entry] = await book.enter([{ ...lunch, canteen }], cook);
      await book.undoEntry(entry!, 'twice', cook);
      await book.enterFetches([{ canteen, date: '2026-11-20', kg: 8, collector: '绿源', reason: 'book' }], cook);
      await book.note({ canteen, date: '2026-11-20', meal: 'LUNCH', text: '面' }, cook);
    }
    expect(await bench.registry.removeDemo(administrator, () => ['demo', '{}'])).toMatchObject({ ok: true });
    await bench.registry.close();
    const again = (await bench.open()).canteenBook;
    expect(await seenBy(again, administrator)).toEqual(['CT900']);
    expect(await again.corrections('CT012', from, to)).toEqual([]);
    expect(await again.notes('CT012', '2026-11-20', '2026-11-21')).toEqual([]);
    expect(await again.corrections('CT900', from, to)).toHaveLength(1);
    expect(await again.entries('CT900', '2026-11-20', '2026-11-21')).toHaveLength(1);
    expect(await again.notes('CT900', '2026-11-20', '2026-11-21')).toHaveLength(1);
    expect(await again.fetches(['CT012', 'CT900'], '2026-11-20', '2026-11-21')).toMatchObject([{ canteen: 'CT900' }]);
  });
});
