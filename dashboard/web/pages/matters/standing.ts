import type { WireMatter } from '../../../../domain/wire-matters.ts';
import type { SignName } from '../../components/Sign.svelte';
import { count } from '../../format/index.ts';
import type { MattersMessages } from '../../messages/matters/type.ts';

/** How a matter stands, in words: its state, how much time is left, what is next. */
export type Shown = 'overdue' | WireMatter['standing']['state'];
export const shownState = ({ standing }: Pick<WireMatter, 'standing'>): Shown =>
  standing.overdue ? 'overdue' : standing.state;

export const stateSigns: Readonly<Record<Shown, SignName>> = {
  overdue: 'alarm',
  open: 'notice',
  answered: 'due',
  closed: 'met',
  referred: 'not-met',
};
export const stepSigns: Readonly<Record<WireMatter['steps'][number]['what'], SignName>> = {
  opened: 'notice',
  answered: 'due',
  refused: 'not-met',
  closed: 'met',
  extended: 'due',
  note: 'due',
  referred: 'not-met',
};

const dayMs = 86_400_000;
/** Local days from `today` to `date`. */
export const daysBetween = (today: string, date: string): number =>
  Math.round((Date.parse(`${date}T00:00:00Z`) - Date.parse(`${today}T00:00:00Z`)) / dayMs);

/** `剩 5 天`, `逾期 3 天`; '' when nobody waits for a remedy. */
export function timeLeft(
  { standing }: Pick<WireMatter, 'standing'>,
  today: string,
  m: Pick<MattersMessages, 'left' | 'over' | 'today' | 'noDeadline'>,
): string {
  if (standing.state !== 'open') return '';
  if (standing.deadline === null) return m.noDeadline;
  const days = daysBetween(today, standing.deadline);
  if (days === 0) return m.today;
  return days > 0 ? m.left(count(days)) : m.over(count(-days));
}

/** `evaluation:12` */
export function evaluationOf(source: string | null): number | null {
  const id = /^evaluation:(\d{1,15})(?::|$)/.exec(source ?? '')?.[1];
  return id === undefined ? null : Number(id);
}
