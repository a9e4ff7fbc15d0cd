import type { Contract } from './contract.ts';
import type { MeterFigures } from './figures.ts';
import { civilFromDays } from '../time/civil.ts';
import { exact, type Exact } from './money.ts';
import { termYear, yearSpan, type DaySpan } from './local-days.ts';

/** The guarantee of one calendar year as it is to be reached. */
export interface GuaranteePath {
  readonly year: number;
  /** Days of the year in the term, from 1970-01-01. */
  readonly days: DaySpan;
  /** Of these days: × days in term ÷ days of the year. */
  readonly guarantee: number;
  /** To be saved from the first of them up to and with each; the last is the guarantee. */
  readonly cumulative: Float64Array;
}

/**
 * Promised of a year, over its days in the term in proportion to what the models expect of each month's days: a cooling
 * plant does not save in January. Flat without models. Null: no guarantee of that year, or it is not in the term.
 * @param perDay what a day of each month (January first) is expected to use; null = flat.
 */
export function guaranteePath(
  contract: Pick<Contract, 'guarantee' | 'term'>,
  year: number,
  perDay: readonly number[] | null,
): GuaranteePath | null {
  const amount = guaranteeOf(contract, year);
  const days = termYear(contract.term, year);
  if (amount === null || days === null) return null;
  const weights = Float64Array.from({ length: days.to - days.from }, (_, i) => {
    return perDay === null ? 1 : perDay[civilFromDays(days.from + i).month - 1]!;
  });
  const total = weights.reduce((a, b) => a + b, 0);
  const flat = !(total > 0) || weights.some((weight) => !(weight >= 0));
  const guarantee = amount.toNumber();
  const cumulative = new Float64Array(weights.length);
  let sum = 0;
  for (let i = 0; i < weights.length; i += 1) {
    sum += flat ? 1 : weights[i]!;
    cumulative[i] = (guarantee * sum) / (flat ? weights.length : total);
  }
  cumulative[cumulative.length - 1] = guarantee;
  return { year, days, guarantee, cumulative };
}

/** Of the days of a year that lie in the term; null: nothing is promised of them. */
export function guaranteeOf(contract: Pick<Contract, 'guarantee' | 'term'>, year: number): Exact | null {
  const written = contract.guarantee.find((one) => one.year === year);
  const days = termYear(contract.term, year);
  if (written === undefined || days === null) return null;
  const whole = yearSpan(year);
  return exact(written.amount)
    .times(days.to - days.from)
    .div(whole.to - whole.from);
}

/**
 * What the boundary's models expect of a day in each month, January first; a month that a model does not know is its mean
 * month. Null: no meter has a model.
 */
export function perDayOf(meters: readonly Pick<MeterFigures, 'model'>[]): readonly number[] | null {
  const sums = new Array<number>(12).fill(0);
  let any = false;
  for (const { model } of meters) {
    if (model === null) continue;
    const known = model.perDayOfMonth.filter(Number.isFinite);
    if (known.length === 0) continue;
    any = true;
    const mean = known.reduce((a, b) => a + b, 0) / known.length;
    for (let month = 0; month < 12; month += 1) {
      const own = model.perDayOfMonth[month];
      sums[month]! += own !== undefined && Number.isFinite(own) ? own : mean;
    }
  }
  return any ? sums : null;
}
