import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SettlementInputs } from '../settlement.ts';
import { isNotSettled, settle } from '../settle.ts';
import { dividedBy, fraction, greater, minus, plus, round, text, times, total } from './testing/fraction.ts';
import { contractOf, inputsOf, lotOf } from './testing/inputs.ts';

const decimal = (min: bigint, max: bigint, decimals: number) =>
  fc.bigInt({ min, max }).map((units) => text({ over: units, under: 10n ** BigInt(decimals) }, decimals));

const years = fc.record({
  year: fc.constantFrom({ period: '2027', inPeriod: 365 }, { period: '2028', inPeriod: 366 }),
  outside: fc.integer({ min: 0, max: 364 }),
  guarantee: decimal(0n, 10n ** 15n, 6),
  price: decimal(0n, 2_000_000n, 6),
  savings: fc.array(decimal(-(10n ** 12n), 10n ** 14n, 6), { minLength: 12, maxLength: 12 }),
  cautious: fc.boolean(),
  halfWidth: decimal(0n, 10n ** 13n, 6),
  earlier: fc.array(fc.tuple(decimal(0n, 10n ** 9n, 2), decimal(-2n, 2n, 2), decimal(-1n, 1n, 2)), { maxLength: 3 }),
  completeness: fc.constantFrom(89.99, 90, 100),
});
type Year = typeof years extends fc.Arbitrary<infer T> ? T : never;

function inputsFor(one: Year): SettlementInputs {
  const { period, inPeriod } = one.year;
  const contract = contractOf({
    type: 'guaranteed',
    guarantee: [
      { year: 2026, amount: '1' },
      { year: Number(period), amount: one.guarantee },
    ],
    price: { kind: 'fixed', price: one.price },
    confidenceRule: one.cautious ? 'lower90' : 'point',
  });
  return inputsOf(contract, {
    period,
    days: { inPeriod, inTerm: inPeriod - one.outside },
    completenessPct: one.completeness,
    halfWidth: one.halfWidth,
    lots: [
      // The year before is in the term, and not in the sum.
      lotOf('2026-12', '999999', one.price),
      ...one.savings.map((saving, at) => lotOf(`${period}-${String(at + 1).padStart(2, '0')}`, saving, one.price)),
    ],
    earlier: one.earlier.map(([payable, change, settledSince], at) => ({
      ...{ period: String(2020 + at), inputsSha256: '', payable, settledSince },
      now: text(plus(fraction(payable), fraction(change)), 2),
    })),
  });
}

test('a guaranteed year comes to what fractions come to, in years of 365 and 366 days', () => {
  fc.assert(
    fc.property(years, (one) => {
      const settled = settle(inputsFor(one));
      if (isNotSettled(settled)) {
        expect([settled.code, one.completeness]).toEqual(['incomplete-data', 89.99]);
        return;
      }
      const { inPeriod } = one.year;
      const promised = times(fraction(one.guarantee), dividedBy(fraction(inPeriod - one.outside), fraction(inPeriod)));
      const saved = minus(total(one.savings.map(fraction)), fraction(one.cautious ? one.halfWidth : 0));
      const short = greater(fraction(0), minus(promised, saved));
      const owed = one.earlier.map(([, change, since]) => minus(fraction(change), fraction(since)));
      const shortfall = round(times(short, fraction(one.price)), 6);
      expect(settled.payable).toBe(text(plus(shortfall, total(owed)), 2));
      expect(settled.payer).toBe('contractor');
      // One line for each earlier period that came to another sum, none for those that did not.
      expect(settled.lines.map(({ code }) => code)).toEqual([
        'shortfall',
        ...owed.filter(({ over }) => over !== 0n).map(() => 'difference'),
      ]);
    }),
    { numRuns: 1_000 },
  );
});
