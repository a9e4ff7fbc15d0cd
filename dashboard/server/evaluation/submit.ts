import { metricFacts } from '../../../domain/evaluation/metrics.ts';
import { lastDayOf, quarterOf } from '../../../domain/evaluation/quarter.ts';
import { itemsOf, scoreOf } from '../../../domain/evaluation/score.ts';
import type { Score, Template } from '../../../domain/evaluation/template.ts';
import type { Viewer } from '../../../storage/registry/port.ts';
import type { Fault } from '../http/problem.ts';
import { todayOf } from '../wire/wire-matter.ts';
import { figuresOf, type EvaluationHouse } from './figures.ts';
import { noticeOf } from './notice.ts';
import { openOne } from './open.ts';
import { modeOf, sourceOf, type Opened } from './wire.ts';

/** Answers that come in meanwhile make the score another one. */
const tries = 5;
const noticeMs = 60_000;

export type Submitted =
  | { readonly result: 'done' }
  | { readonly result: 'unknown' | 'submitted' | 'changed' }
  | { readonly result: 'not-begun' }
  | { readonly result: 'incomplete'; readonly missing: readonly Fault[] }
  /** A self-evaluation before its quarter has ended; `until`: the last local date of it. */
  | { readonly result: 'quarter-running'; readonly until: string; readonly missing: readonly Fault[] };

/**
 * Freezes an evaluation with the figures of now. While something that applies is missing or cannot be told it is
 * refused, unless `force`: then it has no total for ever, and a grade only if all that is possible is of one. So is a
 * self-evaluation while its quarter runs: with `force` it is of the days so far. A quarter to come has nothing to freeze.
 */
export async function submit(id: string, force: boolean, viewer: Viewer, house: EvaluationHouse): Promise<Submitted> {
  for (let n = 0; n < tries; n += 1) {
    const opened = await openOne(viewer, id, house);
    if (opened === null) return { result: 'unknown' };
    const { evaluation, template } = opened;
    if (evaluation.submitted !== null) {
      // What was cut off between its submission and its notice is made up for, but not while the notice is being written.
      const written = house.now() - evaluation.submitted.at > noticeMs;
      if (written) await notify(opened, evaluation.submitted.score, viewer, house);
      return { result: 'submitted' };
    }
    const quarter = quarterOf(evaluation.quarter)!;
    const today = todayOf(house);
    if (quarter.from > today) return { result: 'not-begun' };
    const { operatingMode, supplyMode } = modeOf(opened);
    const mode = { operatingMode, supplyMode };
    const { metrics, span } = await figuresOf(evaluation, house);
    const score = scoreOf(template, mode, evaluation.answers, metrics);
    if (!force) {
      const missing = missingOf(template, score);
      const running = evaluation.kind === 'self' && quarter.to > today;
      if (running) return { result: 'quarter-running', until: lastDayOf(quarter), missing };
      if (score.total === null) return { result: 'incomplete', missing };
    }
    const { id: known, lastAnswer } = evaluation;
    const frozen = { metrics, span, mode, score, lastAnswer };
    const result = await house.registry.evaluations.submit(known, frozen, viewer);
    if (result === 'changed') continue;
    if (result === 'done') await notify(opened, score, viewer, house);
    return { result };
  }
  return { result: 'changed' };
}

/** What keeps an evaluation from a total, by the ids of its items. */
export function missingOf(template: Template, score: Score): readonly Fault[] {
  const items = new Map(itemsOf(template).map((item) => [item.id, item]));
  return score.items.flatMap(({ item, state }): Fault[] => {
    const { title, metric } = items.get(item)!;
    if (state === 'missing') return [{ path: item, code: state, message: `${title.zh} / ${title.en}: not scored yet` }];
    if (state !== 'cannot-tell') return [];
    const figure = metric === undefined ? title : metricFacts[metric].title;
    return [{ path: item, code: state, message: `${figure.zh} / ${figure.en}: too little is known of the quarter` }];
  });
}

/** A failed inspection opens one matter with all that was poor, once. */
async function notify(opened: Opened, score: Score, viewer: Viewer, house: EvaluationHouse): Promise<void> {
  const { evaluation, canteen } = opened;
  if (evaluation.kind !== 'spot' || score.grade !== 'fail') return;
  const { matters } = house.registry;
  const source = sourceOf(evaluation);
  if ((await matters.of('canteen', [canteen.id])).some((matter) => matter.source === source)) return;
  await matters.open([noticeOf(opened, score, todayOf(house))], viewer);
}
