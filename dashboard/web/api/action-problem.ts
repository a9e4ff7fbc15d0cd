import type { Messages } from '../messages/type.ts';
import type { ApiProblem } from './problem.ts';

/** Why something that a person asked for was not done, in a sentence. */
export function actionProblem(problem: ApiProblem, m: Messages['actions']): string {
  if (problem.status === 403) return m.refused;
  if (problem.status === 409) return m.conflict;
  if (problem.status === 0) return m.unreachable;
  const said = problem.errors.map((e) => e.message).join(' · ') || problem.detail;
  return problem.status < 500 && said ? said : `${m.inside} ${problem.code}`;
}
