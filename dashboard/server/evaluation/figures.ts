import { addDays, dayOf } from '../../../domain/canteen/clock.ts';
import { metricRules, metricsOf } from '../../../domain/evaluation/metrics.ts';
import { datesIn, quarterBefore, quarterOf } from '../../../domain/evaluation/quarter.ts';
import type { MetricValues } from '../../../domain/evaluation/template.ts';
import { standingOf } from '../../../domain/matters/standing.ts';
import { dayKind } from '../../../domain/places/day-kind.ts';
import { chinaDayTypes } from '../../../domain/time/day-types.ts';
import type { Evaluation } from '../../../storage/registry/evaluation-port.ts';
import type { House } from '../house.ts';
import { todayOf } from '../wire/wire-matter.ts';

/** What evaluations rest on. */
export type EvaluationHouse = Pick<House, 'registry' | 'canteens' | 'calendar' | 'now'>;

/** Local dates, `to` exclusive. */
export interface FigureSpan {
  readonly from: string;
  readonly to: string;
}

const quarterDays = 91;
/** With so many working days a canteen that weighs has enough known ones, a few missing. */
const youngDays = metricRules.leastDays + 5;

/**
 * The days that an evaluation's figures are of: its quarter. An inspection in the first weeks of one would find nothing
 * to rest on, so it looks back over as many days as a quarter has. By the calendar, not by the data: a scale that fell
 * silent does not bring better weeks back.
 */
export function spanOf({ kind, quarter: id }: Pick<Evaluation, 'kind' | 'quarter'>, today: string): FigureSpan {
  const { from, to } = quarterOf(id)!;
  const young = kind === 'spot' && today < to && workdaysIn(from, today).length < youngDays;
  return young ? { from: addDays(today, -quarterDays), to: today } : { from, to };
}

/** Each metric of a canteen, as far as its time has come. */
export async function figuresOf(
  evaluation: Pick<Evaluation, 'canteen' | 'kind' | 'quarter'>,
  house: EvaluationHouse,
): Promise<{ readonly metrics: MetricValues; readonly span: FigureSpan }> {
  const { canteen } = evaluation;
  const today = todayOf(house);
  const quarter = quarterOf(evaluation.quarter)!;
  const span = spanOf(evaluation, today);
  const earlier =
    span.from === quarter.from ? quarterBefore(quarter) : { from: addDays(span.from, -quarterDays), to: span.from };
  // Of a meal that is being served people are counted before their plates are weighed: days that are over.
  const over = span.to < today ? span.to : today;
  const [meals, before, matters] = await Promise.all([
    house.canteens.meals(canteen, span.from, over),
    house.canteens.meals(canteen, earlier.from, earlier.to),
    house.registry.matters.of('canteen', [canteen]),
  ]);
  const openDates = workdaysIn(span.from, over);
  const mattersOverdue = matters.filter((matter) => standingOf(matter, today).overdue).length;
  return { metrics: metricsOf({ meals, before, openDates, mattersOverdue }), span };
}

function workdaysIn(from: string, to: string): string[] {
  return datesIn(from, to).filter((date) => {
    const kind = dayKind(dayOf(date), chinaDayTypes);
    return kind === 'workday' || kind === 'make-up-workday';
  });
}
