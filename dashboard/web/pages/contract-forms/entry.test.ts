import { describe, expect, it } from 'vitest';
import { bodyOf, checkEntry, fieldOf, type EntryDraft } from './entry.ts';

const payment: EntryDraft = {
  kind: 'payment',
  date: '2026-03-12',
  from: '',
  to: '',
  amount: '150,000.50',
  milestone: '2',
  reason: '冷机改造尾款',
};
const adjustment: EntryDraft = { ...payment, kind: 'adjustment', from: '2026-07-01', to: '2026-08-31', amount: '−80' };

describe('a payment or an adjustment that is entered', () => {
  it('is sent with its amount exact, whichever minus and commas were typed', () => {
    expect(checkEntry(payment)).toEqual({});
    expect(bodyOf(payment)).toEqual({ kind: 'payment', date: '2026-03-12', amount: '150000.50', milestone: 2 });
    expect(bodyOf({ ...payment, milestone: '' })).toMatchObject({ milestone: null });
    expect(checkEntry(adjustment)).toEqual({});
    expect(bodyOf(adjustment)).toEqual({
      kind: 'adjustment',
      from: '2026-07-01',
      to: '2026-08-31',
      amountPerDay: '-80',
    });
  });

  it('is not sent with a day that does not exist, an end before its beginning, nothing or no reason', () => {
    expect(checkEntry({ ...payment, date: '2026-02-30' })).toEqual({ date: 'date' });
    expect(checkEntry({ ...adjustment, to: '2026-06-30' })).toEqual({ to: 'order' });
    expect(checkEntry({ ...payment, amount: '0.00', reason: ' ' })).toEqual({ amount: 'notZero', reason: 'required' });
    expect(checkEntry({ ...payment, amount: '十五万' })).toEqual({ amount: 'amount' });
  });

  it('has what the server finds at its field', () => {
    expect(fieldOf('body.amountPerDay')).toBe('amount');
    expect(fieldOf('reason')).toBe('reason');
    expect(fieldOf('attachments[0]')).toBeNull();
  });
});
