import type { Usual } from './usual.ts';

/** An episode of one kind at one building or meter, in local days counted from 1970. */
export interface Episode {
  readonly openedDay: number;
  /** The last day on which it was found. */
  readonly lastDay: number;
  /** How often it was found; 0: what it was found by was corrected. */
  readonly seen: number;
  /** As it was found last; usual and limit as they were when it opened. */
  readonly found: number;
  readonly usual: number;
  readonly limit: number;
  readonly quantity: number;
  /** Yuan of the days that a tariff is known for; null = of none. */
  readonly money: number | null;
  /** Days in a row that were back to usual. */
  readonly calm: number;
  /** Everything up to here has been looked at. */
  readonly judgedDay: number;
  /** It was over by itself; null while it lasts, or when a person closed it. */
  readonly overDay: number | null;
  /**
   * `open`; `over`: closed by itself; `silenced`: a person closed it while it was not over, and until it is there is no
   * other; `dismissed`: closed by a person and back to usual since.
   */
  readonly state: 'open' | 'over' | 'silenced' | 'dismissed';
}

/** What a day beyond usual wasted. */
export interface Waste {
  readonly quantity: number;
  readonly money: number | null;
}

export const sumOfMoney = (a: number | null, b: number | null): number | null =>
  a === null ? b : b === null ? a : a + b;

export function opened(day: number, found: number, { usual, limit }: Usual, waste: Waste): Episode {
  return {
    openedDay: day,
    lastDay: day,
    seen: 1,
    found,
    usual,
    limit,
    ...waste,
    calm: 0,
    judgedDay: day,
    overDay: null,
    state: 'open',
  };
}

export function seenAgain(episode: Episode, day: number, found: number, waste: Waste): Episode {
  return {
    ...episode,
    lastDay: day,
    seen: episode.seen + 1,
    found,
    quantity: episode.quantity + waste.quantity,
    money: sumOfMoney(episode.money, waste.money),
    calm: 0,
    judgedDay: day,
  };
}
