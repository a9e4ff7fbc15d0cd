import { addDays } from '../../../domain/canteen/clock.ts';
import { itemsOf } from '../../../domain/evaluation/score.ts';
import type { Score } from '../../../domain/evaluation/template.ts';
import type { NewMatter } from '../../../storage/registry/matter-port.ts';
import { sourceOf, type Opened } from './wire.ts';

/** Time to put right what a failed inspection found (CONFIG). */
export const remedyDays = 30;
/** Of an item's points: below, it is named in the notice (CONFIG). */
const poorShare = 0.6;
/** What a matter holds (storage/registry/matter-check.ts). */
const longestText = 4000;
const mostAttachments = 20;
const andMore = '……其余详见评估表。';

/**
 * The notice (整改通知) of a failed inspection: one matter with every item that was poor, what inspectors wrote of it and
 * their photos, those of the most points lost first. In the officers' language: it is sent as it is.
 */
export function noticeOf({ evaluation, template, canteen }: Opened, score: Score, today: string): NewMatter {
  const items = new Map(itemsOf(template).map((item) => [item.id, item]));
  const poor = score.items.flatMap(({ item, score: points, max }) =>
    points !== null && points < max * poorShare ? [{ item, points, max, lost: max - points }] : [],
  );
  const lines = poor.map(({ item, points, max }, n) => {
    const notes = evaluation.answers.filter((answer) => answer.item === item && answer.note !== '');
    const said = notes.map(({ note }) => note).join('；');
    return `${n + 1}. ${items.get(item)!.title.zh}（${cut(points)}/${max} 分）${said === '' ? '' : `：${said}`}`;
  });
  const photos = poor
    .toSorted((a, b) => b.lost - a.lost)
    .flatMap(({ item }) => evaluation.answers.filter((answer) => answer.item === item))
    .flatMap(({ attachments }) => attachments);
  return {
    subject: { kind: 'canteen', id: canteen.id },
    title: `${evaluation.quarter.slice(0, 4)}年第${'一二三四'[Number(evaluation.quarter.slice(5)) - 1]}季度反食品浪费实地抽查不合格`,
    text: within([`实地抽查得分 ${pointsOf(score)} 分，评定为不合格。请于期限前完成整改并申请复查：`, ...lines]),
    deadline: addDays(today, remedyDays),
    source: sourceOf(evaluation),
    attachments: [...new Set(photos)].slice(0, mostAttachments),
  };
}

/** Without a total: between what it lies. */
function pointsOf({ total, atLeast, atMost }: Score): string {
  return total === null ? `${cut(atLeast)}–${cut(atMost)}` : String(cut(total));
}

/** As many whole lines as there is room for. */
function within(lines: readonly string[]): string {
  const whole = lines.join('\n');
  if (whole.length <= longestText) return whole;
  let text = lines[0]!;
  for (const line of lines.slice(1)) {
    if (text.length + line.length + andMore.length + 2 > longestText) break;
    text += `\n${line}`;
  }
  return `${text}\n${andMore}`;
}

/** Cut, not rounded: 59.996 is no 60. */
function cut(points: number): number {
  return Math.floor(points * 100 + 1e-6) / 100;
}
