import { describe, expect, it } from 'vitest';
import { draftOf, readDraft, readFigure, type Draft } from './decide.ts';

const swap = {
  choices: ['confirm', 'swap', 'unknown'] as const,
  rule: 'swap' as const,
  before: 48_211.6,
  after: 3.2,
  from: '2026-11-23T09:15:00+08:00',
  to: '2026-11-23T09:45:00+08:00',
  evidence: { proposed: true, closing: 48_211.6, opening: 3.2, limit: 40 },
};
const at = (text: string) => Date.parse(`${text}:00+08:00`);
const read = (change: Partial<Draft>, verdict: Parameters<typeof readDraft>[1] = swap) =>
  readDraft({ ...draftOf(swap), ...change }, verdict, at);

describe('deciding', () => {
  it('a proposed swap is confirmed with the readings of both meters and without a reason, or with none', () => {
    expect(read({ closing: '48211.6', opening: '3.2' })).toEqual({
      ok: true,
      value: { choice: 'confirm', reason: '', closing: 48_211.6, opening: 3.2 },
    });
    expect(read({})).toEqual({ ok: true, value: { choice: 'confirm', reason: '' } });
    expect(read({ opening: '3.2' })).toEqual({ ok: false, lack: 'closing' });
    expect(read({ choice: 'swap', reason: 'x' })).toEqual({ ok: false, lack: 'closing' });
  });

  it('takes figures as people write them, and nothing that is none', () => {
    expect(read({ closing: '48,217.6', opening: '0.0' })).toMatchObject({ value: { closing: 48_217.6, opening: 0 } });
    expect(read({ closing: '48217,6.1.2' })).toEqual({ ok: false, lack: 'closing' });
    expect(read({ closing: '48217.6' })).toEqual({ ok: false, lack: 'opening' });
    expect(readFigure('1e9')).toBeNull();
    expect(readFigure('−3')).toBe(-3);
  });

  it('the time of a swap lies within the step', () => {
    expect(read({ closing: '48217', opening: '0', at: '2026-11-23T09:30' })).toMatchObject({
      value: { at: '2026-11-23T01:30:00.000Z' },
    });
    expect(read({ closing: '48217', opening: '0', at: '2026-11-23T11:00' })).toEqual({ ok: false, lack: 'at' });
  });

  it('overruling needs a reason, and blanks are none', () => {
    expect(read({ choice: 'unknown', reason: '  ' })).toEqual({ ok: false, lack: 'reason' });
    expect(read({ choice: 'unknown', reason: ' 现场看过 ' })).toEqual({
      ok: true,
      value: { choice: 'unknown', reason: '现场看过' },
    });
  });

  it('a figure for a span is asked for and may be 0, never negative', () => {
    const gap = { ...swap, rule: 'gap' as const, evidence: {} };
    expect(read({ choice: 'amount', reason: 'x', amount: '' }, gap)).toEqual({ ok: false, lack: 'amount' });
    expect(read({ choice: 'amount', reason: 'x', amount: '-2' }, gap)).toEqual({ ok: false, lack: 'amount' });
    expect(read({ choice: 'amount', reason: 'x', amount: '0' }, gap)).toMatchObject({ value: { amount: 0 } });
  });

  it('a rule that stands is confirmed as it is: nothing is asked', () => {
    const reset = { ...swap, rule: 'reset' as const, evidence: {} };
    expect(read({ closing: '', opening: '' }, reset)).toEqual({ ok: true, value: { choice: 'confirm', reason: '' } });
  });
});
