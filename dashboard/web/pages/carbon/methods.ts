import type { WireCarbonMethod, WireFactor } from '../../../../domain/wire-carbon.ts';

/** How a method comes to its electricity: what was bought, what is certified, the rest times a factor. */
export interface PowerSum {
  readonly bought: number | null;
  readonly certified: number;
  /** Not certified, kWh. */
  readonly rest: number | null;
  /** The one factor; null: none, or several. */
  readonly factor: Pick<WireFactor, 'value' | 'dataYear'> | null;
  readonly several: boolean;
  readonly tco2e: number | null;
}

export function powerSum(
  method: WireCarbonMethod,
  factors: readonly Pick<WireFactor, 'id' | 'value' | 'dataYear' | 'energy'>[],
): PowerSum {
  const byId = new Map(factors.map((one) => [one.id, one]));
  const own = method.factors.flatMap((id) => {
    const one = byId.get(id);
    return one === undefined || one.energy === 'electricity' ? [id] : [];
  });
  const rest = method.purchasedKwh === null ? null : method.purchasedKwh - method.certifiedKwh;
  const only = own.length === 1 ? byId.get(own[0]!) : undefined;
  return {
    bought: method.purchasedKwh,
    certified: method.certifiedKwh,
    rest,
    factor: only ?? impliedFactor(own.length, rest, method.electricity.tco2e),
    several: own.length > 1,
    tco2e: method.electricity.tco2e,
  };
}

/** The value of a method's one factor, when the answer names it without its row: what it must have been. */
function impliedFactor(count: number, kwh: number | null, tco2e: number | null): PowerSum['factor'] {
  if (count !== 1 || kwh === null || tco2e === null || kwh <= 0) return null;
  return { value: String(Math.round((tco2e * 1e7) / kwh) / 1e4), dataYear: null };
}
