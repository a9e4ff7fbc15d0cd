import * as places from '../../../api/places.ts';
import type { PlaceName, UseRange } from '../../../api/places.ts';
import type {
  UseCarrier,
  WireMeasures,
  WireMeterTree,
  WirePlace,
  WirePlaceDay,
  WirePlaceQuality,
  WirePlaceUse,
} from '../../../../../domain/wire-places.ts';
import { addDays, addMonths, type LocalDate } from '../../../format/zone.ts';
import type { Period } from '../../meter/period.ts';
import type { Question } from './kept.svelte.ts';

/** What pages of places ask, so that the same question is asked once however it is reached. */
function question<T>(of: PlaceName, words: readonly string[], past: boolean, ask: Question<T>['ask']): Question<T> {
  return { key: [of.kind, of.id, ...words].join(' '), past, ask };
}

export const aboutPlace = (of: PlaceName): Question<WirePlace> =>
  question(of, ['place'], false, () => places.place(of));

export const aboutDay = (
  of: PlaceName,
  carrier: UseCarrier,
  date: LocalDate,
  today: LocalDate,
): Question<WirePlaceDay> =>
  question(of, ['day', carrier, date], date < today, () => places.placeDay(of, carrier, date));

function use(of: PlaceName, carrier: UseCarrier, range: UseRange, today: LocalDate): Question<WirePlaceUse> {
  const words = ['use', carrier, range.every, range.from, range.to, range.compare ?? ''];
  return question(of, words, range.to <= today, () => places.placeUse(of, carrier, range));
}

/** 52 weeks: the same week of the year before, Monday under Monday. */
const weeksOfYear = 364;

/** The bars of a week, month or year (months and years bring the year before along); hours of a day. */
export function aboutUse(of: PlaceName, carrier: UseCarrier, period: Period, today: LocalDate): Question<WirePlaceUse> {
  const { view, first: from, end: to } = period;
  if (view === 'year') return use(of, carrier, { every: '1mo', from, to, compare: 'year' }, today);
  if (view === 'month') return use(of, carrier, { every: '1d', from, to, compare: 'year' }, today);
  return use(of, carrier, { every: '1h', from, to }, today);
}

export function aboutWeekBefore(
  of: PlaceName,
  carrier: UseCarrier,
  { first, end }: Period,
  today: LocalDate,
): Question<WirePlaceUse> {
  return use(of, carrier, { every: '1h', from: addDays(first, -weeksOfYear), to: addDays(end, -weeksOfYear) }, today);
}

/** All hours of the 365 days that end with `today`. */
export const aboutYearOfHours = (of: PlaceName, carrier: UseCarrier, today: LocalDate): Question<WirePlaceUse> =>
  use(of, carrier, { every: '1h', from: addDays(today, -364), to: addDays(today, 1) }, today);

/** What was used in local days [from, to); a period that still runs is asked up to now. */
export function aboutMeasures(of: PlaceName, from: LocalDate, to: LocalDate, today: LocalDate): Question<WireMeasures> {
  const span = to > today ? { from } : { from, to };
  return question(of, ['measures', from, to], to <= today, () => places.placeMeasures(of, span));
}

/** The twelve months before today. */
export const aboutTwelveMonths = (of: PlaceName, today: LocalDate): Question<WireMeasures> =>
  aboutMeasures(of, addMonths(today, -12), today, today);

export const aboutTree = (
  of: PlaceName,
  carrier: UseCarrier,
  { first, end }: Period,
  today: LocalDate,
): Question<WireMeterTree> =>
  question(of, ['tree', carrier, first, end], end <= today, () =>
    places.placeTree(of, carrier, { from: first, to: end }),
  );

export const aboutQuality = (of: PlaceName): Question<WirePlaceQuality> =>
  question(of, ['quality'], false, () => places.placeQuality(of));
