import { describe, expect, it } from 'vitest';
import { bodyOf, check, fieldErrors, readNumber, suggested, type Draft } from './form.ts';

const today = '2026-11-23';
const good: Draft = {
  meter: 'E-0301',
  weatherMeter: '',
  method: 'daily',
  baselineFrom: '2024-07-01',
  baselineLast: '2025-06-30',
  reportingFrom: '2025-12-01',
  confidence: '0.9',
  guarantee: '',
};
const codes = (change: Partial<Draft>, weather = true) =>
  Object.entries(check({ ...good, ...change }, today, weather)).map(([field, e]) => `${field}: ${e.code}`);

describe('a new analysis is refused in words by field', () => {
  it('but not when all is well', () => expect(codes({})).toEqual([]));
  it.each([
    [{ meter: '' }, 'meter: meter-missing'],
    [{ baselineFrom: '' }, 'baselineFrom: from-missing'],
    [{ baselineLast: '2025-02-30' }, 'baselineTo: to-missing'],
    [{ baselineLast: '2024-06-30' }, 'baselineTo: to-before-from'],
    [{ baselineLast: '2024-09-27' }, 'baselineTo: baseline-short'],
    [{ reportingFrom: '2025-06-30' }, 'reportingFrom: reporting-early'],
    [{ reportingFrom: '2026-11-24' }, 'reportingFrom: reporting-future'],
    [{ guarantee: 'viel' }, 'guarantee: guarantee-number'],
    [{ guarantee: '-5' }, 'guarantee: guarantee-number'],
  ] as [Partial<Draft>, string][])('%j', (change, said) => expect(codes(change)).toEqual([said]));
  it('without any weather meter', () => expect(codes({}, false)).toEqual(['weatherMeter: weather-missing']));
  it('while the baseline still runs', () =>
    expect(codes({ baselineLast: today, reportingFrom: today })).toContain('baselineTo: baseline-future'));
  it('90 days are enough, the last one included', () => expect(codes({ baselineLast: '2024-09-28' })).toEqual([]));
});

it('the last day is sent as an exclusive end', () =>
  expect(bodyOf({ ...good, baselineLast: '2024-12-31', guarantee: '180,000' })).toMatchObject({
    baselineTo: '2025-01-01',
    guarantee: 180_000,
  }));
it('numbers are read as people type them', () => {
  expect(readNumber('１８０，０００')).toBe(180_000);
  expect(readNumber('1 800.5')).toBe(1800.5);
});
it('findings of the server go to their fields', () => {
  const errors = [
    { path: '/baselineTo', code: 'too-short', message: 'A' },
    { path: 'body', code: 'x', message: 'B' },
  ];
  const base = { status: 422, code: 'invalid', detail: null, retryAfterSeconds: null, at: 0 };
  expect(fieldErrors({ ...base, errors })).toEqual({
    fields: { baselineTo: { code: 'too-short', said: 'A' } },
    rest: ['B'],
  });
});
it('what is suggested is acceptable', () => expect(check({ ...good, ...suggested(today) }, today, true)).toEqual({}));
