import { counts, type ComparedIntervals } from './compared.ts';

/** What the model says of the days to come, at normal temperatures. */
export interface ExpectedRest {
  readonly days: number;
  /** Counterfactual over them. */
  readonly counterfactual: number;
  /** One standard deviation of the model's noise over them. */
  readonly modelSigma: number;
  /** One standard deviation of `counterfactual` between years, from several years of weather; 0: not known. */
  readonly weatherSigma?: number;
}

export interface SavingForecast {
  /** Saving at the end of the year: so far + expected rest. Masked days are in neither: nothing is scaled up to them. */
  readonly expected: number;
  readonly savedSoFar: number;
  readonly sigma: number | null;
  /** Symmetrical, at the confidence that was asked for. */
  readonly halfWidth: number | null;
  /** That the guarantee is met; null without a guarantee, or when the band is undefined. */
  readonly probability: number | null;
  readonly daysKnown: number;
  readonly daysTotal: number;
}

/** What a longer period than the one so far saved, to take the rate of saving from. */
export interface SavingRate {
  readonly saving: number;
  readonly counterfactual: number;
  /** One standard deviation of `saving`; null = undefined. */
  readonly sigma: number | null;
}

/** Before four weeks the rate of saving is the weather's and the calendar's more than the measures'. */
export const fewestDaysToForecast = 28;

/**
 * Year-end saving. The rest saves at the rate so far (saving ÷ counterfactual) of its own counterfactual, so a winter to
 * come counts as a winter. Uncertainty: the rate's error moves what was saved and the rest together, the rest's own noise
 * and the weather of the rest are independent of it.
 * @param soFarSigma one standard deviation of the saving so far (band ÷ its quantile); null = undefined.
 * @param quantile two-sided quantile of the confidence: half-width = quantile · sigma.
 * @param elsewhere a rate of a longer time, while the time so far is too short to tell it.
 * @returns null under 28 days with both sides and no rate from elsewhere, or without a counterfactual to hold the saving
 * against.
 */
export function forecastSaving(
  soFar: ComparedIntervals,
  soFarSigma: number | null,
  rest: ExpectedRest,
  quantile: number,
  guarantee: number | null = null,
  elsewhere: SavingRate | null = null,
): SavingForecast | null {
  let [days, actual, counterfactual] = [0, 0, 0];
  for (let i = 0; i + 1 < soFar.edges.length; i += 1) {
    if (!counts(soFar, i)) continue;
    days += 1;
    actual += soFar.observed[i]!;
    counterfactual += soFar.counterfactual[i]!;
  }
  if (elsewhere === null && days < fewestDaysToForecast) return null;
  const saved = counterfactual - actual;
  const base = elsewhere ?? { saving: saved, counterfactual, sigma: soFarSigma };
  if (base.counterfactual <= 0) return null;
  const rate = base.saving / base.counterfactual;
  const scale = rest.counterfactual / base.counterfactual;
  const expected = saved + rate * rest.counterfactual;
  const sigma =
    soFarSigma === null || base.sigma === null
      ? null
      : Math.hypot(
          // In full, not in quadrature: the rate is of these days, or may be of some of them.
          soFarSigma + base.sigma * scale,
          rest.modelSigma,
          rate * (rest.weatherSigma ?? 0),
        );
  return {
    expected,
    savedSoFar: saved,
    sigma,
    halfWidth: sigma === null ? null : sigma * quantile,
    probability: guarantee === null || sigma === null ? null : probabilityAbove(guarantee, expected, sigma),
    daysKnown: days,
    daysTotal: days + rest.days,
  };
}

function probabilityAbove(bound: number, mean: number, sigma: number): number {
  if (sigma === 0) return mean >= bound ? 1 : 0;
  return normalBelow((mean - bound) / sigma);
}

/** Φ, to 1.5e-7: Abramowitz and Stegun 7.1.26. */
function normalBelow(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const polynomial = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const half = (polynomial * Math.exp(-x * x)) / 2;
  return z >= 0 ? 1 - half : half;
}
