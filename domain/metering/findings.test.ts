import { expect, test } from 'vitest';
import type { RegisterRules } from './meter.ts';
import type { Finding } from './finding.ts';
import { deriveRegister, findingsOn } from './register.ts';
import { at, columns, every, hour, meterRules } from './testing.ts';

function verdicts(readings: readonly (readonly [string, number])[], register: Partial<RegisterRules> = {}): Finding[] {
  const { ts, value } = columns(readings);
  return findingsOn(ts, value, meterRules(hour, register), 'energy_kwh');
}

const step = (from: string, to: string, before: number, after: number): object => ({
  from: at(from),
  to: at(to),
  before,
  after,
});

test('a quiet register has none', () => {
  const quiet = [
    ['00:00', 5],
    ['01:00', 6],
    ['02:00', 6],
  ] as const;
  expect(verdicts(quiet)).toEqual([]);
});

test('a gap, and how long it was', () => {
  const gap = [
    ['00:00', 5],
    ['03:00', 6],
  ] as const;
  expect(verdicts(gap)).toEqual([
    { rule: 'gap', effect: 'judged', ...step('00:00', '03:00', 5, 6), evidence: { elapsedMs: 3 * hour, used: 1 } },
  ]);
});

test('a rollover names the limit that it kept, and a reset the one that it broke', () => {
  const turn = [
    ['00:00', 9990],
    ['01:00', 9994],
    ['02:00', 9998],
    ['03:00', 2],
    ['04:00', 6],
  ] as const;
  const stretch = step('02:00', '03:00', 9998, 2);
  expect(verdicts(turn, { digits: 4 })).toEqual([
    {
      rule: 'rollover',
      effect: 'judged',
      ...stretch,
      evidence: { digits: 4, used: 4, limit: 40, limitFrom: 'neighbouring-rates' },
    },
  ]);
  expect(verdicts(turn, { digits: 4, maxPerHour: 3 })).toContainEqual({
    rule: 'reset',
    effect: 'unknown',
    ...stretch,
    evidence: { used: 4, limit: 3, limitFrom: 'max-per-hour' },
  });
  expect(verdicts(turn)).toEqual([{ rule: 'reset', effect: 'unknown', ...stretch, evidence: {} }]);
});

test('the most that the meter can measure, and what it would have measured', () => {
  const jump = [
    ['00:00', 100],
    ['01:00', 900],
  ] as const;
  expect(verdicts(jump, { maxPerHour: 500, multiplier: [{ from: -Infinity, value: 10 }] })).toEqual([
    {
      rule: 'impossible',
      effect: 'unknown',
      ...step('00:00', '01:00', 100, 900),
      evidence: { used: 800, limit: 50, limitFrom: 'max-per-hour' },
    },
  ]);
});

test('a zero that has just come is a reset, and a glitch when the next reading fits', () => {
  const zero = [
    ['00:00', 100],
    ['01:00', 0],
  ] as const;
  expect(verdicts(zero)).toEqual([
    { rule: 'reset', effect: 'unknown', ...step('00:00', '01:00', 100, 0), evidence: {} },
  ]);
  expect(verdicts([...zero, ['02:00', 102]])).toEqual([
    { rule: 'gap', effect: 'judged', ...step('00:00', '02:00', 100, 102), evidence: { elapsedMs: 2 * hour, used: 2 } },
    { rule: 'glitch', effect: 'judged', ...step('01:00', '01:00', 100, 102), evidence: { readings: 1, value: 0 } },
  ]);
});

test('zeros that lasted are one glitch, with what they were and what the register did meanwhile', () => {
  const zeros = [
    ['00:00', 98],
    ['01:00', 100],
    ['02:00', 0],
    ['03:00', 0],
    ['04:00', 104],
  ] as const;
  expect(verdicts(zeros)).toEqual([
    { rule: 'gap', effect: 'judged', ...step('01:00', '04:00', 100, 104), evidence: { elapsedMs: 3 * hour, used: 4 } },
    { rule: 'glitch', effect: 'judged', ...step('02:00', '03:00', 100, 104), evidence: { readings: 2, value: 0 } },
  ]);
});

test('a swap that nobody read, whatever the order in which swaps were written down', () => {
  const swapped = [
    ['00:00', 100],
    ['01:00', 5],
    ['02:00', 7],
  ] as const;
  const replacements = [{ at: at('01:30'), closing: 6, opening: 6 }, { at: at('00:30') }];
  expect(verdicts(swapped, { replacements })).toEqual([
    {
      rule: 'unread-replacement',
      effect: 'unknown',
      ...step('00:00', '01:00', 100, 5),
      evidence: { swapAt: at('00:30') },
    },
    {
      rule: 'swap',
      effect: 'judged',
      ...step('01:00', '02:00', 5, 7),
      evidence: { announced: true, decided: false, closing: 6, opening: 6, swapAt: at('01:30') },
    },
  ]);
});

test('numbers that no register shows do not break the calculation', () => {
  const { ts, value } = columns([
    ['00:00', 1e308],
    ['01:00', -1e308],
    ['02:00', 1e308],
    ['03:00', 5],
    ['04:00', 6],
  ]);
  const block = deriveRegister(
    ts,
    value,
    meterRules(hour, { digits: 6, decimals: 4 }),
    'energy_kwh',
    every(hour / 4, '00:00', '04:00'),
  );
  expect(block.value.subarray(12).reduce((sum, v) => sum + v, 0)).toBe(1);
});
