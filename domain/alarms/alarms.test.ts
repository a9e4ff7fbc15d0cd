import { describe, expect, it } from 'vitest';
import { civilFromDays, daysFromCivil } from '../time/civil.ts';
import { chinaDayTypes } from '../time/day-types.ts';
import type { Episode } from './episode.ts';
import { leastOf, meanOf } from './figures.ts';
import { follow, type Watched } from './follow.ts';
import { meanPrice } from './price.ts';
import { alarmRules } from './rules.ts';
import { heardUntil, longestSilenceMs, silentMs } from './silence.ts';
import { isOff } from './usual.ts';

const on = (text: string): number => {
  const [year, month, day] = text.split('-').map(Number) as [number, number, number];
  return daysFromCivil(year, month, day);
};
const text = (day: number): string => {
  const { year, month, day: d } = civilFromDays(day);
  return `${year}-${String(month).padStart(2, '0')}-${String(d).padStart(2, '0')}`;
};
/** A little that differs from night to night, the same each time. */
const stir = (day: number, share: number): number => 1 + share * Math.sin(day * 12.9898);

type Kind = 'night-base-load' | 'weekend-base-load' | 'night-flow';
function watched(kind: Kind, figureOf: (day: number) => number, change: Partial<Watched> = {}): Watched {
  return {
    figureOf,
    applies: kind === 'weekend-base-load' ? (day) => isOff(day, chinaDayTypes) : () => true,
    wasteOf: (_, found, usual) => ({ quantity: (found - usual) * 24, money: (found - usual) * 24 * 4.5 }),
    margin: alarmRules.margins[kind],
    dayTypes: chinaDayTypes,
    alike: kind === 'night-flow' ? 'any' : 'same-sort',
    toOpen: 1,
    toClose: 2,
    ...change,
  };
}
const say = (episodes: readonly Episode[]): string[] =>
  episodes.map(({ openedDay, lastDay, overDay, seen, state }) =>
    [text(openedDay), text(lastDay), seen, overDay === null ? state : `over ${text(overDay)}`].join(' '),
  );
/** Looked at each morning from one day to another, as the platform does. */
function mornings(rule: Watched, from: string, to: string, before: readonly Episode[] = []): Episode[] {
  let episodes = [...before];
  for (let day = on(from); day <= on(to); day++) {
    for (const { at, episode } of follow(rule, episodes, day)) {
      episodes = at === null ? [...episodes, episode] : episodes.with(at, episode);
    }
  }
  return episodes;
}

const tuesday = on('2026-11-17');
/** Least hour of an office's water; from Tuesday on 1.8 m³/h more. */
const leaking =
  (until = Infinity) =>
  (day: number) =>
    0.05 * stir(day, 0.4) + (day > tuesday && day <= until ? 1.8 : 0);

describe('a leak', () => {
  it('that begins on a Tuesday is found on Wednesday morning and not before', () => {
    const rule = watched('night-flow', leaking());
    expect(say(mornings(rule, '2026-11-01', '2026-11-17'))).toEqual([]);
    const [episode] = mornings(rule, '2026-11-01', '2026-11-18');
    expect(say([episode!])).toEqual(['2026-11-18 2026-11-18 1 open']);
    expect(episode!.quantity).toBeCloseTo(1.8 * 24, 0);
    expect(episode!.money).toBeCloseTo(1.8 * 24 * 4.5, -1);
  });
  it('stays one episode for as long as it runs, two months too, and what it wasted adds up', () => {
    const [episode, ...more] = mornings(watched('night-flow', leaking()), '2026-11-01', '2027-01-20');
    expect(more).toEqual([]);
    expect(say([episode!])).toEqual(['2026-11-18 2027-01-20 64 open']);
    expect(episode!.quantity / 64).toBeCloseTo(1.8 * 24, 0);
  });
  it('is over after two nights in a row that were as usual; one alone doesn’t close it', () => {
    const paused = (day: number) => (day === on('2026-11-20') ? 0.05 : leaking(on('2026-11-22'))(day));
    expect(say(mornings(watched('night-flow', paused), '2026-11-01', '2026-11-30'))).toEqual([
      '2026-11-18 2026-11-22 4 over 2026-11-24',
    ]);
  });
  it('that was there all the time is the building’s usual: nobody can tell it from use', () => {
    expect(
      mornings(
        watched('night-flow', () => 1.85),
        '2026-11-01',
        '2026-11-30',
      ),
    ).toEqual([]);
  });
  it('of a drip is no alarm', () => {
    const drip = (day: number) => 0.01 + (day > tuesday ? 0.08 : 0);
    expect(mornings(watched('night-flow', drip), '2026-11-01', '2026-11-30')).toEqual([]);
  });
  it('two nights are asked for where one isn’t enough: a pool that is filled in one night is none', () => {
    const pool = (day: number) => (day === tuesday ? 9 : 0.05);
    const rule = { toOpen: 2 };
    expect(mornings(watched('night-flow', pool, rule), '2026-11-01', '2026-11-30')).toEqual([]);
    expect(say(mornings(watched('night-flow', leaking(), rule), '2026-11-01', '2026-11-19'))).toEqual([
      '2026-11-19 2026-11-19 1 open',
    ]);
  });
});

describe('a night with a hole: nobody can tell', () => {
  const holes = (days: readonly string[], figureOf: (day: number) => number) => (day: number) =>
    days.includes(text(day)) ? NaN : figureOf(day);

  it('opens no episode: the first night that is known does', () => {
    const rule = watched('night-flow', holes(['2026-11-18', '2026-11-19'], leaking()));
    expect(say(mornings(rule, '2026-11-01', '2026-11-20'))).toEqual(['2026-11-20 2026-11-20 1 open']);
  });
  it('closes none: silence after the leak is no mended pipe', () => {
    const silent = (day: number) => (day > on('2026-11-19') ? NaN : leaking()(day));
    expect(say(mornings(watched('night-flow', silent), '2026-11-01', '2026-11-30'))).toEqual([
      '2026-11-18 2026-11-19 2 open',
    ]);
  });
  it('lies between two usual nights, and they close it', () => {
    const rule = watched('night-flow', holes(['2026-11-21'], leaking(on('2026-11-19'))));
    expect(say(mornings(rule, '2026-11-01', '2026-11-30'))).toEqual(['2026-11-18 2026-11-19 2 over 2026-11-22']);
  });
  it('that is filled days later, when the meter is back, is judged then', () => {
    const late = watched('night-flow', leaking());
    const before = mornings(
      watched('night-flow', (day) => (day > tuesday ? NaN : leaking()(day))),
      '2026-11-01',
      '2026-11-22',
    );
    expect(before).toEqual([]);
    expect(say(mornings(late, '2026-11-23', '2026-11-23'))).toEqual(['2026-11-18 2026-11-23 6 open']);
  });
  it('a building that is new says nothing yet', () => {
    const young = (day: number) => (day < tuesday - 2 ? NaN : leaking()(day));
    expect(mornings(watched('night-flow', young), '2026-11-01', '2026-11-18')).toEqual([]);
  });
});

describe('days of an open episode are judged again when they change', () => {
  it('a false reading that was corrected takes its money with it', () => {
    const wrong = watched('night-flow', (day) => (day === tuesday ? 100 : 0.05));
    const before = mornings(wrong, '2026-11-01', '2026-11-17');
    expect(before[0]!.money).toBeGreaterThan(10_000);
    for (const corrected of [0.05, NaN]) {
      const rule = watched('night-flow', (day) => (day === tuesday ? corrected : 0.05));
      const [episode, ...more] = mornings(rule, '2026-11-17', '2026-11-20', before);
      expect(more).toEqual([]);
      expect(episode).toMatchObject({ state: 'over', overDay: tuesday, seen: 0, quantity: 0, money: null });
    }
  });
  it('one false night among true ones leaves, the others stay', () => {
    const wrong = (day: number) => (day === on('2026-11-19') ? 100 : leaking()(day));
    const before = mornings(watched('night-flow', wrong), '2026-11-01', '2026-11-20');
    const [episode] = mornings(watched('night-flow', leaking()), '2026-11-20', '2026-11-20', before);
    expect(say([episode!])).toEqual(['2026-11-18 2026-11-20 3 open']);
    expect(episode!.quantity).toBeCloseTo(3 * 1.8 * 24, -1);
  });
  it('nights in its middle that come late are added', () => {
    const holes = (day: number) => ([2, 3].includes(day - tuesday) ? NaN : leaking()(day));
    const before = mornings(watched('night-flow', holes), '2026-11-01', '2026-11-22');
    expect(say(before)).toEqual(['2026-11-18 2026-11-22 3 open']);
    const after = mornings(watched('night-flow', leaking()), '2026-11-22', '2026-11-22', before);
    expect(say(after)).toEqual(['2026-11-18 2026-11-22 5 open']);
    expect(after[0]!.quantity).toBeCloseTo(5 * 1.8 * 24, -1);
    expect(follow(watched('night-flow', leaking()), after, on('2026-11-22')), 'nothing new').toEqual([]);
  });
  it('a building that got another main meter tells nothing of the past, and keeps what was found', () => {
    const before = mornings(watched('night-flow', leaking()), '2026-11-01', '2026-11-20');
    const other = watched('night-flow', (day) => (day < on('2026-11-20') ? NaN : leaking()(day)));
    expect(say(mornings(other, '2026-11-20', '2026-11-21', before))).toEqual(['2026-11-18 2026-11-21 4 open']);
  });
});

describe('electricity while nobody works', () => {
  const office = (day: number) => 24 * stir(day, 0.05);
  it.each<[string, Kind, (day: number) => number, string[]]>([
    [
      'air conditioning that runs on',
      'night-base-load',
      (d) => office(d) + (d >= on('2026-11-20') ? 12 : 0),
      ['2026-11-20 2026-11-25 6 open'],
    ],
    ['a hospital with a high but usual night', 'night-base-load', (d) => 900 * stir(d, 0.12), []],
    ['a building whose nights differ much anyway', 'night-base-load', (d) => 60 * stir(d, 0.45), []],
    [
      'a cold spell that raises all nights slowly',
      'night-base-load',
      (d) => office(d) * (1 + 0.025 * Math.max(0, d - on('2026-11-05'))),
      [],
    ],
    ['Mondays that begin early', 'night-base-load', (d) => office(d) * ((d + 4) % 7 === 1 ? 1.8 : 1), []],
    ['half a kilowatt more in a small office', 'night-base-load', (d) => 1 + (d >= on('2026-11-20') ? 0.9 : 0), []],
    [
      'a weekend on which everything ran',
      'weekend-base-load',
      (d) => (d === on('2026-11-21') || d === on('2026-11-22') ? 1100 : 480 * stir(d, 0.05)),
      ['2026-11-21 2026-11-22 2 open'],
    ],
    [
      'workdays are no days off, whatever they use',
      'weekend-base-load',
      (d) => (isOff(d, chinaDayTypes) ? 480 : 2000),
      [],
    ],
  ])('%s', (_, kind, figureOf, expected) => {
    expect(say(mornings(watched(kind, figureOf), '2026-11-02', '2026-11-25'))).toEqual(expected);
  });
  it('a holiday is no workday: National Day uses what days off use, and the working Sunday after it isn’t one', () => {
    const use = (day: number) => (isOff(day, chinaDayTypes) ? 480 : 2000) * stir(day, 0.03);
    expect(mornings(watched('weekend-base-load', use), '2025-09-01', '2025-10-20')).toEqual([]);
    const busy = (day: number) => (text(day) === '2025-10-03' ? 2000 : use(day));
    expect(say(mornings(watched('weekend-base-load', busy), '2025-09-01', '2025-10-20'))).toEqual([
      '2025-10-03 2025-10-03 1 over 2025-10-05',
    ]);
  });
});

describe('what a person closed', () => {
  const closed = (episode: Episode): Episode => ({ ...episode, state: 'silenced' });
  const leak = watched('night-flow', leaking());
  const first = mornings(leak, '2026-11-01', '2026-11-19').map(closed);

  it('does not come back the next morning', () => {
    expect(say(mornings(leak, '2026-11-20', '2026-12-10', first))).toEqual(['2026-11-18 2026-11-19 2 silenced']);
  });
  it('comes back as a new one when it had been over for a time', () => {
    const twice = watched('night-flow', (day) =>
      day >= on('2026-11-21') && day < on('2026-11-24') ? 0.05 : leaking()(day),
    );
    expect(say(mornings(twice, '2026-11-20', '2026-11-25', first))).toEqual([
      '2026-11-18 2026-11-19 2 dismissed',
      '2026-11-24 2026-11-25 2 open',
    ]);
  });
  it('is the new usual after four weeks, and more than that is odd again', () => {
    const more = watched('night-flow', (day) => leaking()(day) + (day >= on('2027-01-05') ? 2 : 0));
    expect(say(mornings(more, '2026-11-20', '2027-01-06', first))).toEqual([
      '2026-11-18 2026-11-19 2 dismissed',
      '2027-01-05 2027-01-06 2 open',
    ]);
  });
});

describe('figures of a night', () => {
  it('the mean and the least of its hours; one that is not known makes the night unknown', () => {
    const hours = Float64Array.of(4, 2, 3, 1, 5, 90);
    expect(meanOf(hours, 0, 5)).toBe(3);
    expect(leastOf(hours, 1, 5)).toBe(1);
    hours[3] = NaN;
    expect([meanOf(hours, 0, 5), leastOf(hours, 1, 5)]).toEqual([NaN, NaN]);
  });
  it('their price: the mean of the periods, none where a part has none', () => {
    const valley = { fromMinute: 0, toMinute: 180, kind: '谷', price: '0.3' };
    const flat = { fromMinute: 180, toMinute: 1440, kind: '平', price: '0.8' };
    expect(meanPrice([valley, flat], 0, 5)).toBeCloseTo((3 * 0.3 + 2 * 0.8) / 5);
    expect(meanPrice([valley], 0, 5)).toBeNull();
    expect(meanPrice([], 0, 5)).toBeNull();
  });
});

describe('silence', () => {
  const hour = 3_600_000;
  it.each([
    ['a meter of a minute: two hours', 60_000, 2 * hour],
    ['a meter of an hour: three of its hours', hour, 3 * hour],
    ['a meter of a day: three days', 24 * hour, 72 * hour],
  ])('%s', (_, interval, longest) => expect(longestSilenceMs(interval, alarmRules.silence)).toBe(longest));
  it('a clock that runs a day ahead keeps no dead meter alive', () => {
    expect(silentMs(30 * hour, 6 * hour, 10 * hour)).toBe(4 * hour);
  });
  it('after a night in which the house itself was off nobody was silent, until it has listened long enough', () => {
    expect(heardUntil(20 * hour, 20 * hour, 10 * hour, 2 * hour)).toBe(10 * hour);
    expect(heardUntil(22 * hour, 20 * hour, 10 * hour, 2 * hour)).toBe(22 * hour);
  });
});
