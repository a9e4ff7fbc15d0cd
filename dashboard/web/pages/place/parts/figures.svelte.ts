import type { WireSeries } from '../../../../../domain/wire.ts';
import type {
  WireMeasures,
  WireMeterTree,
  WirePlace,
  WirePlaceQuality,
  WirePlaceUse,
} from '../../../../../domain/wire-places.ts';
import * as calls from '../../../api/calls.ts';
import type { PlaceName } from '../../../api/places.ts';
import type { LocalDate } from '../../../format/zone.ts';
import type { PlaceQuery } from '../../../router/places.ts';
import { periodOf, type Period } from '../../meter/period.ts';
import { KeptAnswer } from '../kept-answer.svelte.ts';
import { LiveDay } from '../live-day.svelte.ts';
import { LivePlaceStore } from '../live-place.svelte.ts';
import * as about from './questions.ts';

export interface IndoorSeries {
  readonly meter: string;
  readonly series: WireSeries;
}
/** More lines than this can't be told apart. */
const mostIndoor = 4;
const againMs = 300_000;
/** What a year is made of changes little within an hour. */
const longMs = 1_800_000;

/** Everything that the page of a place shows, asked when it is shown and kept for coming back. */
export class PlaceFigures {
  readonly live: LivePlaceStore;
  readonly day: LiveDay;
  readonly place = new KeptAnswer<WirePlace>();
  /** Bars of the week, month or year; hours of the day, for its weather. */
  readonly use = new KeptAnswer<WirePlaceUse>();
  readonly weekBefore = new KeptAnswer<WirePlaceUse>();
  readonly measures = new KeptAnswer<WireMeasures>();
  readonly twelveMonths = new KeptAnswer<WireMeasures>(longMs);
  readonly tree = new KeptAnswer<WireMeterTree>();
  readonly quality = new KeptAnswer<WirePlaceQuality>();
  readonly year = new KeptAnswer<WirePlaceUse>(longMs);
  readonly indoor = new KeptAnswer<readonly IndoorSeries[]>();
  readonly #of: PlaceName;

  constructor(of: PlaceName) {
    this.#of = of;
    this.live = new LivePlaceStore(of);
    this.day = new LiveDay(of);
  }

  start(): () => void {
    about.show(this.place, about.aboutPlace(this.#of));
    about.show(this.quality, about.aboutQuality(this.#of));
    const stops = [this.live.start(), this.day.start(this.live)];
    // What runs changes with each quarter hour; a tab that nobody looks at asks nothing.
    const timer = setInterval(() => {
      if (document.visibilityState !== 'visible') return;
      for (const answers of [this.place, this.use, this.measures, this.tree, this.quality]) void answers.again();
    }, againMs);
    return () => {
      for (const stop of stops) stop();
      clearInterval(timer);
      for (const answers of this.#answers) answers.stop();
    };
  }

  get #answers(): readonly { stop(): void }[] {
    const { place, use, weekBefore, measures, twelveMonths, tree, quality, year, indoor } = this;
    return [place, use, weekBefore, measures, twelveMonths, tree, quality, year, indoor];
  }

  /** What stands above the fold comes first; the browser asks six at a time. */
  show({ carrier, view, at }: PlaceQuery, today: LocalDate, zone: string): void {
    const period = periodOf(view, at ?? today, zone);
    if (view === 'day') this.day.show(carrier, period.first);
    about.show(this.use, about.aboutUse(this.#of, carrier, period));
    if (view === 'week') about.show(this.weekBefore, about.aboutWeekBefore(this.#of, carrier, period));
    about.show(this.measures, this.#aboutMeasures(period, today));
    about.show(this.tree, about.aboutTree(this.#of, carrier, period));
    about.show(this.year, about.aboutYearOfHours(this.#of, carrier, today));
    about.show(this.twelveMonths, about.aboutTwelveMonths(this.#of, today));
  }

  #aboutMeasures({ view, first, end }: Period, today: LocalDate): about.Question<WireMeasures> {
    const ask = view === 'day' || view === 'week' ? about.aboutWeekdays : about.aboutMeasures;
    return ask(this.#of, first, end, today);
  }

  showIndoor(meters: readonly string[], { view, at }: PlaceQuery, today: LocalDate, zone: string): void {
    const { from, to, every } = periodOf(view, at ?? today, zone);
    const chosen = meters.slice(0, mostIndoor);
    this.indoor.show(`${from} ${to} ${chosen.join()}`, async (signal) => {
      const range = { from, to, every };
      const found = await Promise.all(chosen.map((id) => calls.series(id, 'temperature_c', range, signal)));
      // A meter that doesn't measure temperature has no line; that is no failure.
      const value = found.flatMap((answer, i) => (answer.ok ? [{ meter: chosen[i]!, series: answer.value }] : []));
      return { ok: true, value };
    });
  }

  /** Reads what is likely to be looked at next. */
  ahead({ carrier, view, at }: PlaceQuery, today: LocalDate, zone: string): void {
    const period = periodOf(view, at ?? today, zone);
    if (view === 'day') about.warm(this.day.answers, about.aboutDay(this.#of, carrier, period.first));
    about.warm(this.use, about.aboutUse(this.#of, carrier, period));
    if (view === 'week') about.warm(this.weekBefore, about.aboutWeekBefore(this.#of, carrier, period));
    about.warm(this.measures, this.#aboutMeasures(period, today));
    about.warm(this.tree, about.aboutTree(this.#of, carrier, period));
  }
}
