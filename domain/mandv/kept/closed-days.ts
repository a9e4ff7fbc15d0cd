import { chinaDayTypes, noDayTypes } from '../../time/day-types.ts';

const dayMs = 86_400_000;
const china = new Set(['Asia/Shanghai', 'Asia/Urumqi', 'Asia/Chongqing', 'Asia/Harbin', 'Asia/Kashgar', 'PRC']);

/** Weekends and public holidays are closed, make-up workdays are not. `date`: local day, `2026-03-01`. */
export function closedDays(timeZone: string): (date: string) => boolean {
  const dayTypes = china.has(timeZone) ? chinaDayTypes : noDayTypes;
  const known = new Map<string, boolean>();
  return (date) => {
    let closed = known.get(date);
    if (closed === undefined) {
      const day = Date.parse(`${date}T00:00:00Z`) / dayMs;
      const type = dayTypes.typeOf(day);
      // 1 January 1970 was a Thursday.
      const weekend = (((day + 4) % 7) + 7) % 7 === 0 || (((day + 4) % 7) + 7) % 7 === 6;
      closed = type === 'holiday' || (weekend && type !== 'make-up-workday');
      known.set(date, closed);
    }
    return closed;
  };
}
