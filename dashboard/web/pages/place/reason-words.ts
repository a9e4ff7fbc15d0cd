import type { WireDeviationReason } from '../../../../domain/wire-places.ts';
import type { Format } from '../../format/index.ts';
import type { Messages } from '../../messages/type.ts';

/** Why a place is off its usual, in words. */
export function reasonText(reason: WireDeviationReason, rateUnit: string, m: Messages, f: Format): string {
  const hour = (value: number | null) => (value === null ? '' : String(value));
  return m.places.reasons[reason.code](
    hour(reason.fromHour),
    hour(reason.toHour),
    f.text(reason.rate, rateUnit),
    f.text(reason.usual, rateUnit),
  );
}
