import { profileWeights, type ProfileHours, type Slot } from '../../../domain/metering/profile.ts';
import { dayKind } from '../../../domain/places/day-kind.ts';
import { qualities, type StoredFinding } from '../../../storage/series/port.ts';
import type { House } from '../house.ts';
import { problem, type Problem } from '../http/problem.ts';
import { dayNumber, dayTypesOf } from '../places/read.ts';

type Sources = Pick<House, 'intervals' | 'calendar' | 'timezone' | 'now'>;

const dayMs = 86_400_000;
/** Hours of so many days on either side say what is usual. */
const aroundDays = 28;
const longestDays = 400;
const measured = qualities.indexOf('measured');
const kinds = ['workday', 'weekend', 'holiday', 'make-up-workday'] as const;

/** Weights of the quarter hours of a gap by the meter's own measured hours around it; a problem when there are too few. */
export async function profileOf(
  { meter, point, from, to }: StoredFinding,
  { intervals, calendar, timezone, now }: Sources,
): Promise<readonly number[] | Problem> {
  if (to - from > longestDays * dayMs) {
    return problem(409, 'too-long', `A gap of more than ${longestDays} days has no profile of its own.`);
  }
  const start = calendar.startOfDay(from - aroundDays * dayMs);
  const end = Math.min(calendar.startOfDay(to + (aroundDays + 1) * dayMs), now());
  const { startsAt, value, coverage, quality } = await intervals.of({ meter, point }, '1h', start, end);
  const hours: ProfileHours = {
    startsAt,
    value,
    measured: quality.map((code, i) => (code === measured && coverage[i] === 1 ? 1 : 0)),
  };
  const dayTypes = dayTypesOf(timezone);
  const slotOf = (ts: number): Slot => {
    const local = calendar.iso(ts);
    return { hour: Number(local.slice(11, 13)), day: kinds.indexOf(dayKind(dayNumber(local.slice(0, 10)), dayTypes)) };
  };
  const weights = profileWeights(hours, slotOf, from, to);
  if (weights !== null) return weights;
  const detail = `In the ${aroundDays} days on either side too few hours were measured to say what is usual.`;
  return problem(409, 'too-little-known', detail);
}
