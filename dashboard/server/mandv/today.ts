import type { KeptModel } from '../../../domain/mandv/kept/kept-model.ts';
import { liveModel } from '../../../domain/mandv/kept/live-model.ts';
import { LiveDay } from '../../../domain/mandv/savings/live.ts';
import type { LocalCalendar } from '../../../domain/time/calendar.ts';
import type { WireMandvToday } from '../../../domain/wire-mandv.ts';
import type { IntervalReader, PointOf } from '../intervals/reader.ts';
import { readHours } from './hours.ts';

export interface TodayOf {
  readonly intervals: IntervalReader;
  readonly calendar: LocalCalendar;
  readonly now: number;
  readonly meter: PointOf;
  readonly weather: PointOf;
  readonly kept: KeptModel;
  readonly confidence: number;
}

/** The hours of the local day, those to come without an actual; reads one day and refits nothing. */
export async function today(options: TodayOf): Promise<WireMandvToday> {
  const { intervals, calendar, now, meter, weather, kept, confidence } = options;
  const from = calendar.startOfDay(now);
  const edges = calendar.edges('1h', from, calendar.nextDay(from));
  const known = await readHours(intervals, meter, weather, from, now);
  const day = new LiveDay(edges, liveModel(kept, confidence, calendar), confidence);
  for (const [i, startsAt] of known.startsAt.entries()) {
    const over = edges[i + 1]! <= now;
    // What is known of the running hour is not the hour.
    day.append({ startsAt, energy: over ? known.energy[i]! : NaN, temperature: known.temperature[i]! });
  }
  const sum = day.sum();
  return {
    date: calendar.iso(from).slice(0, 10),
    confidence,
    hours: day.points().map(({ startsAt, actual, counterfactual, halfWidth, temperatureC }, i) => ({
      ts: calendar.iso(startsAt),
      actual,
      counterfactual,
      halfWidth,
      temperatureC,
      ...(startsAt <= now && edges[i + 1]! > now ? { partial: true as const } : {}),
    })),
    actual: sum.actual,
    counterfactual: sum.counterfactual,
    halfWidth: sum.band.halfWidth,
    dataState: 'provisional',
    spread: liveModel(kept, confidence, calendar).spread,
  };
}
