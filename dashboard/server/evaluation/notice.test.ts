import { expect, it } from 'vitest';
import { canteenWasteSheet } from '../../../domain/evaluation/sheets/canteen-waste.ts';
import { itemsOf, scoreOf } from '../../../domain/evaluation/score.ts';
import { metricIds, type Answer, type MetricValues, type Template } from '../../../domain/evaluation/template.ts';
import { noticeOf } from './notice.ts';
import type { Opened } from './wire.ts';

const template: Template = { ...canteenWasteSheet, version: 1 };
const mode = { operatingMode: 'self', supplyMode: 'buffet' } as const;
const metrics = Object.fromEntries(metricIds.map((id) => [id, 0]));
const people = itemsOf(template).filter(({ how, id }) => how !== 'automatic' && id !== 'outsourcing-contract');

function noticeWith(answers: readonly Answer[], figures: MetricValues = metrics) {
  const evaluation = { id: 12, canteen: 'CT1', kind: 'spot', quarter: '2026Q4', answers } as unknown;
  const opened = { evaluation, template, canteen: { id: 'CT1', ...mode } } as Opened;
  return noticeOf(opened, scoreOf(template, mode, answers, figures), '2026-12-15');
}

it('names what was poor with what both inspectors wrote, and gives 30 days over the turn of the year', () => {
  const answers = people.flatMap(({ id, max }): Answer[] => [
    {
      item: id,
      evaluator: '张三',
      score: id === 'refill' ? 0 : max,
      note: id === 'refill' ? '餐末仍出大锅菜' : '好',
      attachments: [],
    },
    {
      item: id,
      evaluator: '李四',
      score: id === 'refill' ? 1 : max,
      note: id === 'refill' ? '未见小锅' : '',
      attachments: [],
    },
  ]);
  const { title, text, deadline, source } = noticeWith(answers);
  expect(title).toBe('2026年第四季度反食品浪费实地抽查不合格');
  expect(text).toContain('大锅预制、小锅续制（0.5/4 分）：餐末仍出大锅菜；未见小锅');
  expect(text).not.toContain('切配流程');
  expect([deadline, source]).toEqual(['2027-01-14', 'evaluation:12']);
});

it('says between what the points lie where the scale was silent', () => {
  const answers = people.map(({ id, max }): Answer => {
    return { item: id, evaluator: '张三', score: max * 0.1, note: '', attachments: [] };
  });
  const { text } = noticeWith(answers, {});
  expect(text).toMatch(/^实地抽查得分 [\d.]+–[\d.]+ 分，评定为不合格/);
  expect(text).not.toContain('餐余称重');
});

it('of an inspection that wrote and photographed more than a matter holds is still sent', () => {
  const answers = people.map(({ id }, n): Answer => {
    const attachments = Array.from({ length: 5 }, (_, i) => n * 5 + i);
    return { item: id, evaluator: '张三', score: 0, note: '后厨地面'.repeat(250), attachments };
  });
  const { text, attachments } = noticeWith([...answers, ...answers.map((own) => ({ ...own, evaluator: '李四' }))]);
  expect(text.length).toBeLessThanOrEqual(4000);
  expect(text).toMatch(/^实地抽查得分[^]*\n1\. [^]*……其余详见评估表。$/);
  expect(attachments).toHaveLength(20);
  expect(new Set(attachments).size).toBe(20);
});
