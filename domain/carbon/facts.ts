/**
 * What a place was at a time: its area, its people, where it belonged. A fact holds from its day on until the next one;
 * it is known from when it was written down. Nothing is ever changed: what was known on a date can be told again.
 */
export const factKinds = [
  /** Region of an institution. */
  'region',
  /** Institution of a building. */
  'institution',
  /** Building of a meter. */
  'building',
  /** m² of an institution or building. */
  'floorAreaM2',
  /** People of an institution. */
  'people',
] as const;
export type FactKind = (typeof factKinds)[number];

export interface PlaceFact {
  readonly subject: 'institution' | 'building' | 'meter';
  readonly id: string;
  readonly kind: FactKind;
  /** Id or decimal text; null: unknown, or nowhere. */
  readonly value: string | null;
  /** Local day from which it holds; `0001-01-01`: from the beginning. */
  readonly from: string;
  /** ms UTC. */
  readonly recordedAt: number;
}
