import { civilFromDays, dayMs } from '../../time/civil.ts';
import type { DayTypes } from '../../time/day-types.ts';
import { ZoneOffsets } from '../../time/offsets.ts';

const hourMs = 3_600_000;
const friday = 4;
const sunday = 6;
export const hoursOfWeek = 168;

/**
 * Month and hour of week of instants on a zone's clock. Asked for instants of one day after another it costs a few
 * additions; both hours that a clock set back shows twice get the same hour of week. A holiday has Sunday's hours, a
 * make-up workday Friday's (spec §15 case 23); a day of a year without published holidays keeps its weekday.
 */
export class LocalHours {
  readonly #offsets: ZoneOffsets;
  readonly #dayTypes: DayTypes;
  /** Local days from 1970-01-01, 0…11 and 0…167 of the instant last located. */
  day = NaN;
  month = NaN;
  hourOfWeek = NaN;
  #firstHourOfDay = NaN;

  /** Throws a RangeError when the zone is unknown. */
  constructor(timeZone: string, dayTypes: DayTypes) {
    this.#offsets = new ZoneOffsets(timeZone);
    this.#dayTypes = dayTypes;
  }

  locate(startsAt: number): void {
    const local = startsAt + this.#offsets.at(startsAt);
    const day = Math.floor(local / dayMs);
    if (day !== this.day) {
      this.day = day;
      this.month = civilFromDays(day).month - 1;
      this.#firstHourOfDay = 24 * this.#profileWeekday(day);
    }
    this.hourOfWeek = this.#firstHourOfDay + Math.floor((local - day * dayMs) / hourMs);
  }

  #profileWeekday(day: number): number {
    const type = this.#dayTypes.typeOf(day);
    if (type === 'holiday') return sunday;
    if (type === 'make-up-workday') return friday;
    // 1970-01-01 was a Thursday.
    return (((day + 3) % 7) + 7) % 7;
  }
}
