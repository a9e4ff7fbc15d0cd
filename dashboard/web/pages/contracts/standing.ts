import type { Duty, Forecast } from '../../../../domain/contract/duty.ts';
import type { SignName } from '../../components/Sign.svelte';

/**
 * How a duty stands, as the pages say it. An open one is `cannot-tell` on the wire, since its time is not over; what a
 * person asks is whether it is on its way (`likely`, `doubtful`, `unlikely` by its forecast; `due` without one) or
 * whether something is missing (`cannot-tell`).
 */
export type Standing = 'met' | 'not-met' | 'cannot-tell' | 'due' | 'likely' | 'doubtful' | 'unlikely';

export const standingSigns: Readonly<Record<Standing, SignName>> = {
  met: 'met',
  'not-met': 'not-met',
  'cannot-tell': 'cannot-tell',
  due: 'due',
  likely: 'due',
  doubtful: 'notice',
  unlikely: 'alarm',
};

/** The worst first. */
const order: readonly Standing[] = ['not-met', 'unlikely', 'cannot-tell', 'doubtful', 'due', 'likely', 'met'];
export const rankOf = (standing: Standing): number => order.indexOf(standing);

/** Below it somebody should look. */
export const likelyFrom = 0.8;
const evenChance = 0.5;

export interface Judged extends Pick<Duty, 'kind' | 'verdict' | 'phase' | 'reasons'> {
  readonly forecast?: Forecast | null;
  readonly actual?: number | null;
  readonly target?: number | null;
}

/** Reasons of an open duty that only say that its time is not over. */
const waiting = /\.(open|not-due)$/;
const lacking = ({ reasons }: Judged) => reasons.some(({ code }) => !waiting.test(code));

/** Of data: what is there so far is enough. */
const onItsWay = ({ kind, actual, target }: Judged) =>
  kind === 'data' && (actual ?? null) !== null && (target ?? null) !== null && actual! >= target!;

export function standingOf(duty: Judged): Standing {
  if (duty.verdict !== 'cannot-tell') return duty.verdict;
  if (duty.phase === 'closed') return 'cannot-tell';
  if (duty.kind === 'investment') return 'due';
  if (lacking(duty)) return 'cannot-tell';
  const probability = duty.forecast?.probability ?? null;
  if (probability === null) return duty.kind === 'energy' ? 'cannot-tell' : onItsWay(duty) ? 'likely' : 'due';
  return probability >= likelyFrom ? 'likely' : probability >= evenChance ? 'doubtful' : 'unlikely';
}
