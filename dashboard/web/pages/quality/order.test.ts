import { describe, expect, it } from 'vitest';
import { affected, byNeed, type Weighed } from './order.ts';

const verdict = (more: Partial<Weighed>): Weighed => ({
  rule: 'gap',
  effect: 'judged',
  point: 'energy_kwh',
  from: '2026-11-20T08:00:00+08:00',
  to: '2026-11-20T09:00:00+08:00',
  evidence: {},
  ...more,
});

describe('what a person should look at first', () => {
  it('puts what is missing before what merely looks odd, whatever its size', () => {
    const fell = verdict({ rule: 'reset', effect: 'unknown' });
    const caughtUp = verdict({ rule: 'catch-up', effect: 'flagged', evidence: { used: 1_900_000 } });
    expect([caughtUp, fell].toSorted(byNeed)).toEqual([fell, caughtUp]);
  });

  it('then the most energy, the longest time, the newest', () => {
    const week = verdict({ to: '2026-11-27T08:00:00+08:00', evidence: { used: 12 } });
    const hour = verdict({ evidence: { used: 12 } });
    const large = verdict({ evidence: { used: 480 } });
    const newer = verdict({
      from: '2026-11-21T08:00:00+08:00',
      to: '2026-11-21T09:00:00+08:00',
      evidence: { used: 12 },
    });
    expect([hour, newer, week, large].toSorted(byNeed)).toEqual([large, week, newer, hour]);
  });

  it('does not take what a fallen register would have used as a rollover for energy', () => {
    expect(affected(verdict({ rule: 'reset', evidence: { used: 51_795, limit: 40 } }))).toBeNull();
    expect(affected(verdict({ rule: 'flat-line', evidence: { days: 129, perDay: 24 } }))).toBe(3_096);
    expect(affected(verdict({ rule: 'out-of-range', point: 'temperature_c', evidence: { used: 3 } }))).toBeNull();
  });
});
