import { describe, expect, it } from 'vitest';
import { check, isDate } from './check.ts';
import { documentOf, draftOf, shown, without } from './document.ts';
import { getAt } from './field-path.ts';
import { inputsOf, sectionsOf } from './form-fields.ts';

const rowsIn = (document: unknown) => (list: string) => {
  const found = getAt(document, list);
  return Array.isArray(found) ? found.length : 0;
};
const inputsFor = (type: 'custody' | 'shared' | 'guaranteed', document: unknown) =>
  inputsOf(sectionsOf(type), rowsIn(document));

const custody = {
  id: 'EPC-7',
  type: 'custody',
  institution: 'I-1',
  contractor: '瓯能',
  meters: ['E-1', 'E-2'],
  start: '2025-06-01',
  end: '2033-05-31',
  custody: { monthlyFee: '100000.00', baseAmount: 80000, basePrice: 0.7, thresholds: { areaPct: 5 } },
  price: 'WZ-PUBLIC',
  investment: [
    {
      due: '2025-12-31',
      amount: '320000',
      verified: [{ date: '2025-09-30', amount: 1, evidence: ['发票 7', '验收 2'] }],
    },
  ],
  comfort: { minC: 18, maxC: 26, hours: ['8:30-12:00', '13:30-17:30'], meters: ['T-1'] },
};

describe('the form of a contract', () => {
  it('writes back what it read, but for names that mean the same and lists that were one text', () => {
    const draft = draftOf(custody);
    const inputs = inputsFor('custody', draft);
    const shownThenTyped = structuredClone(draft) as Record<string, unknown>;
    for (const { path, kind } of inputs) {
      const value = getAt(shownThenTyped, path);
      if (kind !== 'meters' && typeof value !== 'boolean' && value !== undefined)
        expect(shown(value, kind), path).not.toContain('[object');
    }
    expect(documentOf(draft, inputs)).toEqual({
      ...custody,
      custody: { monthlyFee: '100000.00', baseKwh: 80000, basePrice: 0.7, thresholds: { areaPct: 5 } },
    });
    expect(check(documentOf(draft, inputs), inputs)).toEqual(new Map());
  });

  it('keeps money as it is typed, and numbers as numbers', () => {
    const draft = draftOf({
      id: 'C',
      type: 'shared',
      minCompleteness: '85.5',
      share: [{ year: '2026', contractorPct: '60' }],
    });
    const inputs = inputsFor('shared', draft);
    draft.shareCap = '1,250,000.10';
    expect(documentOf(draft, inputs)).toEqual({
      id: 'C',
      type: 'shared',
      minCompleteness: 85.5,
      share: [{ year: 2026, contractorPct: '60' }],
      shareCap: '1250000.10',
    });
  });

  it('sends nothing for what was left empty, and leaves alone what it does not show', () => {
    const draft = draftOf({ ...custody, share: [{ year: 2026, contractorPct: 60 }], comfort: null });
    draft.custody = { ...(draft.custody as object), basePrice: '', thresholds: { areaPct: ' ' } };
    const document = documentOf(draft, inputsFor('custody', draft));
    expect(document.custody).toEqual({ monthlyFee: '100000.00', baseKwh: 80000 });
    expect(document.share).toEqual([{ year: 2026, contractorPct: 60 }]);
    expect('comfort' in document).toBe(false);
  });

  it('takes a row out without moving the others apart', () => {
    const draft = draftOf({ guarantee: [{ year: 2025 }, { year: 2026 }, { year: 2027 }] });
    without(draft, 'guarantee[1]');
    expect(draft.guarantee).toEqual([{ year: 2025 }, { year: 2027 }]);
  });
});

describe('what is wrong is said at its field', () => {
  it.each([
    ['custody.monthlyFee', 'amount', { custody: { monthlyFee: '十万' } }],
    ['custody.monthlyFee', 'required', { custody: null }],
    ['custody.thresholds.areaPct', 'percent', { custody: { monthlyFee: '1', thresholds: { areaPct: '105' } } }],
    ['custody.peopleFactor', 'share', { custody: { monthlyFee: '1', peopleFactor: '1.2' } }],
    ['end', 'order', { end: '2025-05-31' }],
    ['start', 'date', { start: '2025-02-30' }],
    ['meters', 'meters', { meters: [] }],
    ['id', 'id', { id: 'EPC 7' }],
    ['comfort.maxC', 'min-max', { comfort: { minC: 26, maxC: 18 } }],
    ['comfort.hours', 'hours', { comfort: { hours: '上班时间' } }],
    [
      'guarantee[1].year',
      'twice',
      {
        guarantee: [
          { year: 2026, kwh: '1' },
          { year: 2026, kwh: '2' },
        ],
      },
    ],
    [
      'investment[1].due',
      'ascending',
      {
        investment: [
          { due: '2026-06-30', amount: '1' },
          { due: '2026-01-31', amount: '1' },
        ],
      },
    ],
    [
      'investment[0].verified[0].date',
      'date',
      { investment: [{ due: '2026-06-30', amount: '1', verified: [{ date: '30.6.2026', amount: '1' }] }] },
    ],
    [
      'adjustments[0].reason',
      'required',
      { adjustments: [{ from: '2026-01-01', to: '2026-01-31', kwhPerDay: '-80' }] },
    ],
  ])('%s: %s', (path, code, change) => {
    const draft = draftOf({ ...custody, ...change });
    const inputs = inputsFor('custody', draft);
    expect([...check(documentOf(draft, inputs), inputs)]).toEqual([[path, code]]);
  });

  it('knows which days exist', () => {
    expect(['2024-02-29', '2026-02-29', '2026-3-1', '2026-13-01'].map(isDate)).toEqual([true, false, false, false]);
  });
});
