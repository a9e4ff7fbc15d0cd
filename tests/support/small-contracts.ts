import { expect } from 'vitest';
import type { WireContractsRun } from '../../domain/wire-contracts.ts';
import { until, type Product } from './product.ts';
import { settled } from './settled.ts';

/**
 * Four contracts of one school, each another case: an energy-cost custody that is short of investment and had one hot day
 * in its rooms, a guaranteed one that saves a fifth, a shared one whose meter failed, and one of water. Their readings are
 * generated and come through the import of history; no verdict is written anywhere.
 */
const hour = 3_600_000;
const day = 24 * hour;
const zoneMs = 8 * hour;
const dateOf = (at: number) => new Date(at + zoneMs).toISOString().slice(0, 10);
const midnight = (date: string) => Date.parse(`${date}T00:00:00+08:00`);
/** First day of the month so many months from that of a date. */
function monthFrom(date: string, months: number): string {
  const [year, month] = date.split('-').map(Number) as [number, number];
  return new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 10);
}

export const contractor = '瓯能服务公司';
export const rival = '别家服务公司';
const promised = { fee: '50000', base: 30_000, basePrice: '0.7', price: '0.8' };
/**
 * Of the custody's last month: 50 000 + 30 000 × (0.8 − 0.7) − one zone-day of 200 − 2 % of the fee, since a milestone is
 * late.
 */
export const custodyPayable = '51,800.00';
export const custodyCapital = '伍万壹仟捌佰元整';
/** What the milestone lacks. */
export const lacking = '40000';

export interface SmallContracts {
  /** The last month that is over, and the one before it, in which the shared one's meter still measured. */
  readonly month: string;
  readonly monthBefore: string;
  /** A calendar year of the term that is over. */
  readonly closedYear: string;
  readonly hotDay: string;
  readonly due: string;
  /** What people wrote, in their own language. */
  readonly words: readonly string[];
}

export async function seedSmallContracts(product: Product, now = Date.now()): Promise<SmallContracts> {
  const today = dateOf(now);
  const year = Number(today.slice(0, 4));
  const term = { start: `${year - 1}-09-01`, end: `${year + 8}-08-31` };
  const base = { from: `${year - 2}-09-01`, to: `${year - 1}-08-31` };
  const [last, before] = [monthFrom(today, -1), monthFrom(today, -2)];
  const hotDay = `${last.slice(0, 7)}-10`;
  const due = `${last.slice(0, 7)}-15`;
  const meter = (id: string, carrier: string, point: string, unit: string, interval = '1h') => ({
    ...{ id, building: 'KB1', carrier, interval, register: { point, unit, decimals: 3 }, secret: `secret of ${id}` },
  });
  const parties = { institution: 'KI1', contractor, ...term, base };
  await product.importPortfolio({
    regions: [{ id: 'jiangbei', name: '江北区' }],
    institutions: [{ id: 'KI1', region: 'jiangbei', name: '实验小学', kind: 'education' }],
    buildings: [{ id: 'KB1', institution: 'KI1', name: '综合楼', weatherMeter: 'KT-1' }],
    meters: [
      ...['KE-1', 'KE-2', 'KE-3', 'KE-4'].map((id) => meter(id, 'electricity', 'energy_kwh', 'kWh')),
      meter('KW-1', 'water', 'volume_m3', 'm³'),
      meter('KT-1', 'weather', 'temperature_c', '°C'),
      meter('KR-1', 'indoor', 'temperature_c', '°C', '15m'),
    ],
    tariffs: [
      {
        id: 'KTOU',
        periods: [
          { from: '08:00', to: '22:00', kind: 'peak', price: '1.2' },
          { from: '22:00', to: '08:00', kind: 'valley', price: '0.4' },
        ],
      },
    ],
    contracts: [
      {
        ...{ id: 'KH-1', name: '校区能源托管', type: 'custody', ...parties, meters: ['KE-1'], price: promised.price },
        custody: {
          ...{ monthlyFee: promised.fee, baseKwh: promised.base, basePrice: promised.basePrice },
          thresholds: { pricePct: 5 },
        },
        comfort: { minC: 18, maxC: 26, perZoneDay: '200', meters: ['KR-1'], tolerancePct: 5 },
        investment: [
          { due, amount: '100000', latePct: '2', verified: [{ date: `${year - 1}-10-20`, amount: '60000' }] },
          { due: `${year + 1}-06-30`, amount: '50000' },
        ],
      },
      {
        ...{ id: 'KH-2', name: '空调改造', type: 'guaranteed', ...parties, meters: ['KE-2'], price: '0.8' },
        guarantee: [year - 1, year, year + 1].map((of) => ({ year: of, kwh: 50_000 })),
      },
      {
        ...{ id: 'KH-3', name: '照明改造', type: 'shared', ...parties, meters: ['KE-3'], price: 'KTOU' },
        ...{ share: [{ year: year - 1, contractorPct: 70 }], guarantee: [{ year, kwh: 40_000 }] },
      },
      {
        ...{
          id: 'KH-4',
          name: '节水改造',
          type: 'water',
          ...parties,
          contractor: rival,
          meters: ['KW-1'],
          price: '3.5',
        },
        ...{ share: [{ year: year - 1, contractorPct: 60 }], data: { completenessPct: 90 } },
      },
    ],
  });

  const to = Math.floor(now / hour) * hour;
  const span = { from: midnight(base.from), to, stepMs: hour };
  const works = midnight(term.start);
  const after = (at: number, share: number) => (at < works ? 1 : share);
  const warmth = (at: number) =>
    17 + 11 * Math.cos(((at / hour - 4_900) / 8_766) * 2 * Math.PI) + 3 * Math.sin(at / hour / 4);
  const use = (at: number) =>
    20 + 2 * Math.max(0, warmth(at) - 22) + Math.max(0, 12 - warmth(at)) + ((at / hour) % 5) + ((at / day) % 3);
  const energy = (share: number) => (at: number) => use(at) * after(at, share);
  await Promise.all([
    load(product, 'KE-1', '?kind=interval', span, energy(0.95)),
    load(product, 'KE-2', '?kind=interval', span, energy(0.7)),
    load(product, 'KE-3', '?kind=interval', { ...span, to: midnight(last) - hour }, energy(0.8)),
    load(product, 'KW-1', '?kind=interval', span, (at) => (1 + ((at / hour) % 3)) * after(at, 0.9)),
    load(product, 'KT-1', '', span, warmth),
    load(product, 'KR-1', '', { from: midnight(last), to, stepMs: hour / 4 }, (at) =>
      dateOf(at) === hotDay ? 29 : 22 + Math.sin(at / hour / 4),
    ),
  ]);
  await settled(product);
  await evaluated(product);
  return {
    ...{ month: last.slice(0, 7), monthBefore: before.slice(0, 7), closedYear: String(year - 1), hotDay, due },
    words: [
      contractor,
      rival,
      'KTOU',
      'KH-1',
      'KH-2',
      'KH-3',
      'KH-4',
      '校区能源托管',
      '空调改造',
      '照明改造',
      '节水改造',
    ],
  };
}

const wrote = ['高效水泵四台', '报告厅停用', '请按月报送', '整改照明', '十月托管费', '室温以维修记录为准'] as const;

const name = '瓯能 李工';

async function post<T>(product: Product, path: string, json: object, token?: string): Promise<T> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  const answer =
    token === undefined
      ? await product.api<T>(path, { method: 'POST', json })
      : await fetch(product.url + path, { method: 'POST', headers, body: JSON.stringify(json) }).then(
          async (response) => ({ status: response.status, body: (await response.json()) as T }),
        );
  expect(answer.status, `${path}: ${JSON.stringify(answer.body)}`).toBeLessThan(300);
  return answer.body;
}

/** The baseline of the custody is frozen and signed by both sides. @returns a token of the contractor's */
export async function signBaseline(product: Product): Promise<string> {
  const url = '/api/v1/contracts/KH-1/baseline';
  const role = { role: 'contractor', scope: contractor };
  const { token } = await post<{ token: string }>(product, '/api/v1/tokens', { name, ...role });
  const { sha256 } = await post<{ sha256: string }>(product, `${url}/freeze`, {});
  await post(product, `${url}/sign`, { sha256 });
  await post(product, `${url}/sign`, { sha256 }, token);
  return token;
}

/**
 * What people of both sides do about the custody: its baseline is frozen and signed, a month proposed and challenged, a
 * payment with its invoice and an adjustment entered, a notice sent.
 * @returns what they wrote
 */
export async function dealSmallContracts(product: Product, { month, due }: SmallContracts): Promise<readonly string[]> {
  const [pumps, closed, report, lights, fee, repair] = wrote;
  const url = '/api/v1/contracts/KH-1';
  const token = await signBaseline(product);
  await post(product, `${url}/settlements/${month}/propose`, { text: fee });
  await post(product, `${url}/settlements/${month}/steps`, { what: 'challenged', text: repair }, token);
  const { body: invoice } = await product.api<{ id: number }>(
    '/api/v1/attachments?kind=contract&id=KH-1&name=KH-1.pdf',
    { method: 'POST', headers: { 'content-type': 'application/pdf' }, body: '%PDF-1.7 invoice' },
  );
  await post(product, `${url}/entries`, {
    body: { kind: 'payment', date: due, amount: '1000', milestone: 1 },
    ...{ reason: pumps, attachments: [invoice.id] },
  });
  await post(
    product,
    `${url}/entries`,
    { body: { kind: 'adjustment', from: due, to: due, amountPerDay: '-12.5' }, reason: closed },
    token,
  );
  await post(product, '/api/v1/matters', {
    ...{
      subject: { kind: 'contract', id: 'KH-1' },
      title: lights,
      text: report,
      deadline: '2024-05-01',
      attachments: [],
    },
  });
  await evaluated(product);
  return [...wrote, name, 'KH-1.pdf'];
}

/** Every contract is judged anew of what is known now. */
export async function evaluated(product: Product): Promise<void> {
  const { status } = await product.api('/api/v1/contracts/evaluation', { method: 'POST' });
  expect(status).toBe(202);
  await until('all contracts to be judged', async () => {
    const run = await product.get<WireContractsRun>('/api/v1/contracts/evaluation');
    return !run.running && run.finishedAt !== null;
  });
}

async function load(
  product: Product,
  meter: string,
  query: string,
  { from, to, stepMs }: { readonly from: number; readonly to: number; readonly stepMs: number },
  value: (at: number) => number,
): Promise<void> {
  const lines = ['timestamp,value'];
  for (let at = from; at <= to; at += stepMs) lines.push(`${new Date(at).toISOString()},${value(at).toFixed(3)}`);
  const { status, body } = await product.api(`/api/v1/meters/${meter}/history${query}`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body: lines.join('\n'),
  });
  expect(status, `${meter}: ${JSON.stringify(body)}`).toBe(200);
}
