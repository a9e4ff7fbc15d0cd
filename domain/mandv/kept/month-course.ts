/** A whole day of a baseline in which something was used. */
export interface DayOfBaseline {
  /** 1 … 12. */
  readonly month: number;
  readonly kind: 'open' | 'closed';
  /** By hour of the local clock. */
  readonly used: ArrayLike<number>;
}

/** Share of the day's use in each of 24 hours, of a calendar month; null: too little is known of it, the year's holds. */
export interface MonthCourse {
  readonly open: readonly number[] | null;
  readonly closed: readonly number[] | null;
}

/** Fewer days of a kind don't tell how a month's days go. */
const fewestDays = 5;
/** Millionths of a day: the text that is kept and hashed stays short. */
const millionth = 1e6;

/**
 * Of January … December. A building that heats by night in winter and cools by day in summer has no usual day of the
 * year: spread by one, each season's saving falls on the other's hours, and their prices. A month with too few days of a
 * kind (holidays, a feed that failed) takes those of its neighbours too.
 */
export function monthCourses(days: readonly DayOfBaseline[]): readonly MonthCourse[] {
  const kinds = { open: sumsOf(days, 'open'), closed: sumsOf(days, 'closed') };
  return Array.from({ length: 12 }, (_, month) => ({
    open: sharesOf(kinds.open, month),
    closed: sharesOf(kinds.closed, month),
  }));
}

interface Sum {
  readonly hours: readonly number[];
  readonly days: number;
}

function sumsOf(days: readonly DayOfBaseline[], kind: DayOfBaseline['kind']): readonly Sum[] {
  return Array.from({ length: 12 }, (_, month) => {
    const own = days.filter((day) => day.month === month + 1 && day.kind === kind);
    const hours = Array.from({ length: 24 }, (__, hour) => own.reduce((sum, { used }) => sum + used[hour]!, 0));
    return { hours, days: own.length };
  });
}

function sharesOf(sums: readonly Sum[], month: number): readonly number[] | null {
  const near = [sums[month]!, sums[(month + 11) % 12]!, sums[(month + 1) % 12]!];
  const taken = near[0]!.days >= fewestDays ? near.slice(0, 1) : near;
  if (taken.reduce((sum, { days }) => sum + days, 0) < fewestDays) return null;
  const hours = Array.from({ length: 24 }, (_, hour) => taken.reduce((sum, one) => sum + one.hours[hour]!, 0));
  const total = hours.reduce((sum, value) => sum + value, 0);
  return hours.map((value) => Math.round((value / total) * millionth) / millionth);
}
