import { expect, test } from 'vitest';
import { profileWeights, type ProfileHours } from './profile.ts';
import { day, hour, minute } from './testing.ts';

// Monday, 2 March 2026.
const monday = Date.UTC(2026, 2, 2);
const isWeekend = (ts: number): boolean => [0, 6].includes(new Date(ts).getUTCDay());
const slotOf = (ts: number) => ({ hour: new Date(ts).getUTCHours(), day: isWeekend(ts) ? 1 : 0 });

/** Four weeks of an office: 12 kWh an hour from 8 to 18 on workdays, 2 otherwise, 1 at weekends. */
function office(weeks: number): ProfileHours {
  const startsAt = Float64Array.from({ length: weeks * 168 }, (_, i) => monday + i * hour);
  const use = (ts: number): number => {
    const clock = new Date(ts).getUTCHours();
    return isWeekend(ts) ? 1 : clock >= 8 && clock < 18 ? 12 : 2;
  };
  return { startsAt, value: startsAt.map(use), measured: new Uint8Array(startsAt.length).fill(1) };
}

test('a gap from Friday noon to Saturday noon is laid out as the meter lives', () => {
  const friday = monday + 4 * day + 12 * hour;
  const weights = profileWeights(office(4), slotOf, friday, friday + day)!;
  expect(weights).toHaveLength(96);
  // Friday 12–18, Friday night, Saturday.
  expect([weights[0], weights[23], weights[24], weights[48], weights[95]]).toEqual([3, 3, 0.5, 0.25, 0.25]);
});

test('quarter hours are counted from the one in which the gap begins', () => {
  expect(profileWeights(office(2), slotOf, monday + 7 * minute, monday + 31 * minute)).toEqual([0.5, 0.5, 0.5]);
});

test('hours that are not measured say nothing: a week must be left', () => {
  const hours = office(2);
  hours.measured.fill(0, 168);
  expect(profileWeights(hours, slotOf, monday, monday + day)).not.toBeNull();
  hours.measured[0] = 0;
  expect(profileWeights(hours, slotOf, monday, monday + day)).toBeNull();
});

test('a kind of day that was hardly seen takes the hour of all days', () => {
  const hours = office(2);
  const holiday = (ts: number) => (ts >= monday + 13 * day ? { ...slotOf(ts), day: 9 } : slotOf(ts));
  const sunday = monday + 13 * day;
  // One holiday is in the hours: 10 workdays of 12 kWh and 4 days of 1 kWh at noon.
  expect(profileWeights(hours, holiday, sunday + 12 * hour, sunday + 12.25 * hour)![0]).toBeCloseTo(124 / 14 / 4, 12);
});

test('a meter without use has no profile', () => {
  const hours = office(2);
  hours.value.fill(0);
  expect(profileWeights(hours, slotOf, monday, monday + day)).toBeNull();
});
