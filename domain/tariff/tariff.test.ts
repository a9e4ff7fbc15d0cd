import { describe, expect, it } from 'vitest';
import { stretchesOf, tariffAt, tariffFor, type Tariff } from './tariff.ts';

const tariff = (periods: Tariff['periods'], validFrom = ''): Tariff => ({ id: 'TOU', validFrom, periods });
const short = (found: ReturnType<typeof stretchesOf>) =>
  found.map(({ fromMinute, toMinute, kind }) => `${fromMinute / 60}-${toMinute / 60} ${kind}`);

describe('the tariff periods of a day', () => {
  const summer = tariff([
    { months: [7, 8], from: '10:00', to: '12:00', kind: 'sharp', price: '1.5' },
    { from: '08:00', to: '22:00', kind: 'peak', price: '1.2034' },
    { from: '22:00', to: '08:00', kind: 'valley', price: 0.4 },
  ]);

  it('the first period that fits counts, and one may run over midnight', () => {
    expect(short(stretchesOf(summer, 7, 1, 'workday'))).toEqual([
      '0-8 valley',
      '8-10 peak',
      '10-12 sharp',
      '12-22 peak',
      '22-24 valley',
    ]);
    expect(short(stretchesOf(summer, 9, 1, 'workday'))).toEqual(['0-8 valley', '8-22 peak', '22-24 valley']);
  });
  it('prices stay as written', () => {
    expect(stretchesOf(summer, 9, 1, 'workday').map(({ price }) => price)).toEqual(['0.4', '1.2034', '0.4']);
  });
  it.each([
    ['11-2', 1, true],
    ['11-2', 12, true],
    ['11-2', 6, false],
    ['7,8', 8, true],
    [['1-3', 12], 12, true],
  ])('months %j, month %i: %s', (months, month, there) => {
    expect(stretchesOf(tariff([{ months }]), month, 1, 'workday').length > 0).toBe(there);
  });
  it.each([
    ['workdays', 6, 'make-up-workday', true],
    ['workdays', 1, 'holiday', false],
    ['holidays', 1, 'holiday', true],
    ['6-7', 0, 'weekend', true],
    [[0], 0, 'weekend', true],
    ['1-5', 6, 'weekend', false],
  ] as const)('days %j on weekday %i (%s): %s', (days, weekday, kind, there) => {
    expect(stretchesOf(tariff([{ days }]), 5, weekday, kind).length > 0).toBe(there);
  });
});

it('the version that is valid on the date', () => {
  const versions = [tariff([], ''), tariff([], '2026-01-01'), tariff([], '2025-01-01')];
  expect(tariffAt(versions, 'TOU', '2025-12-31')?.validFrom).toBe('2025-01-01');
  expect(tariffAt(versions, 'TOU', '2026-01-01')?.validFrom).toBe('2026-01-01');
  expect(tariffAt(versions.slice(1), 'TOU', '2020-01-01')).toBeNull();
});

describe('the tariff of a carrier', () => {
  const named = (...ids: string[]) => ids.map((id) => ({ id, validFrom: '', periods: [] }));
  it.each([
    ['the only one there is', 'electricity', ['DEMO-TOU'], 'DEMO-TOU'],
    ['electricity beside water', 'electricity', ['DEMO-TOU', 'DEMO-WATER'], 'DEMO-TOU'],
    ['water beside electricity', 'water', ['DEMO-TOU', 'DEMO-WATER'], 'DEMO-WATER'],
    ['water in Chinese', 'water', ['大工业电价', '非居民水价'], '非居民水价'],
    ['electricity’s is not water’s', 'water', ['DEMO-TOU'], undefined],
    ['of two, the one that is called like it', 'electricity', ['TOU', 'electricity'], 'electricity'],
    ['of two that don’t say, none', 'electricity', ['TOU', 'FLAT'], undefined],
  ])('%s', (_, carrier, ids, expected) => {
    expect(tariffFor(named(...ids), carrier, '2026-11-23')?.id).toBe(expected);
  });
});
