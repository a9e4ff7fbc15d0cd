import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Milestone } from './contract.ts';
import { milestoneStates, reachedOn, shortfallOf, shortfallOfAll, verifiedPayments } from './investment.ts';
import { exact, sumOf } from './money.ts';

const milestone = (due: string, amount: string, ...verified: readonly [date: string, amount: string][]): Milestone => ({
  ...{ due, amount, latePct: '1' },
  verified: verified.map(([date, sum]) => ({ date, amount: sum, evidence: [`${date}.pdf`] })),
});
const plan = [
  milestone('2026-03-31', '500000', ['2026-03-10', '300000.00']),
  milestone('2026-06-30', '250000.10'),
  milestone('2026-09-30', '100000'),
];

it('short after its day and not on it: 200,000 yuan, for 30 days', () => {
  const on = milestoneStates(plan, [], '2026-03-31');
  expect(on.map(({ late }) => late)).toEqual([false, false, false]);
  const later = milestoneStates(plan, [], '2026-04-30');
  expect(later.map(({ late, promised, verified }) => `${late} ${promised} ${verified}`)).toEqual([
    'true 500000.00 300000.00',
    'false 750000.10 300000.00',
    'false 850000.10 300000.00',
  ]);
  expect(shortfallOf(later[0]!, '2026-04-30')).toEqual({ amount: '200000.00', days: 30 });
  expect(shortfallOf(later[1]!, '2026-04-30')).toBeNull();
  expect(shortfallOfAll(milestoneStates(plan, [], '2026-07-01'), '2026-07-01')).toEqual({
    amount: '450000.10',
    days: 92,
  });
});

it('what was paid early for a later milestone counts for the earlier ones', () => {
  const early = [plan[0]!, plan[1]!, milestone('2026-09-30', '100000', ['2026-02-01', '200000'])];
  expect(milestoneStates(early, [], '2026-04-01').map(({ late }) => late)).toEqual([false, false, false]);
  expect(milestoneStates(early, [], '2026-07-01').map(({ late }) => late)).toEqual([false, true, false]);
});

it('an entered payment counts from its own day, and tells since when the promise is kept', () => {
  const payments = [{ entry: 7, date: '2026-04-20', amount: '200000', attachments: [3] }];
  expect(milestoneStates(plan, payments, '2026-04-19')[0]!.late).toBe(true);
  expect(milestoneStates(plan, payments, '2026-04-20')[0]!.late).toBe(false);
  const known = verifiedPayments(plan, payments, '2026-12-31');
  expect(reachedOn(known, '500000')).toBe('2026-04-20');
  expect(reachedOn(known, '500000.01')).toBeNull();
  // An invoice that was taken back, and paid again: kept since the second time only.
  const corrected = [
    { entry: 8, date: '2026-05-01', amount: '-1', attachments: [] },
    { entry: 9, date: '2026-05-09', amount: '1', attachments: [] },
  ];
  expect(reachedOn(verifiedPayments(plan, [...payments, ...corrected], '2026-12-31'), '500000')).toBe('2026-05-09');
});

it('one fen decides', () => {
  const almost = [{ entry: 1, date: '2026-03-20', amount: '199999.99', attachments: [] }];
  const state = milestoneStates(plan, almost, '2026-04-01')[0]!;
  expect(shortfallOf(state, '2026-04-01')).toEqual({ amount: '0.01', days: 1 });
});

it('promises and sums are what adding them up says, in whatever order they were paid', () => {
  const fen = fc.integer({ min: 0, max: 10_000_000 });
  const day = fc.integer({ min: 1, max: 28 }).map((n) => `2026-02-${String(n).padStart(2, '0')}`);
  const paid = fc.array(fc.tuple(day, fen), { maxLength: 6 });
  fc.assert(
    fc.property(fc.array(fc.tuple(day, fen), { minLength: 1, maxLength: 4 }), paid, day, (dues, payments, at) => {
      const text = (value: number) => (value / 100).toFixed(2);
      const milestones = dues
        .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
        .map(([due, sum]) => milestone(due, text(sum)));
      const entered = payments.map(([date, sum], entry) => ({ entry, date, amount: text(sum), attachments: [] }));
      const verified = payments.reduce((sum, [date, one]) => sum + (date <= at ? one : 0), 0);
      const states = milestoneStates(milestones, entered, at);
      let promised = 0;
      states.forEach((state, k) => {
        promised += dues[k]![1];
        expect(state).toMatchObject({ promised: text(promised), verified: text(verified) });
        expect(state.late).toBe(at > state.due && verified < promised);
        const short = shortfallOf(state, at);
        if (short !== null) expect(exact(short.amount).toFixed(2)).toBe(text(promised - verified));
      });
      expect(sumOf(milestones.map(({ amount }) => exact(amount))).toFixed(2)).toBe(text(promised));
      expect(milestoneStates(milestones, entered.toReversed(), at)).toEqual(states);
    }),
  );
});
