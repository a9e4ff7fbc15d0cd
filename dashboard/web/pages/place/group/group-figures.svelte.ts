import type {
  UseCarrier,
  WireMeasures,
  WireOverviewPage,
  WirePlace,
  WirePlaceUse,
} from '../../../../../domain/wire-places.ts';
import { overview, place, placeMeasures, placeUse, type PlaceName } from '../../../api/places.ts';
import type { LocalDate } from '../../../format/zone.ts';
import type { PlaceQuery } from '../../../router/places.ts';
import { periodOf, type Period } from '../../meter/period.ts';
import { KeptAnswer } from '../kept-answer.svelte.ts';
import { LiveDay } from '../live-day.svelte.ts';
import { LivePlaceStore } from '../live-place.svelte.ts';
import { comparedSpan } from './span.ts';

const everyMs = 300_000;

/** Everything that the page of an institution or county shows, asked when it is shown and kept for coming back. */
export class GroupFigures {
  readonly live: LivePlaceStore;
  readonly day: LiveDay;
  readonly place = new KeptAnswer<WirePlace>();
  /** Bars of the week or month with the year before, where that is what is shown. */
  readonly use = new KeptAnswer<WirePlaceUse>();
  /** Months of the year with the year before. */
  readonly year = new KeptAnswer<WirePlaceUse>();
  readonly measures = new KeptAnswer<WireMeasures>();
  readonly overview = new KeptAnswer<WireOverviewPage>();
  readonly #of: PlaceName;

  constructor(of: PlaceName) {
    this.#of = of;
    this.live = new LivePlaceStore(of);
    this.day = new LiveDay(of);
  }

  start(): () => void {
    this.place.show('place', (signal) => place(this.#of, signal));
    const all = [this.place, this.use, this.year, this.measures, this.overview];
    const stops = [this.live.start(), this.day.start(this.live)];
    // What runs changes with each quarter hour; a tab that nobody looks at asks nothing.
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') for (const answers of all) void answers.again();
    }, everyMs);
    return () => {
      for (const stop of stops) stop();
      clearInterval(timer);
      for (const answers of all) answers.stop();
    };
  }

  show({ carrier, view, at }: PlaceQuery, today: LocalDate, zone: string): void {
    const period = periodOf(view, at ?? today, zone);
    if (view === 'day') this.day.show(carrier, period.first);
    else if (view !== 'year') this.#showUse(this.use, carrier, period);
    const span = comparedSpan(period, today);
    this.measures.show(`${span.from} ${span.to}`, (signal) => placeMeasures(this.#of, span, signal));
    this.#showUse(this.year, carrier, periodOf('year', period.first, zone));
    const institution = this.#of.kind === 'institution' ? this.#of.id : undefined;
    this.overview.show(carrier, (signal) => overview(carrier, { institution }, signal));
  }

  /** Reads the bars of what is likely to be looked at next. */
  ahead({ carrier, view, at }: PlaceQuery, today: LocalDate, zone: string): void {
    if (view !== 'week' && view !== 'month') return;
    const asked = this.#use(carrier, periodOf(view, at ?? today, zone));
    void this.use.warm(asked.key, asked.ask);
  }

  #showUse(answers: KeptAnswer<WirePlaceUse>, carrier: UseCarrier, period: Period): void {
    const { key, ask } = this.#use(carrier, period);
    answers.show(key, ask);
  }

  #use(carrier: UseCarrier, { view, first: from, end: to }: Period) {
    const every = view === 'year' ? '1mo' : view === 'month' ? '1d' : '1h';
    // A year before, hours of a week would lie under other weekdays.
    const range = view === 'week' ? ({ every, from, to } as const) : ({ every, from, to, compare: 'year' } as const);
    return {
      key: `${carrier} ${view} ${from}`,
      ask: (signal: AbortSignal) => placeUse(this.#of, carrier, range, signal),
    };
  }
}
