import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { WireProblem } from '../../../domain/wire.ts';
import type { WireContract, WireContractEntry, WireSettlement } from '../../../domain/wire-contracts.ts';
import { sha256, SaidContracts } from '../fakes/contracts.ts';
import { codeOf, type Client } from '../fakes/client.ts';
import { ownViewer } from '../house.ts';

const house = new SaidContracts();
const { officer, school, contractor, other, leader, kitchen } = await house.open();
const c1 = '/api/v1/contracts/C1';
const c2 = '/api/v1/contracts/C2';

afterAll(() => house.stop());
beforeEach(() => {
  house.figures.refusal = null;
});

const put = <T>(client: Client, path: string, body: unknown) =>
  client.call<T>('PUT', path, JSON.stringify(body), { 'content-type': 'application/json' });

describe('what is entered under a contract', () => {
  const entries = `${c1}/entries`;
  const payment = { kind: 'payment', date: '2026-11-01', amount: '399.50', milestone: 1 };

  it('a payment counts when the owner has verified it', async () => {
    const file = await contractor.call<{ id: number }>(
      'POST',
      '/api/v1/attachments?kind=contract&id=C1&name=invoice.pdf',
      Buffer.from('%PDF-1.7 invoice'),
      { 'content-type': 'application/pdf' },
    );
    expect(file.status).toBe(201);
    const given = { body: payment, reason: '水泵改造', attachments: [file.body.id] };
    const { status, body } = await contractor.post<WireContractEntry>(entries, given);
    expect(status).toBe(201);
    expect(body).toMatchObject({ state: 'proposed', body: payment, may: ['withdrawn', 'note'] });
    expect(body.steps[0]!.attachments[0]).toMatchObject({ name: 'invoice.pdf' });
    expect((await school.get<WireContract>(c1)).body.may).toContain('verify');
    expect(codeOf(await contractor.post(`${entries}/${body.id}/steps`, { what: 'agreed' }))).toEqual([409, 'step']);
    expect((await school.post<WireContractEntry>(`${entries}/${body.id}/steps`, { what: 'agreed' })).body.state).toBe(
      'agreed',
    );
    const { investment } = (await contractor.get<WireContract>(c1)).body;
    expect(investment[0]).toMatchObject({ verified: '1000.00', late: false, shortfall: null });
    expect((await other.get(`/api/v1/attachments/${file.body.id}`)).status).toBe(404);
    expect((await school.get(`/api/v1/attachments/${file.body.id}`)).status).toBe(200);
  });

  it.each([
    ['a sum of nothing', { ...payment, amount: '0.00' }, 'body.amount'],
    ['a sum that is no decimal', { ...payment, amount: '1e3' }, 'body.amount'],
    ['of tomorrow', { ...payment, date: '2026-11-24' }, 'body.date'],
    ['for a milestone that there is not', { ...payment, milestone: 3 }, 'body.milestone'],
    ['that ends before it begins', adjustment('2026-05-02', '2026-05-01'), 'body.to'],
    ['by a side that is not asked', { ...payment, side: 'owner' }, 'body.side'],
  ])('is refused with the field named: %s', async (_, body, path) => {
    const answer = await contractor.post<WireProblem>(entries, { body, reason: '原因' });
    expect([answer.status, answer.body.errors?.[0]?.path]).toEqual([422, path]);
  });

  it('ids guessed from another contract are not there', async () => {
    const own = await other.post<WireContractEntry>(`${c2}/entries`, {
      body: adjustment('2026-05-01', '2026-05-31'),
      reason: '加班',
    });
    expect(own.status).toBe(201);
    const foreign = await other.call<{ id: number }>(
      'POST',
      '/api/v1/attachments?kind=contract&id=C2&name=a.pdf',
      Buffer.from('%PDF-1.7 other'),
      { 'content-type': 'application/pdf' },
    );
    // Who sees both contracts mixes them up too.
    expect((await officer.post(`${entries}/${own.body.id}/steps`, { what: 'agreed' })).status).toBe(404);
    expect((await contractor.post(`${c2}/entries/${own.body.id}/steps`, { what: 'agreed' })).status).toBe(404);
    const given = { body: payment, reason: 'x', attachments: [foreign.body.id] };
    const named = await officer.post<WireProblem>(entries, given);
    expect([named.status, named.body.errors![0]!.path]).toEqual([422, 'attachments[0]']);
    expect((await contractor.post(`${c2}/entries`, { body: payment, reason: 'x' })).status).toBe(404);
    expect((await leader.post(entries, { body: payment, reason: 'x' })).status).toBe(403);
  });
});

function adjustment(from: string, to: string) {
  return { kind: 'adjustment', from, to, amountPerDay: '12.5' };
}

describe('a baseline over the API', () => {
  it('is frozen by the owner and signed by both, the one that lay before them', async () => {
    const hash = sha256('C1');
    expect(codeOf(await contractor.post(`${c1}/baseline/sign`, { sha256: hash }))).toEqual([409, 'not-frozen']);
    expect((await contractor.post(`${c1}/baseline/freeze`)).status).toBe(403);
    expect((await school.post(`${c1}/baseline/freeze`)).status).toBe(200);
    expect(codeOf(await contractor.post(`${c1}/baseline/sign`, { sha256: sha256('C2') }))).toEqual([
      409,
      'other-baseline',
    ]);
    expect((await contractor.get<WireContract>(c1)).body.may).toContain('sign');
    expect((await contractor.post(`${c1}/baseline/sign`, { sha256: hash })).status).toBe(200);
    expect(codeOf(await contractor.post(`${c1}/baseline/sign`, { sha256: hash }))).toEqual([409, 'signed']);
    expect(codeOf(await school.post(`${c1}/baseline/freeze`)), 'signed by one side').toEqual([409, 'signed']);
    const state = async () => (await school.get<WireSettlement>(`${c1}/settlements/2026-05`)).body.baseline;
    expect(await state()).toBe('frozen');
    expect((await officer.post(`${c1}/baseline/sign`, { sha256: hash })).status).toBe(200);
    expect(await state()).toBe('signed');
    const kept = await house.registry.contracts.baseline('C1');
    expect(kept!.signatures.map(({ side, by }) => `${side} ${by}`)).toEqual(['contractor li', 'owner zhao']);
  });

  it('that was frozen for another text is not signed, it is frozen again', async () => {
    expect((await officer.post(`${c2}/baseline/freeze`)).status).toBe(200);
    expect((await officer.get<WireContract>(c2)).body.may).toEqual(expect.arrayContaining(['freeze', 'sign']));
    const message = { zh: '请重新冻结', en: 'freeze it again' };
    house.figures.problems = [{ code: 'contract.baseline-outdated', message, numbers: {} }];
    expect(codeOf(await officer.post(`${c2}/baseline/sign`, { sha256: sha256('C2') }))).toEqual([409, 'text-changed']);
    const { may } = (await officer.get<WireContract>(c2)).body;
    expect([may.includes('freeze'), may.includes('sign')]).toEqual([true, false]);
    house.figures.problems = [];
  });

  it('of which no model can be made is not frozen, and the audit knows', async () => {
    house.figures.refusal = { code: 'no-model', message: { zh: '无', en: 'no base period' } };
    expect(codeOf(await officer.post(`${c2}/baseline/freeze`))).toEqual([409, 'no-model']);
    const { items } = await house.registry.auditLog(ownViewer, { limit: 1, cursor: null });
    expect(items[0]).toMatchObject({ action: 'contract.freeze', subject: 'C2', result: 'refused' });
  });
});

describe('the text of a contract over the API', () => {
  it('is checked as an import checks it, each fault at its field', async () => {
    const { document } = (await officer.get<WireContract>(c2)).body;
    const wrong = { ...(document as object), custody: { monthlyFee: 'much' }, meters: ['E9'], start: '2026-02-30' };
    const { status, body } = await put<WireProblem>(officer, c2, wrong);
    expect(status).toBe(422);
    expect(body.errors!.map(({ path }) => path).sort()).toEqual(['custody.monthlyFee', 'meters[0]', 'start']);
    expect((await put<WireProblem>(officer, c2, { id: 'C1' })).body.errors![0]!.path).toBe('id');
    expect((await put(officer, '/api/v1/contracts/C7', {})).status).toBe(404);
    expect((await put(contractor, c1, {})).status).toBe(403);
  });

  it('is taken over whole, and an id that is taken is no new contract', async () => {
    const { document } = (await officer.get<WireContract>(c2)).body;
    const changed = await put<WireContract>(officer, c2, { ...(document as object), minCompleteness: 95 });
    expect([changed.status, changed.body.minCompletenessPct]).toEqual([200, 95]);
    expect(changed.body.document).toMatchObject({ id: 'C2', minCompleteness: 95, contractor: 'BLUE' });
    const made = await officer.post<WireContract>('/api/v1/contracts', { id: 'C3', type: 'water', meters: ['W1'] });
    expect([made.status, made.body.unit]).toEqual([201, 'm³']);
    const again = await officer.post<WireProblem>('/api/v1/contracts', { id: 'C3' });
    expect([again.status, again.body.errors![0]]).toMatchObject([422, { path: 'id', code: 'id-taken' }]);
    expect((await officer.post<WireProblem>('/api/v1/contracts', {})).body.errors![0]!.path).toBe('id');
  });
});

describe('the evaluation of all contracts', () => {
  it('is begun by staff; how many there are is told to those who see all of them', async () => {
    expect((await officer.post('/api/v1/contracts/evaluation')).status).toBe(202);
    expect(house.figures.evaluations).toBe(1);
    expect((await leader.get('/api/v1/contracts/evaluation')).body).toMatchObject({ running: false });
    for (const client of [contractor, school, kitchen]) {
      expect((await client.get('/api/v1/contracts/evaluation')).status).toBe(403);
    }
    expect((await leader.post('/api/v1/contracts/evaluation')).status).toBe(403);
  });
});
