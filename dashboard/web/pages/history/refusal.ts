import { actionProblem } from '../../api/action-problem.ts';
import type { ApiProblem } from '../../api/problem.ts';
import type { Messages } from '../../messages/type.ts';

/** Why nothing was brought, in a sentence; in Chinese without the server's English. */
export function refusal(problem: ApiProblem, m: Messages): string {
  const told = m.history.refusals[problem.code];
  return told ?? actionProblem(problem, m.actions);
}
