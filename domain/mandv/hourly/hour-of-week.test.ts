import { describe, expect, it } from 'vitest';
import { daysFromCivil } from '../../time/civil.ts';
import { noDayTypes, type DayTypes } from '../../time/day-types.ts';
import { LocalHours } from './hour-of-week.ts';

function located(timeZone: string, instants: readonly string[], dayTypes: DayTypes = noDayTypes): string[] {
  const clock = new LocalHours(timeZone, dayTypes);
  return instants.map((iso) => {
    clock.locate(Date.parse(iso));
    return `month ${clock.month + 1}, hour ${clock.hourOfWeek}`;
  });
}

describe('hour of the week', () => {
  it('begins on Monday 00:00 of the local clock', () => {
    expect(located('Asia/Shanghai', ['2026-11-22T15:00Z', '2026-11-22T16:00Z', '2026-11-22T17:00Z'])).toEqual([
      'month 11, hour 167',
      'month 11, hour 0',
      'month 11, hour 1',
    ]);
  });

  it('both hours from 01:00 of London’s autumn are one hour of the week; spring has no hour from 01:00', () => {
    const autumn = ['2019-10-27T00:00Z', '2019-10-27T01:00Z', '2019-10-27T02:00Z'];
    expect(located('Europe/London', autumn)).toEqual([
      'month 10, hour 145',
      'month 10, hour 145',
      'month 10, hour 146',
    ]);
    expect(located('Europe/London', ['2019-03-31T00:00Z', '2019-03-31T01:00Z'])).toEqual([
      'month 3, hour 144',
      'month 3, hour 146',
    ]);
  });

  it('China had summer time in 1990: what was 08:00 is 09:00 from 15 April on', () => {
    // Two Mondays at 00:00 UTC.
    expect(located('Asia/Shanghai', ['1990-04-09T00:00Z', '1990-04-16T00:00Z'])).toEqual([
      'month 4, hour 8',
      'month 4, hour 9',
    ]);
  });

  it('zones at a quarter or a half of an hour take the hour that their clock shows', () => {
    // 02:00 UTC is 07:45 in Kathmandu and 07:30 in Kolkata.
    expect(located('Asia/Kathmandu', ['2026-11-23T02:00Z'])).toEqual(['month 11, hour 7']);
    expect(located('Asia/Kolkata', ['2026-11-23T02:00Z'])).toEqual(['month 11, hour 7']);
  });

  it('days before 1970 have weekdays too', () => {
    // 1969-12-28 was a Sunday.
    expect(located('UTC', ['1969-12-28T05:00Z', '1969-12-29T05:00Z'])).toEqual([
      'month 12, hour 149',
      'month 12, hour 5',
    ]);
  });

  it('a holiday has Sunday’s hours and a make-up workday Friday’s; an unpublished year keeps its weekdays', () => {
    const days: DayTypes = {
      name: 'test',
      typeOf: (day) =>
        day === daysFromCivil(2026, 11, 25) ? 'holiday'
        : day === daysFromCivil(2026, 11, 28) ? 'make-up-workday'
        : 'unpublished', // prettier-ignore
    };
    const noons = ['2026-11-25T12:00Z', '2026-11-28T12:00Z', '2026-11-26T12:00Z'];
    expect(located('UTC', noons, days)).toEqual(['month 11, hour 156', 'month 11, hour 108', 'month 11, hour 84']);
  });

  it('instants may come in any order', () => {
    const far = ['2026-11-23T00:00Z', '2019-07-01T00:00Z', '2026-11-23T00:00Z', '2019-07-01T00:00Z'];
    const [a, b, c, d] = located('Europe/London', far);
    expect([c, d]).toEqual([a, b]);
    expect(b).toBe('month 7, hour 1');
  });
});
