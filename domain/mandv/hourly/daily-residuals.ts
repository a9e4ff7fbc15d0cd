import { LocalCalendar } from '../../time/calendar.ts';
import type { BaselineRows } from './baseline-rows.ts';
import type { DailyResiduals } from './model.ts';

const hourMs = 3_600_000;

/** Hours to local days: over half of a day's 23, 24 or 25 hours, sums ÷ coverage on both sides (spec §3, §9.3). */
export function dailyResiduals(rows: BaselineRows, predicted: Float64Array, timeZone: string): DailyResiduals {
  const calendar = new LocalCalendar(timeZone);
  const days: { startsAt: number[]; observed: number[]; predicted: number[] } = {
    startsAt: [],
    observed: [],
    predicted: [],
  };
  let end = 0;
  while (end < rows.day.length) {
    const first = end;
    let [observedSum, predictedSum, hours] = [0, 0, 0];
    for (; end < rows.day.length && rows.day[end] === rows.day[first]; end += 1) {
      if (Number.isNaN(predicted[end]!)) continue;
      observedSum += rows.energy[end]!;
      predictedSum += predicted[end]!;
      hours += 1;
    }
    const startsAt = calendar.startOfDay(rows.startsAt[first]!);
    const coverage = (hours * hourMs) / (calendar.nextDay(startsAt) - startsAt);
    if (coverage <= 0.5) continue;
    days.startsAt.push(startsAt);
    days.observed.push(observedSum / coverage);
    days.predicted.push(predictedSum / coverage);
  }
  return days;
}
