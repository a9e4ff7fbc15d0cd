import { describe, expect, it } from 'vitest';
import { LocalCalendar } from '../../../domain/time/calendar.ts';
import { instant } from './instant.ts';

const shanghai = new LocalCalendar('Asia/Shanghai');
const at = Date.parse('2026-11-23T08:15:00+08:00');

describe('an instant in a query', () => {
  it.each([
    ['with the zone’s offset', '2026-11-23T08:15:00+08:00', at],
    ['with another offset', '2026-11-23T01:15:00+01:00', at],
    ['in UTC', '2026-11-23T00:15:00Z', at],
    ['without seconds', '2026-11-23T00:15Z', at],
    ['with milliseconds', '2026-11-23T00:15:00.250Z', at + 250],
    ['with an offset without colon', '2026-11-23T08:15:00+0800', at],
    ['with a + that nobody encoded', '2026-11-23T08:15:00 08:00', at],
    ['as epoch milliseconds', String(at), at],
    ['as a date: midnight there, not in UTC', '2026-11-23', Date.parse('2026-11-22T16:00:00Z')],
  ])('%s', (_case, text, expected) => {
    expect(instant('from', text, shanghai)).toBe(expected);
  });

  it.each([
    ['a local time without offset could be anybody’s', '2026-11-23T08:15:00'],
    ['a day that does not exist', '2026-02-30'],
    ['a timestamp on a day that does not exist', '2026-02-30T00:00:00Z'],
    ['an hour that does not exist', '2026-02-03T25:00:00Z'],
    ['words', 'yesterday'],
    ['nothing', ''],
    ['a number beyond any clock', '99999999999999999'],
  ])('%s is refused by the parameter’s name', (_case, text) => {
    expect(instant('asOf', text, shanghai)).toMatchObject({
      body: { status: 400, errors: [{ path: 'asOf', code: 'invalid-parameter' }] },
    });
  });
});
