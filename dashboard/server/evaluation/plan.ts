import { createHash } from 'node:crypto';
import { drawOrder, drawPlan } from '../../../domain/evaluation/plan.ts';
import type { Grade, Words } from '../../../domain/evaluation/template.ts';
import type { WirePlan, WirePlanCanteen } from '../../../domain/wire-evaluation.ts';
import type { Evaluation, SpotCheckPlan } from '../../../storage/registry/evaluation-port.ts';
import type { Viewer } from '../../../storage/registry/port.ts';
import type { House } from '../house.ts';
import { ownViewer } from '../house.ts';
import { allOf } from '../wire/paging.ts';
import { todayOf } from '../wire/wire-matter.ts';
import type { EvaluationHouse } from './figures.ts';
import { evaluatedCanteens } from './open.ts';
import { betweenOf, wireEvaluated } from './wire.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const keyDigits = 12;

export const drawRule: Words = {
  zh: '抽取规则：对每家食堂计算 SHA-256(“种子:年份:食堂编号”) 的十六进制值；先列已满两年未检查的（全部抽取），再列前两年未检查的，最后列其余食堂，组内按该值从小到大排序，自上而下抽取不少于规定比例（向上取整）。任何人用同一种子均可复算。',
  en: 'The rule: SHA-256 of “seed:year:canteen id” in hexadecimal for every canteen. First those known for two years and inspected in neither (all of them are drawn), then those not inspected in the two years before, then all others; within each group ascending by that value; drawn from the top, at least the share, rounded up. Whoever draws again with the same seed draws the same.',
};

/** Draws a year's plan. `empty`: there is no canteen to draw. */
export async function drawYear(
  { year, seed, share }: { readonly year: number; readonly seed: string; readonly share: number },
  viewer: Viewer,
  house: EvaluationHouse,
): Promise<'done' | 'drawn' | 'empty'> {
  const { evaluations } = house.registry;
  const { canteens, demo } = await evaluatedCanteens(house);
  if (canteens.length === 0) return 'empty';
  const [checkedIn, knownSince] = await Promise.all([inspectedOrPlanned(year, house), evaluations.knownSince()]);
  const input = { canteens: canteens.map(({ id }) => id), year, seed, checkedIn, knownSince, sha256 };
  const order = drawOrder(input).map((own) => ({
    ...own,
    before: (checkedIn.get(own.canteen) ?? []).filter((at) => at < year),
  }));
  const drawn = drawPlan({ ...input, share });
  return evaluations.draw({ year, seed, share, canteens: drawn.canteens, order, demo }, viewer);
}

/** Who is drawn in a plan that is not over will be inspected: years may be drawn ahead. */
async function inspectedOrPlanned(
  year: number,
  house: EvaluationHouse,
): Promise<ReadonlyMap<string, readonly number[]>> {
  const { evaluations } = house.registry;
  const years = new Map([...(await evaluations.checkedIn())].map(([canteen, own]) => [canteen, new Set(own)]));
  const present = Number(todayOf(house).slice(0, 4));
  for (let before = Math.max(present, year - 2); before < year; before += 1) {
    for (const canteen of (await evaluations.plan(before))?.canteens ?? []) {
      years.set(canteen, (years.get(canteen) ?? new Set()).add(before));
    }
  }
  return new Map([...years].map(([canteen, own]) => [canteen, [...own].sort((a, b) => a - b)]));
}

/** The plan, whole for whoever may see it, so that it can be drawn again; what an inspection came to only with its canteen. */
export async function wirePlan(plan: SpotCheckPlan, viewer: Viewer, house: House): Promise<WirePlan> {
  const { year, seed, share, order, demo, drawnBy } = plan;
  const drawn = new Set(plan.canteens);
  const inspections = await inspectionsOf(year, house);
  const { canteenBook } = house.registry;
  const known = new Map((await canteenBook.visible(ownViewer)).map((canteen) => [canteen.id, canteen]));
  const seen = new Set((await canteenBook.visible(viewer)).map(({ id }) => id));
  const canteens = order.flatMap(({ canteen: id, group, key, before }, at): WirePlanCanteen[] => {
    const canteen = known.get(id);
    if (canteen === undefined) return [];
    const inspection = seen.has(id) ? (inspections.get(id) ?? null) : null;
    return [
      {
        ...wireEvaluated(canteen),
        ...{ place: at + 1, drawn: drawn.has(id), due: group !== 'other', must: group === 'must' },
        ...{ key: key.slice(0, keyDigits), before },
        inspection: inspection === null ? null : wireInspection(inspection, house),
      },
    ];
  });
  const inspected = plan.canteens.filter((id) => inspections.get(id)?.submitted).length;
  return {
    ...{ year, seed, share, drawnAt: house.calendar.iso(plan.drawnAt), drawnBy, demo, rule: drawRule },
    progress: { inspected, of: plan.canteens.length },
    canteens,
  };
}

/** Of the year, one a canteen: what was submitted rather than what was only begun, then the latest. */
export async function inspectionsOf(
  year: number,
  { registry }: Pick<House, 'registry'>,
): Promise<ReadonlyMap<string, Evaluation>> {
  const spot = { kind: 'spot', year } as const;
  const all = await allOf((page) => registry.evaluations.page(ownViewer, { ...page, ...spot }));
  const found = new Map<string, Evaluation>();
  for (const own of all) {
    const other = found.get(own.canteen);
    if (other === undefined || (other.submitted === null && own.submitted !== null)) found.set(own.canteen, own);
  }
  return found;
}

function wireInspection(evaluation: Evaluation, { calendar }: House): WirePlanCanteen['inspection'] {
  const { id, submitted } = evaluation;
  return {
    evaluation: id,
    at: submitted === null ? null : calendar.iso(submitted.at),
    total: submitted?.total ?? null,
    between: betweenOf(evaluation),
    grade: (submitted?.grade ?? null) as Grade | null,
  };
}
