import type { Band } from '../types.ts';

/** A saving with what may be said of it (spec §9.3): positive = saved. */
export interface StatedSaving {
  readonly actual: number;
  readonly counterfactual: number;
  readonly saving: number;
  /** Share of the counterfactual; null when that is 0. */
  readonly fraction: number | null;
  /** At each level, ascending. */
  readonly bands: readonly Band[];
  /** The band at the level that was asked for. */
  readonly band: Band;
  /** False: the band holds 0 or is undefined, and the saving can't be told from none. */
  readonly distinguishable: boolean;
  /** Band ÷ |saving|; null where it may not be shown: |fraction| ≤ 1 %, or the band holds 0. */
  readonly fractionalUncertainty: number | null;
  readonly words: { readonly zh: string; readonly en: string };
}

const smallestFraction = 0.01;

export function stateSaving(
  actual: number,
  counterfactual: number,
  bands: readonly Band[],
  confidence: number,
): StatedSaving {
  const saving = counterfactual - actual;
  const fraction = counterfactual === 0 ? null : saving / counterfactual;
  const band = bands.find((one) => one.confidence === confidence) ?? { confidence, halfWidth: null };
  const distinguishable = band.halfWidth !== null && Math.abs(saving) > band.halfWidth;
  const shown = distinguishable && fraction !== null && Math.abs(fraction) > smallestFraction;
  return {
    actual,
    counterfactual,
    saving,
    fraction,
    bands,
    band,
    distinguishable,
    fractionalUncertainty: shown ? band.halfWidth! / Math.abs(saving) : null,
    words: wordsOf(saving, band, distinguishable),
  };
}

function wordsOf(saving: number, band: Band, distinguishable: boolean): StatedSaving['words'] {
  const level = Math.round(band.confidence * 100);
  if (band.halfWidth === null) {
    return undefinedWords[band.undefinedBecause ?? 'autocorrelation'];
  }
  if (!distinguishable) {
    return { zh: `在 ${level}% 置信度下与零无法区分`, en: `not distinguishable from zero at ${level} %` };
  }
  return saving > 0
    ? { zh: `在 ${level}% 置信度下确有节能`, en: `a saving at ${level} % confidence` }
    : { zh: `在 ${level}% 置信度下用能增加`, en: `more was used at ${level} % confidence` };
}

const undefinedWords = {
  autocorrelation: {
    zh: '不确定度无法确定：残差前后高度相关',
    en: 'the uncertainty is undefined: residuals follow each other too closely',
  },
  'too-few-baseline-points': {
    zh: '不确定度无法确定：基期数据点太少',
    en: 'the uncertainty is undefined: too few points in the baseline',
  },
  'no-reporting-points': {
    zh: '不确定度无法确定：报告期没有可比数据',
    en: 'the uncertainty is undefined: nothing to compare in the reporting period',
  },
  'mean-near-zero': {
    zh: '不确定度无法确定：平均用量接近零',
    en: 'the uncertainty is undefined: mean usage is close to zero',
  },
} as const satisfies Record<NonNullable<Band['undefinedBecause']>, StatedSaving['words']>;
