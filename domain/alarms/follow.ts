import type { DayTypes } from '../time/day-types.ts';
import { opened, seenAgain, type Episode, type Waste } from './episode.ts';
import { judgedDays, silencedDays, type Margin } from './rules.ts';
import { usualOn, type Alike, type FigureOf, type Usual } from './usual.ts';

/** One building or meter under one rule. */
export interface Watched {
  readonly figureOf: FigureOf;
  /** Days that the rule speaks of at all; others are passed over. */
  readonly applies: (day: number) => boolean;
  readonly wasteOf: (day: number, found: number, usual: number) => Waste;
  readonly margin: Margin;
  readonly dayTypes: DayTypes;
  readonly alike: Alike;
  readonly toOpen: number;
  readonly toClose: number;
}

/**
 * Follows episodes day by day, up to `lastDay`, and judges the days of an open one again. A day of which nobody can
 * tell neither opens nor closes one. While an episode lasts it is measured against what was usual when it opened, so
 * that it can't become its own usual.
 * @param before the episodes of the last weeks, oldest first; only the last may be open
 * @returns those that are new or changed, oldest first; `at` is the place in `before`, null = new
 */
export function follow(
  watched: Watched,
  before: readonly Episode[],
  lastDay: number,
): { readonly at: number | null; readonly episode: Episode }[] {
  const episodes = [...before];
  const changed = new Set<number>();
  const put = (index: number, episode: Episode) => {
    episodes[index] = episode;
    changed.add(index);
  };
  const open = episodes.at(-1);
  if (open?.state === 'open') {
    const again = judgedAgain(watched, episodes, open);
    if (!isSame(open, again)) put(episodes.length - 1, again);
  }
  const last = episodes.at(-1);
  const from = Math.max(lastDay - judgedDays + 1, last === undefined ? -Infinity : last.judgedDay + 1);
  // An open episode is followed from where it was left, however long the platform was off.
  for (let day = last?.state === 'open' ? last.judgedDay + 1 : from; day <= lastDay; day++) {
    const found = watched.applies(day) ? watched.figureOf(day) : NaN;
    if (Number.isNaN(found)) continue;
    const index = episodes.length - 1;
    const own = episodes[index];
    if (own?.state === 'open') put(index, whileOpen(watched, own, day, found));
    else if (own?.state === 'silenced') {
      const back = found <= own.limit || day - own.lastDay > silencedDays;
      put(index, { ...own, judgedDay: day, state: back ? 'dismissed' : 'silenced' });
    } else {
      const usual = usualOf(watched, episodes, day);
      if (usual === null || !isOpening(watched, episodes, day, usual)) continue;
      put(episodes.length, opened(day, found, usual, watched.wasteOf(day, found, usual.usual)));
    }
  }
  return [...changed].map((index) => ({ at: index < before.length ? index : null, episode: episodes[index]! }));
}

/**
 * The days of an open episode as they are known by now: what came late is added, what was corrected leaves it, and with
 * nothing left of it (`seen` 0) it is over. Left as it is where the past that it is measured against can't be told any
 * more: it began too long ago, or other meters make up the figure now.
 */
function judgedAgain(watched: Watched, episodes: readonly Episode[], own: Episode): Episode {
  const { figureOf, applies, wasteOf } = watched;
  if (usualOf(watched, episodes, own.openedDay) === null) return own;
  let again: Episode = { ...own, lastDay: own.openedDay, seen: 0, quantity: 0, money: null, calm: 0 };
  for (let day = own.openedDay; day <= own.judgedDay; day++) {
    const found = applies(day) ? figureOf(day) : NaN;
    if (found > own.limit) again = seenAgain(again, day, found, wasteOf(day, found, own.usual));
    else if (!Number.isNaN(found)) again = { ...again, calm: again.calm + 1 };
  }
  const over = again.seen === 0 || again.calm >= watched.toClose;
  return { ...again, judgedDay: own.judgedDay, ...(over && { overDay: own.judgedDay, state: 'over' as const }) };
}

function isSame(a: Episode, b: Episode): boolean {
  return (Object.keys(a) as (keyof Episode)[]).every((part) => Object.is(a[part], b[part]));
}

function whileOpen({ wasteOf, toClose }: Watched, own: Episode, day: number, found: number): Episode {
  if (found > own.limit) return seenAgain(own, day, found, wasteOf(day, found, own.usual));
  const calm = own.calm + 1;
  const over = calm >= toClose;
  return { ...own, calm, judgedDay: day, ...(over && { overDay: day, state: 'over' as const }) };
}

/** Odd, and so were the days before it that could be told. */
function isOpening({ figureOf, applies, toOpen }: Watched, episodes: readonly Episode[], day: number, usual: Usual) {
  const free = (episodes.at(-1)?.judgedDay ?? -Infinity) + 1;
  for (let other = day, odd = 0; other >= Math.max(free, day - judgedDays); other--) {
    const found = applies(other) ? figureOf(other) : NaN;
    if (Number.isNaN(found)) continue;
    if (!(found > usual.limit)) return false;
    if (++odd >= toOpen) return true;
  }
  return false;
}

function usualOf({ figureOf, margin, dayTypes, alike }: Watched, episodes: readonly Episode[], day: number) {
  const counts = (other: number) =>
    !episodes.some(({ openedDay, lastDay, state }) => isOwn(state) && other >= openedDay && other <= lastDay);
  return usualOn(day, figureOf, counts, margin, dayTypes, alike);
}

/** What a person closed was said to be as it should: it is part of what is usual. */
const isOwn = (state: Episode['state']): boolean => state === 'open' || state === 'over';
