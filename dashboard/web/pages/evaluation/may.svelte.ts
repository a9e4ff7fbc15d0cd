import type { WireEvaluationKind } from '../../../../domain/wire-evaluation.ts';
import { session } from '../../api/session.svelte.ts';

/** What the server lets a role do with evaluations (dashboard/server/rights.ts): pages offer nothing that is refused. */
const checkers = ['administrator', 'officer', 'county'];
const has = (roles: readonly string[]) => roles.includes(session.who?.role ?? '');

/** Inspects on the spot, and writes for a second inspector too. */
export const mayCheck = (): boolean => has(checkers);
export const mayEvaluate = (kind: WireEvaluationKind): boolean =>
  has(kind === 'spot' ? checkers : [...checkers, 'institution', 'canteen']);
export const seesPlans = (): boolean => has([...checkers, 'leader']);
export const seesBulletins = (): boolean => !has(['contractor']);
