import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { WireProblem } from '../../../domain/wire.ts';
import type { WireContract, WireContractItem, WireSettlement } from '../../../domain/wire-contracts.ts';
import { sha256, SaidContracts } from '../fakes/contracts.ts';
import { codeOf, type Client } from '../fakes/client.ts';

const house = new SaidContracts();
const { officer, school, contractor, other, leader, kitchen } = await house.open();
const c1 = '/api/v1/contracts/C1';

afterAll(() => house.stop());
beforeEach(() => {
  house.figures.refusal = null;
  house.figures.payable = '1250.00';
});

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
