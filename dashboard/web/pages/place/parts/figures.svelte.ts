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
import { periodOf } from '../../meter/period.ts';
import { LiveDay } from '../live-day.svelte.ts';
import { LivePlaceStore } from '../live-place.svelte.ts';
import { ahead, Kept } from './kept.svelte.ts';
import * as about from './questions.ts';

export interface IndoorSeries {
  readonly meter: string;
  readonly series: WireSeries;
}
/** More lines than this can't be told apart. */
const mostIndoor = 4;
const againMs = 300_000;

/** Everything that the page of a place shows, asked when it is shown and kept for coming back. */
export class PlaceFigures {
  readonly live: LivePlaceStore;
  readonly day: LiveDay;
  readonly place = new Kept<WirePlace>();
  /** Bars of the week, month or year; hours of the day, for its weather. */
  readonly use = new Kept<WirePlaceUse>();
  readonly weekBefore = new Kept<WirePlaceUse>();
  readonly measures = new Kept<WireMeasures>();
  readonly twelveMonths = new Kept<WireMeasures>();
  readonly tree = new Kept<WireMeterTree>();
  readonly quality = new Kept<WirePlaceQuality>();
  readonly year = new Kept<WirePlaceUse>();
  readonly indoor = new Kept<readonly IndoorSeries[]>();
  readonly #of: PlaceName;

  constructor(of: PlaceName) {
    this.#of = of;
    this.live = new LivePlaceStore(of);
    this.day = new LiveDay(of);
  }

  start(): () => void {
    this.place.show(about.aboutPlace(this.#of));
    this.quality.show(about.aboutQuality(this.#of));
    const stops = [this.live.start(), this.day.start(this.live)];
    // What runs changes with each quarter hour; a tab that nobody looks at asks nothing.
    const timer = setInterval(() => {
      if (document.visibilityState !== 'visible') return;
      for (const answers of [this.place, this.use, this.measures, this.tree, this.quality]) void answers.again();
    }, againMs);
    return () => {
      for (const stop of stops) stop();
      clearInterval(timer);
    };
  }

  /** What stands above the fold comes first; the browser asks six at a time. */
  show(query: PlaceQuery, today: LocalDate, zone: string): void {
    const { carrier, view, at } = query;
    const period = periodOf(view, at ?? today, zone);
    if (view === 'day') this.day.show(carrier, period.first, today);
    this.use.show(about.aboutUse(this.#of, carrier, period, today));
    this.weekBefore.show(view === 'week' ? about.aboutWeekBefore(this.#of, carrier, period, today) : null);
    this.measures.show(about.aboutMeasures(this.#of, period.first, period.end, today));
    this.tree.show(about.aboutTree(this.#of, carrier, period, today));
    this.year.show(about.aboutYearOfHours(this.#of, carrier, today));
    this.twelveMonths.show(about.aboutTwelveMonths(this.#of, today));
  }

  showIndoor(meters: readonly string[], { view, at }: PlaceQuery, today: LocalDate, zone: string): void {
    const { from, to, every } = periodOf(view, at ?? today, zone);
    const chosen = meters.slice(0, mostIndoor);
    this.indoor.show({
      key: `indoor ${from} ${to} ${chosen.join()}`,
      past: to <= Date.now(),
      ask: async () => {
        const found = await Promise.all(chosen.map((id) => calls.series(id, 'temperature_c', { from, to, every })));
        // A meter that doesn't measure temperature has no line; that is no failure.
        const value = found.flatMap((answer, i) => (answer.ok ? [{ meter: chosen[i]!, series: answer.value }] : []));
        return { ok: true, value };
      },
    });
  }

  /** Reads what is likely to be looked at next. */
  ahead({ carrier, view, at }: PlaceQuery, today: LocalDate, zone: string): void {
    const period = periodOf(view, at ?? today, zone);
    ahead(
      ...(view === 'day' ? [about.aboutDay(this.#of, carrier, period.first, today)] : []),
      about.aboutUse(this.#of, carrier, period, today),
      ...(view === 'week' ? [about.aboutWeekBefore(this.#of, carrier, period, today)] : []),
      about.aboutMeasures(this.#of, period.first, period.end, today),
      about.aboutTree(this.#of, carrier, period, today),
    );
  }
}
