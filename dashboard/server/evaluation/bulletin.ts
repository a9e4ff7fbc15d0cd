import { compare, meanOf, pooled, type Mean } from '../../../domain/canteen/mean.ts';
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

/** What a quarter's bulletin would say now. */
export async function draftBulletin(
  quarter: Quarter,
  issuer: string | null,
  house: EvaluationHouse,
): Promise<{ readonly content: WireBulletinContent; readonly demo: boolean }> {
  const { evaluations, matters } = house.registry;
  const { canteens, demo } = await evaluatedCanteens(house);
  const ids = canteens.map(({ id }) => id);
  const [submitted, found, now, before, plan] = await Promise.all([
    allOf((page) => evaluations.page(ownViewer, { ...page, quarter: quarter.id })),
    matters.of('canteen', ids),
    cityMean(ids, quarter, house),
    cityMean(ids, quarterBefore(quarter), house),
    planBy(quarter, demo, house),
  ]);
  const content = bulletinOf({
    ...{ quarter, issuer, canteens, plan },
    evaluations: submitted.flatMap(({ id, canteen, kind, submitted: own }): BulletinEvaluation[] =>
      own === null ? [] : [{ id, canteen, kind, total: own.total, grade: own.score.grade }],
    ),
    matters: found.map((matter) => matterDates(matter, house)),
    waste: { now, before, comparison: compare(now, before, house.canteens.rules.confidence) },
  });
  return { content, demo };
}

/** Plate waste at lunch of every canteen with enough days that may be compared. */
async function cityMean(canteens: readonly string[], { from, to }: Quarter, house: EvaluationHouse) {
  const { confidence } = house.canteens.rules;
  const means: Mean[] = [];
  for (const canteen of canteens) {
    const meals = await house.canteens.meals(canteen, from, to);
    const days = meals.flatMap(({ meal, state, personMeals, streams }) => {
      const grams = streams.PLATE_WASTE?.grams;
      return meal === metricRules.meal && state === 'ok' && grams !== undefined ? [{ grams, personMeals }] : [];
    });
    const mean = days.length < metricRules.leastDays ? null : meanOf(days, confidence);
    if (mean !== null) means.push(mean);
    await breath();
  }
  return pooled(means, confidence);
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
