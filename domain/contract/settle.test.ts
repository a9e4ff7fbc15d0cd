import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { canonicalJson } from './canonical.ts';
import { isNotSettled, settle } from './settle.ts';
import type { SettlementInputs } from './settlement.ts';
import { contractOf, illustrated, illustratedCustody, inputsOf, lotOf } from './settlement/testing/inputs.ts';

const shared = contractOf({
  type: 'shared',
  price: { kind: 'fixed', price: '0.68' },
  share: [{ year: 2025, contractorPct: '70' }],
  meters: ['m1', 'm2'],
});
const month = inputsOf(shared, {
  period: '2026-10',
  lots: ['m1', 'm2'].map((meter) => lotOf('2026-10', '200', '0.68', { meter })),
});
const guaranteed = contractOf({ type: 'guaranteed', guarantee: [{ year: 2025, amount: '1' }] });
const year = inputsOf(guaranteed, { period: '2026', lots: [lotOf('2026-10', '2', '1')] });

describe('what is refused, and why', () => {
  test.each<[string, SettlementInputs]>([
    ['outside-term', { ...month, days: { inPeriod: 31, inTerm: 0 } }],
    ['not-of-this-type', { ...year, period: '2026-10' }],
    ['incomplete-data', { ...month, completenessPct: 89.999 }],
    ['incomplete-data', { ...illustrated(3), completenessPct: 12 }],
    ['no-price', { ...month, contract: { ...shared, price: null } }],
    ['no-share', { ...month, contract: { ...shared, share: [] } }],
    ['no-guarantee', year],
    ['no-custody', illustrated(3, { custody: null })],
    ['no-custody', { ...illustrated(3, { custody: null }), period: '2026' }],
    // Without a price no hours come in lots: what is missing is the price, not the model.
    ['no-price', { ...year, lots: [] }],
    // One meter of two: its saving isn't 0, it is unknown.
    ['no-model', { ...month, meters: month.meters.slice(0, 1) }],
    ['no-model', { ...month, meters: month.meters.map((one) => ({ ...one, modelSha256: '' })) }],
    ['no-model', { ...month, lots: month.lots.slice(1) }],
    ['no-model', { ...month, lots: month.lots.map((lot) => ({ ...lot, month: '2026-09' })) }],
  ])('%s', (code, inputs) => {
    const result = settle(inputs);
    if (!isNotSettled(result)) throw new Error('settled');
    expect(result.code).toBe(code);
    expect(result.message.zh).toMatch(/[\u4e00-\u9fff].*。$/);
    expect(result.message.en).toMatch(/^[A-Z].*\.$/);
  });

  test('completeness: both percentages, and 89.999 is not printed as 90', () => {
    expect(settle({ ...month, completenessPct: 89.999 })).toEqual({
      code: 'incomplete-data',
      message: {
        zh: '数据完整率 89.99%，低于约定的 90%，不能结算。',
        en: 'Data are 89.99 % complete, less than the agreed 90 %: nothing can be settled.',
      },
      completenessPct: 89.999,
      requiredPct: 90,
    });
    expect(isNotSettled(settle({ ...month, completenessPct: 90 }))).toBe(false);
  });

  test('a fee of custody is owed where no saving can be told', () => {
    expect(settle({ ...illustrated(3), meters: [] })).toMatchObject({ payable: '100000.00' });
  });
});

test('frozen inputs give the same bytes, whoever wrote their keys in whatever order', () => {
  for (const inputs of [illustrated(3), illustrated(4), month, { ...month, period: '2026' }]) {
    const text = canonicalJson(inputs);
    const first = canonicalJson(settle(inputs));
    expect(canonicalJson(settle(JSON.parse(text) as SettlementInputs))).toBe(first);
    expect(canonicalJson(JSON.parse(first))).toBe(first);
  }
});

test('sums of a thousand million yuan stay exact to the fen', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 10n ** 11n, max: 10n ** 13n }), (fen) => {
      const fee = `${fen / 100n}.${String(fen % 100n).padStart(2, '0')}`;
      const custody = { ...illustratedCustody, monthlyFee: fee, drivers: [] };
      // Its late milestone takes one per cent.
      const payable = (fen * 99n + 50n) / 100n;
      expect(settle(illustrated(0, { custody, price: null, comfort: null }))).toMatchObject({
        payable: `${payable / 100n}.${String(payable % 100n).padStart(2, '0')}`,
        lines: [{ code: 'base-fee', amount: fee }, { code: 'price-adjustment' }, { code: 'investment-deduction' }],
      });
    }),
  );
});
