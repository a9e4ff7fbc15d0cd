import { describe, expect, it } from 'vitest';
import type { Evidence, Finding, VerdictRule } from '../../../domain/metering/finding.ts';
import { choicesOf } from './choices.ts';
import { isSameFinding, parseVerdictId, verdictId } from './verdict-key.ts';

const finding = (rule: VerdictRule, before: number | null, after: number | null, evidence: Evidence = {}): Finding => ({
  rule,
  effect: 'unknown',
  from: 0,
  to: 900_000,
  before,
  after,
  evidence,
});
const proposed = { proposed: true };

describe('what can be decided', () => {
  it.each<[string, Finding, number | undefined, string]>([
    ['of a gap', finding('gap', 1, 9), 6, 'confirm profile unknown amount'],
    ['of a rollover', finding('rollover', 999_998, 3), 6, 'confirm swap unknown amount'],
    ['of a reset of a meter that may roll over', finding('reset', 999_998, 0), 6, 'confirm swap rollover amount'],
    ['of a reset of a meter whose digits nobody knows', finding('reset', 999, 0), undefined, 'confirm swap amount'],
    [
      'of a proposed swap to a lower register',
      finding('swap', 51_000, 300, proposed),
      6,
      'confirm swap rollover unknown amount',
    ],
    [
      'of a proposed swap to a higher register',
      finding('swap', 300, 51_000, proposed),
      6,
      'confirm swap used unknown amount',
    ],
    ['of an announced swap', finding('swap', 300, 2, { announced: true }), 6, 'confirm amount'],
    ['of a swap without readings', finding('unread-replacement', 300, 2), 6, 'confirm swap amount'],
    ['of an impossible rise', finding('impossible', 3, 9e6), 6, 'confirm used swap amount'],
    [
      'of a rise that falls back',
      finding('false-level', 3, 9e6, { because: 'falls-back' }),
      6,
      'confirm used swap amount',
    ],
    [
      'of the climb back after long zeros',
      finding('false-level', 0, 9e6, { because: 'leaves-zero' }),
      6,
      'confirm ignore used swap amount',
    ],
    ['of a catch-up', finding('catch-up', 3, 900), 6, 'confirm spread unknown amount'],
    ['of equal days', finding('flat-line', null, null), 6, 'confirm ignore amount'],
    ['of a glitch', finding('glitch', 3, 4), 6, 'confirm keep'],
    ['of readings stamped by a wrong clock', finding('clock-jump', 3, 4), 6, 'confirm keep'],
  ])('%s', (_, of, digits, choices) => {
    expect(choicesOf(of, { digits, isRegister: true }).join(' ')).toBe(choices);
  });

  it.each<[VerdictRule, string]>([
    ['out-of-range', 'confirm keep'],
    ['spike', 'confirm keep'],
    ['frozen', 'confirm ignore'],
  ])('of a sensor that is %s: nothing that only a register has', (rule, choices) => {
    expect(choicesOf(finding(rule, null, -127), { isRegister: false }).join(' ')).toBe(choices);
  });
});

describe('the id of a verdict', () => {
  it('comes back as it went, also of a meter with ~ in its name', () => {
    const key = { meter: 'A~1~gap', point: 'energy_kwh', rule: 'gap', from: -5 } as const;
    expect(verdictId(key)).toBe('A~1~gap~energy_kwh~gap~-5');
    expect(parseVerdictId(verdictId(key))).toEqual(key);
    const place = { ...key, decision: 12 };
    expect(parseVerdictId(verdictId(place))).toEqual(place);
  });

  it.each([
    'A~energy_kwh~gap~5~',
    'A~energy_kwh~gap~5~0',
    'A~energy_kwh~gap~5~1~2',
    'energy_kwh~gap~5~1',
    '',
    'A',
    'A~energy_kwh~hole~5',
    'A~energy_kwh~gap~',
    'A~energy_kwh~gap~5x',
    'A~~gap~5',
  ])('is not %j', (text) => expect(parseVerdictId(text)).toBeNull());
});

describe('what was decided of a finding', () => {
  const gap = finding('gap', 1, 9);
  it('does not hold for a step that ends elsewhere now', () => {
    expect(isSameFinding({ ...gap, to: 1_800_000 }, gap)).toBe(false);
  });
  it('holds for days that have become more', () => {
    const still: Finding = { ...gap, rule: 'flat-line', effect: 'flagged' };
    expect(isSameFinding({ ...still, to: 9e9 }, still)).toBe(true);
  });
});
