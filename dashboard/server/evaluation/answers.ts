import { applies, itemsOf } from '../../../domain/evaluation/score.ts';
import type { GivenAnswer } from '../../../storage/registry/evaluation-port.ts';
import type { Fault } from '../http/problem.ts';
import type { House } from '../house.ts';
import { modeOf, type Opened } from './wire.ts';

/** What is wrong with answers, each with its field: `answers[2].score`. */
export async function answerFaults(
  opened: Opened,
  answers: readonly Omit<GivenAnswer, 'evaluator'>[],
  { registry }: Pick<House, 'registry'>,
): Promise<readonly Fault[]> {
  const items = new Map(itemsOf(opened.template).map((item) => [item.id, item]));
  const files = await registry.attachments.several(answers.flatMap(({ attachments }) => attachments));
  const faults: Fault[] = [];
  const seen = new Set<string>();
  for (const [at, { item: id, score, attachments }] of answers.entries()) {
    const fault = (field: string, code: string, message: string) =>
      void faults.push({ path: `answers[${at}].${field}`, code, message });
    const item = items.get(id);
    if (item === undefined) fault('item', 'unknown', 'is not on this score sheet');
    else if (item.how === 'automatic') fault('item', 'automatic', 'rests on figures, not on answers');
    else if (!applies(item, modeOf(opened))) fault('item', 'not-applicable', 'does not apply to this canteen');
    else if (score !== null && score > item.max) fault('score', 'over-max', `must be at most ${item.max}`);
    if (seen.has(id)) fault('item', 'twice', 'is answered twice');
    seen.add(id);
    for (const [n, file] of attachments.entries()) {
      const subject = files.get(file)?.subject;
      if (subject?.kind === 'canteen' && subject.id === opened.canteen.id) continue;
      fault(`attachments[${n}]`, 'unknown', 'is no attachment of this canteen');
    }
  }
  return faults;
}
