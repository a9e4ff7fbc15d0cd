import type { Analysis } from '../domain/mandv/analysis.ts';
import type { DegreeDayParameters, MandvProblem } from '../domain/mandv/types.ts';

const noParameters: Record<keyof DegreeDayParameters, null> = {
  interceptPerDay: null,
  heatingSlope: null,
  coolingSlope: null,
  heatingBalanceC: null,
  coolingBalanceC: null,
};

/** The shape that interfaces promise (`mandv --json`); what isn't known is null, numbers are not rounded. */
export function asJson(analysis: Analysis): object {
  const { model, savings, sufficiency, confidence } = analysis;
  const statistics = analysis.statistics?.caltrack;
  const total = savings?.total ?? null;
  return {
    method: analysis.method,
    model: {
      name: nameOf(analysis),
      parameters: model?.kind === 'degree-day' ? model.parameters : noParameters,
    },
    baseline: {
      n: statistics?.n ?? 0,
      total: statistics?.observedTotal ?? null,
      rSquared: statistics?.rSquared ?? null,
      adjustedRSquared: adjustedRSquared(analysis),
      cvrmse: statistics?.cvrmse ?? null,
      nmbe: statistics?.nmbe ?? null,
      autocorrelation: statistics?.autocorrelation ?? null,
      nPrime: statistics?.nPrime ?? null,
    },
    sufficiency: {
      qualified: sufficiency.qualified,
      warnings: sufficiency.warnings.map(problem),
      disqualifications: sufficiency.disqualifications.map(problem),
    },
    reporting: {
      n: total === null ? 0 : analysis.reporting.n,
      actualKwh: total?.actual ?? null,
      counterfactualKwh: total?.counterfactual ?? null,
      savingsKwh: total?.saving ?? null,
      savingsFraction: total?.fraction ?? null,
      savingsUncertaintyKwh: total?.band.halfWidth ?? null,
      confidence,
      bands: (total?.bands ?? []).map((band) => ({ confidence: band.confidence, uncertaintyKwh: band.halfWidth })),
      distinguishableFromZero: total?.distinguishable ?? null,
    },
    months: (savings?.months ?? []).map((month) => ({
      month: month.month,
      actualKwh: month.actual,
      counterfactualKwh: month.counterfactual,
      savingsKwh: month.saving,
      savingsUncertaintyKwh: month.band.halfWidth,
    })),
  };
}

export function asText(analysis: Analysis): string {
  const { savings, sufficiency, confidence } = analysis;
  const statistics = analysis.statistics?.caltrack;
  const lines = [`model       ${modelText(analysis)}`];
  if (statistics) {
    lines.push(
      `baseline    ${statistics.n} ${analysis.method === 'monthly' ? 'months' : 'days'}, ${kwh(statistics.observedTotal)}; ` +
        `CV(RMSE) ${percent(statistics.cvrmse)}, R² ${statistics.rSquared.toFixed(3)}, ` +
        `lag-1 ρ ${statistics.autocorrelation?.toFixed(2) ?? 'undefined'} (CalTRACK family)`,
    );
  }
  const total = savings?.total ?? null;
  const level = `${Math.round(confidence * 1000) / 10} %`;
  if (savings === null || total === null) {
    lines.push('saving      no result: no interval has actual use and a counterfactual');
  } else {
    const band = total.band.halfWidth === null ? '' : ` ± ${kwh(total.band.halfWidth)} (${level})`;
    lines.push(
      `reporting   ${analysis.reporting.n} ${unitOf(analysis)} with both sides`,
      `actual      ${kwh(total.actual)}`,
      `expected    ${kwh(total.counterfactual)} (counterfactual: the baseline model in the reporting period's weather)`,
      `saving      ${kwh(total.saving)}${band}, ${percent(total.fraction)} of the counterfactual: ${total.words.en}`,
      '',
      ...monthTable(savings.months),
    );
  }
  const findings = [
    ...sufficiency.disqualifications.map((one) => `DISQUALIFIED ${one.code}: ${one.message.en}`),
    ...sufficiency.warnings.map((one) => `warning ${one.code}: ${one.message.en}`),
  ];
  return [...lines, ...(findings.length > 0 ? ['', ...findings] : [])].join('\n');
}

function nameOf({ model }: Analysis): string | null {
  if (model === null) return null;
  return model.kind === 'degree-day' ? model.name : 'towt';
}

/** Of the model choice; the hourly methods choose nothing, theirs is that of the day totals. */
function adjustedRSquared({ model, statistics }: Analysis): number | null {
  return model?.kind === 'degree-day' ? model.adjustedRSquared : (statistics?.caltrack.adjustedRSquared ?? null);
}

function problem({ code, message, numbers }: MandvProblem): object {
  return { code, message: message.en, messages: message, numbers };
}

function modelText(analysis: Analysis): string {
  const { model, method } = analysis;
  if (model === null) return 'none';
  if (model.kind === 'hourly') return `${method}, time of week and temperature, ${model.parameters} parameters`;
  const { interceptPerDay, heatingSlope, coolingSlope, heatingBalanceC, coolingBalanceC } = model.parameters;
  const terms = [`${method} ${model.name}: ${kwh(interceptPerDay)} a day`];
  // A balance point is never known to a tenth of a degree.
  if (heatingSlope !== null) terms.push(`${kwh(heatingSlope)} per °C below ${Math.round(heatingBalanceC!)} °C`);
  if (coolingSlope !== null) terms.push(`${kwh(coolingSlope)} per °C above ${Math.round(coolingBalanceC!)} °C`);
  return terms.join(' + ');
}

function unitOf({ method }: Analysis): string {
  return method === 'monthly' ? 'months' : method === 'daily' ? 'days' : 'hours';
}

function monthTable(months: NonNullable<Analysis['savings']>['months']): readonly string[] {
  const rows = months.map((month) => [month.month, ...[month.actual, month.counterfactual, month.saving].map(cell)]);
  return [['month', 'actual kWh', 'counterfactual', 'saving'], ...rows].map((row) =>
    row.map((text, i) => (i === 0 ? text.padEnd(7) : text.padStart(16))).join(''),
  );
}

function cell(value: number | null): string {
  return value === null ? '–' : withoutMinusZero(value.toLocaleString('en-US', { maximumFractionDigits: 0 }));
}

function kwh(value: number): string {
  const digits = Math.abs(value) >= 1000 ? 0 : Math.abs(value) >= 10 ? 1 : 3;
  return `${withoutMinusZero(value.toLocaleString('en-US', { maximumFractionDigits: digits }))} kWh`;
}

function percent(value: number | null): string {
  return value === null ? 'undefined' : `${withoutMinusZero((value * 100).toFixed(1))} %`;
}

function withoutMinusZero(text: string): string {
  return /^-[0.,]+$/.test(text) ? text.slice(1) : text;
}
