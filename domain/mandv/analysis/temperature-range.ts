import type { HourlyModel } from '../hourly/model.ts';
import type { DailyObservations, DegreeDayModel, MandvProblem } from '../types.ts';

/** Beyond the baseline's range by more than this share of its width, a model is not asked silently (spec §15 case 22). */
const tolerated = 0.1;

/** Days of the reporting period that are colder or warmer than any of the baseline: told with their share. */
export function outsideBaselineRange(
  days: { readonly baseline: DailyObservations; readonly reporting: DailyObservations },
  model: DegreeDayModel | HourlyModel | null,
): readonly MandvProblem[] {
  if (model === null) return [];
  const [low, high] = rangeOf(days.baseline);
  const margin = tolerated * (high - low);
  let [known, outside, far] = [0, 0, 0];
  for (let i = 0; i < days.reporting.temperature.length; i += 1) {
    const t = days.reporting.temperature[i]!;
    if (Number.isNaN(t) || Number.isNaN(days.reporting.energy[i]!)) continue;
    known += 1;
    if (t < low || t > high) outside += 1;
    if (t < low - margin || t > high + margin) far += 1;
  }
  if (far === 0) return [];
  const percent = Math.round((outside / known) * 1000) / 10;
  return [
    {
      code: 'reporting.temperature-outside-baseline',
      message: {
        zh: `报告期有 ${percent}% 的天数气温超出基期范围，其中 ${far} 天超出 10% 以上：该部分为外推`,
        en: `${percent} % of the reporting days lie outside the baseline's temperatures, ${far} of them by more than 10 % of its range: the model extrapolates there`,
      },
      numbers: { days: known, outside, far, baselineLowC: low, baselineHighC: high },
    },
  ];
}

function rangeOf({ temperature, energy }: DailyObservations): readonly [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < temperature.length; i += 1) {
    if (Number.isNaN(temperature[i]! + energy[i]!)) continue;
    low = Math.min(low, temperature[i]!);
    high = Math.max(high, temperature[i]!);
  }
  return [low, high];
}
