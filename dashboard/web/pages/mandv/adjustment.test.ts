import { describe, expect, it } from 'vitest';
import { adjustmentBody, checkAdjustment, type AdjustmentDraft } from './adjustment.ts';

const step: AdjustmentDraft = {
  kind: 'step',
  from: '2026-06-01',
  last: '',
  perDay: '−96',
  reason: 'chiller out',
  evidence: 'A-31',
};

describe('an adjustment', () => {
  it('of a lasting change needs no end and may be less as well as more', () => {
    expect(checkAdjustment({ ...step, perDay: '-96' })).toEqual({});
    expect(adjustmentBody({ ...step, perDay: '-96' })).not.toHaveProperty('to');
  });
  it('of nothing, or without a number, is refused', () => {
    for (const perDay of ['', '0', 'many'])
      expect(checkAdjustment({ ...step, perDay })).toEqual({ perDay: 'per-day-number' });
  });
  it('takes a minus as it is printed', () => expect(adjustmentBody(step).perDay).toBe(-96));
  it('of a closure has an end, which is sent exclusive, and no amount', () => {
    const closure = { ...step, kind: 'closure' as const, perDay: '' };
    expect(checkAdjustment(closure)).toEqual({ to: 'to-missing' });
    expect(adjustmentBody({ ...closure, last: '2026-06-30' })).toEqual({
      kind: 'closure',
      from: '2026-06-01',
      to: '2026-07-01',
      reason: 'chiller out',
      evidence: 'A-31',
    });
  });
  it('without a reason or evidence is refused by field', () =>
    expect(checkAdjustment({ ...step, reason: ' ', evidence: '' })).toEqual({
      reason: 'reason-missing',
      evidence: 'evidence-missing',
    }));
});
