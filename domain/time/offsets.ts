import { Temporal } from 'temporal-polyfill';

/** A stretch of time in which the zone's offset does not change: [from, until), ms UTC. */
interface OffsetPeriod {
  readonly from: number;
  readonly until: number;
  readonly offsetMs: number;
}

/** Offsets of one zone, looked up once for each stretch between two clock changes. */
export class ZoneOffsets {
  readonly #timeZone: string;
  /** Ascending, not overlapping; filled as instants are asked for. */
  readonly #periods: OffsetPeriod[] = [];
  #last: OffsetPeriod = { from: 0, until: 0, offsetMs: 0 };

  /** Throws a RangeError when the zone is unknown. */
  constructor(timeZone: string) {
    this.#timeZone = timeZone;
    this.#last = this.#add(Date.UTC(2000, 0, 1));
  }

  /** Local time minus UTC at that instant, ms. */
  at(ts: number): number {
    return this.periodAt(ts).offsetMs;
  }

  periodAt(ts: number): OffsetPeriod {
    const last = this.#last;
    if (ts >= last.from && ts < last.until) return last;
    const known = this.#periods.find((p) => ts >= p.from && ts < p.until);
    return (this.#last = known ?? this.#add(ts));
  }

  #add(ts: number): OffsetPeriod {
    const here = Temporal.Instant.fromEpochMilliseconds(Math.floor(ts)).toZonedDateTimeISO(this.#timeZone);
    const next = here.getTimeZoneTransition('next');
    // `previous` is strictly before: ask from a moment later, so that the instant of a change belongs to its period.
    const previous = here.add({ milliseconds: 1 }).getTimeZoneTransition('previous');
    const period = {
      from: previous?.epochMilliseconds ?? -Infinity,
      until: next?.epochMilliseconds ?? Infinity,
      offsetMs: here.offsetNanoseconds / 1e6,
    };
    this.#periods.push(period);
    return period;
  }
}
