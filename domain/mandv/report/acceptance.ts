import type { MandvMethod } from '../types.ts';
import type { Statistics } from '../analysis/types.ts';
import type { StatedSaving } from '../savings/stated.ts';
import type { WireAcceptance, WireWords } from '../../wire-mandv.ts';

export interface Judged {
  readonly method: MandvMethod;
  readonly statistics: Statistics | null;
  readonly total: StatedSaving | null;
  readonly baselineDays: number;
  readonly reportingDays: number;
}

/**
 * Limits of ASHRAE Guideline 14 for whole buildings and of our gate before a signature (spec §9.2, §19.6). A verdict is
 * a comparison, never a refusal.
 */
export function acceptance({ method, statistics, total, baselineDays, reportingDays }: Judged): WireAcceptance[] {
  const fit = statistics?.guideline14 ?? null;
  const bias = fit?.nmbe === null || fit === null ? null : Math.abs(fit.nmbe);
  const noFit: WireWords | null = fit === null ? { zh: '没有模型', en: 'there is no model' } : null;
  const gate = { daily: 0.25, monthly: 0.2, hourly: 0.3, 'hourly-day-types': 0.3 }[method];
  return [
    atMost('g14.cvrmse', { zh: 'CV(RMSE)', en: 'CV(RMSE)' }, cvLimit(reportingDays), fit?.cvrmse ?? null, noFit),
    atMost('g14.bias', { zh: '净偏差', en: 'Net determination bias' }, 0.00005, bias, noFit),
    {
      id: 'g14.baseline-length',
      label: { zh: '基期长度', en: 'Length of the baseline' },
      limit: 365,
      comparison: 'at-least',
      value: baselineDays,
      unit: 'days',
      verdict: baselineDays >= 365 ? 'met' : 'not-met',
      because: null,
    },
    uncertainty(total, reportingDays),
    atMost('gate.cvrmse', { zh: '签约门槛：CV(RMSE)', en: 'Gate to sign: CV(RMSE)' }, gate, fit?.cvrmse ?? null, noFit),
    atMost('gate.bias', { zh: '签约门槛：偏差', en: 'Gate to sign: bias' }, 0.005, bias, noFit),
  ];
}

/** Less than a year of reporting, up to five years, more. */
function cvLimit(reportingDays: number): number {
  if (reportingDays < 365) return 0.2;
  return reportingDays <= 5 * 365.25 ? 0.25 : 0.3;
}

function atMost(
  id: string,
  label: WireWords,
  limit: number,
  value: number | null,
  because: WireWords | null,
): WireAcceptance {
  const verdict = value === null ? 'cannot-tell' : value <= limit ? 'met' : 'not-met';
  const undefinedMean = { zh: '平均用量接近零', en: 'the mean use is near zero' };
  const why = value === null ? (because ?? undefinedMean) : null;
  return { id, label, limit, comparison: 'at-most', value, unit: 'share', verdict, because: why };
}

/** Performance path: uncertainty ≤ 50 % of the annual saving at 68 % confidence. */
function uncertainty(total: StatedSaving | null, reportingDays: number): WireAcceptance {
  const shared = {
    id: 'g14.uncertainty-68',
    label: { zh: '68% 置信度下的节能量不确定度', en: 'Uncertainty of the saving at 68 %' },
    limit: 0.5,
    comparison: 'at-most',
    unit: 'share',
  } as const;
  const cannot = (zh: string, en: string): WireAcceptance => ({
    ...shared,
    value: null,
    verdict: 'cannot-tell',
    because: { zh, en },
  });
  if (total === null) return cannot('报告期尚无数据', 'the reporting period has no data yet');
  const halfWidth = total.bands.find((band) => band.confidence === 0.68)?.halfWidth ?? null;
  if (halfWidth === null) return cannot('不确定度无法确定', 'the uncertainty is undefined');
  if (total.saving <= 0) {
    return { ...shared, value: null, verdict: 'not-met', because: { zh: '没有节能', en: 'nothing was saved' } };
  }
  const value = halfWidth / total.saving;
  if (value >= 1) {
    // Spec §9.3: no percentage where the band holds zero.
    return {
      ...shared,
      value: null,
      verdict: 'not-met',
      because: { zh: '与零无法区分', en: 'not distinguishable from zero' },
    };
  }
  return {
    ...shared,
    value,
    verdict: value <= shared.limit ? 'met' : 'not-met',
    because:
      reportingDays >= 365
        ? null
        : { zh: `仅 ${reportingDays} 天，尚非全年`, en: `${reportingDays} days so far, not a year` },
  };
}
