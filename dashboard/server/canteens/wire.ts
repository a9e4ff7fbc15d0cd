import type { Mean } from '../../../domain/canteen/mean.ts';
import { streams, type MealFigures } from '../../../domain/canteen/types.ts';
import type { WireCanteen, WireCorrection, WireEntry, WireMeal, WireMean } from '../../../domain/wire-canteens.ts';
import type { CanteenEntry, CorrectionRecord, EntryRecord } from '../../../storage/registry/canteen-port.ts';
import type { House } from '../house.ts';
import { isRunning } from './serving.ts';

/** How canteens and their figures travel. */

export function wireCanteen(entry: CanteenEntry): WireCanteen {
  const { id, name, institution, institutionName, region, regionName, seats, operatingMode, supplyMode } = entry;
  const { scales, counters, meters, demo } = entry;
  return {
    ...{ id, name, institution, institutionName, region, regionName, seats, operatingMode, supplyMode },
    ...{ scales, counters, meters, demo },
  };
}

const percent = (share: number | null): number | null => (share === null ? null : share * 100);

export function wireMeal(figures: MealFigures, { canteens, now }: Pick<House, 'canteens' | 'now'>): WireMeal {
  const { date, meal, personMeals, state, reasons, manual, trimmingsUsed, wasteRate } = figures;
  const own: Record<string, WireMeal['streams'][keyof WireMeal['streams']]> = {};
  for (const stream of streams) {
    const figure = figures.streams[stream];
    if (figure === undefined) continue;
    const { grams, gramsPerMeal, weighings, manual: byHand } = figure;
    own[stream] = { grams, gramsPerMeal, weighings, manual: byHand };
  }
  return {
    ...{ date, meal, personMeals, streams: own, state, reasons, manual },
    running: isRunning({ date, meal }, now(), canteens),
    trimmingsUsedPct: percent(trimmingsUsed),
    wasteRatePct: percent(wasteRate),
  };
}

export function wireMean(mean: Mean | null): WireMean | null {
  if (mean === null) return null;
  const { gramsPerMeal, plusMinus, personMeals, days } = mean;
  return { gramsPerMeal, plusMinus, personMeals, days };
}

type Calendar = House['calendar'];

function undoneOf({ undone }: CorrectionRecord | EntryRecord, calendar: Calendar): WireCorrection['undone'] {
  return undone === null ? null : { by: undone.by, at: calendar.iso(undone.at), reason: undone.reason };
}

export function wireCorrection(record: CorrectionRecord, calendar: Calendar): WireCorrection {
  const { id, device, seq, ts, as, value, reason, by, at } = record;
  return {
    ...{ id, device, seq, ts: calendar.iso(ts), as, value, reason, by, at: calendar.iso(at) },
    undone: undoneOf(record, calendar),
  };
}

export function wireEntry(record: EntryRecord, calendar: Calendar): WireEntry {
  const { id, date, meal, what, value, reason, by, at } = record;
  return { id, date, meal, what, value, reason, by, at: calendar.iso(at), undone: undoneOf(record, calendar) };
}
