import { describe, expect, it } from 'vitest';
import { getAt, idOf, inputFor, labelKey, ownPath, setAt, stepsOf } from './field-path.ts';

describe('paths of fields', () => {
  it('are read as the server writes them, with the portfolio’s list before them or without', () => {
    expect(stepsOf('investment[1].verified[0].date')).toEqual(['investment', 1, 'verified', 0, 'date']);
    for (const path of ['contracts[0].custody.monthlyFee', 'custody.monthlyFee', '/contracts[12].custody.monthlyFee'])
      expect(ownPath(path)).toBe('custody.monthlyFee');
  });

  it('write a field deep in a list that was not there', () => {
    const contract: Record<string, unknown> = { id: 'C-1' };
    setAt(contract, 'investment[0].verified[1].amount', '120000.50');
    expect(contract).toEqual({ id: 'C-1', investment: [{ verified: [undefined, { amount: '120000.50' }] }] });
    expect(getAt(contract, 'investment[0].verified[1].amount')).toBe('120000.50');
    expect(getAt(contract, 'custody.thresholds.areaPct')).toBeUndefined();
    expect(getAt({ custody: null }, 'custody.monthlyFee')).toBeUndefined();
  });

  it('lead a problem to the input that shows it, or to what is around it', () => {
    const shown = new Set(['meters', 'base.from', 'guarantee[0].kwh', 'guarantee']);
    expect(inputFor('contracts[0].guarantee[0].kwh', shown)).toBe('guarantee[0].kwh');
    expect(inputFor('contracts[0].meters[2]', shown)).toBe('meters');
    expect(inputFor('contracts[0].guarantee[3].year', shown)).toBe('guarantee');
    expect(inputFor('contracts[0]', shown)).toBeNull();
    expect(inputFor('contracts[0].colour', shown)).toBeNull();
  });

  it('find their words, whichever of the two names a field has', () => {
    expect(labelKey('share[3].contractorPct')).toBe('share[].contractorPct');
    expect(labelKey('guarantee[0].amount')).toBe('guarantee[].kwh');
    expect(labelKey('price.price')).toBe('price');
  });

  it('are ids of elements, each its own', () => {
    const paths = ['guarantee[0].kwh', 'guarantee[1].kwh', 'investment[0].verified[0].date'];
    expect(new Set(paths.map(idOf)).size).toBe(3);
    for (const path of paths) expect(idOf(path)).toMatch(/^f-[A-Za-z0-9-]+$/);
  });
});
