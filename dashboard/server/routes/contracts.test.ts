import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { WireProblem } from '../../../domain/wire.ts';
import type {
  WireContract,
  WireContractEntry,
  WireContractItem,
  WireSettlement,
} from '../../../domain/wire-contracts.ts';
import { sha256, SaidContracts } from '../fakes/contracts.ts';
import type { Client } from '../fakes/client.ts';
import { ownViewer } from '../house.ts';

const house = new SaidContracts();
let officer: Client;
let school: Client;
let contractor: Client;
let other: Client;
let leader: Client;
let kitchen: Client;
const c1 = '/api/v1/contracts/C1';
const c2 = '/api/v1/contracts/C2';

beforeAll(async () => {
  await house.open();
  const done = await house.registry.importPortfolio(
    {
      contracts: [
        {
          ...{ id: 'C1', type: 'shared', institution: 'SCHOOL', contractor: 'GREEN', meters: ['E1'] },
          ...{ start: '2026-01-01', end: '2030-12-31', price: 0.8 },
          investment: [
            { due: '2026-03-31', amount: 1000, verified: [{ date: '2026-03-30', amount: '600.5' }] },
            { due: '2027-03-31', amount: 500 },
          ],
        },
        { id: 'C2', type: 'custody', institution: 'HOSPITAL', contractor: 'BLUE', meters: ['E2'] },
      ],
      canteens: [{ id: 'CT1', institution: 'SCHOOL', name: '食堂' }],
      users: [
        { username: 'bo', role: 'contractor', scope: 'BLUE' },
        { username: 'sun', role: 'leader' },
        { username: 'ma', role: 'canteen', scope: 'CT1' },
      ],
    },
    ownViewer,
  );
  expect(done).toMatchObject({ ok: true });
  officer = await house.viewer('zhao');
  school = await house.viewer('wang');
  contractor = await house.viewer('li');
  other = await house.viewer('bo');
  leader = await house.viewer('sun');
  kitchen = await house.viewer('ma');
});
afterAll(() => house.stop());
beforeEach(() => {
  house.figures.refusal = null;
  house.figures.payable = '1250.00';
});

const put = <T>(client: Client, path: string, body: unknown) =>
  client.call<T>('PUT', path, JSON.stringify(body), { 'content-type': 'application/json' });
const codeOf = ({ status, body }: { status: number; body: unknown }) => [status, (body as WireProblem).code];

describe('contracts over the API', () => {
  it('are listed to their parties, and to nobody else', async () => {
    const seen = async (client: Client) => {
      const { body } = await client.get<{ items: WireContractItem[] }>('/api/v1/contracts');
      return body.items.map(({ id }) => id).join(' ');
    };
    expect(await seen(officer)).toBe('C1 C2');
    expect(await seen(leader)).toBe('C1 C2');
    expect(await seen(school)).toBe('C1');
    expect(await seen(contractor)).toBe('C1');
    expect(await seen(other)).toBe('C2');
    expect(await seen(kitchen)).toBe('');
    expect((await kitchen.get(c1)).status).toBe(404);
  });

  it('a page of one leads to the next', async () => {
    const first = await officer.get<{ items: WireContractItem[]; next: string }>('/api/v1/contracts?limit=1');
    const rest = await officer.get<{ items: WireContractItem[]; next: null }>(
      `/api/v1/contracts?limit=1&cursor=${encodeURIComponent(first.body.next)}`,
    );
    expect([first.body.items[0]!.id, rest.body.items[0]!.id]).toEqual(['C1', 'C2']);
  });

  it('one says what was signed, how its investment stands, and what whoever asks may do', async () => {
    const { body } = await contractor.get<WireContract>(c1);
    expect(body).toMatchObject({
      ...{ id: 'C1', unit: 'kWh', side: 'contractor', may: ['pay', 'adjust', 'propose'], institutionName: '第一中学' },
      investment: [
        { promised: '1000.00', verified: '600.50', late: true, shortfall: { amount: '399.50', days: 237 } },
        { promised: '1500.00', late: false, shortfall: null },
      ],
      matters: { open: 0, answered: 0, overdue: 0 },
    });
    const own = (client: Client) => client.get<WireContract>(c1).then((answer) => answer.body);
    expect(await own(school)).toMatchObject({ side: 'owner', may: ['freeze', 'pay', 'adjust', 'propose'] });
    expect((await own(officer)).may).toEqual(['edit', 'freeze', 'pay', 'adjust', 'propose', 'notice']);
    expect(await own(leader)).toMatchObject({ side: null, may: [] });
  });

  it('savings are of whole local days, of this year when nothing else is asked', async () => {
    const spanOf = async (query: string) => {
      expect((await school.get(`${c1}/savings${query}`)).status).toBe(200);
      const { from, to } = house.figures.asked.span!;
      return [from, to].map((ms) => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 16));
    };
    expect(await spanOf('')).toEqual(['2026-01-01T00:00', '2026-11-23T00:00']);
    expect(await spanOf('?from=2026-03-01&to=2026-04-01')).toEqual(['2026-03-01T00:00', '2026-04-01T00:00']);
    expect(await spanOf('?to=2026-01-01')).toEqual(['2025-01-01T00:00', '2026-01-01T00:00']);
    // A day counts when it starts in the span.
    const noon = '?from=2026-03-01T12:00:00%2B08:00&to=2026-03-05T12:00:00%2B08:00';
    expect(await spanOf(noon)).toEqual(['2026-03-02T00:00', '2026-03-06T00:00']);
    expect(await spanOf('?from=0001-01-01&to=9999-12-31')).toEqual(['1970-01-04T00:00', '2026-11-24T00:00']);
    const wrong = await school.get<WireProblem>(`${c1}/savings?from=2026-05-01&to=2026-04-01`);
    expect([wrong.status, wrong.body.errors![0]!.path]).toEqual([400, 'from']);
    expect((await school.get<WireProblem>(`${c1}/savings?from=yesterday`)).body.errors![0]!.path).toBe('from');
  });

  it('verdicts are of now, or of what was known then', async () => {
    const now = await contractor.get<{ asOf: string }>(`${c1}/compliance`);
    expect(now.body).toMatchObject({ contract: 'C1', duties: [{ id: 'energy-2026', verdict: 'cannot-tell' }] });
    expect(house.figures.asked.asOf).toBeUndefined();
    const then = await contractor.get<{ asOf: string }>(`${c1}/compliance?asOf=2026-06-01`);
    expect([then.body.asOf, house.figures.asked.asOf]).toEqual([
      '2026-06-01T00:00:00+08:00',
      Date.parse('2026-06-01T00:00:00+08:00'),
    ]);
    // Nobody knows what will be known.
    const later = await contractor.get<{ asOf: string }>(`${c1}/compliance?asOf=2027-06-01`);
    expect(later.body.asOf).toMatch(/^2026-11-23T08/);
  });
});

describe('a settlement over the API', () => {
  it('is a draft, is proposed by one side and agreed by the other, and stays as it was issued', async () => {
    const path = `${c1}/settlements/2026-10`;
    expect((await school.get<WireSettlement>(path)).body).toMatchObject({
      ...{ status: 'draft', revision: 0, payable: '1250.00', may: ['proposed'], baseline: 'none' },
      lines: [{ code: 'shared-saving', amount: '1250.00' }],
    });
    expect(codeOf(await school.post(`${path}/recompute`))).toEqual([409, 'not-issued']);
    expect(codeOf(await school.post(`${path}/steps`, { what: 'agreed' }))).toEqual([409, 'not-issued']);

    const proposed = await contractor.post<WireSettlement>(`${path}/propose`, { text: '十月结算单' });
    expect(proposed.status).toBe(201);
    expect(proposed.body).toMatchObject({
      ...{ status: 'proposed', revision: 1, now: null, may: ['withdrawn', 'note'] },
      steps: [{ what: 'proposed', side: 'contractor', by: 'li', text: '十月结算单' }],
    });
    expect(codeOf(await officer.post(`${path}/propose`))).toEqual([409, 'issued']);
    expect(codeOf(await contractor.post(`${path}/steps`, { what: 'agreed' })), 'not by who proposed').toEqual([
      409,
      'step',
    ]);
    const silent = await school.post<WireProblem>(`${path}/steps`, { what: 'challenged' });
    expect([silent.status, silent.body.errors![0]!.path]).toEqual([422, 'text']);
    expect(
      (await school.post<WireSettlement>(`${path}/steps`, { what: 'challenged', text: '冬季温度' })).body.status,
    ).toBe('challenged');
    expect((await school.post<WireSettlement>(`${path}/steps`, { what: 'agreed' })).body.status).toBe('agreed');

    house.figures.payable = '1300.00';
    const issued = await contractor.get<WireSettlement>(path);
    expect(issued.body).toMatchObject({
      status: 'agreed',
      payable: '1250.00',
      now: { payable: '1300.00' },
      may: ['note'],
    });
    const inputs = await contractor.get(`${path}/inputs`);
    expect(sha256(inputs.text)).toBe(issued.body.inputsHash);
    expect((await leader.post(`${path}/recompute`)).body).toMatchObject({ identical: true });
  });

  it('is withdrawn by who proposed it, and another one proposed', async () => {
    const path = `${c1}/settlements/2026-09`;
    await school.post(`${path}/propose`);
    expect((await school.post<WireSettlement>(`${path}/steps`, { what: 'withdrawn' })).body.status).toBe('withdrawn');
    expect((await school.get<WireSettlement>(path)).body.status).toBe('draft');
    expect((await school.post<WireSettlement>(`${path}/propose`)).body.revision).toBe(2);
  });

  it('says how much is known when that is too little', async () => {
    const message = { zh: '数据不足', en: '81.2 % of 90 % are known' };
    house.figures.refusal = { code: 'incomplete-data', message, completenessPct: 81.2, requiredPct: 90 };
    for (const answer of [
      await school.get(`${c1}/settlements/2026-08`),
      await school.get(`${c1}/settlements/2026-08/inputs`),
      await school.get(`${c1}/settlements/2026-08/lines.csv`),
      await school.post(`${c1}/settlements/2026-08/propose`),
    ]) {
      expect(answer.status).toBe(409);
      expect(answer.body).toMatchObject({ code: 'incomplete-data', completenessPct: 81.2, requiredPct: 90, message });
    }
  });

  it.each([
    ['outside-term', 404],
    ['period-open', 409],
    ['not-of-this-type', 409],
    ['no-model', 409],
    ['no-price', 409],
  ] as const)('that cannot be has its own code: %s', async (code, status) => {
    house.figures.refusal = { code, message: { zh: '无', en: 'none' } };
    expect(codeOf(await school.get(`${c1}/settlements/2026-07`))).toEqual([status, code]);
  });

  it.each(['2026-13', '2026-1', 'october', '26'])('of %s is no period', async (period) => {
    const { status, body } = await school.get<WireProblem>(`${c1}/settlements/${period}`);
    expect([status, body.errors?.[0]?.path]).toEqual([400, 'period']);
  });

  it('is traced to the days of its own meters, up to its month', async () => {
    const path = `${c1}/settlements/2026-10/trace`;
    expect((await contractor.get(`${path}?meter=E1&month=2026-09&kind=peak`)).body).toMatchObject({ kind: 'peak' });
    expect((await contractor.get(`${path}?meter=E2&month=2026-09`)).status).toBe(404);
    expect((await officer.get(`${path}?meter=E2&month=2026-09`)).status, 'of another contract').toBe(404);
    expect((await contractor.get(`${path}?meter=E1&month=2026-01`)).status).toBe(404);
    expect((await contractor.get<WireProblem>(`${path}?meter=E1&month=2026-11`)).body.errors![0]!.path).toBe('month');
  });

  it('goes into a spreadsheet as it was settled, and no cell of it is a formula', async () => {
    const days = await school.get(`${c1}/savings.csv?language=en`);
    expect(days.text.split('\r\n').slice(0, 2)).toEqual([
      'mark,contract,date,expected (kWh),actual (kWh),saving (kWh),half of the 90 % band (kWh),' +
        'cumulative in the year (kWh),half of its 90 % band (kWh),path of the guarantee (kWh),known (%),partly estimated',
      ',C1,2026-11-20,100,90,10,4,10,4,12,100,',
    ]);
    house.figures.payable = '-20.50';
    const lines = await school.get(`${c1}/settlements/2026-06/lines.csv`);
    expect(lines.text).toContain(',C1,2026-06,草稿,节能效益分享款,1562.5,kWh,0.8,-20.50,S × p\r\n');
    expect(lines.text).toContain(',C1,2026-06,草稿,应付(用能单位付),,,,-20.50,\r\n');
    expect(lines.headers.get('content-disposition')).toContain('C1-settlement-2026-06.csv');
    expect((await school.get(`${c1}/savings.xlsx`)).text.slice(0, 2)).toBe('PK');
    expect((await school.get(`${c1}/settlements/2026-06/lines.xlsx`)).text.slice(0, 2)).toBe('PK');
  });
});

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
