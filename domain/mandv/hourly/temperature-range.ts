import { dayTypesNamed, noDayTypes } from '../../time/day-types.ts';
import type { HourlyObservations, MandvProblem } from '../types.ts';
import { LocalHours } from './hour-of-week.ts';
import type { HourlyModel } from './model.ts';

/** Past this share of the range's width on either side a model isn't asked silently (spec §6.7, §15 case 22). */
const tolerated = 0.1;

/** Shares of hours with a temperature: outside the baseline's range, and by more than a tenth of its width. */
export interface OutsideRange {
  readonly hours: number;
  readonly outside: number;
  readonly farOutside: number;
}

/** Each hour against the three months that its segment was made from. */
export function outsideSegmentRange(
  model: HourlyModel,
  { startsAt, temperature }: Pick<HourlyObservations, 'startsAt' | 'temperature'>,
): OutsideRange {
  const clock = new LocalHours(model.timeZone, dayTypesNamed(model.dayTypes) ?? noDayTypes);
  return count(temperature, (i) => {
    clock.locate(startsAt[i]!);
    return model.segments[model.segments.length === 1 ? 0 : clock.month]!.temperatureRangeC;
  });
}

/** All hours against the whole baseline. */
export function outsideBaselineRange(model: HourlyModel, temperature: Float64Array): OutsideRange {
  return count(temperature, () => model.baseline.temperatureRangeC);
}

/** A problem when hours are far outside their segment's range; empty otherwise. */
export function extrapolationProblems(
  model: HourlyModel,
  hours: Pick<HourlyObservations, 'startsAt' | 'temperature'>,
): MandvProblem[] {
  const { hours: known, outside, farOutside } = outsideSegmentRange(model, hours);
  if (farOutside === 0) return [];
  const percent = (share: number): string => `${Number((100 * share).toPrecision(2))} %`;
  return [
    {
      code: 'caltrack.hourly.temperature-outside-baseline',
      message: {
        zh: `${percent(outside)} 的小时气温超出其分段的基期范围，${percent(farOutside)} 超出范围宽度的十分之一以上，为外推`,
        en: `${percent(outside)} of hours lie outside their segment's baseline temperatures, ${percent(farOutside)} by over a tenth of their width: extrapolated`,
      },
      numbers: { hours: known, outside, farOutside },
    },
  ];
}

function count(temperature: Float64Array, rangeAt: (i: number) => readonly [number, number] | null): OutsideRange {
  let [hours, outside, farOutside] = [0, 0, 0];
  for (let i = 0; i < temperature.length; i += 1) {
    const range = rangeAt(i);
    const t = temperature[i]!;
    if (Number.isNaN(t) || range === null) continue;
    const beyond = Math.max(range[0] - t, t - range[1]);
    hours += 1;
    if (beyond > 0) outside += 1;
    if (beyond > tolerated * (range[1] - range[0])) farOutside += 1;
  }
  return { hours, outside: hours === 0 ? 0 : outside / hours, farOutside: hours === 0 ? 0 : farOutside / hours };
}
