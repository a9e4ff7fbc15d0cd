import { Router } from 'express';
import { illustrated, inputsOf, contractOf, lotOf } from '../../../domain/contract/settlement/testing/inputs.ts';
import { isNotSettled, settle } from '../../../domain/contract/settle.ts';
import type {
  WireContractEntry,
  WireLotTrace,
  WireSettlement,
  WireSettlementItem,
  WireStep,
} from '../../../domain/wire-contracts.ts';

/**
 * Settlements, their steps and entries of invented contracts, computed by the real engine: the first contract is the
 * worked custody month, the third a shared one at a tariff with a loss carried, whose newest month is incomplete.
 */
const iso = (at: number) => new Date(at + 8 * 3_600_000).toISOString().replace('Z', '+08:00');
const hash = '9f3c71d0'.padEnd(56, 'a7') + '04b8e21a';
const step = (what: WireStep['what'], side: WireStep['side'], by: string, ago: number, text = ''): WireStep => ({
  ...{ what, side, by, at: iso(Date.now() - ago * 86_400_000), text },
  attachments:
    text === ''
      ? []
      : [
          {
            ...{ id: 7, name: '验收单-07.pdf', type: 'application/pdf', bytes: 82_000, sha256: hash, by },
            ...{ at: iso(Date.now() - ago * 86_400_000), url: '/api/v1/attachments/7' },
          },
        ],
});

const shared = (period: string) =>
  inputsOf(
    contractOf({
      ...{ type: 'shared', meters: ['E-1', 'E-2'], price: { kind: 'tariff', tariff: 'WZ-PUBLIC', floor: null } },
      share: [{ year: 2025, contractorPct: '60' }],
    }),
    {
      period,
      lots: ['2026-08', '2026-09', '2026-10'].flatMap((month) =>
        (['peak', 'flat', 'valley'] as const).flatMap((kind, i) =>
          ['E-1', 'E-2'].map((meter) =>
            lotOf(
              month,
              month === '2026-08' ? '-120.25' : String(4211.337 - i * 900),
              ['1.1036', '0.6812', '0.3217'][i]!,
              {
                ...{ meter, kind, tariff: 'WZ-PUBLIC@2026-01-01', expected: '41000', actual: '36788.663' },
              },
            ),
          ),
        ),
      ),
    },
  );

function answer(id: string, period: string, now: boolean): WireSettlement | null {
  const third = id.endsWith('03');
  const result = settle(third ? shared(period) : { ...illustrated(3), period });
  if (isNotSettled(result)) return null;
  const status = period === '2026-10' ? (third ? 'draft' : 'proposed') : period === '2026-09' ? 'agreed' : 'challenged';
  const steps = [step('proposed', 'contractor', '瓯能·陈工', 9)];
  if (status === 'agreed') steps.push(step('agreed', 'owner', 'wangmin', 6));
  if (status === 'challenged') steps.push(step('challenged', 'owner', 'wangmin', 5, '室温扣减应为四个区·日，见附件。'));
  return {
    ...{ contract: id, period, status, revision: status === 'draft' ? 0 : 1, payer: result.payer, lines: result.lines },
    ...{ payable: result.payable, inputsHash: hash, completenessPct: 99.23, baseline: third ? 'frozen' : 'signed' },
    steps: status === 'draft' ? [] : steps,
    may: status === 'draft' ? ['proposed'] : status === 'proposed' ? ['agreed', 'challenged', 'note'] : ['note'],
    now: now ? { payable: '99800.00', inputsHash: hash } : null,
  };
}

export function fakeSettlements() {
  const router = Router();
  const entries: WireContractEntry[] = [
    {
      ...{ id: 1, body: { kind: 'payment', date: '2026-03-12', amount: '150000.00', milestone: 2 }, state: 'agreed' },
      ...{ reason: '冷机群控改造第二笔', may: ['note'] },
      steps: [
        step('proposed', 'contractor', '瓯能·陈工', 200, '发票与验收单'),
        step('agreed', 'owner', 'wangmin', 190),
      ],
    },
    {
      ...{ id: 2, body: { kind: 'payment', date: '2026-10-20', amount: '86500.00', milestone: 4 }, state: 'proposed' },
      ...{ reason: '照明改造尾款', may: ['agreed', 'rejected', 'challenged', 'note'] },
      steps: [step('proposed', 'contractor', '瓯能·陈工', 12, '发票')],
    },
    {
      ...{ id: 3, state: 'proposed', reason: '新增充电桩 12 台' },
      body: { kind: 'adjustment', from: '2026-07-01', to: '2026-12-31', amountPerDay: '120.5' },
      ...{
        may: ['agreed', 'rejected', 'challenged', 'note'],
        steps: [step('proposed', 'contractor', '瓯能·陈工', 30)],
      },
    },
  ];
  router.get('/:id/entries', (_req, res) => void res.json({ items: entries }));
  router.post('/:id/entries', (req, res) => {
    const { body, reason } = req.body as Pick<WireContractEntry, 'body' | 'reason'>;
    if (reason.includes('?')) {
      const error = { path: 'body.date', code: 'future', message: 'must not lie in the future' };
      return void res.status(422).json({ status: 422, code: 'invalid', errors: [error] });
    }
    const entry: WireContractEntry = {
      ...{ id: entries.length + 1, body, reason, state: 'proposed', may: ['withdrawn', 'note'] },
      steps: [step('proposed', 'owner', 'wangmin', 0)],
    };
    entries.push(entry);
    res.status(201).json(entry);
  });
  router.get('/:id/settlements', (req, res) => {
    const items = ['2026-11', '2026-10', '2026-09', '2026-08', '2025'].map((period): WireSettlementItem => {
      const kind = period.length === 4 ? 'year' : 'month';
      const found = period === '2026-11' || period === '2025' ? null : answer(req.params.id, period, false);
      if (found)
        return { period, kind, status: found.status, payer: found.payer, payable: found.payable, problem: null };
      const incomplete = {
        code: 'incomplete-data',
        message: {
          zh: '数据完整率 82.41%，低于约定的 90%，不能结算。',
          en: 'Data are 82.41 % complete, less than the agreed 90 %: nothing can be settled.',
        },
        numbers: { completenessPct: 82.4137, requiredPct: 90 },
      };
      return { period, kind, status: 'not-settled', payer: null, payable: null, problem: incomplete };
    });
    res.json({ items });
  });
  router.get('/:id/settlements/:period', (req, res) => {
    const { id, period } = req.params;
    const found = period === '2026-11' || period === '2025' ? null : answer(id, period, period === '2026-09');
    if (found) return void res.json(found);
    res.status(409).json({ status: 409, code: 'incomplete-data', detail: 'too little data', completenessPct: 82.4137 });
  });
  router.post('/:id/settlements/:period/recompute', (_req, res) => {
    res.json({ identical: true, inputsHash: hash, resultHash: hash.split('').toReversed().join('') });
  });
  router.get('/:id/settlements/:period/trace', (req, res) => {
    const { meter, month, kind } = req.query as Record<string, string>;
    const days = Array.from({ length: 31 }, (_, i) => ({
      date: `${month}-${String(i + 1).padStart(2, '0')}`,
      ...(i === 6
        ? { expected: 1302.4, actual: null, saving: null, money: null }
        : {
            expected: 1320.5 + i,
            actual: 1184.125 + i * 0.7,
            saving: 136.375 + i * 0.3,
            money: (136.375 + i * 0.3).toFixed(6),
          }),
    }));
    const lot: WireLotTrace = { meter: meter!, month: month!, kind: kind ?? null, days, point: 'energy' };
    res.json(lot);
  });
  const faulty = { status: 422, code: 'contract-faults' };
  router.put('/:id', (_req, res) => {
    const message = 'E-1 is claimed by C-2025-02 too';
    res.status(422).json({ ...faulty, errors: [{ path: 'meters[0]', code: 'claimed-twice', message }] });
  });
  return router;
}
