import type { DayKind } from '../places/day-kind.ts';

/** A tariff as the portfolio holds it; of several with one id the newest `validFrom` at a date counts. */
export interface Tariff {
  readonly id: string;
  /** `2026-01-01`; '' = from the beginning. */
  readonly validFrom: string;
  readonly periods: readonly TariffPeriod[];
}
export interface TariffPeriod {
  /** `7`, `7-8`, `7,8`, `11-2`, or a list of these; absent = every month. */
  readonly months?: string | readonly (string | number)[] | null;
  /** `workdays`, `weekends`, `holidays`, `all`, or days of the week as numbers (1 Monday … 7 or 0 Sunday) and spans. */
  readonly days?: string | readonly (string | number)[] | null;
  /** `08:00`; absent = midnight. `to` at or before `from` runs over midnight. */
  readonly from?: string | null;
  readonly to?: string | null;
  /** `peak`, `flat`, `valley`, 尖, 峰, 平, 谷…: as written. */
  readonly kind?: string | null;
  readonly price?: number | string | null;
}

/** One stretch of a local day, minutes from midnight. */
export interface TariffStretch {
  readonly fromMinute: number;
  readonly toMinute: number;
  readonly kind: string;
  /** Money a unit, as written; null = none given. */
  readonly price: string | null;
}

const dayMinutes = 1_440;

/** The version of a tariff that is valid on a date; null before the first. */
export function tariffAt(versions: readonly Tariff[], id: string, date: string): Tariff | null {
  let best: Tariff | null = null;
  for (const version of versions) {
    if (version.id !== id || version.validFrom > date) continue;
    if (best === null || version.validFrom >= best.validFrom) best = version;
  }
  return best;
}

/** Ids that say what they are a tariff of; any other is one of electricity. */
const otherCarriers: ReadonlySet<string> = new Set(['water', 'gas', 'heat', 'cooling', 'fuel', 'pv']);
/** `water`, `CITY-WATER-2026`, `水`, `居民水价`: the carrier that an id names; null = none. */
function carrierNamed(id: string): string | null {
  const named = id
    .toLowerCase()
    .split(/[^a-z]+/)
    .find((word) => otherCarriers.has(word));
  if (named !== undefined) return named;
  return id.includes('水') ? 'water' : id.includes('气') ? 'gas' : null;
}

/**
 * The tariff that a carrier is bought at on a date: the only one of that carrier, else the one that is called like it.
 * Null where none can be told.
 */
export function tariffFor(tariffs: readonly Tariff[], carrier: string, date: string): Tariff | null {
  const own = new Set<string>();
  for (const { id } of tariffs) if ((carrierNamed(id) ?? 'electricity') === carrier) own.add(id);
  return tariffAt(tariffs, own.size === 1 ? [...own][0]! : carrier, date);
}

/** Stretches of a local day, ascending; where periods overlap the first one in the list counts. Gaps stay gaps. */
export function stretchesOf(tariff: Tariff, month: number, weekday: number, kind: DayKind): TariffStretch[] {
  const minutes = new Array<TariffPeriod | undefined>(dayMinutes);
  for (const period of tariff.periods) {
    if (!monthMatches(period.months, month) || !dayMatches(period.days, weekday, kind)) continue;
    const from = minuteOf(period.from) ?? 0;
    const to = minuteOf(period.to) ?? dayMinutes;
    const length = to > from ? to - from : to - from + dayMinutes;
    for (let i = 0; i < length; i++) minutes[(from + i) % dayMinutes] ??= period;
  }
  const stretches: TariffStretch[] = [];
  let start = 0;
  for (let minute = 1; minute <= dayMinutes; minute++) {
    const period = minutes[start];
    if (minute < dayMinutes && minutes[minute] === period) continue;
    if (period !== undefined) {
      const price = period.price ?? null;
      stretches.push({
        fromMinute: start,
        toMinute: minute,
        kind: period.kind ?? '',
        price: price === null ? null : String(price),
      });
    }
    start = minute;
  }
  return stretches;
}

function minuteOf(clock: string | null | undefined): number | null {
  const parts = /^(\d{1,2}):(\d{2})/.exec(clock ?? '');
  return parts === null ? null : Number(parts[1]) * 60 + Number(parts[2]);
}

function monthMatches(months: TariffPeriod['months'], month: number): boolean {
  const spans = spansOf(months);
  return spans.length === 0 || spans.some(([from, to]) => within(month, from, to));
}

const weekNames: Readonly<Record<string, (weekday: number, kind: DayKind) => boolean>> = {
  all: () => true,
  everyday: () => true,
  workdays: (_, kind) => kind === 'workday' || kind === 'make-up-workday',
  workday: (_, kind) => kind === 'workday' || kind === 'make-up-workday',
  weekdays: (_, kind) => kind === 'workday' || kind === 'make-up-workday',
  weekends: (_, kind) => kind === 'weekend',
  weekend: (_, kind) => kind === 'weekend',
  holidays: (_, kind) => kind === 'holiday',
  holiday: (_, kind) => kind === 'holiday',
};

function dayMatches(days: TariffPeriod['days'], weekday: number, kind: DayKind): boolean {
  const words = wordsOf(days);
  if (words.length === 0) return true;
  return words.some((word) => {
    const named = weekNames[word.toLowerCase()];
    if (named !== undefined) return named(weekday, kind);
    return spansOf([word]).some(([from, to]) => within(weekday === 0 ? 7 : weekday, from || 7, to || 7));
  });
}

/** `11-2` runs over the end. */
const within = (value: number, from: number, to: number): boolean =>
  from <= to ? value >= from && value <= to : value >= from || value <= to;

function wordsOf(list: TariffPeriod['days']): string[] {
  if (list === null || list === undefined) return [];
  const parts = typeof list === 'string' ? [list] : list.map(String);
  return parts.flatMap((part) => part.split(/[,，、\s]+/)).filter((word) => word !== '');
}

function spansOf(list: TariffPeriod['months']): [number, number][] {
  return wordsOf(list).flatMap((word) => {
    const span = /^(\d{1,2})(?:[-–~至](\d{1,2}))?$/.exec(word);
    if (span === null) return [];
    const from = Number(span[1]);
    return [[from, span[2] === undefined ? from : Number(span[2])] as [number, number]];
  });
}
