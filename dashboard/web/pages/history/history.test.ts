import { describe, expect, it } from 'vitest';
import type { ApiProblem } from '../../api/problem.ts';
import { en } from '../../messages/en.ts';
import { zh } from '../../messages/zh.ts';
import { covers } from './covers.ts';
import { kindOf, kindsOf, openingIsReadable, sampleOf } from './kinds.ts';
import { refusal } from './refusal.ts';
import { glimpse, lineAt, sourceLines } from './source-lines.ts';

describe('what is brought and a base period', () => {
  const base = { from: '2025-01-01', to: '2025-12-31' };
  it.each([
    ['2025-01-01', '2026-01-01', 'whole'],
    ['2024-07-01', '2026-03-01', 'whole'],
    ['2025-01-02', '2026-01-01', 'part'],
    ['2025-01-01', '2025-12-31', 'part'],
    ['2025-12-31', '2026-02-01', 'part'],
    ['2024-01-01', '2025-01-01', 'none'],
    ['2026-01-01', '2026-02-01', 'none'],
  ])('%s until %s covers %s of it', (from, until, told) => expect(covers(base, { from, until })).toBe(told));

  it('a month of it that nobody billed leaves a part', () => {
    const all = { from: '2024-11-01', until: '2026-01-01' };
    expect(covers(base, all, [{ from: '2025-05-01', until: '2025-06-01' }])).toBe('part');
    expect(covers(base, all, [{ from: '2024-12-01', until: '2025-01-01' }])).toBe('whole');
  });
});

describe('a file', () => {
  it('is quoted by the lines that its author sees, from Windows too', () => {
    const lines = sourceLines('\uFEFFtimestamp,value\r\n2025-01-01,96\r\n2025-13-01,87\r\n');
    expect(lineAt(lines, 3)).toBe('2025-13-01,87');
    expect(lineAt(lines, 1)).toBe('timestamp,value');
    expect(lineAt(lines, 9)).toBeNull();
    expect(lineAt(lines, null)).toBeNull();
    expect(lineAt([`2025-01-01,${'9'.repeat(200)}`], 1)).toHaveLength(80);
  });

  it('is shown by its beginning and its end', () => {
    const rows = ['timestamp,value', ...Array.from({ length: 20 }, (_, i) => `row ${i}`), ''];
    expect(glimpse(rows)).toEqual(['timestamp,value', 'row 0', 'row 1', 'row 2', 'row 3', null, 'row 19']);
    expect(glimpse(['timestamp,value', 'a', ''])).toEqual(['timestamp,value', 'a']);
    expect(glimpse([''])).toEqual([]);
  });
});

describe('what can be brought', () => {
  it('for a weather station is what it measured, for a register also amounts and bills', () => {
    expect(kindsOf('energy_kwh')).toEqual(['bill', 'register', 'interval']);
    expect(kindsOf('temperature_c')).toEqual(['register']);
    expect(kindOf('bill', 'temperature_c')).toBe('register');
    expect(sampleOf('register', 'temperature_c')).toContain('-2.4');
  });

  it('an opening register is a plain number or nothing', () =>
    expect(['', '0', '48211.60', '-1', '1e3', '1,000'].map(openingIsReadable)).toEqual([
      ...[true, true, true, false, false, false],
    ]));
});

describe('a refusal', () => {
  const problem = (code: string, status = 409): ApiProblem => ({
    ...{ status, code, detail: 'in English', retryAfterSeconds: null, at: 0, errors: [] },
  });
  it('says what to do, in both languages', () => {
    for (const m of [zh, en]) {
      for (const code of ['has-readings', 'cuts-a-bill', 'multiplier-changes', 'too-large'])
        expect(m.history.refusals[code], code).toBeTruthy();
      expect(refusal(problem('has-readings'), m)).toBe(m.history.refusals['has-readings']);
    }
    expect(refusal(problem('not-allowed', 403), zh)).toBe(zh.actions.refused);
    expect(refusal(problem('store-full', 503), zh)).toContain('store-full');
  });

  it('every fault that the reader of rows knows has words', () => {
    const codes = ['missing', 'unreadable', 'invalid-type', 'ts-unreadable', 'ts-before-2000', 'ts-too-far-ahead'];
    const more = ['not-a-number', 'double', 'missing-value', 'negative', 'too-short', 'endless', 'multiplier-changes'];
    for (const m of [zh, en]) for (const code of [...codes, ...more]) expect(m.history.faults[code], code).toBeTruthy();
  });
});
