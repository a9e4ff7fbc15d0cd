import type { DerivedChange } from '../../../collector/port.ts';
import type { MeterWithPlace } from '../../../storage/registry/port.ts';
import { qualities, type IntervalColumns } from '../../../storage/series/port.ts';
import { breath, metersAtOnce, portions } from './breath.ts';
import type { House } from '../house.ts';

const missing = qualities.indexOf('missing');
const estimated = qualities.indexOf('estimated');

/** Parts of a day that were measured and estimated, by quarter hours. */
export interface DayParts {
  readonly measured: number;
  readonly estimated: number;
}

/** Most days are one of these two: kept once, not once a meter and day. */
const whole: DayParts = { measured: 1, estimated: 0 };
const nothing: DayParts = { measured: 0, estimated: 0 };

/** Past days kept of a meter: what the pages ask, and a week more. */
const mostDays = 35;

type Options = Pick<House, 'store' | 'collector' | 'registry' | 'calendar' | 'now' | 'today'>;

interface Kept {
  /** By the day's beginning. */
  readonly days: Map<number, DayParts>;
  /** Counts changes of past days: what was read before one is not kept. */
  changes: number;
}

/**
 * How complete each day of a meter is. Past days are remembered, because the pages ask for four weeks of every meter; a
 * derivation that touches one, a rebuild and any change of the register forget what rests on them. Today is read anew.
 */
export class KnownQuality {
  readonly #options: Options;
  #kept = new Map<string, Kept>();

  constructor(options: Options) {
    this.#options = options;
  }

  start(): void {
    this.#options.collector.onDerived((changes) => this.#changed(changes));
    this.#options.registry.onChanged(() => this.forget());
  }

  /** All derived content was made again. */
  forget(): void {
    this.#kept = new Map();
  }

  /** @param edges of local days up to the end of today, which is read up to `now` */
  async of(
    meters: readonly MeterWithPlace[],
    edges: Float64Array,
    now: number,
  ): Promise<readonly (readonly DayParts[])[]> {
    const found: (readonly DayParts[])[] = [];
    for (const few of portions(meters, metersAtOnce)) {
      found.push(...(await this.#read(few, edges, now)));
      await breath();
    }
    return found;
  }

  async #read(
    meters: readonly MeterWithPlace[],
    edges: Float64Array,
    now: number,
  ): Promise<readonly (readonly DayParts[])[]> {
    const days = edges.length - 1;
    const all = this.#kept;
    const kept = meters.map(({ id }) => keptOf(all, id));
    const before = kept.map(({ changes }) => changes);
    const past = Array.from(edges.subarray(0, Math.max(0, days - 1)));
    // Taken before anything is awaited: what changes meanwhile is in the next answer.
    const known = kept.map((own) => pastOf(own, past));
    const [todays, everything] = await Promise.all([
      this.#options.today.of(meters, edges[days - 1]!),
      this.#past(
        meters.filter((_, i) => known[i] === null),
        edges.subarray(0, days),
      ),
    ]);
    let e = 0;
    return kept.map((own, i) => {
      const today = byDay(todays[i]!, Float64Array.of(edges[days - 1]!, now));
      const remembered = known[i]!;
      if (remembered !== null) return [...remembered, ...today];
      const parts = everything[e++]!;
      // After `forget` this is a map that nobody looks at any more.
      if (own.changes === before[i]) keep(own, past, parts);
      return [...parts, ...today];
    });
  }

  /** Days are asked first: those of which nothing is known need no look at their quarter hours. */
  async #past(meters: readonly MeterWithPlace[], edges: Float64Array): Promise<readonly (readonly DayParts[])[]> {
    const days = edges.length - 1;
    if (meters.length === 0 || days < 1) return meters.map(() => []);
    const [from, to] = [edges[0]!, edges[days]!];
    const rough = await this.#columns(meters, '1d', from, to);
    const empty = rough.map(({ coverage, quality }) =>
      coverage.every((part, i) => part === 0 && quality[i] === missing),
    );
    const fine = await this.#columns(
      meters.filter((_, i) => !empty[i]),
      '15m',
      from,
      to,
    );
    let f = 0;
    return empty.map((none) => (none ? new Array<DayParts>(days).fill(nothing) : byDay(fine[f++]!, edges)));
  }

  async #columns(
    meters: readonly MeterWithPlace[],
    every: '15m' | '1d',
    from: number,
    to: number,
  ): Promise<readonly IntervalColumns[]> {
    if (meters.length === 0) return [];
    return this.#options.store.intervalsOf(
      meters.map(({ id, register }) => ({ meter: id, point: register.point })),
      every,
      from,
      to,
    );
  }

  #changed(changes: readonly DerivedChange[]): void {
    const today = this.#options.calendar.startOfDay(this.#options.now());
    for (const { meter, from, to } of changes) {
      const own = this.#kept.get(meter);
      if (own === undefined || from >= today) continue;
      own.changes++;
      for (const day of own.days.keys())
        if (day < to && this.#options.calendar.nextDay(day) > from) own.days.delete(day);
    }
  }
}

function keptOf(all: Map<string, Kept>, meter: string): Kept {
  let own = all.get(meter);
  if (own === undefined) all.set(meter, (own = { days: new Map(), changes: 0 }));
  return own;
}

/** null: not all of these days are known. */
function pastOf({ days }: Kept, past: readonly number[]): readonly DayParts[] | null {
  const parts: DayParts[] = [];
  for (const day of past) {
    const part = days.get(day);
    if (part === undefined) return null;
    parts.push(part);
  }
  return parts;
}

function keep({ days }: Kept, past: readonly number[], parts: readonly DayParts[]): void {
  past.slice(-mostDays).forEach((day, i, kept) => days.set(day, parts[i + past.length - kept.length]!));
  for (const day of days.keys()) {
    if (days.size <= mostDays) return;
    days.delete(day);
  }
}

function byDay({ startsAt, quality, coverage }: IntervalColumns, edges: Float64Array): DayParts[] {
  const result: DayParts[] = [];
  let at = 0;
  for (let day = 0; day + 1 < edges.length; day++) {
    let [quarters, measured, guessed] = [0, 0, 0];
    for (; at < startsAt.length && startsAt[at]! < edges[day + 1]!; at++, quarters++) {
      // What is known of a missing quarter hour was measured.
      if (quality[at] === estimated) guessed++;
      else measured += quality[at] === missing ? Math.min(1, coverage[at]!) : 1;
    }
    if (guessed === 0 && measured === 0) result.push(nothing);
    else if (guessed === 0 && measured === quarters) result.push(whole);
    else result.push({ measured: measured / quarters, estimated: guessed / quarters });
  }
  return result;
}
