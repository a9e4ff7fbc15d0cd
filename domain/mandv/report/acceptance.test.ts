import { expect, it } from 'vitest';
import { stateSaving } from '../savings/stated.ts';
import type { FitStatistics } from '../types.ts';
import { acceptance, type Judged } from './acceptance.ts';

const fit = { cvrmse: 0.22, nmbe: 0.00001 } as FitStatistics;
const judged: Judged = {
  method: 'daily',
  statistics: { caltrack: fit, guideline14: fit },
  total: stateSaving(900, 1000, [{ confidence: 0.68, halfWidth: 40 }], 0.68),
  baselineDays: 365,
  reportingDays: 365,
};
const verdict = (id: string, change: Partial<Judged> = {}) =>
  acceptance({ ...judged, ...change }).find((one) => one.id === id)!;

it('how close the model must be depends on how long was reported: 20, 25, 30 %', () => {
  expect(verdict('g14.cvrmse', { reportingDays: 364 })).toMatchObject({ limit: 0.2, verdict: 'not-met' });
  expect(verdict('g14.cvrmse', { reportingDays: 365 })).toMatchObject({ limit: 0.25, verdict: 'met' });
  expect(verdict('g14.cvrmse', { reportingDays: 1900 })).toMatchObject({ limit: 0.3, verdict: 'met' });
});

it('the uncertainty may be half of the saving, and no saving cannot meet it', () => {
  expect(verdict('g14.uncertainty-68')).toMatchObject({ value: 0.4, verdict: 'met', because: null });
  const small = stateSaving(950, 1000, [{ confidence: 0.68, halfWidth: 40 }], 0.68);
  expect(verdict('g14.uncertainty-68', { total: small })).toMatchObject({ value: 0.8, verdict: 'not-met' });
  const lost = stateSaving(970, 1000, [{ confidence: 0.68, halfWidth: 40 }], 0.68);
  expect(verdict('g14.uncertainty-68', { total: lost })).toMatchObject({ value: null, verdict: 'not-met' });
  const more = stateSaving(1100, 1000, [{ confidence: 0.68, halfWidth: 40 }], 0.68);
  expect(verdict('g14.uncertainty-68', { total: more })).toMatchObject({ value: null, verdict: 'not-met' });
});

it('what is not known is not judged: no reporting, no band, no model', () => {
  const unbounded = stateSaving(900, 1000, [{ confidence: 0.68, halfWidth: null }], 0.68);
  expect(verdict('g14.uncertainty-68', { total: null }).verdict).toBe('cannot-tell');
  expect(verdict('g14.uncertainty-68', { total: unbounded }).verdict).toBe('cannot-tell');
  for (const id of ['g14.cvrmse', 'g14.bias', 'gate.cvrmse', 'gate.bias']) {
    expect(verdict(id, { statistics: null })).toMatchObject({ value: null, verdict: 'cannot-tell' });
  }
  const flat = { cvrmse: null, nmbe: null } as FitStatistics;
  expect(verdict('g14.cvrmse', { statistics: { caltrack: flat, guideline14: flat } }).because!.en).toContain('zero');
});

it('a bias counts in both directions, and a short baseline is short', () => {
  const low = { cvrmse: 0.1, nmbe: -0.01 } as FitStatistics;
  expect(verdict('gate.bias', { statistics: { caltrack: low, guideline14: low } }).verdict).toBe('not-met');
  expect(verdict('g14.baseline-length', { baselineDays: 364 }).verdict).toBe('not-met');
});
