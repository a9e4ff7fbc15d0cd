import { Router } from 'express';
import type { Duty } from '../../../domain/contract/duty.ts';
import type { Said } from '../../../domain/contract/said.ts';
import type {
  WireCompliance,
  WireContract,
  WireContractItem,
  WireContractSavings,
  WireContractYear,
  WireSavingDay,
  WireSettlement,
} from '../../../domain/wire-contracts.ts';

/** Invented contracts: one on track, one short of its investment, one whose meters failed, one custody; then as many as asked. */
const said = (code: string, zh: string, en: string, numbers: Said['numbers'] = {}): Said => ({
  code,
  message: { zh, en },
  numbers,
});
const day = (at: number) => new Date(at + 8 * 3_600_000).toISOString().slice(0, 10);
const dayMs = 86_400_000;
const iso = (at: number) => new Date(at + 8 * 3_600_000).toISOString().replace('Z', '+08:00');
const noise = (k: number) => ((Math.sin(k * 12.9898) * 43758.5453) % 1) / 2;

interface Kind {
  readonly id: string;
  readonly name: string;
  readonly type: WireContractItem['type'];
  readonly unit: string;
  readonly guarantee: number | null;
  readonly factor: number;
  readonly known: number;
  readonly short: { readonly amount: string; readonly days: number } | null;
  readonly base: number;
}
const kinds: readonly Kind[] = [
  {
    ...{ id: 'C-2025-01', name: '滨江办公区能源费用托管', type: 'custody', unit: 'kWh', guarantee: 195_000 },
    ...{ factor: 1.074, known: 99.2, short: { amount: '168500', days: 54 }, base: 1_100_000 },
  },
  {
    ...{ id: 'C-2025-02', name: '市图书馆节能量保证', type: 'guaranteed', unit: 'kWh', guarantee: 240_000 },
    ...{ factor: 1.11, known: 99.6, short: null, base: 1_500_000 },
  },
  {
    ...{ id: 'C-2025-03', name: '人民医院节能效益分享', type: 'shared', unit: 'kWh', guarantee: 410_000 },
    ...{ factor: 0.83, known: 71.4, short: null, base: 3_400_000 },
  },
  {
    ...{ id: 'C-2025-04', name: '职业技术学院合同节水', type: 'water', unit: 'm³', guarantee: 18_000 },
    ...{ factor: 0.962, known: 98.9, short: null, base: 88_000 },
  },
  {
    ...{ id: 'C-2026-05', name: '行政中心空调托管', type: 'custody', unit: 'kWh', guarantee: null },
    ...{ factor: 1, known: 97.3, short: null, base: 620_000 },
  },
];

const season = (n: number) => 0.38 + 0.52 * Math.exp(-((n - 208) ** 2) / 1700) + 0.2 * Math.exp(-(n ** 2) / 1500);
function yearDays(k: Kind, year: number, until: string): readonly WireSavingDay[] {
  const weight = Array.from({ length: 365 }, (_, n) => season(n));
  const all = weight.reduce((a, b) => a + b, 0);
  const guarantee = k.guarantee ?? k.base * 0.16;
  let [cumulative, path] = [0, 0];
  return weight.flatMap((w, n) => {
    const date = new Date(Date.UTC(year, 0, 1 + n)).toISOString().slice(0, 10);
    if (date > until) return [];
    path += (guarantee * w) / all;
    const gone = k.known < 80 && n > 230 && n < 262;
    const saving = gone
      ? null
      : ((guarantee * w) / all) * k.factor * ((n < 150 ? 0.86 : 1.1) + 1.4 * noise(n + k.base));
    cumulative += saving ?? 0;
    const expected = (k.base / 365) * (0.7 + w);
    return [
      {
        ...{ date, expected, saving, actual: saving === null ? null : expected - saving },
        ...{ halfWidth: guarantee * 0.004, cumulative, path: k.guarantee === null ? null : path },
        cumulativeHalfWidth: guarantee * 0.056 * Math.sqrt((n + 4) / 365),
        completenessPct: gone ? 0 : 100,
        estimated: n > 141 && n < 150,
      },
    ];
  });
}

function yearOf(k: Kind, year: number, today: string): WireContractYear {
  const days = yearDays(k, year, day(Date.parse(`${today}T00:00:00Z`) - dayMs));
  const last = days.at(-1);
  const open = today <= `${year}-12-31`;
  const whole = yearDays(k, year, `${year}-12-31`);
  const expected = (last?.cumulative ?? 0) + ((whole.at(-1)?.path ?? 0) - (last?.path ?? 0)) * k.factor * 1.05;
  const probability =
    k.guarantee === null ? null : 1 / (1 + Math.exp(-(expected - k.guarantee) / (0.035 * k.guarantee)));
  return {
    ...{ year, from: `${year}-01-01`, to: `${year}-12-31`, guarantee: k.guarantee },
    ...{ saving: last?.cumulative ?? null, halfWidth: last?.cumulativeHalfWidth ?? null, completenessPct: k.known },
    forecast:
      open && k.guarantee !== null ? { expected, halfWidth: k.guarantee * 0.081, confidence: 0.9, probability } : null,
    path:
      k.guarantee === null
        ? []
        : Array.from({ length: 12 }, (_, i) => {
            const date = new Date(Date.UTC(year, i + 1, 0)).toISOString().slice(0, 10);
            return { date, amount: whole.findLast((one) => one.date <= date)?.path ?? 0 };
          }),
    verdict: open ? 'cannot-tell' : 'met',
  };
}

const milestones = (k: Kind): WireContract['investment'] =>
  k.short === null
    ? []
    : (
        [
          ['2025-06-30', '320000', '320000'],
          ['2025-12-31', '220000', '540000'],
          ['2026-06-30', '160000', '700000'],
          ['2026-09-30', '140000', '840000'],
          ['2027-03-31', '120000', '960000'],
        ] as const
      ).map(([due, amount, promised], i) => ({
        ...{ due, amount, promised, verified: '671500', latePct: '1', late: i === 3 },
        shortfall: i === 3 ? k.short : null,
      }));

function duties(k: Kind, today: string): readonly Duty[] {
  const year = Number(today.slice(0, 4));
  const y = yearOf(k, year, today);
  const [from, to] = [`${year}-01-01`, today];
  const readings = ['E-0101', 'E-0102', 'E-0107'].map((meter) => ({
    ...{ kind: 'readings' as const, meter, from, to, completenessPct: k.known },
  }));
  const found: Duty[] = [];
  if (k.guarantee !== null)
    found.push({
      ...{ id: `energy-${year}`, kind: 'energy', verdict: 'cannot-tell', phase: 'open', due: `${year}-12-31` },
      ...{ target: k.guarantee, actual: y.saving, unit: k.unit, forecast: y.forecast, shortfall: null },
      band: { halfWidth: y.halfWidth ?? 0, confidence: 0.9 },
      reasons: [
        said(
          'energy.open',
          `考核年度未结束，${year + 1}年1月1日起可判定`,
          `the year is not over; it can be told from ${year + 1}-01-01 on`,
        ),
        ...(k.known < 80
          ? [
              said(
                'energy.incomplete',
                `E-0102 完整率 ${k.known} %，低于 90 %`,
                `E-0102 is ${k.known} % complete, 90 % are needed`,
              ),
            ]
          : []),
      ],
      evidence: [...readings, { kind: 'model', meter: 'E-0101', sha256: '9f3c'.repeat(15) + 'e21a', frozen: true }],
    } as Duty);
  if (k.guarantee !== null)
    found.push({
      ...{ id: `energy-${year - 1}`, kind: 'energy', verdict: 'met', phase: 'closed', due: `${year - 1}-12-31` },
      ...{ target: k.guarantee, actual: k.guarantee * 1.08, unit: k.unit, forecast: null, shortfall: null },
      band: { halfWidth: k.guarantee * 0.05, confidence: 0.9 },
      reasons: [said('energy.met', '全年节约量达到保证', 'the guarantee was met')],
      evidence: readings,
    } as Duty);
  milestones(k).forEach((one, i) =>
    found.push({
      ...{ id: `investment-${i + 1}`, kind: 'investment', due: one.due, unit: 'CNY', band: null, forecast: null },
      verdict: i === 4 ? 'cannot-tell' : i === 3 ? 'not-met' : 'met',
      phase: i === 4 ? 'open' : 'closed',
      ...{ target: Number(one.promised), actual: Number(one.verified), shortfall: one.shortfall },
      reasons: [
        i === 4
          ? said('investment.not-due', '2027年3月31日到期', 'due 2027-03-31')
          : i === 3
            ? said(
                'investment.short',
                '应核验 840,000.00 元，已核验 671,500.00 元，差 168,500.00 元',
                '671,500.00 of 840,000.00 yuan are verified',
              )
            : said('investment.met', '按期完成', 'in time'),
      ],
      evidence: [
        { kind: 'payment', date: '2026-05-18', amount: '98000', evidence: ['发票 0231'], attachments: [3] },
        { kind: 'payment', date: '2026-08-02', amount: '33500', evidence: ['验收单 4'], attachments: [] },
      ],
    } as Duty),
  );
  found.push({
    ...{ id: `data-${year}`, kind: 'data', verdict: 'cannot-tell', phase: 'open', due: `${year}-12-31`, unit: '%' },
    ...{ target: 98, actual: k.known, band: null, forecast: null, shortfall: null },
    reasons: [
      said('data.open', `至今实测 ${k.known} %，要求 98 %`, `${k.known} % are measured so far, 98 % are asked`),
    ],
    evidence: readings,
  } as Duty);
  if (k.type === 'custody')
    found.push({
      ...{ id: `comfort-${year}`, kind: 'comfort', verdict: 'cannot-tell', phase: 'open', due: `${year}-12-31` },
      ...{ target: 6, actual: 3, unit: 'zone-days', band: null, forecast: null, shortfall: null },
      reasons: [
        said('comfort.open', '年度未结束', 'the year is not over'),
        said(
          'comfort.incomplete',
          '覆盖 82 %，低于 95 %，三个测点 11-09 起离线',
          '82 % are covered, 95 % are needed; three zones are silent since 11-09',
        ),
      ],
      evidence: [
        { kind: 'zone-day', meter: 'T-0301', date: '2026-07-14', outsidePct: 31.25 },
        { kind: 'zone-day', meter: 'T-0301', date: '2026-07-15', outsidePct: 22.5 },
        { kind: 'zone-day', meter: 'T-0302', date: '2026-11-10', outsidePct: null },
      ],
    } as Duty);
  return found;
}

function item(k: Kind, today: string): WireContractItem {
  const year = yearOf(k, Number(today.slice(0, 4)), today);
  const path = yearDays(k, year.year, day(Date.parse(`${today}T00:00:00Z`) - dayMs)).at(-1)?.path ?? null;
  const counted = duties(k, today).filter(({ due }) => due > `${year.year}-01-01`);
  const investment = milestones(k);
  return {
    ...{ id: k.id, name: k.name, type: k.type, institution: 'I-01', institutionName: '市机关事务管理局' },
    ...{ contractor: k.type === 'water' ? '清源节水（示例）' : '瓯能节能服务（示例）', unit: k.unit, demo: true },
    term: { from: '2025-06-01', to: '2033-05-31' },
    meters: ['E-0101', 'E-0102', 'E-0107', 'E-0110', 'E-0111', 'E-0115'],
    summary: {
      ...{ at: iso(Date.now() - 7 * 3_600_000), year: year.year, saving: year.saving, halfWidth: year.halfWidth, path },
      ...{ guarantee: year.guarantee, forecast: year.forecast, completenessPct: k.known, shortfall: k.short },
      money: ((year.saving ?? 0) * 0.72).toFixed(6),
      investment: investment.length === 0 ? null : { promised: '840000', verified: '671500' },
      verdicts: counted.map(({ id, kind, verdict, phase, reasons }) => ({ duty: id, kind, verdict, phase, reasons })),
    },
  };
}

export function fakeContracts(options: {
  readonly count: number;
  readonly side: 'owner' | 'contractor' | null;
}): Router {
  const router = Router();
  const today = () => day(Date.now());
  const many = Array.from({ length: options.count }, (_, i) => {
    const k = kinds[i % kinds.length]!;
    return i < kinds.length ? k : { ...k, id: `${k.id}-${i}`, name: `${k.name}（${i}）`, factor: 0.8 + (i % 17) / 40 };
  });
  const byId = new Map(many.map((k) => [k.id, k]));
  let run = { running: false, done: options.count, total: options.count, startedAt: null, finishedAt: null, failed: 0 };
  let baseline: WireContract['baseline'] = {
    ...{ state: 'frozen', sha256: '9f3c71d0'.repeat(7) + '4b8de21a', at: '2025-05-20T10:12:00+08:00', by: 'wangmin' },
    signatures: [{ side: 'contractor', by: 'ouneng', at: '2025-05-21T09:30:00+08:00' }],
    meters: ['E-0101', 'E-0102', 'E-0107'].map((meter, i) => ({
      ...{ meter, weatherMeter: 'WX-58659', inputsSha256: 'a1'.repeat(32), modelSha256: 'b2'.repeat(32) },
      ...{
        model: i === 2 ? 'intercept_only' : 'cdd_hdd',
        rSquared: 0.91 - i / 20,
        cvrmse: 0.118,
        n: 365,
        problems: [],
      },
    })),
    problems: [],
  };
  router.get('/', (_req, res) => void res.json({ items: many.map((k) => item(k, today())), next: null }));
  router.get('/evaluation', (_req, res) => {
    if (run.running && run.done < run.total) run = { ...run, done: Math.min(run.total, run.done + 12) };
    if (run.done === run.total) run = { ...run, running: false };
    res.json(run);
  });
  router.post('/evaluation', (_req, res) => void res.json((run = { ...run, running: true, done: 0, total: 60 })));
  router.use('/:id', (req, res, next) => {
    if (byId.has(req.params.id)) next();
    else res.status(404).json({ type: 'about:blank', title: 'Not found', status: 404, code: 'not-found' });
  });
  router.get('/:id', (req, res) => {
    const k = byId.get(req.params.id)!;
    const answer: WireContract = {
      ...item(k, today()),
      ...{ base: { from: '2024-01-01', to: '2024-12-31' }, method: 'daily', shareCap: null, custody: null },
      guarantee: k.guarantee === null ? [] : [2025, 2026, 2027].map((year) => ({ year, amount: String(k.guarantee) })),
      share: k.type === 'shared' || k.type === 'water' ? [{ year: 2026, contractorPct: '70' }] : [],
      price: { kind: 'fixed', price: '0.72' },
      ...{ negativeMonths: 'carry', confidenceRule: 'lower90', minCompletenessPct: 90, comfort: null },
      data: { completenessPct: 98, perMonth: null },
      investment: milestones(k),
      baseline,
      document: {
        id: k.id,
        investment: milestones(k).map(({ due, amount }, i) => ({
          ...{ due, amount },
          verified: (
            [
              [
                ['2025-06-20', '180000'],
                ['2025-07-28', '132000'],
              ],
              [
                ['2025-11-10', '152000'],
                ['2025-12-20', '76000'],
              ],
              [['2026-05-18', '98000']],
              [['2026-08-02', '33500']],
              [],
            ] as const
          )[i]!.map(([date, sum]) => ({ date, amount: sum, evidence: [] })),
        })),
      },
      matters: { open: 2, answered: 0, overdue: 1 },
      changes: [
        { duty: 'investment-4', verdict: 'not-met', before: 'cannot-tell', at: '2026-10-01T02:10:00+08:00' },
        { duty: 'energy-2025', verdict: 'met', before: 'cannot-tell', at: '2026-01-01T02:10:00+08:00' },
      ],
      may: ['edit', 'freeze', 'sign', 'pay', 'verify', 'adjust', 'propose', 'notice'],
      side: options.side,
    };
    res.json(answer);
  });
  router.get('/:id/savings', (req, res) => {
    const k = byId.get(req.params.id)!;
    const [from, to] = [String(req.query.from ?? `${today().slice(0, 4)}-01-01`), String(req.query.to ?? today())];
    const until = [to, today()].sort()[0]!;
    const years = [2025, 2026].filter((year) => `${year}` >= from.slice(0, 4) && `${year}` <= until.slice(0, 4));
    const days = years
      .flatMap((year) => yearDays(k, year, `${year}-12-31`))
      .filter(({ date }) => date >= from && date < until);
    const months = [...new Set(days.map(({ date }) => date.slice(0, 7)))].map((month) => {
      const own = days.filter(({ date }) => date.startsWith(month));
      const sum = (of: 'expected' | 'actual' | 'saving') => own.reduce((a, one) => a + (one[of] ?? 0), 0);
      return {
        ...{
          month,
          expected: sum('expected'),
          actual: sum('actual'),
          saving: sum('saving'),
          halfWidth: k.base * 0.003,
        },
        ...{ completenessPct: k.known, money: (sum('saving') * 0.72).toFixed(6) },
      };
    });
    const total = (of: 'expected' | 'actual' | 'saving') => days.reduce((a, one) => a + (one[of] ?? 0), 0);
    const answer: WireContractSavings = {
      ...{ contract: k.id, unit: k.unit, confidence: 0.9, from, to: until, days, months },
      years: [2025, 2026].map((year) => yearOf(k, year, today())),
      total: {
        ...{ expected: total('expected'), actual: total('actual'), saving: total('saving') },
        ...{ halfWidth: k.base * 0.012, money: (total('saving') * 0.72).toFixed(6) },
      },
    };
    res.json(answer);
  });
  router.get('/:id/compliance', (req, res) => {
    const k = byId.get(req.params.id)!;
    const answer: WireCompliance = { contract: k.id, asOf: iso(Date.now()), duties: duties(k, today()) };
    res.json(answer);
  });
  router.get('/:id/entries', (_req, res) => void res.json({ items: [] }));
  router.get('/:id/settlements', (req, res) => {
    const { type, known } = byId.get(req.params.id)!;
    if (type === 'guaranteed')
      return void res.json({
        items: [{ period: '2025', kind: 'year', status: 'draft', payer: 'contractor', payable: '0.00', problem: null }],
      });
    const problem = said(
      'incomplete-data',
      `数据完整率 ${known}%，低于约定的 90%`,
      `${known}% of the data are there, 90% were agreed`,
    );
    res.json({
      items: ['2026-10', '2026-09', '2026-08'].map((period, i) =>
        known < 80 && i === 0
          ? { period, kind: 'month', status: 'not-settled', payer: null, payable: null, problem }
          : {
              period,
              kind: 'month',
              status: i === 0 ? 'agreed' : 'agreed',
              payer: 'institution',
              payable: '100000.00',
              problem: null,
            },
      ),
    });
  });
  router.get('/:id/settlements/:period', (req, res) => {
    const line = (code: WireSettlement['lines'][number]['code'], amount: string, formula: string) => ({
      ...{ code, quantity: null, unit: null, price: null, amount, formula, trace: [] },
    });
    const answer: WireSettlement = {
      ...{ contract: req.params.id, period: req.params.period, status: 'agreed', revision: 1, payer: 'institution' },
      lines: [
        line('base-fee', '100000.00', 'F0'),
        line('price-adjustment', '1600.00', 'Q0 × (p − p0)'),
        line('area-adjustment', '0.00', '(F0 ÷ S0) × (S − S0)'),
        line('comfort-deduction', '-600.00', 'n × perZoneDay'),
        line('investment-deduction', '-1000.00', 'Σ latePct × F0'),
      ],
      ...{ payable: '100000.00', inputsHash: 'c3'.repeat(32), completenessPct: 99.2, baseline: 'frozen', steps: [] },
      ...{ may: ['note'], now: null },
    };
    res.json(answer);
  });
  router.post('/:id/baseline/freeze', (_req, res) => {
    baseline = { ...baseline, state: 'frozen', signatures: [], by: 'wangmin', at: iso(Date.now()) };
    res.json(baseline);
  });
  router.post('/:id/baseline/sign', (_req, res) => {
    const side = options.side ?? 'owner';
    baseline = {
      ...baseline,
      state: 'signed',
      signatures: [...baseline.signatures, { side, by: 'wangmin', at: iso(Date.now()) }],
    };
    res.json(baseline);
  });
  return router;
}

/** Matters about them. */
export function fakeContractMatters(now: number) {
  const matter = (id: number, title: string, deadline: string, state: 'open' | 'closed', overdue: boolean) => ({
    ...{ id, title, source: null, may: [], demo: true },
    subject: { kind: 'contract', id: 'C-2025-01', name: '滨江办公区能源费用托管' },
    standing: { state, deadline: state === 'closed' ? null : deadline, overdue, refusals: 0 },
    steps: [{ what: 'opened', at: iso(now - 40 * dayMs), by: 'wangmin', text: title, deadline, attachments: [] }],
  });
  const items = [
    matter(17, '投入不足', day(now - 3 * dayMs), 'open', true),
    matter(19, '室温测点离线', day(now + 7 * dayMs), 'open', false),
    matter(11, '过渡季供冷未停', day(now - 80 * dayMs), 'closed', false),
  ];
  return { items, next: null, counts: { open: 2, answered: 0, overdue: 1 } };
}
