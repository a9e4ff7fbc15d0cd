import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WireMandvAnalysis, WireMandvListItem } from '../../../domain/wire-mandv.ts';
import type { WireProblem } from '../../../domain/wire.ts';
import { analyses, chosen, hour, Office, savedShare } from '../fakes/office.ts';

const at = new Office();
beforeAll(() => at.open(), 60_000);
afterAll(() => at.stop());

describe('an analysis without a contract', () => {
  it('finds the saving of two years of hours, with the weather of its building', async () => {
    const answer = await at.officer.post<WireMandvListItem>(analyses, chosen);
    expect(answer.status, answer.text).toBe(201);
    expect(answer.body).toMatchObject({ weatherMeter: 'T1', method: 'daily', confidence: 0.9, state: 'draft' });
    const analysis = await at.one(answer.body.id);
    expect(analysis.sufficiency).toMatchObject({ qualified: true, disqualifications: [] });
    expect(analysis.model).toMatchObject({ kind: 'degree-day', name: 'cdd_hdd' });
    expect(analysis.total!.fraction).toBeCloseTo(savedShare, 2);
    expect(analysis.total!.distinguishable).toBe(true);
    const halfWidth = analysis.total!.band.halfWidth!;
    expect(Math.abs(analysis.total!.saving - savedShare * analysis.total!.counterfactual)).toBeLessThan(halfWidth);
    expect(analysis.inputs.baseline).toMatchObject({ hours: 8760, hoursWithEnergy: 8760, days: 365, daysUsed: 365 });
    expect(analysis.months.map(({ month }) => month)).toHaveLength(13);
    expect(analysis.months.at(-1)).toMatchObject({ month: '2026-11', partial: true, days: 22 });
    expect(analysis.cumulative.at(-1)!.saving).toBeCloseTo(analysis.total!.saving, 6);
    expect(analysis.scatter.points).toHaveLength(365 + 387);
    expect(analysis.residuals).toHaveLength(365 + 387);
    expect(analysis.acceptance.find(({ id }) => id === 'g14.uncertainty-68')!.verdict).toBe('met');
    expect(analysis.spread.methods.every(({ fraction }) => Math.abs(fraction! - savedShare) < 0.02)).toBe(true);
    expect(analysis.papers).toMatchObject({ planNumber: `${analysis.id}-P`, dataState: 'provisional' });
    const list = await at.officer.get<{ items: WireMandvListItem[] }>(analyses);
    const listed = list.body.items.find(({ id }) => id === analysis.id)!;
    expect(listed).toMatchObject({ qualified: true, computedAt: analysis.computedAt, saving: analysis.total });
  });

  it.each(['monthly', 'hourly', 'hourly-day-types'] as const)('does so by the %s method too', async (method) => {
    const analysis = await at.one(await at.made({ ...chosen, method }));
    expect(analysis.sufficiency.disqualifications).toEqual([]);
    expect(analysis.model!.method).toBe(method);
    expect(analysis.total!.fraction).toBeCloseTo(savedShare, 1);
    expect(analysis.today!.counterfactual).toBeGreaterThan(0);
  });

  it('gives the same figures and hashes when it is asked again', async () => {
    const id = await at.made();
    expect(await at.one(id)).toEqual(await at.one(id));
  });

  it('forecasts the year’s end against a guarantee', async () => {
    const body = { ...chosen, reportingFrom: '2026-01-15' };
    const { forecast } = await at.one(await at.made(body));
    expect(forecast).toMatchObject({ until: '2027-01-15T00:00:00+08:00', probability: null, daysKnown: 312 });
    expect(forecast!.daysTotal).toBe(365);
    const [easy, hard] = await Promise.all(
      [0.5, 2].map(async (share) => at.one(await at.made({ ...body, guarantee: share * forecast!.expected }))),
    );
    expect(easy!.forecast!.probability).toBeGreaterThan(0.99);
    expect(hard!.forecast!.probability).toBeLessThan(0.01);
    // Three weeks into its second year: it goes on at the rate of the first.
    const second = (await at.one(await at.made())).forecast!;
    expect(second).toMatchObject({ until: '2027-11-01T00:00:00+08:00', daysKnown: 22, daysTotal: 365 });
    expect(second.expected / forecast!.expected).toBeCloseTo(1, 1);
    // Two weeks into the first: too early to tell.
    expect((await at.one(await at.made({ ...body, reportingFrom: '2026-11-09' }))).forecast).toBeNull();
  });

  it('says how much of it was not measured, and leaves out what is not known', async () => {
    // Five readings in a row never came; the register went on.
    const noon = Date.parse('2025-03-05T12:00:00+08:00');
    await at.another('M6', (ts) => ts >= noon && ts < noon + 5 * hour);
    const { inputs, total } = await at.one(await at.made({ ...chosen, meter: 'M6' }));
    const { hours, hoursWithEnergy, hoursEstimated } = inputs.baseline;
    expect(hours).toBe(8760);
    expect(hours - hoursWithEnergy + hoursEstimated).toBe(6);
    expect(total!.fraction).toBeCloseTo(savedShare, 2);
  });
});

describe('adjustments', () => {
  it('stand beside the model and move the saving by what they say, until they are taken back', async () => {
    const id = await at.made();
    const before = await at.one(id);
    const body = {
      kind: 'step',
      from: '2026-06-01',
      to: '2026-06-11',
      perDay: 50,
      reason: '新增机房',
      evidence: '函 7',
    };
    const added = await at.officer.post<WireMandvAnalysis>(`${analyses}/${id}/adjustments`, body);
    expect(added.status, added.text).toBe(201);
    expect(added.body.model).toEqual(before.model);
    expect(added.body.adjustments).toMatchObject([{ kind: 'step', evidence: '函 7', by: 'zhao', effect: 500 }]);
    expect(added.body.total!.saving).toBeCloseTo(before.total!.saving + 500, 6);
    expect(added.body.waterfall.map(({ kind }) => kind)).toEqual(['counterfactual', 'adjustment', 'actual', 'saving']);
    const own = `${analyses}/${id}/adjustments/${added.body.adjustments[0]!.id}`;
    expect((await at.officer.call<WireMandvAnalysis>('DELETE', own)).body.total).toEqual(before.total);
    expect((await at.officer.call('DELETE', own)).status).toBe(404);
    expect((await at.officer.post(`${analyses}/${id}/adjustments`, { ...body, to: '2026-05-01' })).status).toBe(422);
    expect((await at.officer.post(`${analyses}/${id}/adjustments`, { ...body, kind: 'closure' })).status).toBe(422);
  });
});

describe('who may', () => {
  it('see an analysis: whoever sees its meter; for others there is none', async () => {
    const id = await at.made({ ...chosen, meter: 'M1' });
    const school = await at.person('wang');
    expect((await school.get(`${analyses}/${id}`)).status).toBe(404);
    expect((await school.get(`${analyses}/${id}/today`)).status).toBe(404);
    expect((await school.get<{ items: unknown[] }>(analyses)).body.items).toEqual([]);
    expect((await school.post(analyses, chosen)).status).toBe(403);
    expect((await school.post(`${analyses}/${id}/freeze`)).status).toBe(403);
    expect((await at.client().get(analyses)).status).toBe(401);
    expect((await at.officer.get(`${analyses}/MV-9999`)).status).toBe(404);
  });

  it('delete a draft', async () => {
    const id = await at.made();
    expect((await at.officer.call('DELETE', `${analyses}/${id}`)).status).toBe(204);
    expect((await at.officer.get(`${analyses}/${id}`)).status).toBe(404);
  });
});

describe('what cannot be analysed', () => {
  it.each([
    [404, { ...chosen, meter: 'NOBODY' }],
    [404, { ...chosen, weatherMeter: 'NOBODY' }],
    [422, { ...chosen, meter: 'T1' }],
    [422, { ...chosen, weatherMeter: 'M2' }],
    // No weather meter in its building or region.
    [422, { ...chosen, meter: 'E2' }],
    [422, { ...chosen, baselineTo: '2024-10-01' }],
    [422, { ...chosen, reportingFrom: '2025-10-31' }],
    [422, { ...chosen, baselineTo: '2027-01-01', reportingFrom: '2027-01-01' }],
    [422, { ...chosen, baselineFrom: '2024-02-30' }],
    [422, { ...chosen, confidence: 0.5 }],
    [422, { ...chosen, guarantee: -5 }],
  ])('%i for %o', async (status, body) => {
    expect((await at.officer.post(analyses, body)).status).toBe(status);
  });

  it('takes the weather of the region when the building names none', async () => {
    const answer = await at.officer.post<WireMandvListItem>(analyses, { ...chosen, meter: 'E1' });
    expect(answer.body.weatherMeter).toBe('T1');
    // Never a reading: marked, and not a failure.
    const analysis = await at.one(answer.body.id);
    expect(analysis).toMatchObject({ model: null, total: null, today: null });
    expect(analysis.sufficiency.qualified).toBe(false);
    expect((await at.officer.post<WireProblem>(`${analyses}/${answer.body.id}/freeze`)).body.code).toBe('no-model');
    expect((await at.officer.get(`${analyses}/${answer.body.id}/today`)).status).toBe(409);
  });
});
