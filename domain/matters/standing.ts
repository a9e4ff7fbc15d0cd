import type { Matter, MatterStanding, MatterState, MatterStepKind } from './matter.ts';

type Steps = Pick<Matter, 'steps'>;

/** Steps that each state allows; what is closed or referred only gets notes. */
const allowed: Readonly<Record<MatterState, readonly MatterStepKind[]>> = {
  open: ['answered', 'extended', 'referred', 'note'],
  answered: ['refused', 'closed', 'referred', 'note'],
  closed: ['note'],
  referred: ['note'],
};

const leadsTo: Readonly<Partial<Record<MatterStepKind, MatterState>>> = {
  opened: 'open',
  answered: 'answered',
  refused: 'open',
  closed: 'closed',
  referred: 'referred',
};

/** Steps that set a deadline; the others have none. */
export const withDeadline: ReadonlySet<MatterStepKind> = new Set(['opened', 'refused', 'extended']);

/** What its steps come to. `today`: local date; a deadline is kept until its day is over. */
export function standingOf({ steps }: Steps, today: string): MatterStanding {
  let state: MatterState = 'open';
  let deadline: string | null = null;
  let refusals = 0;
  for (const step of steps) {
    state = leadsTo[step.what] ?? state;
    if (withDeadline.has(step.what)) deadline = step.deadline;
    if (step.what === 'refused') refusals += 1;
  }
  return { state, deadline, overdue: state === 'open' && deadline !== null && deadline < today, refusals };
}

/** Whether its state allows that step: another authority is asked only after a re-check has failed once. */
export function mayStep(matter: Steps, step: MatterStepKind): boolean {
  // Of these two a standing says nothing of today.
  const { state, refusals } = standingOf(matter, '');
  return allowed[state].includes(step) && (step !== 'referred' || refusals > 0);
}
