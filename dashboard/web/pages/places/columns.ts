import type { WirePlaceLine } from '../../../../domain/wire-places.ts';
import { finds, type Sorting } from '../../components/sorting.ts';

/** Columns that the lists of places can stand by. */
export const placeColumns = ['name', 'within', 'rate', 'today', 'share', 'amount', 'meters', 'age', 'area'] as const;
export type PlaceColumn = (typeof placeColumns)[number];
/** What takes most stands first. */
export const usualOrder: Sorting<PlaceColumn> = { column: 'rate', down: true };

export function keyOf(column: PlaceColumn): (line: WirePlaceLine) => number | string | null {
  switch (column) {
    case 'name':
      return ({ name }) => name;
    case 'within':
      return ({ parent }) => parent?.name ?? null;
    case 'rate':
      return ({ rateNow }) => rateNow;
    case 'today':
      return ({ today }) => today.value;
    case 'share':
      return ({ deviationShare }) => deviationShare;
    case 'amount':
      return ({ deviation }) => deviation;
    case 'meters':
      return ({ meters }) => (meters.total === 0 ? null : meters.live / meters.total);
    case 'age':
      return ({ ageSeconds }) => ageSeconds;
    case 'area':
      return ({ floorAreaM2 }) => floorAreaM2;
  }
}

export const matches =
  (typed: string) =>
  ({ id, name, parent }: WirePlaceLine): boolean =>
    finds(typed, `${id} ${name} ${parent?.name ?? ''}`);
