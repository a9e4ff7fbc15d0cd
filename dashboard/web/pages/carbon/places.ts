import type { PlaceKind } from '../../../../domain/wire-places.ts';

/** A place that an account can be asked of, by its name. */
export interface WirePlaceItem {
  readonly kind: PlaceKind;
  readonly id: string;
  readonly name: string;
}
