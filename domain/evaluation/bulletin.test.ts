import { describe, expect, it } from 'vitest';
import type { Mean } from '../canteen/mean.ts';
import { bulletinOf, type BulletinEvaluation, type BulletinInput, type BulletinMatter } from './bulletin.ts';
import { quarterOf } from './quarter.ts';
import type { Grade } from './template.ts';

const canteen = (id: string, name: string) => ({ id, name, institutionName: '区政府', regionName: '东区' });
const canteens = ['一', '二', '三', '四', '五'].map((n, i) => canteen(`CT${i + 1}`, `第${n}食堂`));
let next = 0;
const evaluated = (of: string, kind: 'self' | 'spot', total: number | null): BulletinEvaluation => {
  const grade: Grade | null =
    total === null ? null : total >= 90 ? 'excellent' : total >= 80 ? 'good' : total >= 60 ? 'pass' : 'fail';
  return { id: ++next, canteen: of, kind, total, between: null, grade };
};
const matter = (of: string, more: Partial<BulletinMatter>): BulletinMatter => ({
  ...{ id: ++next, canteen: of, source: null, openedOn: '2026-10-12', closedOn: null, refusedOn: [] },
  ...{ referredOn: null, deadline: '2026-12-31', overdue: false, ...more },
});
const mean = (gramsPerMeal: number): Mean => {
  return { gramsPerMeal, plusMinus: 2, personMeals: 1_234_567, days: 300, variance: 1, freedom: 200 };
};
const bulletin = (more: Partial<BulletinInput>) =>
  bulletinOf({
    ...{ quarter: quarterOf('2026Q4')!, issuer: '市机关事务管理局', canteens, evaluations: [], matters: [] },
    waste: { now: mean(57.25), before: mean(61.03), comparison: 'less' },
    plan: { inspected: 18, drawn: 24, canteens: 66 },
    ...more,
  });
const text = (content: ReturnType<typeof bulletin>) =>
  content.sections.flatMap(({ heading, paragraphs }) => [heading.zh, ...paragraphs.map(({ zh }) => zh)]);

describe('a quarter’s bulletin', () => {
  it('praises first, names who failed with the deadline, and who failed again', () => {
    const failed = evaluated('CT3', 'spot', 52.5);
    const content = bulletin({
      evaluations: [
        ...[evaluated('CT1', 'self', 93), evaluated('CT2', 'spot', 91.5), evaluated('CT2', 'self', 99)],
        ...[failed, evaluated('CT4', 'self', 85)],
      ],
      matters: [
        matter('CT3', { source: `evaluation:${failed.id}`, deadline: '2026-12-20' }),
        matter('CT5', { openedOn: '2026-08-01', refusedOn: ['2026-10-20'], referredOn: '2026-11-02' }),
      ],
    });
    const { praised, failed: failing, referred } = content.lists;
    expect(praised.map(({ canteen: id, kind }) => `${id} ${kind}`)).toEqual(['CT2 spot', 'CT1 self']);
    expect(praised[0]!.why.zh).toBe('实地抽查91.5分，评定为优秀');
    expect(failing).toHaveLength(1);
    expect(content.closing.zh).toContain('须于整改期限前报送整改情况');
    expect(failing[0]).toMatchObject({ canteen: 'CT3', total: 52.5, deadline: '2026-12-20' });
    expect(referred.map(({ canteen: id, why }) => `${id} ${why.zh}`)).toEqual([
      'CT5 复查仍不合格，已于2026年11月2日移交市场监督管理部门',
    ]);
    expect(content.grades).toEqual({ excellent: 2, good: 1, pass: 0, fail: 1 });
    expect(content.sections.map(({ heading }) => heading.zh)).toEqual([
      ...['一、总体情况', '二、表扬名单', '三、不合格名单', '四、复查仍不合格移交名单'],
    ]);
  });

  it('reads as an office writes', () => {
    const content = bulletin({ evaluations: [evaluated('CT1', 'self', 93), evaluated('CT4', 'spot', null)] });
    expect(content.title.zh).toBe('关于2026年第四季度机关食堂反食品浪费工作成效评估情况的通报');
    expect(content.opening.zh).toContain('现将2026年第四季度');
    expect(content.closing.zh).toBe('各单位要对照本通报举一反三，切实履行食堂反食品浪费主体责任。特此通报。');
    expect(text(content)).toEqual([
      '一、总体情况',
      '本季度纳入评估的机关食堂共5家，其中完成季度自评1家，接受实地抽查1家。',
      '评定为优秀的1家、良好的0家、合格的0家、不合格的0家；另有1家因数据不足，未评定等次。',
      '本年度计划抽查24家（占食堂总数的36.4%），截至本季度末已抽查18家。',
      '午餐人均餐余量为57.3克（计量就餐1,234,567人次），较上季度（61.0克）下降6.2%，变化超出正常波动范围。',
      '二、表扬名单',
      '以下1家食堂成效突出，予以通报表扬。',
      '三、不合格名单',
      '本季度无。',
      '本季度新立整改事项0项，整改销号0项，无逾期未整改事项。',
      '四、复查仍不合格移交名单',
      '本季度无。',
    ]);
    expect(content.sections[0]!.paragraphs.map(({ en }) => en)).toContain(
      'Grades: excellent 1, good 0, pass 0, fail 0; 1 could not be graded for want of data.',
    );
  });

  it('does not call it progress when chance alone may have moved it, and says nothing of what was not weighed', () => {
    const waste = { now: mean(60), before: mean(61), comparison: 'no-difference' as const };
    expect(text(bulletin({ waste })).join()).toContain('下降1.6%，变化在正常波动范围内');
    expect(text(bulletin({ waste: { ...waste, before: null, comparison: 'cannot-tell' } })).join()).toContain(
      '上季度数据不足，不作比较',
    );
    const same = { now: mean(61), before: mean(61.02), comparison: 'no-difference' as const };
    expect(text(bulletin({ waste: same })).join()).toContain('，与上季度（61.0克）持平。');
    const silent = bulletin({ waste: { now: null, before: mean(61), comparison: 'cannot-tell' } });
    expect(text(silent).join()).toContain('本季度计量数据不足，不发布午餐人均餐余量。');
    expect(silent.waste).toMatchObject({ gramsPerMeal: null, changePct: null });
  });

  it('does not praise whoever the inspection found worse than they said, or whose matter is still open', () => {
    const { lists } = bulletin({
      evaluations: [
        ...[evaluated('CT1', 'self', 96), evaluated('CT1', 'spot', 71), evaluated('CT2', 'self', 95)],
        evaluated('CT3', 'self', 95),
      ],
      matters: [matter('CT2', {}), matter('CT3', { closedOn: '2026-11-01' })],
    });
    expect(lists.praised.map(({ canteen: id }) => id)).toEqual(['CT3']);
  });

  it('names who fails whatever the silent scale weighed, and passes whoever passes either way', () => {
    const between = (atLeast: number, atMost: number, grade: Grade | null) => ({ between: { atLeast, atMost }, grade });
    const content = bulletin({
      evaluations: [
        { ...evaluated('CT1', 'spot', null), ...between(20, 44.996, 'fail') },
        { ...evaluated('CT2', 'spot', null), ...between(65, 79, 'pass') },
        { ...evaluated('CT3', 'spot', null), ...between(50, 79, null) },
        { ...evaluated('CT4', 'spot', null), ...between(90.5, 100, 'excellent') },
        evaluated('CT5', 'spot', 30),
      ],
    });
    expect(content.counts.withoutTotal).toBe(1);
    expect(content.grades).toEqual({ excellent: 1, good: 0, pass: 1, fail: 2 });
    expect(content.lists.failed.map(({ canteen: id, why }) => `${id} ${why.zh}`)).toEqual([
      'CT1 实地抽查20–44.99分，评定为不合格',
      'CT5 实地抽查30分，评定为不合格',
    ]);
    expect(content.lists.failed[0]).toMatchObject({ total: null, between: { atLeast: 20, atMost: 44.996 } });
    expect(content.lists.praised[0]!.why.zh).toBe('实地抽查90.5–100分，评定为优秀');
  });

  it('lists who failed again at a re-check once, and not among the failed a second time', () => {
    const content = bulletin({
      evaluations: [evaluated('CT1', 'spot', 40)],
      matters: [
        matter('CT1', { refusedOn: ['2026-11-20', '2026-12-15'] }),
        matter('CT1', { refusedOn: ['2026-11-21'] }),
        matter('CT2', { refusedOn: ['2026-11-20'], closedOn: '2026-12-01' }),
        matter('CT3', { refusedOn: ['2026-09-20'] }),
      ],
    });
    expect(content.lists.failed).toEqual([]);
    expect(content.lists.referred.map(({ canteen: id, why }) => `${id} ${why.zh}`)).toEqual([
      'CT1 2026年12月15日复查仍不合格，拟移交市场监督管理部门',
    ]);
  });
});
