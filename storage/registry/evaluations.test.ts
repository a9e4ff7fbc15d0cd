import { DatabaseSync } from '@photostructure/sqlite';
import { expect, it, onTestFinished } from 'vitest';
import { canteenWasteSheet } from '../../domain/evaluation/sheets/canteen-waste.ts';
import { scoreOf } from '../../domain/evaluation/score.ts';
import type { Answer, Template } from '../../domain/evaluation/template.ts';
import { administrator, benchWith, firstPage, smallCity } from './fakes/bench.ts';
import type { Viewer } from './port.ts';

const officer: Viewer = { kind: 'user', name: 'officer', role: 'officer', scope: null };
const hospital: Viewer = { kind: 'user', name: 'zhao', role: 'institution', scope: 'hospital' };
const sheet: Template = { ...canteenWasteSheet, version: 1 };
const mode = { operatingMode: 'self', supplyMode: 'buffet' } as const;
const answer = (item: string, score: number, evaluator = 'officer', note = ''): Answer => {
  return { item, evaluator, score, note, attachments: [] };
};
const resultOf = (answers: readonly Answer[], lastAnswer: number) => {
  const span = { from: '2026-10-01', to: '2027-01-01' };
  return { metrics: { 'matters-overdue': 0 }, mode, span, score: scoreOf(sheet, mode, answers, {}), lastAnswer };
};
const plan = {
  ...{ year: 2026, seed: 'lottery', share: 0.35, canteens: ['CT012'], demo: false },
  order: [{ canteen: 'CT012', group: 'due' as const, key: 'ab', before: [] }],
};

async function city(demo = false) {
  const bench = await benchWith(onTestFinished);
  expect((await bench.registry.importPortfolio(smallCity, administrator, { demo })).ok).toBe(true);
  return bench;
}

it('keeps one evaluation a canteen, kind and quarter, with the version of the sheet that it began with', async () => {
  const { registry } = await city();
  const { evaluations } = registry;
  expect(await evaluations.templates()).toEqual([sheet]);
  const id = await evaluations.begin('CT012', 'self', '2026Q4', sheet, officer);
  expect(
    await evaluations.putTemplate({ ...canteenWasteSheet, cutoffs: { excellent: 95, good: 85, pass: 70 } }, officer),
  ).toBe(2);
  const newer = (await evaluations.template('canteen-waste'))!;
  expect(newer.version).toBe(2);
  expect(await evaluations.begin('CT012', 'self', '2026Q4', newer, administrator)).toBe(id);
  const other = await evaluations.begin('CT012', 'spot', '2026Q4', newer, officer);
  const page = await evaluations.page(officer, { ...firstPage, year: 2026 });
  expect(page.items.map((own) => [own.id, own.kind, own.version])).toEqual([
    [other, 'spot', 2],
    [id, 'self', 1],
  ]);
  expect((await evaluations.page(officer, { ...firstPage, kind: 'self', quarter: '2026Q3' })).items).toEqual([]);
  const first = await evaluations.page(officer, { limit: 1, cursor: null });
  const second = await evaluations.page(officer, { limit: 1, cursor: first.next });
  expect([...first.items, ...second.items].map((own) => own.id)).toEqual([other, id]);
  expect(second.next).toBeNull();
});

it('is not seen by another institution', async () => {
  const { registry } = await city();
  const id = await registry.evaluations.begin('CT012', 'spot', '2026Q4', sheet, officer);
  expect(await registry.evaluations.one(hospital, id)).toBeNull();
  expect((await registry.evaluations.page(hospital, firstPage)).items).toEqual([]);
});

it('is seen by the canteen that is inspected once it is submitted, and its own from the beginning', async () => {
  const { registry } = await city();
  const { evaluations } = registry;
  const spot = await evaluations.begin('CT012', 'spot', '2026Q4', sheet, officer);
  const self = await evaluations.begin('CT012', 'self', '2026Q4', sheet, officer);
  const kitchen: Viewer = { kind: 'user', name: 'chef', role: 'canteen', scope: 'CT012' };
  const idsOf = async (viewer: Viewer) => (await evaluations.page(viewer, firstPage)).items.map(({ id }) => id);
  expect(await evaluations.one(kitchen, spot)).toBeNull();
  expect(await idsOf(kitchen)).toEqual([self]);
  expect(await idsOf(officer)).toEqual([self, spot]);
  await evaluations.submit(spot, resultOf([], 0), officer);
  expect((await evaluations.one(kitchen, spot))!.id).toBe(spot);
  expect(await idsOf(kitchen)).toEqual([self, spot]);
});

it('counts the newest word of each evaluator, and keeps what each said before', async () => {
  const { registry, clock } = await city();
  const { evaluations } = registry;
  const id = await evaluations.begin('CT012', 'spot', '2026Q4', sheet, officer);
  await evaluations.answer(id, [answer('cutting-flow', 3), answer('refill', 4)], officer);
  await evaluations.answer(id, [answer('cutting-flow', 1, 'officer', '边角料混放')], officer);
  await evaluations.answer(id, [answer('cutting-flow', 2, '李四')], officer);
  const { answers } = (await evaluations.one(officer, id))!;
  expect(answers).toEqual([
    answer('cutting-flow', 1, 'officer', '边角料混放'),
    answer('refill', 4),
    answer('cutting-flow', 2, '李四'),
  ]);
  await evaluations.answer(id, [answer('refill', 0, '王五'), { ...answer('refill', 0, '王五'), score: null }], officer);
  expect((await evaluations.one(officer, id))!.answers).toEqual(answers);
  expect(await evaluations.answer(99, [answer('refill', 4)], officer)).toBe('unknown');
  const { lastAnswer } = (await evaluations.one(officer, id))!;
  expect(await evaluations.submit(id, resultOf(answers, lastAnswer), officer)).toBe('done');
  const { submitted } = (await evaluations.one(officer, id))!;
  expect(submitted).toMatchObject({ at: clock, by: 'officer', mode, metrics: { 'matters-overdue': 0 }, total: null });
  expect(submitted!.score).toEqual(scoreOf(sheet, mode, answers, {}));
});

it('freezes nothing that somebody answered meanwhile, and takes no answer afterwards', async () => {
  const { registry } = await city();
  const { evaluations } = registry;
  const id = await evaluations.begin('CT012', 'spot', '2026Q4', sheet, officer);
  await evaluations.answer(id, [answer('refill', 4)], officer);
  const seen = (await evaluations.one(officer, id))!;
  await evaluations.answer(id, [answer('refill', 0, '李四')], officer);
  expect(await evaluations.submit(id, resultOf(seen.answers, seen.lastAnswer), officer)).toBe('changed');
  const { answers, lastAnswer } = (await evaluations.one(officer, id))!;
  expect(await evaluations.submit(id, resultOf(answers, lastAnswer), officer)).toBe('done');
  expect(await evaluations.submit(id, resultOf(answers, lastAnswer), officer)).toBe('submitted');
  expect(await evaluations.answer(id, [answer('refill', 4)], officer)).toBe('submitted');
  expect((await evaluations.one(officer, id))!.answers).toHaveLength(2);
  const { items } = await registry.auditLog(administrator, firstPage);
  expect(items.map(({ action }) => action).filter((action) => action.startsWith('evaluation.'))).toEqual([
    ...['evaluation.submit', 'evaluation.answer', 'evaluation.answer', 'evaluation.begin'],
  ]);
});

it('draws a year once, tells who was inspected in which years, and issues bulletins that stay', async () => {
  const { registry } = await city();
  const { evaluations } = registry;
  expect(await evaluations.draw(plan, officer)).toBe('done');
  expect(await evaluations.draw({ ...plan, seed: 'another' }, officer)).toBe('drawn');
  expect(await evaluations.plan(2026)).toMatchObject({ seed: 'lottery', drawnFrom: ['CT012'], drawnBy: 'officer' });
  expect(await evaluations.plan(2025)).toBeNull();
  expect([...(await evaluations.knownSince())]).toEqual([['CT012', 2026]]);
  for (const quarter of ['2024Q3', '2026Q1', '2026Q2']) {
    const id = await evaluations.begin('CT012', 'spot', quarter, sheet, officer);
    if (quarter !== '2026Q2') await evaluations.submit(id, resultOf([], 0), officer);
  }
  expect([...(await evaluations.checkedIn())]).toEqual([['CT012', [2024, 2026]]]);
  const first = await evaluations.issue({ quarter: '2026Q3', content: '{"a":1}', demo: false }, officer);
  const second = await evaluations.issue({ quarter: '2026Q3', content: '{"a":2}', demo: false }, officer);
  expect(await evaluations.issue({ quarter: '2026Q3', content: '{"a":2}', demo: false }, officer)).toBe(second);
  expect((await evaluations.bulletins()).map(({ id, content }) => [id, content])).toEqual([
    [second, '{"a":2}'],
    [first, '{"a":1}'],
  ]);
});

it('leaves whole with the demo, and keeps what is the installation’s own', async () => {
  const { registry } = await city(true);
  const { evaluations } = registry;
  const mine = {
    institutions: [{ id: 'mine', name: '本局' }],
    canteens: [{ id: 'OWN', institution: 'mine', name: '本局食堂' }],
  };
  await registry.importPortfolio(mine, administrator);
  const own = await evaluations.begin('OWN', 'self', '2026Q4', sheet, officer);
  await evaluations.answer(own, [answer('refill', 4)], officer);
  const theirs = await evaluations.begin('CT012', 'spot', '2026Q4', sheet, officer);
  await evaluations.answer(theirs, [answer('refill', 1)], officer);
  await evaluations.submit(theirs, resultOf([], 2), officer);
  await evaluations.draw({ ...plan, demo: true }, officer);
  await evaluations.draw({ ...plan, canteens: ['OWN'], order: [{ ...plan.order[0]!, canteen: 'OWN' }] }, officer);
  await evaluations.issue({ quarter: '2026Q3', content: '{}', demo: true }, officer);
  expect(await evaluations.plan(2026)).toMatchObject({ canteens: ['OWN'], demo: false });

  const removed = await registry.removeDemo(administrator, () => ['demo.removing', '{}']);
  expect(removed.ok).toBe(true);
  expect((await evaluations.page(officer, firstPage)).items.map(({ id }) => id)).toEqual([own]);
  expect(await evaluations.plan(2026)).toMatchObject({ canteens: ['OWN'] });
  expect(await evaluations.bulletins()).toEqual([]);
  expect(await evaluations.templates()).toHaveLength(1);
});

it('keeps what was written against whoever opens the file itself', async () => {
  const bench = await city();
  const { evaluations } = bench.registry;
  const id = await evaluations.begin('CT012', 'spot', '2026Q4', sheet, officer);
  await evaluations.answer(id, [answer('refill', 1)], officer);
  await evaluations.submit(id, resultOf([], 1), officer);
  await evaluations.draw(plan, officer);
  await evaluations.issue({ quarter: '2026Q3', content: '{}', demo: false }, officer);
  await bench.registry.close();
  const file = new DatabaseSync(bench.file);
  for (const statement of [
    `update evaluations set submitted_by = 'nobody'`,
    `update evaluations set result = null, submitted_at = null`,
    `delete from evaluations`,
    `update evaluation_answers set score = 4`,
    `delete from evaluation_answers`,
    `insert into evaluation_answers (evaluation, item, evaluator, score, note, attachments, made_by, made_at)
     values (${id}, 'refill', 'x', 4, '', '[]', 'x', 0)`,
    `insert or replace into bulletins (id, quarter, demo, content, issued_at, issued_by) values (1, '', 1, '', 0, '')`,
    `update spot_check_plans set seed = 'another'`,
    `update spot_check_plans set demo = 1`,
    `update evaluation_templates set body = '{}'`,
    `delete from evaluation_templates`,
  ]) {
    expect(() => file.exec(statement), statement).toThrow(/append-only|takes no answers/);
  }
  file.close();
  await bench.open();
});
