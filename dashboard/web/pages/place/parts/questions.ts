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
import { addDays, addMonths, dayMs, type LocalDate } from '../../../format/zone.ts';
import type { Period } from '../../meter/period.ts';
import type { Ask, KeptAnswer } from '../kept-answer.svelte.ts';

/** What pages of places ask: the words that make it the same question, and how it is asked. */
export interface Question<T> {
  readonly key: string;
  readonly ask: Ask<T>;
}
const question = <T>(words: readonly string[], ask: Ask<T>): Question<T> => ({ key: words.join(' '), ask });

export function show<T>(answers: KeptAnswer<T>, { key, ask }: Question<T>): void {
  answers.show(key, ask);
}
/** Reads what will probably be looked at next, before the finger is up. */
export function warm<T>(answers: KeptAnswer<T>, { key, ask }: Question<T>): void {
  void answers.warm(key, ask);
}

export const aboutPlace = (of: PlaceName): Question<WirePlace> =>
  question([of.kind, of.id], (signal) => places.place(of, signal));

/** Of a day: as `LiveDay` asks. */
export const aboutDay = (of: PlaceName, carrier: UseCarrier, date: LocalDate): Question<WirePlaceDay> =>
  question([carrier, date], (signal) => places.placeDay(of, carrier, date, signal));

function use(of: PlaceName, carrier: UseCarrier, range: UseRange): Question<WirePlaceUse> {
  const words = [carrier, range.every, range.from, range.to, range.compare ?? ''];
  return question(words, (signal) => places.placeUse(of, carrier, range, signal));
}

/** 52 weeks: the same week of the year before, Monday under Monday. */
const weeksOfYear = 364;

/** The bars of a week, month or year (months and years bring the year before along); hours of a day. */
export function aboutUse(of: PlaceName, carrier: UseCarrier, period: Period): Question<WirePlaceUse> {
  const { view, first: from, end: to } = period;
  if (view === 'year') return use(of, carrier, { every: '1mo', from, to, compare: 'year' });
  if (view === 'month') return use(of, carrier, { every: '1d', from, to, compare: 'year' });
  return use(of, carrier, { every: '1h', from, to });
}

export const aboutWeekBefore = (of: PlaceName, carrier: UseCarrier, { first, end }: Period): Question<WirePlaceUse> =>
  use(of, carrier, { every: '1h', from: addDays(first, -weeksOfYear), to: addDays(end, -weeksOfYear) });

/** All hours of the 365 days that end with `today`. */
export const aboutYearOfHours = (of: PlaceName, carrier: UseCarrier, today: LocalDate): Question<WirePlaceUse> =>
  use(of, carrier, { every: '1h', from: addDays(today, -364), to: addDays(today, 1) });

/** What was used in local days [from, to); a period that still runs is asked up to now. */
export function aboutMeasures(of: PlaceName, from: LocalDate, to: LocalDate, today: LocalDate): Question<WireMeasures> {
  const span = to > today ? { from } : { from, to };
  return question([from, to], (signal) => places.placeMeasures(of, span, signal));
}

/**
 * The same for a day or week, with the same weekdays of the year before in place of the same dates: a Monday isn't
 * compared with a Sunday.
 */
export function aboutWeekdays(of: PlaceName, from: LocalDate, to: LocalDate, today: LocalDate): Question<WireMeasures> {
  return question([from, to, 'weekdays'], async (signal) => {
    const running = to > today;
    const end = running ? new Date(Date.now() - weeksOfYear * dayMs).toISOString() : addDays(to, -weeksOfYear);
    const [now, before] = await Promise.all([
      places.placeMeasures(of, running ? { from } : { from, to }, signal),
      places.placeMeasures(of, { from: addDays(from, -weeksOfYear), to: end }, signal),
    ]);
    if (!now.ok || !before.ok) return now.ok ? before : now;
    const earlier = new Map(before.value.carriers.map(({ carrier, total }) => [carrier, total]));
    const carriers = now.value.carriers.map((row) => ({ ...row, before: earlier.get(row.carrier) ?? row.before }));
    return { ok: true, value: { ...now.value, carriers } };
  });
}

/** The twelve months before today. */
export const aboutTwelveMonths = (of: PlaceName, today: LocalDate): Question<WireMeasures> =>
  aboutMeasures(of, addMonths(today, -12), today, today);

export const aboutTree = (of: PlaceName, carrier: UseCarrier, { first, end }: Period): Question<WireMeterTree> =>
  question([carrier, first, end], (signal) => places.placeTree(of, carrier, { from: first, to: end }, signal));

export const aboutQuality = (of: PlaceName): Question<WirePlaceQuality> =>
  question(['quality'], (signal) => places.placeQuality(of, 28, signal));
