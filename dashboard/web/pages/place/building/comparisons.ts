import type { WirePlaceDay } from '../../../../../domain/wire-places.ts';
import type { DayNames } from '../../../charts/load/day-words.ts';
import type { Messages } from '../../../messages/type.ts';
import type { Comparison, PlaceView } from '../../../router/places.ts';

/** What can be drawn beside a view of a building, with its word. A day that isn't read yet has nothing to be compared with. */
export function comparisonsOf(
  view: PlaceView,
  day: WirePlaceDay | null,
  present: boolean,
  names: DayNames | null,
  weather: boolean,
  m: Messages,
): readonly { readonly name: Comparison; readonly word: string }[] {
  const words = m.places.comparisons;
  if (view !== 'day') {
    const year = { name: 'year' as const, word: m.building.useChart.before[view] };
    return weather ? [year, { name: 'weather', word: words.weather }] : [year];
  }
  if (names === null) return [];
  return [
    { name: 'yesterday', word: present ? words.yesterday : words.dayBefore },
    { name: 'band', word: names.band },
    { name: 'week', word: names.week },
    ...(day !== null && day.tariff.length > 0 ? [{ name: 'tariff' as const, word: words.tariff }] : []),
  ];
}
