import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canteenWasteSheet } from '../../../domain/evaluation/sheets/canteen-waste.ts';
import { itemsOf, scoreOf } from '../../../domain/evaluation/score.ts';
import { metricIds } from '../../../domain/evaluation/template.ts';
import type {
  WireBulletin,
  WireEvaluation,
  WireEvaluationPage,
  WirePlan,
  WireTemplate,
} from '../../../domain/wire-evaluation.ts';
import type { WireMatter, WireMatterPage } from '../../../domain/wire-matters.ts';
import { count, openCanteens, sendEvents, weighing } from '../fakes/canteens.ts';
import type { Client } from '../fakes/client.ts';
import { Installation } from '../fakes/installation.ts';
import { ownViewer } from '../house.ts';
import { spanOf } from './figures.ts';

const house = new Installation();
const path = '/api/v1/evaluations';
let officer: Client;
let kitchen: Client;
let county: Client;
let institution: Client;

/** Lunches of the quarter's first seven weeks, from the end of the holidays on. */
const lunches = ['2026-10-08', '2026-10-09', '2026-10-10', ...weekdays('2026-10-12', 30)];

function weekdays(from: string, n: number): string[] {
  const dates: string[] = [];
  for (let at = Date.parse(`${from}T00:00:00Z`); dates.length < n; at += 86_400_000) {
    const day = new Date(at).getUTCDay();
    if (day !== 0 && day !== 6) dates.push(new Date(at).toISOString().slice(0, 10));
  }
  return dates;
}

/** A kitchen that weighs everything: grams a person-meal of plates as given, 200 people. */
async function serve(canteen: string, dates: readonly string[], grams: number): Promise<void> {
  const weighings = dates.flatMap((date, i) => [
    weighing(`${date}T12:1${i % 10}`, 200 * grams - 37 * (i % 7)),
    weighing(`${date}T13:2${i % 10}`, 37 * (i % 7) + 3, {}),
    weighing(`${date}T09:1${i % 10}`, 9000 + 13 * i, { stream: 'PREP_WASTE' }),
    weighing(`${date}T09:4${i % 10}`, 3000 + 11 * i, { stream: 'TRIM_USED' }),
    weighing(`${date}T13:4${i % 10}`, 2000 + 7 * i, { stream: 'UNSOLD_DISCARD' }),
  ]);
  await sendEvents(house, `SC-${canteen}`, ...weighings);
  await sendEvents(house, `CN-${canteen}`, ...dates.map((date) => count(`${date}T11:50`, 200)));
}

beforeAll(async () => {
  house.now = Date.parse('2026-11-23T14:00:00+08:00');
  await openCanteens(house);
  await serve('CT1', lunches, 42);
  await serve('CT1', weekdays('2026-08-03', 30), 50);
  officer = await house.person('zhao');
  kitchen = await house.person('chen');
  county = await house.person('sun');
  institution = await house.person('wang');
});
afterAll(() => house.stop());

const begin = async (client: Client, canteen: string, kind: string, quarter = '2026Q4') =>
  client.post<WireEvaluation>(path, { canteen, kind, quarter });
const put = <T = WireEvaluation>(client: Client, id: number, body: unknown) =>
  client.call<T>('PUT', `${path}/${id}/answers`, JSON.stringify(body), { 'content-type': 'application/json' });
const submit = <T = WireEvaluation>(client: Client, id: number, body: unknown = {}) =>
  client.post<T>(`${path}/${id}/submit`, body);
const answersTo = ({ items }: WireEvaluation, share: number) =>
  items.filter((item) => item.takesAnswers).map(({ id, max }) => ({ item: id, score: max * share, note: '' }));
const codes = (body: unknown) =>
  (body as { errors: { path: string; code: string }[] }).errors.map(({ path: at, code }) => `${at} ${code}`);

describe('the evaluation of a quarter', () => {
  it('scores by the scales what they can tell, and asks people for the rest', async () => {
    const begun = await begin(kitchen, 'CT1', 'self');
    expect(begun.status).toBe(201);
    expect((await begin(officer, 'CT1', 'self')).body.id).toBe(begun.body.id);
    expect((await begin(officer, 'CT1', 'self')).status).toBe(200);
    const item = (id: string) => begun.body.items.find((own) => own.id === id)!;
    expect(item('plate-waste')).toMatchObject({ unit: 'g', score: 8, state: 'scored', takesAnswers: false });
    expect(item('plate-waste').value).toBeCloseTo(42, 1);
    expect(item('plate-change').value).toBeCloseTo(-16, 0);
    expect(item('days-weighed')).toMatchObject({ value: 100, score: 6 });
    expect(item('matters-in-time')).toMatchObject({ value: 0, score: 5 });
    expect(item('small-portions')).toMatchObject({ state: 'not-applicable', takesAnswers: false });
    expect(begun.body.answered).toEqual({ done: 0, of: answersTo(begun.body, 1).length });
    expect(begun.body).toMatchObject({ total: null, mayAnswer: true, quarterOver: false, from: '2026-10-01' });

    const half = await put(kitchen, begun.body.id, { answers: answersTo(begun.body, 1).slice(0, 5) });
    expect(half.body.answered.done).toBe(5);
    const refused = await submit<object>(kitchen, begun.body.id);
    expect(refused.status).toBe(409);
    // The quarter runs, and so many are open.
    expect(codes(refused.body)).toHaveLength(1 + half.body.answered.of - 5);
    expect(codes(refused.body)).toContain('refill missing');

    const all = await put(kitchen, begun.body.id, { answers: answersTo(begun.body, 1).slice(5) });
    expect(all.body.atLeast).toBe(all.body.atMost);
    expect(await submit<object>(kitchen, begun.body.id)).toMatchObject({
      status: 409,
      body: { code: 'quarter-running', detail: expect.stringContaining('2026-12-31') },
    });
    const done = await submit(kitchen, begun.body.id, { force: true });
    expect(done.body).toMatchObject({ submitted: { by: 'chen' }, grade: 'excellent', mayAnswer: false });
    expect(done.body.total).toBe(all.body.atLeast);
    expect(await put<object>(kitchen, begun.body.id, { answers: [{ item: 'refill', score: 0 }] })).toMatchObject({
      status: 409,
      body: { code: 'submitted' },
    });
  });

  it('stays as it was submitted, whatever the scales bring later', async () => {
    const list = await officer.get<WireEvaluationPage>(`${path}?kind=self&canteen=CT1`);
    const { id, total } = list.body.items[0]!;
    const before = await officer.get<WireEvaluation>(`${path}/${id}`);
    await sendEvents(house, 'SC-CT1', weighing('2026-10-14T12:50', 6000));
    const after = await officer.get<WireEvaluation>(`${path}/${id}`);
    expect(after.body).toEqual(before.body);
    expect(after.body.total).toBe(total);
  });

  it('has no total where the scale was silent: only by force, and a grade only where none other is possible', async () => {
    const { body: begun } = await begin(institution, 'CT2', 'self');
    await put(institution, begun.id, { answers: answersTo(begun, 1) });
    const refused = await submit<object>(institution, begun.id);
    expect(codes(refused.body)).toEqual([
      'quarter quarter-running',
      ...['trimmings cannot-tell', 'prep-waste cannot-tell', 'plate-waste cannot-tell', 'plate-change cannot-tell'],
      ...['unsold cannot-tell', 'days-weighed cannot-tell'],
    ]);
    const forced = await submit(institution, begun.id, { force: true });
    expect(forced.body).toMatchObject({ total: null, grade: null, submitted: { by: 'wang' } });
    const { between, atLeast, atMost } = forced.body;
    expect(between).toEqual({ atLeast, atMost });
  });

  it('refuses answers with the field that is wrong', async () => {
    const { body: begun } = await begin(officer, 'CT9', 'spot');
    const refused = await put<object>(officer, begun.id, {
      answers: [
        { item: 'refill', score: 5 },
        { item: 'plate-waste', score: 1 },
        { item: 'small-portions', score: 1 },
        { item: 'nothing', score: 1 },
        { item: 'refill', score: 1, attachments: [77] },
      ],
    });
    expect(refused.status).toBe(422);
    expect(codes(refused.body)).toEqual([
      'answers[0].score over-max',
      'answers[1].item automatic',
      'answers[2].item not-applicable',
      'answers[3].item unknown',
      'answers[4].item twice',
      'answers[4].attachments[0] unknown',
    ]);
    expect((await put<object>(officer, begun.id, { answers: [{ item: 'refill', score: -1 }] })).status).toBe(422);
  });

  it('is written by whose it is: nobody inspects themselves, or sees another’s', async () => {
    expect((await begin(kitchen, 'CT1', 'spot')).status).toBe(403);
    expect((await begin(institution, 'CT1', 'spot')).status).toBe(403);
    expect((await begin(kitchen, 'CT2', 'self')).status).toBe(404);
    expect((await begin(county, 'CT9', 'spot')).status).toBe(404);
    const { body: spot } = await begin(county, 'CT2', 'spot');
    // What an inspector has not submitted is between inspectors: answers may still change.
    const seenBy = async (client: Client) => {
      const { items } = (await client.get<WireEvaluationPage>(`${path}?canteen=CT2&kind=spot`)).body;
      return [(await client.get(`${path}/${spot.id}`)).status, items.length];
    };
    expect(await seenBy(institution)).toEqual([404, 0]);
    expect((await put(institution, spot.id, { answers: answersTo(spot, 1) })).status).toBe(404);
    expect((await submit(institution, spot.id, { force: true })).status).toBe(404);
    expect(await seenBy(county)).toEqual([200, 1]);
    expect((await kitchen.get(`${path}/${spot.id}`)).status).toBe(404);
    const own = (await kitchen.get<WireEvaluationPage>(path)).body.items;
    expect(own.map(({ canteen }) => canteen)).toEqual(['CT1']);
    const { body: self } = await begin(institution, 'CT1', 'self', '2026Q3');
    expect((await put(institution, self.id, { evaluator: '李四', answers: answersTo(self, 1) })).status).toBe(403);
    expect((await (await house.person('li')).get<WireEvaluationPage>(path)).body.items).toEqual([]);
  });

  it('does not begin before its quarter, nor years after it, and only of a sheet that is there', async () => {
    for (const kind of ['self', 'spot']) {
      expect(codes((await begin(officer, 'CT9', kind, '2024Q3')).body)).toEqual(['quarter too-old']);
    }
    expect(codes((await begin(officer, 'CT1', 'self', '2027Q1')).body)).toEqual(['quarter not-begun']);
    expect((await begin(officer, 'CT1', 'self', '2026-Q4')).status).toBe(422);
    const unknown = { canteen: 'CT1', kind: 'self', quarter: '2026Q2', template: 'none' };
    expect(codes((await officer.post(path, unknown)).body)).toEqual(['template unknown']);
  });
});

it('is not submitted before its quarter has begun, with force or without', async () => {
  const { evaluations } = house.registry;
  const sheet = (await evaluations.template('canteen-waste'))!;
  // A clock that ran ahead.
  const id = await evaluations.begin('CT9', 'self', '2027Q1', sheet, ownViewer);
  for (const force of [false, true]) {
    expect(await submit<object>(officer, id, { force })).toMatchObject({ status: 409, body: { code: 'not-begun' } });
  }
});

describe('an inspection on the spot', () => {
  it('is averaged over two inspectors and, failed, opens one matter with what was poor and its photos', async () => {
    const { body: spot } = await begin(officer, 'CT1', 'spot');
    const photo = await officer.call<{ id: number }>(
      'POST',
      '/api/v1/attachments?kind=canteen&id=CT1&name=kitchen.png',
      Buffer.from(
        'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
        'base64',
      ),
      { 'content-type': 'image/png' },
    );
    expect(photo.status).toBe(201);
    const first = answersTo(spot, 0.25).map((answer) =>
      answer.item === 'cutting-flow' ? { ...answer, note: '边角料混放', attachments: [photo.body.id] } : answer,
    );
    await put(officer, spot.id, { answers: first });
    const both = await put(officer, spot.id, { evaluator: '李四', answers: answersTo(spot, 0.75) });
    const cutting = both.body.items.find(({ id }) => id === 'cutting-flow')!;
    expect(cutting.score).toBe(1.5);
    expect(cutting.answers.map(({ evaluator, score }) => [evaluator, score])).toEqual([
      ['zhao', 0.75],
      ['李四', 2.25],
    ]);
    expect(cutting.answers[0]!.attachments).toMatchObject([{ id: photo.body.id, type: 'image/png' }]);
    await put(officer, spot.id, { evaluator: '李四', answers: answersTo(spot, 0) });
    // Written under a name with a slip of the pen.
    await put(officer, spot.id, { evaluator: '李田', answers: answersTo(spot, 1) });
    const slip = answersTo(spot, 1).map((own) => ({ ...own, score: null }));
    await put(officer, spot.id, { evaluator: '李田', answers: slip });

    const done = await submit(officer, spot.id);
    expect(done.body.grade).toBe('fail');
    expect(done.body.matters).toHaveLength(1);
    const { items } = (await kitchen.get<WireMatterPage>('/api/v1/matters')).body;
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({
      subject: { kind: 'canteen', id: 'CT1' },
      source: `evaluation:${spot.id}`,
      standing: { state: 'open', deadline: '2026-12-23' },
    });
    const step = items[0]!.steps[0]!;
    expect(step.text).toContain('切配流程（0.37/3 分）：边角料混放');
    expect(step.text).not.toContain('餐余称重');
    expect(step.attachments.map(({ id }) => id)).toEqual([photo.body.id]);
    expect((await submit<object>(officer, spot.id)).status).toBe(409);
    expect((await kitchen.get<WireMatterPage>('/api/v1/matters')).body.items).toHaveLength(1);
  });

  it('fails where the scale is silent too, when nothing that it could have weighed would do', async () => {
    const { body: spot } = await begin(county, 'CT2', 'spot', '2026Q3');
    await put(county, spot.id, { answers: answersTo(spot, 0.1) });
    const { body: done } = await submit(county, spot.id, { force: true });
    expect(done).toMatchObject({ total: null, grade: 'fail', between: { atMost: done.atMost } });
    expect(done.atMost).toBeLessThan(60);
    expect(done.matters).toHaveLength(1);
    const matter = await county.get<WireMatter>(`/api/v1/matters/${done.matters[0]!}`);
    expect(matter.body.steps[0]!.text).toMatch(/^实地抽查得分 [\d.]+–[\d.]+ 分，评定为不合格/);
    const draft = await officer.get<WireBulletin['content']>('/api/v1/bulletin-draft?quarter=2026Q3');
    expect(draft.body.lists.failed.find(({ canteen }) => canteen === 'CT2')).toMatchObject({
      ...{ total: null, grade: 'fail', between: done.between, matter: done.matters[0] },
    });
    expect(draft.body.counts.withoutTotal).toBe(0);
  });

  it('cut off before its notice was written gets it when somebody submits again, and only one', async () => {
    const { body: spot } = await begin(county, 'CT1', 'spot', '2026Q3');
    await put(county, spot.id, { answers: answersTo(spot, 0) });
    const { evaluations } = house.registry;
    const { answers, lastAnswer } = (await evaluations.one(ownViewer, spot.id))!;
    const mode = { operatingMode: 'self', supplyMode: 'buffet' } as const;
    const metrics = Object.fromEntries(metricIds.map((id) => [id, 0]));
    const score = scoreOf({ ...canteenWasteSheet, version: 1 }, mode, answers, metrics);
    const span = { from: '2026-07-01', to: '2026-10-01' };
    expect(score.grade).toBe('fail');
    expect(await evaluations.submit(spot.id, { metrics, mode, span, score, lastAnswer }, ownViewer)).toBe('done');
    expect((await county.get<WireEvaluation>(`${path}/${spot.id}`)).body.matters).toEqual([]);
    house.now += 120_000;
    for (let n = 0; n < 2; n += 1) expect((await submit<object>(county, spot.id)).status).toBe(409);
    expect((await county.get<WireEvaluation>(`${path}/${spot.id}`)).body.matters).toHaveLength(1);
  });
});

describe('an inspection early in a quarter', () => {
  const young = { kind: 'spot', quarter: '2026Q4' } as const;

  it('rests on the weeks before: the quarter has nothing to tell yet', () => {
    expect(spanOf(young, '2026-10-20')).toEqual({ from: '2026-07-21', to: '2026-10-20' });
    expect(spanOf({ ...young, kind: 'self' }, '2026-10-20')).toEqual({ from: '2026-10-01', to: '2027-01-01' });
    // Holidays until the 7th: 25 working days are over with the 10th of November.
    expect(spanOf(young, '2026-11-10').from).toBe('2026-08-11');
    expect(spanOf(young, '2026-11-12').from).toBe('2026-10-01');
    expect(spanOf({ ...young, quarter: '2026Q3' }, '2026-10-20').from).toBe('2026-07-01');
  });
});

describe('the spot checks of a year', () => {
  const plan = '/api/v1/spot-check-plans';

  it('are drawn once, can be drawn again by hand, and show which are done', async () => {
    expect((await officer.get(`${plan}/2026`)).status).toBe(404);
    expect((await officer.post(`${plan}/2026`, { seed: 'x', share: 0.2 })).status).toBe(422);
    expect((await county.post(`${plan}/2026`, { seed: 'x' })).status).toBe(403);
    const drawn = await officer.post<WirePlan>(`${plan}/2026`, { seed: '2026310' });
    expect(drawn.status).toBe(201);
    expect(drawn.body.progress.of).toBe(2);
    const byHand = ['CT1', 'CT2', 'CT9']
      .map((id) => [createHash('sha256').update(`2026310:2026:${id}`).digest('hex'), id] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    expect(drawn.body.canteens.map(({ canteen, key }) => [key, canteen])).toEqual(
      byHand.map(([key, id]) => [key.slice(0, 12), id]),
    );
    expect(drawn.body.canteens.find(({ canteen }) => canteen === 'CT1')).toMatchObject({
      ...{ due: true, must: false, before: [], inspection: { grade: 'fail' } },
    });
    expect(await officer.post(`${plan}/2026`, { seed: 'better' })).toMatchObject({
      status: 409,
      body: { code: 'drawn' },
    });
    expect((await kitchen.get(`${plan}/2026`)).status).toBe(403);
    const seen = (await county.get<WirePlan>(`${plan}/2026`)).body;
    expect(seen.canteens.map(({ canteen }) => canteen)).toEqual(drawn.body.canteens.map(({ canteen }) => canteen));
    expect(seen.progress).toEqual(drawn.body.progress);
    // Whose it is not learns who was drawn, and not what was found there.
    expect(drawn.body.canteens.find(({ canteen }) => canteen === 'CT9')!.inspection).not.toBeNull();
    expect(seen.canteens.find(({ canteen }) => canteen === 'CT9')!.inspection).toBeNull();
  });

  it('are drawn for this year and the next, and shown to nobody whose county is not set', async () => {
    for (const year of [2025, 2028]) {
      expect(codes((await officer.post(`${plan}/${year}`, { seed: 'x' })).body)).toEqual(['year not-now']);
    }
    const made = await house.operator().post<{ token: string }>('/api/v1/tokens', { name: 'n', role: 'county' });
    expect(made.status).toBe(201);
    const placeless = house.client();
    placeless.headers['authorization'] = `Bearer ${made.body.token}`;
    expect((await placeless.get(`${plan}/2026`)).status).toBe(404);
    expect((await placeless.get<WireEvaluationPage>(path)).body.items).toEqual([]);
  });

  it('drawn ahead reach every canteen within three', async () => {
    const first = (await officer.get<WirePlan>(`${plan}/2026`)).body;
    const second = (await officer.post<WirePlan>(`${plan}/2027`, { seed: '2027001' })).body;
    // A year on; nobody's session, which would end meanwhile.
    const yearMs = 365 * 86_400_000;
    house.now += yearMs;
    const third = (await house.operator().post<WirePlan>(`${plan}/2028`, { seed: '2028001' })).body;
    house.now -= yearMs;
    const drawn = [first, second, third].flatMap(({ canteens }) => canteens.filter((own) => own.drawn));
    // Nobody drew CT1 in 2026, but it was inspected.
    expect(new Set(['CT1', ...drawn.map(({ canteen }) => canteen)])).toEqual(new Set(['CT1', 'CT2', 'CT9']));
    for (const { canteen, due, before } of second.canteens)
      expect([canteen, due, before]).toEqual([canteen, false, [2026]]);
    const left = second.canteens.find((own) => !own.drawn)!.canteen;
    expect(third.canteens.find(({ canteen }) => canteen === left)!.before).toEqual([2026]);
  });
});

describe('the bulletin', () => {
  const path = '/api/v1/bulletins';

  it('says what the quarter was, in three lists, and stays as it was issued', async () => {
    const draft = await officer.get<WireBulletin['content']>('/api/v1/bulletin-draft?quarter=2026Q4');
    expect(draft.body.issuer).toBeNull();
    const issued = await officer.post<WireBulletin>(path, { quarter: '2026Q4', issuer: '市机关事务管理局' });
    expect(issued.status).toBe(201);
    const { content } = issued.body;
    expect(content).toEqual({ ...draft.body, issuer: '市机关事务管理局' });
    expect(content.counts).toEqual({ canteens: 3, selfEvaluated: 2, inspected: 1, withoutTotal: 1 });
    expect(content.grades).toEqual({ excellent: 0, good: 0, pass: 0, fail: 1 });
    expect(content.lists.failed).toMatchObject([{ canteen: 'CT1', kind: 'spot', deadline: '2026-12-23' }]);
    expect(content.lists.praised).toEqual([]);
    expect(content.waste.gramsPerMeal).toBeGreaterThan(42);
    expect(content.waste).toMatchObject({ comparison: 'less' });
    expect(content.plan).toEqual({ inspected: expect.any(Number), drawn: 2, canteens: 3 });
    await sendEvents(house, 'SC-CT1', weighing('2026-10-15T12:50', 7000));
    const later = await kitchen.get<WireBulletin>(`${path}/${issued.body.id}`);
    expect(later.body).toEqual(issued.body);
    const list = await kitchen.get<{ items: { title: { zh: string } }[] }>(path);
    expect(list.body.items.map(({ title }) => title.zh)).toEqual([
      '关于2026年第四季度机关食堂反食品浪费工作成效评估情况的通报',
    ]);
  });

  it('is issued by the office alone, and not of a quarter to come', async () => {
    expect((await county.post(path, { quarter: '2026Q4' })).status).toBe(403);
    expect((await officer.post(path, { quarter: '2027Q1' })).status).toBe(409);
    expect((await officer.get(`${path}/99`)).status).toBe(404);
    expect((await (await house.person('li')).get(path)).status).toBe(403);
  });
});

describe('score sheets', () => {
  const path = '/api/v1/evaluation-templates';
  const yaml = `
id: our-city
title: { zh: 本市评分表, en: Our city }
source: { zh: 市方案附件, en: Annex of the city's plan }
cutoffs: { excellent: 90, good: 80, pass: 60 }
sections:
  - id: all
    title: { zh: 全部, en: All }
    items:
      - id: signs
        title: { zh: 标识, en: Signs }
        criterion: { zh: 有标识, en: There are signs }
        max: 40
        how: inspection
      - id: plates
        title: { zh: 餐余, en: Plates }
        criterion: { zh: 餐余少, en: Little is left }
        max: 60
        how: automatic
        metric: plate-grams-per-meal
        bands: [{ upTo: 50, score: 60 }, { else: true, score: 0 }]
`;
  const send = (client: Client, text: string) =>
    client.call<WireTemplate>('POST', path, text, { 'content-type': 'application/yaml' });

  it('are put as YAML, in versions, and the one that was put last is the one to begin with', async () => {
    expect((await send(officer, yaml)).body).toMatchObject({ id: 'our-city', version: 1, newest: true });
    const { body: spot } = await begin(officer, 'CT9', 'spot', '2026Q3');
    expect(spot).toMatchObject({ template: 'our-city', version: 1, templateTitle: { zh: '本市评分表' } });
    expect((await send(officer, yaml.replace('max: 40', 'max: 30'))).body.version).toBe(2);
    expect(
      (await officer.get<WireEvaluation>(`${path.replace('evaluation-templates', 'evaluations')}/${spot.id}`)).body
        .items[0]!.max,
    ).toBe(40);
    const { items } = (await kitchen.get<{ items: WireTemplate[] }>(path)).body;
    expect(items.map(({ id, version, newest }) => `${id} ${version} ${newest}`)).toEqual([
      ...['our-city 2 true', 'our-city 1 false', 'canteen-waste 1 true'],
    ]);
    expect(itemsOf(items.at(-1)!)).toEqual(itemsOf({ ...canteenWasteSheet, version: 1 }));
  });

  it('are refused with every fault and its path', async () => {
    const refused = await send(
      officer,
      yaml.replace('metric: plate-grams-per-meal', 'metric: grams').replace('max: 40', ''),
    );
    expect(refused.status).toBe(422);
    expect(codes(refused.body)).toEqual([
      'sections[0].items[0].max invalid-type',
      'sections[0].items[1].metric invalid-value',
    ]);
    expect(codes((await send(officer, 'id: [')).body)).toEqual([expect.stringContaining('unreadable')]);
    expect((await send(institution, yaml)).status).toBe(403);
  });
});
