import { compare, meanOf } from '../../../domain/canteen/mean.ts';
import { knownDays } from '../../../domain/canteen/norm.ts';
import { meanOfSeveral, type MeanOfDays } from '../../../domain/canteen/several.ts';
import { bulletinOf, type BulletinEvaluation, type BulletinMatter } from '../../../domain/evaluation/bulletin.ts';
import { metricRules } from '../../../domain/evaluation/metrics.ts';
import { quarterBefore, type Quarter } from '../../../domain/evaluation/quarter.ts';
import type { Matter, MatterStepKind } from '../../../domain/matters/matter.ts';
import { standingOf } from '../../../domain/matters/standing.ts';
import type { WireBulletinContent } from '../../../domain/wire-evaluation.ts';
import type { House } from '../house.ts';
import { ownViewer } from '../house.ts';
import { breath } from '../places/breath.ts';
import { allOf } from '../wire/paging.ts';
import { todayOf } from '../wire/wire-matter.ts';
import type { EvaluationHouse } from './figures.ts';
import { evaluatedCanteens } from './open.ts';
import { betweenOf } from './wire.ts';

/** What a quarter's bulletin would say now. */
export async function draftBulletin(
  quarter: Quarter,
  issuer: string | null,
  house: EvaluationHouse,
): Promise<{ readonly content: WireBulletinContent; readonly demo: boolean }> {
  const { evaluations, matters } = house.registry;
  const { canteens, demo } = await evaluatedCanteens(house);
  const ids = canteens.map(({ id }) => id);
  const [submitted, found, waste, plan] = await Promise.all([
    allOf((page) => evaluations.page(ownViewer, { ...page, quarter: quarter.id })),
    matters.of('canteen', ids),
    wasteOf(ids, quarter, house),
    planBy(quarter, demo, house),
  ]);
  const content = bulletinOf({
    ...{ quarter, issuer, canteens, plan },
    evaluations: submitted.flatMap((evaluation): BulletinEvaluation[] => {
      const { id, canteen, kind, submitted: own } = evaluation;
      const between = betweenOf(evaluation);
      return own === null ? [] : [{ id, canteen, kind, total: own.total, between, grade: own.score.grade }];
    }),
    matters: found.map((matter) => matterDates(matter, house)),
    waste,
  });
  return { content, demo };
}

/**
 * Plate waste at lunch in the quarter and in the one before, of the canteens with enough days in both: a canteen that
 * came or went is no change of the others. Where there is none, of all of the quarter, beside nothing.
 */
async function wasteOf(canteens: readonly string[], quarter: Quarter, house: EvaluationHouse) {
  const { confidence } = house.canteens.rules;
  const [own, earlier] = [
    await quarterMeans(canteens, quarter, house),
    await quarterMeans(canteens, quarterBefore(quarter), house),
  ];
  const both = canteens.filter((id) => own.has(id) && earlier.has(id));
  const now = meanOfSeveral(both.length === 0 ? [...own.values()] : both.map((id) => own.get(id)!), confidence);
  const before = meanOfSeveral(
    both.map((id) => earlier.get(id)!),
    confidence,
  );
  return { now, before, comparison: compare(now, before, confidence) };
}

/** Of each canteen with enough days that may be compared. */
async function quarterMeans(canteens: readonly string[], { from, to }: Quarter, house: EvaluationHouse) {
  const { meal, leastDays } = metricRules;
  const means = new Map<string, MeanOfDays>();
  for (const canteen of canteens) {
    const meals = await house.canteens.meals(canteen, from, to);
    const known = knownDays(meals, { from, to, meal, stream: 'PLATE_WASTE' });
    const mean = known.length < leastDays ? null : meanOf(known, house.canteens.rules.confidence);
    if (mean !== null) means.set(canteen, { ...mean, known });
    await breath();
  }
  return means;
}

/** As things stand on the day of issue. */
function matterDates({ id, subject, source, steps }: Matter, house: EvaluationHouse): BulletinMatter {
  const dateOf = (at: number) => house.calendar.iso(at).slice(0, 10);
  const on = (what: MatterStepKind) => {
    const step = steps.findLast((own) => own.what === what);
    return step === undefined ? null : dateOf(step.at);
  };
  const { deadline, overdue } = standingOf({ steps }, todayOf(house));
  return {
    ...{ id, canteen: subject.id, source, deadline, overdue },
    openedOn: dateOf(steps[0]!.at),
    closedOn: on('closed'),
    refusedOn: steps.filter(({ what }) => what === 'refused').map(({ at }) => dateOf(at)),
    referredOn: on('referred'),
  };
}

async function planBy(
  { id, year }: Quarter,
  demo: boolean,
  { registry }: Pick<House, 'registry'>,
): Promise<WireBulletinContent['plan']> {
  const plan = await registry.evaluations.plan(year);
  if (plan === null || plan.demo !== demo) return null;
  const spot = { kind: 'spot', year } as const;
  const all = await allOf((page) => registry.evaluations.page(ownViewer, { ...page, ...spot }));
  const inspected = new Set(
    all.flatMap(({ canteen, quarter, submitted }) => (submitted !== null && quarter <= id ? [canteen] : [])),
  );
  return {
    inspected: plan.canteens.filter((id) => inspected.has(id)).length,
    drawn: plan.canteens.length,
    canteens: plan.drawnFrom.length,
  };
}
