import type { CanteenMode } from '../canteen/types.ts';
import type { Answer, Band, Grade, Item, ItemScore, MetricValues, Score, Template } from './template.ts';

/**
 * What a sheet gives a canteen. Points of several evaluators are averaged item by item; what does not apply is left out
 * and the rest rescaled to 100. There is no total while an item that applies is missing or cannot be told: `atLeast` and
 * `atMost` say what is sure. Where every total between them is of one grade, that grade is sure without a total: a silent
 * scale saves nobody from failing.
 * @param answers the newest of each evaluator to each item
 */
export function scoreOf(
  template: Template,
  mode: CanteenMode,
  answers: readonly Answer[],
  metrics: MetricValues,
): Score {
  const items = itemsOf(template).map((item) => scoreItem(item, mode, answers, metrics));
  const applying = items.filter(({ state }) => state !== 'not-applicable');
  const most = sum(applying.map(({ max }) => max));
  const scored = sum(applying.map(({ score }) => score ?? 0));
  const open = sum(applying.filter(({ score }) => score === null).map(({ max }) => max));
  if (most === 0) return { items, total: null, atLeast: 0, atMost: 100, grade: null };
  const total = applying.every(({ score }) => score !== null) ? ofHundred(scored, most) : null;
  const [atLeast, atMost] = [ofHundred(scored, most), ofHundred(scored + open, most)];
  const [worst, best] = [gradeOf(atLeast, template.cutoffs), gradeOf(atMost, template.cutoffs)];
  return { items, total, atLeast, atMost, grade: worst === best ? worst : null };
}

export function itemsOf(template: Template): readonly Item[] {
  return template.sections.flatMap(({ items }) => items);
}

/** Thresholds are inclusive. */
export function gradeOf(total: number, { excellent, good, pass }: Template['cutoffs']): Grade {
  if (total >= excellent) return 'excellent';
  if (total >= good) return 'good';
  return total >= pass ? 'pass' : 'fail';
}

/** A canteen whose mode nobody entered has every item to answer: what is not known is not left out. */
export function applies({ appliesTo }: Item, { operatingMode, supplyMode }: CanteenMode): boolean {
  if (appliesTo === undefined) return true;
  const allows = <T>(list: readonly T[] | undefined, mode: T | null) =>
    list === undefined || mode === null || list.includes(mode);
  return allows(appliesTo.operatingMode, operatingMode) && allows(appliesTo.supplyMode, supplyMode);
}

/** The first band whose bound holds; null when none does. */
export function bandScore(bands: readonly Band[], value: number): number | null {
  for (const band of bands) {
    if ('upTo' in band ? value <= band.upTo : 'from' in band ? value >= band.from : true) return band.score;
  }
  return null;
}

function scoreItem(item: Item, mode: CanteenMode, answers: readonly Answer[], metrics: MetricValues): ItemScore {
  const { id, max } = item;
  const value = item.metric === undefined ? null : (metrics[item.metric] ?? null);
  if (!applies(item, mode)) return { item: id, score: null, max, state: 'not-applicable', value };
  if (item.how === 'automatic') {
    const score = value === null ? null : bandScore(item.bands ?? [], value);
    return { item: id, score, max, state: score === null ? 'cannot-tell' : 'scored', value };
  }
  const given = answers.filter((answer) => answer.item === id);
  if (given.length === 0) return { item: id, score: null, max, state: 'missing', value };
  return { item: id, score: sum(given.map(({ score }) => score)) / given.length, max, state: 'scored', value };
}

/** Without the dust of binary fractions: 89.99999999999999 of 90 is 90. */
function ofHundred(points: number, most: number): number {
  return Math.round(((points * 100) / most) * 1e9) / 1e9;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
