import type { Episode } from '../../../domain/alarms/episode.ts';
import type { AlarmRules } from '../../../domain/alarms/rules.ts';
import { heardUntil, longestSilenceMs, silentMs } from '../../../domain/alarms/silence.ts';
import type { AlarmEpisode } from '../../../storage/registry/alarm-port.ts';
import type { MeterWithPlace } from '../../../storage/registry/port.ts';
import type { House } from '../house.ts';
import { mapBreathing } from '../places/breath.ts';
import { subjectKey } from './watch.ts';

const hourMs = 3_600_000;

/** Which meters fell silent or speak again. A meter that never spoke is none: it may not be there yet. */
export async function judgeSilence(
  { store, registry, now }: Pick<House, 'store' | 'registry' | 'now'>,
  meters: readonly MeterWithPlace[],
  listeningSince: number,
  { silence }: AlarmRules,
  known: (key: string) => readonly AlarmEpisode[],
): Promise<AlarmEpisode[]> {
  const at = now();
  const latest = store.latest();
  let lastHeardAt = -Infinity;
  for (const { lastReceivedAt } of latest.values()) lastHeardAt = Math.max(lastHeardAt, lastReceivedAt);
  const found = await mapBreathing(meters, ({ id, building, carrier }): AlarmEpisode[] => {
    const newest = latest.get(id);
    const intervalMs = registry.directory.meter(id)?.rules.intervalMs;
    if (newest === undefined || intervalMs === undefined) return [];
    const longest = longestSilenceMs(intervalMs, silence);
    const heardAt = heardUntil(at, listeningSince, lastHeardAt, longest);
    const quiet = silentMs(newest.lastReadingAt, newest.lastReceivedAt, heardAt);
    const subject = { kind: 'meter-silent', building, meter: id, carrier } as const;
    const episodes = known(subjectKey(subject));
    if (quiet > longest) {
      if (episodes.some(({ episode: { state } }) => state === 'open' || state === 'silenced')) return [];
      const times = { openedAt: at, lastSeenAt: at, closedAt: null };
      return [
        {
          ...subject,
          ...times,
          id: null,
          episode: silentSince(quiet, intervalMs, longest),
          unit: 'h',
          wasteUnit: null,
        },
      ];
    }
    // Who was not heard because the house was off doesn't speak for that.
    const speaks = silentMs(newest.lastReadingAt, newest.lastReceivedAt, at) <= longest;
    if (!speaks) return [];
    return episodes.flatMap((own): AlarmEpisode[] => {
      const { episode } = own;
      if (episode.state === 'open')
        return [{ ...own, closedAt: at, episode: { ...episode, overDay: 0, state: 'over' } }];
      return episode.state === 'silenced' ? [{ ...own, episode: { ...episode, state: 'dismissed' } }] : [];
    });
  });
  return found.flat();
}

/** Silence knows no days and wastes nothing. */
function silentSince(quiet: number, intervalMs: number, longest: number): Episode {
  const hours = { found: quiet / hourMs, usual: intervalMs / hourMs, limit: longest / hourMs };
  const days = { openedDay: 0, lastDay: 0, judgedDay: 0, overDay: null };
  return { ...days, ...hours, seen: 1, quantity: 0, money: null, calm: 0, state: 'open' };
}
