import { describe, expect, it } from 'vitest';
import { daysFromCivil } from './civil.ts';
import { chinaDayTypes, dayTypesNamed, noDayTypes, unpublishedYears } from './day-types.ts';

describe('day types of mainland China', () => {
  it.each([
    // 国办发明电〔2024〕12号: National Day and Mid-Autumn of 2025.
    [2025, 9, 28, 'make-up-workday'],
    [2025, 10, 1, 'holiday'],
    [2025, 10, 8, 'holiday'],
    [2025, 10, 9, 'ordinary'],
    [2025, 10, 11, 'make-up-workday'],
    [2025, 10, 12, 'ordinary'],
    // Spring Festival of 2025 begins with a working Sunday.
    [2025, 1, 26, 'make-up-workday'],
    [2025, 1, 28, 'holiday'],
    // 2020: the holiday that was made longer in the first weeks of the epidemic.
    [2020, 1, 31, 'holiday'],
  ])('%d-%d-%d is: %s', (year, month, day, type) => {
    expect(chinaDayTypes.typeOf(daysFromCivil(year, month, day))).toBe(type);
  });

  it('a year that nobody has published is unpublished on every day, also on 1 October', () => {
    expect(chinaDayTypes.typeOf(daysFromCivil(2045, 10, 1))).toBe('unpublished');
    expect(chinaDayTypes.typeOf(daysFromCivil(2045, 3, 14))).toBe('unpublished');
    expect(unpublishedYears(chinaDayTypes, daysFromCivil(2025, 12, 1), daysFromCivil(2026, 2, 1))).toEqual([]);
    expect(unpublishedYears(chinaDayTypes, daysFromCivil(2045, 12, 30), daysFromCivil(2046, 1, 3))).toEqual([
      2045, 2046,
    ]);
  });

  it('calendars are found by name', () => {
    expect(dayTypesNamed('china')).toBe(chinaDayTypes);
    expect(dayTypesNamed('none')).toBe(noDayTypes);
    expect(dayTypesNamed('school-7')).toBeUndefined();
  });
});
