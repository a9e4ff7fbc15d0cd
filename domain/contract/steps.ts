/**
 * Who may say what next of a settlement, a payment or an adjustment: both sides see every step, none is taken back.
 */
export const sides = ['owner', 'contractor'] as const;
export type Side = (typeof sides)[number];

/** `challenged`: the other side says what is wrong; `withdrawn`: by the side that proposed, to propose another. */
export const entrySteps = ['proposed', 'challenged', 'agreed', 'rejected', 'withdrawn', 'note'] as const;
export type EntryStepKind = (typeof entrySteps)[number];

export interface EntryStep {
  readonly what: EntryStepKind;
  readonly side: Side;
  readonly by: string;
  readonly at: number;
  readonly text: string;
  readonly attachments: readonly number[];
}

export type EntryState = 'proposed' | 'challenged' | 'agreed' | 'rejected' | 'withdrawn';

type Steps = readonly Pick<EntryStep, 'what' | 'side'>[];

export function stateOf(steps: Steps): EntryState {
  let state: EntryState = 'proposed';
  for (const { what } of steps) if (what !== 'note') state = what;
  return state;
}

/**
 * `payment`: the owner's side verifies what was invested, whoever entered it; `adjustment`, `settlement`: the side that
 * did not propose decides. Who proposed may withdraw what is not decided, and challenges nothing of their own. What was
 * challenged may be agreed or rejected later; a settlement is never rejected, but withdrawn and proposed anew. Notes are
 * everybody's, also of what has ended.
 */
export function mayStep(
  kind: 'payment' | 'adjustment' | 'settlement',
  steps: Steps,
  what: EntryStepKind,
  side: Side,
): boolean {
  const proposer = steps[0]?.side;
  if (proposer === undefined || what === 'proposed') return false;
  if (what === 'note') return true;
  const state = stateOf(steps);
  if (state !== 'proposed' && state !== 'challenged') return false;
  if (what === 'withdrawn') return side === proposer;
  if (what === 'challenged')
    return state === 'proposed' && side !== proposer && (kind !== 'payment' || side === 'owner');
  if (what === 'rejected' && kind === 'settlement') return false;
  return kind === 'payment' ? side === 'owner' : side !== proposer;
}
