import { dayOf } from '../../../domain/canteen/clock.ts';
import { metricsOf } from '../../../domain/evaluation/metrics.ts';
import { datesIn, quarterBefore, type Quarter } from '../../../domain/evaluation/quarter.ts';
import type { MetricValues } from '../../../domain/evaluation/template.ts';
import { standingOf } from '../../../domain/matters/standing.ts';
import { dayKind } from '../../../domain/places/day-kind.ts';
import { chinaDayTypes } from '../../../domain/time/day-types.ts';
import type { House } from '../house.ts';
import { todayOf } from '../wire/wire-matter.ts';

/** What evaluations rest on. */
export type EvaluationHouse = Pick<House, 'registry' | 'canteens' | 'calendar' | 'now'>;

/** Each metric of a canteen over a quarter, as far as it has come. */
export async function figuresOf(canteen: string, quarter: Quarter, house: EvaluationHouse): Promise<MetricValues> {
  const today = todayOf(house);
  const earlier = quarterBefore(quarter);
  const [meals, before, matters] = await Promise.all([
    house.canteens.meals(canteen, quarter.from, quarter.to),
    house.canteens.meals(canteen, earlier.from, earlier.to),
    house.registry.matters.of('canteen', [canteen]),
  ]);
  const openDates = datesIn(quarter.from, quarter.to < today ? quarter.to : today).filter((date) => {
    const kind = dayKind(dayOf(date), chinaDayTypes);
    return kind === 'workday' || kind === 'make-up-workday';
  });
  const mattersOverdue = matters.filter((matter) => standingOf(matter, today).overdue).length;
  return metricsOf({ meals, before, openDates, mattersOverdue });
}
