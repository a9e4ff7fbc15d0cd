import type { AlarmEpisode } from '../../../storage/registry/alarm-port.ts';
import { subjectKey } from './watch.ts';

/**
 * Closes open episodes that nobody judges any more, or they would stay open for ever: their meter moved to another
 * building or is no main meter now, or their building has none left.
 * @param about of the episodes those that this round would have judged
 */
export function closeUnwatched(
  episodes: readonly AlarmEpisode[],
  about: (kind: AlarmEpisode['kind']) => boolean,
  watched: ReadonlySet<string>,
  at: number,
): AlarmEpisode[] {
  return episodes
    .filter((own) => own.episode.state === 'open' && about(own.kind) && !watched.has(subjectKey(own)))
    .map((own) => ({
      ...own,
      closedAt: at,
      reason: 'not-watched',
      episode: { ...own.episode, overDay: own.episode.judgedDay, state: 'over' },
    }));
}
