import type { WireEvaluationItem } from '../../domain/wire-evaluation.ts';
import { chance } from '../city/noise.ts';
import { remarks } from './remarks.ts';

/** How a kitchen is kept, as whoever walks through it sees it; of its scales and counters nobody knows anything. */
export type Care = 'good' | 'poor';

/** Kitchens that keep house badly, by number of the canteen. */
const badlyKept: ReadonlySet<number> = new Set([8, 31]);
export const careOf = (canteen: number): Care => (badlyKept.has(canteen) ? 'poor' : 'good');

export interface Evaluator {
  readonly name: string;
  /** Two who stand side by side see nearly the same, but not quite; the first of them (0) writes. */
  readonly eyes: number;
  /** Of the points that others would give; inspectors are stricter than the house itself. */
  readonly strictness: number;
}
export interface GivenPoints {
  readonly item: string;
  readonly score: number;
  readonly note: string;
}

/** Share of an item's points: how many items are as they should be, and what those get and the others. */
const courses: Readonly<Record<Care, { readonly right: number; readonly good: Span; readonly bad: Span }>> = {
  good: { right: 0.85, good: [0.84, 1.12], bad: [0.62, 0.84] },
  poor: { right: 0.25, good: [0.6, 0.85], bad: [0.08, 0.38] },
};
type Span = readonly [least: number, most: number];
const poorShare = 0.6;

/** What somebody gives the items that take answers, in halves of a point. The same canteen, the same eyes: the same. */
export function pointsOf(
  items: readonly Pick<WireEvaluationItem, 'id' | 'max' | 'takesAnswers'>[],
  { seed, canteen, care }: { readonly seed: number; readonly canteen: number; readonly care: Care },
  { eyes, strictness }: Evaluator,
): GivenPoints[] {
  const { right, good, bad } = courses[care];
  const kitchen = chance(seed, 500_000, canteen);
  return items.flatMap(({ id, max, takesAnswers }, at) => {
    if (!takesAnswers) return [];
    const [least, most] = chance(seed, 505_000 + canteen, at) < right ? good : bad;
    const item = chance(seed, 510_000 + canteen, at);
    const doubt = (chance(seed, 520_000 + canteen * 10 + eyes, at) - 0.5) * 0.1;
    const share = (least + (most - least) * (0.4 * kitchen + 0.6 * item) + doubt) * strictness;
    const score = Math.round(Math.min(1, Math.max(0, share)) * max * 2) / 2;
    const writes = eyes === 0 && score < max * poorShare;
    return [{ item: id, score, note: writes ? (remarks[id] ?? '') : '' }];
  });
}

const surnames = '陈林黄李王张周吴叶徐郑金潘朱胡';
const givenNames = [
  '建平',
  '晓燕',
  '立新',
  '丽华',
  '国强',
  '海燕',
  '志明',
  '美珍',
  '永康',
  '素芬',
  '伟民',
  '秀琴',
  '文斌',
];

/** Who looks after that canteen. */
export function keeperOf(seed: number, canteen: number): string {
  const pick = <T>(from: readonly T[], stream: number): T =>
    from[Math.floor(chance(seed, stream, canteen) * from.length)]!;
  return pick([...surnames], 530_000) + pick(givenNames, 540_000);
}

/** Those who inspect, two by two. */
export const inspectors: readonly (readonly [string, string])[] = [
  ['林海涛', '徐静'],
  ['郑晓东', '潘玉兰'],
];
