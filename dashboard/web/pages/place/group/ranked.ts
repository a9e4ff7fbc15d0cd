import type { UseCarrier, WireAmount, WireMeasures } from '../../../../../domain/wire-places.ts';
import { sorted, type Sorting } from '../../../components/sorting.ts';
import type { Ranking } from '../../../router/places.ts';

/** A part of a place with the measures of one carrier. */
export interface Ranked {
  readonly kind: WireMeasures['children'][number]['kind'];
  readonly id: string;
  readonly name: string;
  readonly total: number | null;
  readonly estimated: number;
  readonly m2: number | null;
  readonly person: number | null;
  /** Against the year before; null when too little is known of either. */
  readonly change: number | null;
  readonly coverage: number | null;
  readonly lacksArea: boolean;
  readonly lacksPeople: boolean;
}

/** With less than this much known of it, a period is no measure to compare with. */
export const leastKnown = 0.9;

export function changeOf(total: WireAmount, before: WireAmount): number | null {
  if (total.value === null || before.value === null || before.value <= 0) return null;
  if (total.coverage < leastKnown || before.coverage < leastKnown) return null;
  return total.value / before.value - 1;
}

export function rankedParts(measures: WireMeasures, carrier: UseCarrier): readonly Ranked[] {
  return measures.children.flatMap((child) => {
    const own = child.carriers.find((one) => one.carrier === carrier);
    if (own === undefined) return [];
    return [
      {
        kind: child.kind,
        id: child.id,
        name: child.name,
        total: own.total.value,
        estimated: own.total.estimated,
        m2: own.perM2,
        person: own.perPerson,
        change: changeOf(own.total, own.before),
        coverage: own.total.coverage,
        lacksArea: child.floorAreaM2 === null,
        lacksPeople: child.people === null,
      },
    ];
  });
}

export const rankedColumns = ['name', 'total', 'm2', 'person', 'change', 'coverage'] as const;
export type RankedColumn = (typeof rankedColumns)[number];

export const inOrder = (rows: readonly Ranked[], { column, down }: Sorting<RankedColumn>): readonly Ranked[] =>
  sorted(rows, (row) => row[column], down);

/** What is most of the chosen measure stands first. */
export const usualRanking = (by: Ranking): Sorting<RankedColumn> => ({ column: by, down: true });
