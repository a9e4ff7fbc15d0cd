import { describe, expect, it } from 'vitest';
import { matterSteps, type MatterStep, type MatterStepKind } from './matter.ts';
import { mayStep, standingOf } from './standing.ts';

/** `opened 2026-12-05`: a step with its deadline. */
const history = (...steps: string[]) => ({
  steps: steps.map((text, at): MatterStep => {
    const [what, deadline] = text.split(' ') as [MatterStepKind, string?];
    return { what, at, by: 'lin', text: '', deadline: deadline ?? null, attachments: [] };
  }),
});
const opened = 'opened 2026-12-05';

describe('a matter stands where its last steps left it', () => {
  it.each([
    [[opened], '2026-12-05', 'open until 2026-12-05', 'the deadline is kept until its day is over'],
    [[opened], '2026-12-06', 'open until 2026-12-05, overdue', 'nobody answered'],
    [[opened, 'answered'], '2026-12-09', 'answered until 2026-12-05', 'the re-check is what is waited for'],
    [[opened, 'extended 2026-12-20'], '2026-12-09', 'open until 2026-12-20', 'a new deadline'],
    [[opened, 'extended 2026-12-20'], '2026-12-21', 'open until 2026-12-20, overdue', 'that has passed too'],
    [[opened, 'answered', 'refused 2026-12-12'], '2026-12-10', 'open until 2026-12-12, refused 1', 'once more'],
    [
      [opened, 'answered', 'refused 2026-12-12', 'answered', 'refused 2026-12-15'],
      '2026-12-16',
      'open until 2026-12-15, overdue, refused 2',
      'twice, and late',
    ],
    [[opened, 'answered', 'closed', 'note'], '2027-01-01', 'closed until 2026-12-05', 'a note opens nothing again'],
    [
      [opened, 'answered', 'refused 2026-12-12', 'referred'],
      '2027-01-01',
      'referred until 2026-12-12, refused 1',
      'not late any more: it is with others',
    ],
  ])('%j on %s: %s (%s)', (steps, today, expected) => {
    const { state, deadline, overdue, refusals } = standingOf(history(...steps), today);
    const said = [`${state} until ${deadline}`, overdue && 'overdue', refusals > 0 && `refused ${refusals}`];
    expect(said.filter(Boolean).join(', ')).toBe(expected);
  });
});

it.each([
  [[opened], 'answered extended note'],
  [[opened, 'note'], 'answered extended note'],
  [[opened, 'answered'], 'refused closed note'],
  [[opened, 'answered', 'refused 2026-12-12'], 'answered extended note referred'],
  [[opened, 'answered', 'refused 2026-12-12', 'answered'], 'refused closed note referred'],
  [[opened, 'answered', 'closed'], 'note'],
  [[opened, 'answered', 'refused 2026-12-12', 'referred'], 'note'],
])('after %j: %s', (steps, expected) => {
  expect(matterSteps.filter((what) => mayStep(history(...steps), what)).join(' ')).toBe(expected);
});
