import type { BaselineData, HourlyObservations } from '../types.ts';
import { baselineRows } from './baseline-rows.ts';
import type { HourlyModel } from './model.ts';
import { noDayTypes } from '../../time/day-types.ts';
import { predictHours, type HourlyPredictOptions } from './predict.ts';
import { outsideBaselineRange } from './temperature-range.ts';

const greatestBias = 0.01;
const mostBiasedMonths = 2;

export interface SingleSegmentVerdict {
  readonly allowed: boolean;
  /** Which of the two conditions of spec §6.7 hold. */
  readonly because: readonly ('months-unbiased' | 'temperatures-outside-baseline')[];
  /** Σ(predicted − observed) / Σ observed of each month, January first; null without data or use. */
  readonly monthlyBias: readonly (number | null)[];
}

/**
 * Whether one model for the year may stand in for twelve: when its bias is over 1 % in at most two months of the
 * baseline, or when the reporting temperatures leave the baseline's range by over a tenth of its width, where the year
 * has more range than a season (spec §6.7). `single` was fitted to `data` with `segmentation: 'single'`.
 */
export function singleSegmentAllowed(
  single: HourlyModel,
  data: BaselineData<HourlyObservations>,
  reportingTemperature: Float64Array,
  options: HourlyPredictOptions = {},
): SingleSegmentVerdict {
  const monthlyBias = biasByMonth(single, data, options);
  const biased = monthlyBias.filter((bias) => bias !== null && Math.abs(bias) > greatestBias).length;
  const because: SingleSegmentVerdict['because'][number][] = [];
  if (biased <= mostBiasedMonths) because.push('months-unbiased');
  if (outsideBaselineRange(single, reportingTemperature).farOutside > 0) because.push('temperatures-outside-baseline');
  return { allowed: because.length > 0, because, monthlyBias };
}

function biasByMonth(
  model: HourlyModel,
  data: BaselineData<HourlyObservations>,
  options: HourlyPredictOptions,
): (number | null)[] {
  const rows = baselineRows(data, noDayTypes);
  const temperature = rows.temperatureF.map((t) => (t - 32) / 1.8);
  const predicted = predictHours(model, { startsAt: rows.startsAt, temperature }, options);
  return rows.months.map((stretches) => {
    let [observed, residual] = [0, 0];
    for (const [first, end] of stretches) {
      for (let row = first; row < end; row += 1) {
        observed += rows.energy[row]!;
        residual += predicted[row]! - rows.energy[row]!;
      }
    }
    const bias = residual / observed;
    return Number.isFinite(bias) ? bias : null;
  });
}
