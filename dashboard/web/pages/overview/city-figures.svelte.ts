import type { UseCarrier, WirePlace, WirePlaceDay, WirePlaceUse } from '../../../../domain/wire-places.ts';
import { place, placeDay, placeUse, wholeCity, type UseRange } from '../../api/places.ts';
import { addDays, type LocalDate } from '../../format/zone.ts';
import { placeViews, type PlaceQuery } from '../../router/places.ts';
import { periodOf, type Period } from '../meter/period.ts';
import { KeptAnswer, type Ask } from '../place/kept-answer.svelte.ts';
import { LiveDay } from '../place/live-day.svelte.ts';
import { LivePlaceStore } from '../place/live-place.svelte.ts';
import { OverviewStore } from './overview.svelte.ts';

/** Sums of a running period, and the day of a past one, are asked for again this often. */
const runningMs = 300_000;
/** The page is whole before answers are read that nobody asked for yet. */
const warmAfterMs = 1_500;

type Shown = Pick<PlaceQuery, 'carrier' | 'view' | 'at'>;

/** 52 weeks: the same week of the year before, Monday under Monday. */
const weeksOfYear = 364;

/** The bars of a period, or of the same `daysBack` earlier; months and years bring the year before along. */
function sums(carrier: UseCarrier, { view, first, end }: Period, daysBack = 0): [key: string, ask: Ask<WirePlaceUse>] {
  const every = { day: '15m', week: '1h', month: '1d', year: '1mo' } as const;
  const span = { every: every[view], from: addDays(first, -daysBack), to: addDays(end, -daysBack) };
  const range: UseRange = view === 'month' || view === 'year' ? { ...span, compare: 'year' } : span;
  return [`${carrier} ${view} ${span.from}`, (signal) => placeUse(wholeCity, carrier, range, signal)];
}

/** Everything that the overview shows, asked when it is shown and kept for coming back. */
export class CityFigures {
  readonly live = new LivePlaceStore(wholeCity);
  readonly overview = new OverviewStore();
  readonly place = new KeptAnswer<WirePlace>();
  /** Today, whatever is looked at: deviations stand on its quarter hours. */
  readonly today = new LiveDay(wholeCity);
  /** Another day that is looked at. */
  readonly past = new KeptAnswer<WirePlaceDay>(runningMs);
  /** Bars of the week, month or year that is looked at. */
  readonly use = new KeptAnswer<WirePlaceUse>();
  readonly weekBefore = new KeptAnswer<WirePlaceUse>();
  #warming: ReturnType<typeof setTimeout> | undefined;

  start(): () => void {
    this.place.show('city', (signal) => place(wholeCity, signal));
    const stops = [this.today.start(this.live), this.overview.start()];
    const today = this.live.onQuarters;
    this.live.onQuarters = (date, carriers) => {
      today(date, carriers);
      this.overview.changed();
    };
    stops.push(this.live.start());
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void this.use.again();
    }, runningMs);
    return () => {
      for (const stop of stops) stop();
      clearInterval(timer);
      clearTimeout(this.#warming);
      for (const answers of [this.place, this.past, this.use, this.weekBefore]) answers.stop();
    };
  }

  show({ carrier, view, at }: Shown, today: LocalDate, zone: string): void {
    const period = periodOf(view, at ?? today, zone);
    this.today.show(carrier, today);
    this.overview.show(carrier);
    if (view === 'day' && period.first !== today) {
      this.past.show(`${carrier} ${period.first}`, (signal) => placeDay(wholeCity, carrier, period.first, signal));
    }
    if (view !== 'day') this.use.show(...sums(carrier, period));
    if (view === 'week') this.weekBefore.show(...sums(carrier, period, weeksOfYear));
    clearTimeout(this.#warming);
    this.#warming = setTimeout(() => {
      for (const other of placeViews) if (other !== view) this.ahead({ carrier, view: other, at }, today, zone);
    }, warmAfterMs);
  }

  /** Reads the chart of what is likely to be looked at next. */
  ahead({ carrier, view, at }: Shown, today: LocalDate, zone: string): void {
    const period = periodOf(view, at ?? today, zone);
    if (view === 'day') {
      if (period.first === today) return;
      void this.past.warm(`${carrier} ${period.first}`, (signal) => placeDay(wholeCity, carrier, period.first, signal));
      return;
    }
    void this.use.warm(...sums(carrier, period));
    if (view === 'week') void this.weekBefore.warm(...sums(carrier, period, weeksOfYear));
  }

  again(): void {
    for (const answers of [this.place, this.today.answers, this.overview.answer, this.use]) void answers.again();
    if (this.past.problem !== null) void this.past.again();
  }
}
