import type { WireBulletinContent } from '../wire-evaluation.ts';
import type { Quarter } from './quarter.ts';
import type { Grade, Words } from './template.ts';

/** Sentences of a bulletin, in the officials' Chinese and in plain English. Pure text: all figures come in ready. */

type Content = WireBulletinContent;
type Section = Content['sections'][number];

const numerals = ['一', '二', '三', '四', '五', '六'];
const ordinals = ['first', 'second', 'third', 'fourth'];
export const gradeWords: Readonly<Record<Grade, Words>> = {
  excellent: { zh: '优秀', en: 'excellent' },
  good: { zh: '良好', en: 'good' },
  pass: { zh: '合格', en: 'pass' },
  fail: { zh: '不合格', en: 'fail' },
};

export function quarterWords({ year, number }: Quarter): Words {
  return { zh: `${year}年第${numerals[number - 1]}季度`, en: `the ${ordinals[number - 1]} quarter of ${year}` };
}

export function titleWords(quarter: Quarter): Words {
  const { zh, en } = quarterWords(quarter);
  return {
    zh: `关于${zh}机关食堂反食品浪费工作成效评估情况的通报`,
    en: `Bulletin: results against food waste in office canteens, ${en}`,
  };
}

export const addresseeWords: Words = {
  zh: '各县（市、区）机关事务管理部门，各有关单位：',
  en: 'To the county offices administrations and all institutions with a canteen:',
};

export function openingWords(quarter: Quarter): Words {
  const { zh, en } = quarterWords(quarter);
  return {
    zh: `根据《机关食堂反食品浪费工作成效评估和通报制度》有关要求，现将${zh}机关食堂反食品浪费工作成效评估情况通报如下。`,
    en: `Under the rule on evaluating and announcing results against food waste in office canteens, the results of ${en} are announced as follows.`,
  };
}

/** @param named whether some must put right what was found */
export function closingWords(named: boolean): Words {
  const duty: Words = named
    ? {
        zh: '被通报不合格的单位须于整改期限前报送整改情况并接受复查。',
        en: ' Those that failed are to report by their deadline what they put right and will be inspected again.',
      }
    : { zh: '', en: '' };
  return {
    zh: `各单位要对照本通报举一反三，切实履行食堂反食品浪费主体责任。${duty.zh}特此通报。`,
    en: `Every institution is to draw its own conclusions and to see to its duty against food waste.${duty.en}`,
  };
}

/** Figures of a bulletin as paragraphs under numbered headings. */
export function sectionsOf(content: Omit<Content, 'sections'>): readonly Section[] {
  const { praised, failed, referred } = content.lists;
  const parts: readonly (readonly [zh: string, en: string, paragraphs: readonly Words[]])[] = [
    ['总体情况', 'Overall', [...overall(content), ...wasteWords(content.waste)]],
    ['表扬名单', 'Praised', [listWords(praised.length, praisedWords)]],
    ['不合格名单', 'Failed', [listWords(failed.length, failedWords), mattersWords(content.matters)]],
    ['复查仍不合格移交名单', 'Failed again and referred', [listWords(referred.length, referredWords)]],
  ];
  return parts.map(([zh, en, paragraphs], i) => ({
    heading: { zh: `${numerals[i]}、${zh}`, en: `${i + 1}. ${en}` },
    paragraphs,
  }));
}

function overall({ counts, grades, plan }: Omit<Content, 'sections'>): Words[] {
  const { canteens, selfEvaluated, inspected, withoutTotal } = counts;
  const graded = (['excellent', 'good', 'pass', 'fail'] as const).map((grade) => ({ n: grades[grade], grade }));
  const untold: Words =
    withoutTotal === 0
      ? { zh: '', en: '' }
      : {
          zh: `；另有${withoutTotal}家因数据不足，未评定等次`,
          en: `; ${withoutTotal} could not be graded for want of data`,
        };
  const paragraphs: Words[] = [
    {
      zh: `本季度纳入评估的机关食堂共${canteens}家，其中完成季度自评${selfEvaluated}家，接受实地抽查${inspected}家。`,
      en: `${canteens} ${canteens === 1 ? 'canteen comes' : 'canteens come'} under the evaluation; ${selfEvaluated} submitted their own evaluation and ${inspected} ${inspected === 1 ? 'was' : 'were'} inspected on the spot.`,
    },
    graded.every(({ n }) => n === 0) && withoutTotal === 0
      ? { zh: '本季度尚未评定等次。', en: 'No canteen is graded yet.' }
      : {
          zh: `评定为${graded.map(({ grade, n }) => `${gradeWords[grade].zh}的${n}家`).join('、')}${untold.zh}。`,
          en: `Grades: ${graded.map(({ grade, n }) => `${gradeWords[grade].en} ${n}`).join(', ')}${untold.en}.`,
        },
  ];
  if (plan !== null) {
    paragraphs.push({
      zh: `本年度计划抽查${plan.drawn}家（占食堂总数的${percent(plan.drawn, plan.canteens)}），截至本季度末已抽查${plan.inspected}家。`,
      en: `This year's plan has ${plan.drawn} spot checks (${percent(plan.drawn, plan.canteens)} of all canteens); ${plan.inspected} were done by the end of the quarter.`,
    });
  }
  return paragraphs;
}

function wasteWords({ gramsPerMeal, before, changePct, comparison, personMeals }: Content['waste']): Words[] {
  if (gramsPerMeal === null) {
    return [
      {
        zh: '本季度计量数据不足，不发布午餐人均餐余量。',
        en: 'Too little was weighed this quarter to state plate waste.',
      },
    ];
  }
  const zh = `午餐人均餐余量为${grams(gramsPerMeal)}克（计量就餐${personMeals.toLocaleString('en-US')}人次）`;
  const en = `Plate waste at lunch was ${grams(gramsPerMeal)} g a person-meal (${personMeals.toLocaleString('en-US')} person-meals)`;
  if (before === null || changePct === null) {
    return [{ zh: `${zh}，上季度数据不足，不作比较。`, en: `${en}; the quarter before cannot be compared.` }];
  }
  const down = changePct < 0;
  const by = `${Math.abs(changePct).toFixed(1)}%`;
  if (by === '0.0%') {
    return [{ zh: `${zh}，与上季度（${grams(before)}克）持平。`, en: `${en}, as in the quarter before.` }];
  }
  const chance: Words =
    comparison === 'no-difference' || comparison === 'cannot-tell'
      ? { zh: '变化在正常波动范围内', en: 'which chance alone may explain' }
      : { zh: '变化超出正常波动范围', en: 'which is beyond chance' };
  return [
    {
      zh: `${zh}，较上季度（${grams(before)}克）${down ? '下降' : '上升'}${by}，${chance.zh}。`,
      en: `${en}, ${down ? 'down' : 'up'} by ${by} from ${grams(before)} g in the quarter before, ${chance.en}.`,
    },
  ];
}

type Count = (n: number) => Words;
const praisedWords: Count = (n) => ({
  zh: `以下${n}家食堂成效突出，予以通报表扬。`,
  en: `${n} ${n === 1 ? 'canteen is' : 'canteens are'} praised for ${n === 1 ? 'its' : 'their'} results.`,
});
const failedWords: Count = (n) => ({
  zh: `以下${n}家食堂评定为不合格，责令限期整改，整改完成后组织复查。`,
  en: `${n} ${n === 1 ? 'canteen' : 'canteens'} failed and must put right what was found by the deadline; an inspection follows.`,
});
const referredWords: Count = (n) => ({
  zh: `以下${n}家食堂经复查仍不合格，按规定会同市场监督管理部门依法处理。`,
  en: `${n} ${n === 1 ? 'canteen' : 'canteens'} failed again at the re-check; the market regulator takes part from here on.`,
});

function listWords(n: number, words: Count): Words {
  return n === 0 ? { zh: '本季度无。', en: 'None this quarter.' } : words(n);
}

function mattersWords({ opened, closed, overdue }: Content['matters']): Words {
  const late: Words =
    overdue === 0
      ? { zh: '无逾期未整改事项', en: 'none is overdue' }
      : { zh: `逾期未整改${overdue}项`, en: `${overdue} ${overdue === 1 ? 'is' : 'are'} overdue` };
  return {
    zh: `本季度新立整改事项${opened}项，整改销号${closed}项，${late.zh}。`,
    en: `Matters: ${opened} opened, ${closed} closed, ${late.en}.`,
  };
}

const grams = (value: number) => value.toFixed(1);
const percent = (part: number, whole: number) => (whole === 0 ? '—' : `${((part * 100) / whole).toFixed(1)}%`);
