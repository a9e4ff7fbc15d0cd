import type { MandvMethod, MandvProblem } from '../types.ts';
import type { MeterRecord } from './types.ts';

/** Why there is no model. */
export function noModel(
  method: MandvMethod,
  records: { readonly baseline: MeterRecord; readonly reporting: MeterRecord },
): MandvProblem {
  const hourly = method === 'hourly' || method === 'hourly-day-types';
  if (hourly && (records.baseline.kind === 'days' || records.reporting.kind === 'days')) {
    return {
      code: 'method.needs-hours',
      message: { zh: '小时模型需要逐时数据', en: 'the hourly methods need hourly data, and these are days' },
      numbers: { method },
    };
  }
  return {
    code: 'caltrack.no-model',
    message: {
      zh: '没有一个候选模型合格，或没有同时具备用量与气温的数据',
      en: 'no candidate model qualifies, or no interval has both usage and temperature',
    },
    numbers: { method },
  };
}
