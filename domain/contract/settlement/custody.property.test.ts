import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SettlementInputs } from '../settlement.ts';
import { isNotSettled, settle } from '../settle.ts';
import {
  dividedBy,
  fraction,
  less,
  minus,
  round,
  size,
  text,
  times,
  total,
  type Fraction,
} from './testing/fraction.ts';
import { contractOf, inputsOf, lotOf, zoneDaysOf } from './testing/inputs.ts';

const decimal = (min: bigint, max: bigint, decimals: number) =>
  fc.bigInt({ min, max }).map((units) => text({ over: units, under: 10n ** BigInt(decimals) }, decimals));
const pct = fc.constantFrom(0, 0.5, 2, 2.5, 5, 10, 33.3);

const months = fc.record({
  fee: decimal(0n, 10n ** 11n, 2),
  baseAmount: decimal(0n, 10n ** 15n, 6),
  basePrice: decimal(1n, 2_000_000n, 6),
  tariff: fc.option(
    fc.array(fc.tuple(decimal(0n, 10n ** 13n, 6), decimal(0n, 2_000_000n, 6)), { minLength: 1, maxLength: 5 }),
  ),
  price: decimal(1n, 2_000_000n, 6),
  thresholds: fc.record({ pricePct: pct, areaPct: pct, peoplePct: pct }),
  factor: decimal(0n, 100n, 2),
  area: fc.option(fc.tuple(fc.integer({ min: 1, max: 400_000 }), fc.integer({ min: 0, max: 400_000 }))),
  people: fc.option(fc.tuple(fc.integer({ min: 1, max: 9_000 }), fc.integer({ min: 0, max: 9_000 }))),
  adjustments: fc.array(fc.tuple(decimal(-(10n ** 9n), 10n ** 9n, 6), fc.integer({ min: 1, max: 31 })), {
    maxLength: 3,
  }),
  broken: fc.integer({ min: 0, max: 90 }),
  perZoneDay: decimal(0n, 100_000n, 2),
  late: fc.array(fc.tuple(decimal(0n, 1_000n, 2), fc.boolean()), { maxLength: 4 }),
  dataPct: fc.constantFrom(89.99, 97.999, 98, 100),
  perMonth: fc.option(decimal(0n, 1_000_000n, 2)),
  completeness: fc.constantFrom(0, 89.999, 90, 97, 100),
  inPeriod: fc.constantFrom(28, 29, 30, 31),
  outside: fc.integer({ min: 0, max: 27 }),
});
type Month = typeof months extends fc.Arbitrary<infer T> ? T : never;

function inputsFor(month: Month): SettlementInputs {
  const contract = contractOf({
    type: 'custody',
    price: month.tariff ? { kind: 'tariff', tariff: 't', floor: null } : { kind: 'fixed', price: month.price },
    custody: {
      monthlyFee: month.fee,
      baseAmount: month.baseAmount,
      basePrice: month.basePrice,
      thresholds: month.thresholds,
      peopleFactor: month.factor,
      // A later entry is not the base, wherever it stands.
      drivers: [
        { from: '2026-01-01', areaM2: 1, people: 1 },
        { from: '2025-06-01', areaM2: month.area?.[0] ?? null, people: month.people?.[0] ?? null },
      ],
    },
    comfort: {
      ...{ minC: 18, maxC: 26, hours: [], days: 'all', meters: [], tolerancePct: 0 },
      ...{ perZoneDay: month.perZoneDay, allowedZoneDays: 0 },
    },
    data: { completenessPct: 98, perMonth: month.perMonth },
  });
  return inputsOf(contract, {
    period: '2026-10',
    days: { inPeriod: month.inPeriod, inTerm: month.inPeriod - month.outside },
    completenessPct: month.completeness,
    lots: (month.tariff ?? []).map(([actual, price], at) =>
      lotOf('2026-10', '0', price, { kind: `k${at}`, tariff: 't@2026-01-01', actual }),
    ),
    zoneDays: zoneDaysOf(month.broken),
    investment: month.late.map(([latePct, late]) => ({
      ...{ due: '2026-09-30', promised: '1', verified: '0', latePct, late },
    })),
    dataPct: month.dataPct,
    adjustments: month.adjustments.map(([amountPerDay, days], at) => ({
      ...{ id: String(at), days, amountPerDay, reason: '' },
    })),
    drivers: { areaM2: month.area?.[1] ?? null, people: month.people?.[1] ?? null },
  });
}

/** Each line, of the brief's own words, in fractions; null: nothing is settled. */
function linesFor(month: Month): readonly Fraction[] | null {
  if (month.completeness < 90) return null;
  const p = month.tariff ? weighted(month.tariff) : fraction(month.price);
  if (p === null) return null;
  const part = dividedBy(fraction(month.inPeriod - month.outside), fraction(month.inPeriod));
  const f0 = times(fraction(month.fee), part);
  const p0 = fraction(month.basePrice);
  const none = fraction(0);
  const relative = (base: Fraction, now: Fraction) => size(dividedBy(minus(now, base), base));
  const beyond = (base: Fraction, now: Fraction, threshold: number) =>
    less(dividedBy(fraction(threshold), fraction(100)), relative(base, now));
  const driver = (of: readonly [number, number] | null, threshold: number, factor: Fraction) => {
    // The base is what the earliest entry knows; where it knows nothing, the later one of 1.
    if (of === null) return none;
    const [base, now] = of.map(fraction) as [Fraction, Fraction];
    return beyond(base, now, threshold) ? times(times(factor, dividedBy(f0, base)), minus(now, base)) : none;
  };
  return [
    f0,
    beyond(p0, p, month.thresholds.pricePct) ? times(times(fraction(month.baseAmount), part), minus(p, p0)) : none,
    driver(month.area, month.thresholds.areaPct, fraction(1)),
    driver(month.people, month.thresholds.peoplePct, fraction(month.factor)),
    ...month.adjustments.map(([amount, days]) => times(times(fraction(amount), fraction(days)), p)),
    minus(none, times(fraction(month.broken), fraction(month.perZoneDay))),
    minus(
      none,
      times(
        total(month.late.map(([latePct, late]) => (late ? fraction(latePct) : none))),
        dividedBy(f0, fraction(100)),
      ),
    ),
    month.dataPct < 98 && month.perMonth !== null ? minus(none, fraction(month.perMonth)) : none,
  ];
}

function weighted(lots: readonly (readonly [string, string])[]): Fraction | null {
  if (new Set(lots.map(([, price]) => price)).size === 1) return fraction(lots[0]![1]);
  const used = total(lots.map(([actual]) => fraction(actual)));
  if (used.over === 0n) return null;
  return round(dividedBy(total(lots.map(([actual, price]) => times(fraction(actual), fraction(price)))), used), 6);
}

test('a custody month comes to what fractions of whole numbers come to', () => {
  fc.assert(
    fc.property(months, (month) => {
      const settled = settle(inputsFor(month));
      const expected = linesFor(month);
      if (isNotSettled(settled)) {
        expect(expected).toBeNull();
        expect(settled.code).toBe(month.completeness < 90 ? 'incomplete-data' : 'no-price');
        return;
      }
      expect(settled.payable).toBe(text(total(expected!.map((line) => round(line, 6))), 2));
      // What is printed is what is added up, and no line carries dust.
      expect(settled.payable).toBe(text(total(settled.lines.map(({ amount }) => fraction(amount))), 2));
      for (const { amount } of settled.lines) expect(amount).toMatch(/^(?!-0\.00$)-?\d+\.\d{2}(\d{0,3}[1-9])?$/);
    }),
    { numRuns: 1_000 },
  );
});

test('the base tariff and no driver changed: the fee exactly, whatever the thresholds', () => {
  fc.assert(
    fc.property(months, (month) => {
      const inputs = inputsFor({
        ...month,
        ...{
          tariff: null,
          price: month.basePrice,
          completeness: 100,
          outside: 0,
          broken: 0,
          late: [],
          adjustments: [],
        },
        ...{ dataPct: 100, area: month.area && [month.area[0], month.area[0]] },
        people: month.people && [month.people[0], month.people[0]],
      });
      expect(settle(inputs)).toMatchObject({ payable: month.fee });
    }),
  );
});

test('a dearer zone-day never pays more, and each costs its rate', () => {
  fc.assert(
    fc.property(months, fc.integer({ min: 0, max: 80 }), (month, broken) => {
      const at = (zoneDays: number) =>
        settle(inputsFor({ ...month, tariff: null, completeness: 100, broken: zoneDays }));
      const [before, after] = [at(broken), at(broken + 1)];
      if (isNotSettled(before) || isNotSettled(after)) throw new Error('refused');
      const cost = minus(fraction(before.payable), fraction(after.payable));
      expect(text(cost, 2)).toBe(month.perZoneDay);
    }),
  );
});
