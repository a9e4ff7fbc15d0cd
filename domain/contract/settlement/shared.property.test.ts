import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from '../canonical.ts';
import type { SavingLot, Settlement, SettlementInputs } from '../settlement.ts';
import { isNotSettled, settle } from '../settle.ts';
import { atTheEdge, fraction, minus, size, text, total } from './testing/fraction.ts';
import { contractOf, inputsOf } from './testing/inputs.ts';

/** 24 months from July on, over two new years: what each lot saved (10⁻⁶ kWh) at what price (10⁻⁶ yuan). */
const monthNames = Array.from({ length: 24 }, (_, at) => {
  const month = 6 + at;
  return `${2025 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
});
const lots = fc.array(
  fc.record({
    saving: fc.oneof(
      fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }),
      fc.bigInt({ min: -(10n ** 7n), max: 10n ** 7n }),
    ),
    price: fc.bigInt({ min: 0n, max: 2_000_000n }),
    meter: fc.constantFrom('m1', 'm2'),
    kind: fc.constantFrom('peak', 'valley'),
  }),
  { minLength: 1, maxLength: 3 },
);
const contracts = fc.record({
  type: fc.constantFrom('shared' as const, 'water' as const),
  mode: fc.constantFrom('carry' as const, 'net' as const, 'floor' as const),
  /** 10⁻² %: by year, the second from a year on. */
  shares: fc.tuple(fc.bigInt({ min: 0n, max: 10_000n }), fc.bigInt({ min: 0n, max: 10_000n })),
  changes: fc.constantFrom(2025, 2026, 2027),
  /** Fen. */
  cap: fc.option(fc.bigInt({ min: 0n, max: 10n ** 12n })),
  months: fc.array(lots, { minLength: 24, maxLength: 24 }),
  at: fc.integer({ min: 0, max: 23 }),
});
type Case = typeof contracts extends fc.Arbitrary<infer T> ? T : never;

const written = (units: bigint, decimals: number) => text({ over: units, under: 10n ** BigInt(decimals) }, decimals);

function inputsFor(one: Case, period: string): SettlementInputs {
  const contract = contractOf({
    type: one.type,
    term: { from: '2025-07-01', to: '2027-06-30' },
    meters: ['m1', 'm2'],
    price: { kind: 'tariff', tariff: 't', floor: null },
    negativeMonths: one.mode,
    shareCap: one.cap === null ? null : written(one.cap, 2),
    share: [
      { year: one.changes + 1, contractorPct: written(one.shares[1], 2) },
      { year: 2025, contractorPct: written(one.shares[0], 2) },
    ],
  });
  const all = one.months.flatMap((month, at) => [
    ...month.map((lot): SavingLot => lotFor(monthNames[at]!, lot)),
    // Both meters are known in every month.
    ...(['m1', 'm2'] as const).map((meter) =>
      lotFor(monthNames[at]!, { saving: 0n, price: 1n, meter, kind: 'peak' as const }),
    ),
  ]);
  const until = period.length === 7 ? period : `${period}-12`;
  return inputsOf(contract, { period, lots: all.filter(({ month }) => month <= until) });
}

function lotFor(month: string, lot: Case['months'][number][number]): SavingLot {
  const saving = written(lot.saving, 6);
  return {
    ...{ meter: lot.meter, month, kind: lot.kind, tariff: 't@2025-01-01', price: written(lot.price, 6) },
    ...{ expected: saving, actual: '0', saving },
  };
}

/** Fees of all 24 months in 10⁻¹⁶ yuan, whole numbers only: debts are paid back before anybody earns. */
function feesFor(one: Case): readonly bigint[] {
  let [debt, year, yearsWorth, owed, paid] = [0n, '', 0n, 0n, 0n];
  return one.months.map((month, at) => {
    const name = monthNames[at]!;
    const worth = month.reduce((sum, { saving, price }) => sum + saving * price, 0n);
    const share = Number(name.slice(0, 4)) > one.changes ? one.shares[1] : one.shares[0];
    if (year !== name.slice(0, 4)) [year, yearsWorth] = [name.slice(0, 4), 0n];
    let earned = 0n;
    if (one.mode === 'floor') earned = worth > 0n ? worth : 0n;
    else if (one.mode === 'net') {
      const [before, after] = [yearsWorth, yearsWorth + worth];
      earned = (after > 0n ? after : 0n) - (before > 0n ? before : 0n);
    } else if (worth < 0n) debt -= worth;
    else {
      const back = debt < worth ? debt : worth;
      debt -= back;
      earned = worth - back;
    }
    yearsWorth += worth;
    owed += earned * share;
    const limit = one.cap === null ? owed : one.cap * 10n ** 14n;
    const due = owed < limit ? owed : limit;
    const fee = due - paid;
    paid = due;
    return fee;
  });
}

const yuan = (units: bigint) => ({ over: units, under: 10n ** 16n });

function settled(inputs: SettlementInputs): Settlement {
  const result = settle(inputs);
  if (isNotSettled(result)) throw new Error(result.code);
  return result;
}

test('a month of shared saving comes to what whole numbers come to, whatever the months before it lost', () => {
  fc.assert(
    fc.property(contracts, (one) => {
      const result = settled(inputsFor(one, monthNames[one.at]!));
      const fee = yuan(feesFor(one)[one.at]!);
      const sum = total(result.lines.map(({ amount }) => fraction(amount)));
      expect(result.payable).toBe(text(sum, 2));
      expect(Number(text(size(minus(sum, fee)), 12))).toBeLessThanOrEqual(5e-7 * result.lines.length);
      if (!atTheEdge(fee, result.lines.length)) expect(result.payable).toBe(text(fee, 2));
      if (one.mode !== 'net') expect(result.payable).not.toMatch(/^-/);
      expect(result.carried).toMatch(one.mode === 'carry' ? /^(0\.00|-\d+\.\d{2,})$/ : /^0\.00$/);
    }),
    { numRuns: 500 },
  );
});

test('the months of a year and its true-up add up to the year, to the fen', () => {
  fc.assert(
    fc.property(contracts, (one) => {
      const year = settled(inputsFor(one, '2026'));
      const line = year.lines[0]!;
      expect(line.code).toBe('annual-difference');
      const fees = feesFor(one).filter((_, at) => monthNames[at]!.startsWith('2026'));
      const whole = line.trace.find(({ name }) => name === 'year-as-a-whole')!.value;
      expect(text(fraction(whole), 16)).toBe(text(yuan(fees.reduce((a, b) => a + b)), 16));
      // Nothing but what rounding twelve months to fen left.
      expect(Math.abs(Number(year.payable))).toBeLessThanOrEqual(0.06);
      const months = monthNames.filter((name) => name.startsWith('2026')).map((name) => settled(inputsFor(one, name)));
      const paid = total([...months, year].map(({ payable }) => fraction(payable)));
      expect(Number(text(size(minus(paid, fraction(whole))), 6))).toBeLessThanOrEqual(0.01);
    }),
    { numRuns: 60 },
  );
});

test('fees never pass the cap, and the same inputs give the same bytes', () => {
  fc.assert(
    fc.property(contracts, (one) => {
      fc.pre(one.cap !== null);
      const inputs = inputsFor(one, monthNames[one.at]!);
      const result = settled(inputs);
      const paid = feesFor(one).slice(0, one.at + 1);
      expect(paid.reduce((a, b) => a + b) <= one.cap! * 10n ** 14n).toBe(true);
      const again = settle(JSON.parse(canonicalJson(inputs)) as SettlementInputs);
      expect(canonicalJson(again)).toBe(canonicalJson(result));
    }),
    { numRuns: 100 },
  );
});
