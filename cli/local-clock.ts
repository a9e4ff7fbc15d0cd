import { Temporal } from 'temporal-polyfill';
import { LocalCalendar } from '../domain/time/calendar.ts';
import { readTimestamp, type ReadTimestamp } from './timestamp.ts';

const naive = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?)?$/;

/**
 * Reads ISO 8601 times, those without an offset on the local clock of a zone, a bare date as its midnight. An autumn hour
 * that comes twice is the earlier one at first and the later one after that, in the order of the file.
 */
export class LocalClock {
  readonly #timeZone: string;
  readonly #calendar: LocalCalendar;
  readonly #twice = new Set<string>();

  /** Throws a RangeError when the zone is unknown. */
  constructor(timeZone: string) {
    this.#timeZone = timeZone;
    this.#calendar = new LocalCalendar(timeZone);
  }

  read(text: string): ReadTimestamp {
    const match = naive.exec(text);
    if (!match) return readTimestamp(text);
    const [, date, hour] = match;
    // A check of the digits: as if it were UTC.
    const checked = readTimestamp(hour === undefined ? `${date}T00:00Z` : `${text}Z`);
    if (!checked.ok) return { ok: false, message: checked.message.replace(/Z"/, '"') };
    if (hour === undefined) return { ok: true, ms: this.#calendar.localMidnight(date!) };
    return this.#onTheClock(checked.ms, text);
  }

  #onTheClock(asUtc: number, text: string): ReadTimestamp {
    const local = Temporal.Instant.fromEpochMilliseconds(asUtc).toZonedDateTimeISO('UTC').toPlainDateTime();
    const earlier = local.toZonedDateTime(this.#timeZone, { disambiguation: 'earlier' });
    const later = local.toZonedDateTime(this.#timeZone, { disambiguation: 'later' });
    if (earlier.epochMilliseconds === later.epochMilliseconds) return { ok: true, ms: earlier.epochMilliseconds };
    if (!earlier.toPlainDateTime().equals(local)) {
      return {
        ok: false,
        message: `${JSON.stringify(text)} is skipped by the clocks of ${this.#timeZone}; are these labels without summer time? --timezone takes Etc/GMT-8 and the like`,
      };
    }
    const second = this.#twice.has(text);
    this.#twice.add(text);
    return { ok: true, ms: (second ? later : earlier).epochMilliseconds };
  }
}
