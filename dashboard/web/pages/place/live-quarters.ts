import type { LivePlaceCarrier, WirePlaceDay } from '../../../../domain/wire-places.ts';

type Quarters = LivePlaceCarrier['quarters'];

/**
 * A day with the quarter hours that became known since. A quarter hour that the live topic calls missing is left as it
 * is: the day's own answer may have told it by the other meters, and is asked for again.
 * @returns the same day when nothing of it changed
 */
export function withQuarters(day: WirePlaceDay, quarters: Quarters): WirePlaceDay {
  const rate = [...day.today.rate];
  const letters = [...day.today.quality];
  let changed = false;
  for (const [i, value, letter] of quarters) {
    if (letter === 'x' || letter === '-' || value === null || i < 0 || i >= rate.length) continue;
    if (rate[i] === value && letters[i] === letter) continue;
    rate[i] = value;
    letters[i] = letter;
    changed = true;
  }
  if (!changed) return day;
  const quality = letters.join('');
  const known = letters.findLastIndex((letter) => letter !== '-' && letter !== 'x') + 1;
  return {
    ...day,
    today: { rate, quality },
    knownUntil: known === 0 ? null : (day.ts[known] ?? day.knownUntil),
    totals: { ...day.totals, peak: peakOf(rate, day.ts) },
  };
}

function peakOf(rate: readonly (number | null)[], ts: readonly string[]): WirePlaceDay['totals']['peak'] {
  let best = -1;
  rate.forEach((value, i) => {
    if (value !== null && (best < 0 || value > rate[best]!)) best = i;
  });
  return best < 0 ? null : { rate: rate[best]!, ts: ts[best]! };
}
