import type { CanteenMode } from '../../../../domain/canteen/types.ts';
import type { Messages } from '../../messages/type.ts';

/** `自营 · 自助`: how a canteen is run and serves; what is not registered is said so. */
export function modeWords(
  { operatingMode, supplyMode }: CanteenMode,
  { canteen: { terms }, canteens }: Messages,
): string {
  const parts = [
    operatingMode === null ? '' : terms.operating[operatingMode],
    supplyMode === null ? '' : terms.supply[supplyMode],
  ].filter((part) => part !== '');
  return parts.length === 0 ? canteens.unknownMode : parts.join(' · ');
}
