import { describe, expect, it } from 'vitest';
import { mattersEn } from '../../messages/matters/en.ts';
import { mattersZh } from '../../messages/matters/zh.ts';
import { evaluationOf, shownState, timeLeft } from './standing.ts';

const matter = (state: 'open' | 'answered' | 'closed' | 'referred', deadline: string | null, overdue = false) => ({
  standing: { state, deadline, overdue, refusals: 0 },
});

describe('a matter in the list', () => {
  it.each([
    [matter('open', '2026-12-05'), '剩 12 天'],
    [matter('open', '2026-11-23'), '今天到期'],
    [matter('open', '2026-11-20', true), '逾期 3 天'],
    [matter('open', null), '未定期限'],
    // The answer came in time: what is waited for is the re-check.
    [matter('answered', '2026-11-20'), ''],
    [matter('closed', '2026-11-20'), ''],
  ])('%j: %s', (one, said) => expect(timeLeft(one, '2026-11-23', mattersZh)).toBe(said));

  it('counts local dates, also over the change of a year', () =>
    expect(timeLeft(matter('open', '2027-01-01'), '2026-12-31', mattersEn)).toBe('1 day left'));

  it('is overdue before it is anything else', () => {
    expect(shownState(matter('open', '2026-11-20', true))).toBe('overdue');
    expect(shownState(matter('answered', '2026-11-20'))).toBe('answered');
  });

  it('leads to the evaluation that found it', () => {
    expect(evaluationOf('evaluation:12')).toBe(12);
    expect(evaluationOf('evaluation:12:bins')).toBe(12);
    for (const other of [null, 'finding:12', 'evaluation:x']) expect(evaluationOf(other)).toBeNull();
  });
});
