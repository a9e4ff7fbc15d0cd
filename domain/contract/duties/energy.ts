import { combined, type CombinedSaving } from '../combine.ts';
import type { Duty, Evidence, Forecast } from '../duty.ts';
import { contractConfidence, yearForecast } from '../forecast.ts';
import { guaranteeOf, guaranteePath, perDayOf } from '../path.ts';
import type { Said } from '../said.ts';
import { obstacles } from './energy-obstacles.ts';
import { dutyYear, placesOf, readingsOf, sharesByMeter, type DutyInputs, type DutyYear } from './inputs.ts';
import { amount, said, zhDate } from './words.ts';

/**
 * `energy-YYYY` of each guarantee year that has begun. A closed year is met or not by the saving that the confidence rule
 * counts; too little data, no model or a disqualified one: nobody can tell, whatever the sum looks like.
 */
export function energyDuties(inputs: DutyInputs): readonly Duty[] {
  return inputs.contract.guarantee.flatMap(({ year }) => {
    const guarantee = guaranteeOf(inputs.contract, year);
    const one = dutyYear(inputs, year);
    return guarantee === null || one === null ? [] : [energyDuty(inputs, one, guarantee)];
  });
}

function energyDuty(inputs: DutyInputs, year: DutyYear, guarantee: NonNullable<ReturnType<typeof guaranteeOf>>): Duty {
  const { contract, meters, calendar } = inputs;
  const { past, span, open } = year;
  const places = placesOf(inputs, past);
  const sum = combined(meters, places.from, places.to);
  const shares = sharesByMeter(inputs, past);
  const unit = meters[0]?.unit ?? (contract.type === 'water' ? 'm³' : 'kWh');
  const missing = obstacles(inputs, year, shares, sum);
  const counted = countedSaving(sum, contract.confidenceRule);
  // Readings have 6 decimals at most: a sum's dust decides nothing.
  const met = counted !== null && guarantee.lte(counted.toFixed(6));
  const verdict = open || missing.length > 0 || counted === null ? 'cannot-tell' : met ? 'met' : 'not-met';
  const atEnd =
    !open || shares.some(({ meter }) => meter === null)
      ? null
      : yearForecast({
          meters,
          from: Math.max(0, places.from),
          to: Math.min(places.to, meters[0]?.actual.length ?? 0),
          rest: { from: past.to, to: span.to },
          guarantee: guarantee.toNumber(),
          confidenceRule: contract.confidenceRule,
        });
  // Where data lack, the sum that is known will not be what is judged: a chance of it would say more than anybody knows.
  const forecast = atEnd && missing.length > 0 ? { ...atEnd, probability: null } : atEnd;
  return {
    id: `energy-${year.year}`,
    kind: 'energy',
    verdict,
    phase: open ? 'open' : 'closed',
    due: year.due,
    target: guarantee.toNumber(),
    actual: sum.saving,
    unit,
    band: sum.halfWidth === null ? null : { halfWidth: sum.halfWidth, confidence: contractConfidence },
    forecast,
    shortfall: null,
    reasons: open
      ? [openWords(inputs, year, sum, forecast, unit), ...missing]
      : missing.length > 0 || counted === null
        ? missing
        : [closedWords(met, sum, counted, guarantee.toNumber(), contract.confidenceRule, unit)],
    evidence: [
      ...(past.to > past.from ? shares.map(({ id, knownPct }) => readingsOf(calendar, id, past, knownPct)) : []),
      ...meters.flatMap(({ meter, model }): Evidence[] =>
        model === null ? [] : [{ kind: 'model', meter, sha256: model.sha256, frozen: model.frozen }],
      ),
    ],
  };
}

function countedSaving({ saving, halfWidth }: CombinedSaving, rule: 'point' | 'lower90'): number | null {
  if (saving === null || rule === 'point') return saving;
  return halfWidth === null ? null : saving - halfWidth;
}

function openWords(
  { contract, meters }: DutyInputs,
  year: DutyYear,
  { saving }: CombinedSaving,
  forecast: Forecast | null,
  unit: string,
): Said {
  const { judgedFrom, past } = year;
  const path = guaranteePath(contract, year.year, perDayOf(meters))!;
  const due = past.to > past.from ? path.cumulative[past.to - past.from - 1]! : 0;
  const saved =
    saving === null
      ? { zh: '至今尚无可计算的节能量', en: 'no saving can be computed so far' }
      : {
          zh: `至今节约 ${amount(saving)} ${unit}，按进度应为 ${amount(due)} ${unit}，年度保证 ${amount(path.guarantee)} ${unit}`,
          en: `${amount(saving)} ${unit} are saved so far, ${amount(due)} ${unit} are on the path to the guaranteed ${amount(path.guarantee)} ${unit}`,
        };
  const end = forecastWords(forecast, unit);
  const probability = forecast?.probability ?? null;
  return said(
    'energy.open',
    `考核年度未结束：${saved.zh}${end.zh}；${zhDate(judgedFrom)}起可判定`,
    `the year is not over: ${saved.en}${end.en}; it can be told from ${judgedFrom} on`,
    {
      ...(saving !== null && { saving }),
      ...{ path: due, guarantee: path.guarantee, toldFrom: judgedFrom },
      ...(forecast !== null && { forecast: forecast.expected }),
      ...(probability !== null && { probability }),
    },
  );
}

function forecastWords(forecast: Forecast | null, unit: string): { readonly zh: string; readonly en: string } {
  if (forecast === null) return { zh: '', en: '' };
  const { expected, halfWidth, probability } = forecast;
  const band = halfWidth === null ? '' : ` ± ${amount(halfWidth)}`;
  // Never certain before the end.
  const pct = probability === null ? null : Math.min(99, Math.max(1, Math.round(probability * 100)));
  return {
    zh: `，预计期末 ${amount(expected)}${band} ${unit}${pct === null ? '' : `，达标概率约 ${pct} %`}`,
    en: `, ${amount(expected)}${band} ${unit} are forecast for its end${pct === null ? '' : `, with a chance of about ${pct} % to meet it`}`,
  };
}

function closedWords(
  met: boolean,
  { saving, halfWidth }: CombinedSaving,
  counted: number,
  guarantee: number,
  rule: 'point' | 'lower90',
  unit: string,
): Said {
  const numbers = {
    ...{ saving: saving!, counted, guarantee, difference: counted - guarantee },
    ...(halfWidth !== null && { halfWidth }),
  };
  const band = halfWidth === null ? '' : ` ± ${amount(halfWidth)}`;
  const lower =
    rule === 'point'
      ? { zh: '', en: '' }
      : {
          zh: `（按 90 % 下限计 ${amount(counted)} ${unit}）`,
          en: ` (${amount(counted)} ${unit} count, the lower end of the 90 % band)`,
        };
  const [zh, en] = [
    `本考核年度节约 ${amount(saving!)}${band} ${unit}${lower.zh}`,
    `${amount(saving!)}${band} ${unit} were saved${lower.en}`,
  ];
  const apart = amount(Math.abs(counted - guarantee));
  return met
    ? said(
        'energy.met',
        `${zh}，达到保证的 ${amount(guarantee)} ${unit}，超出 ${apart} ${unit}`,
        `${en}; ${amount(guarantee)} ${unit} were guaranteed, ${apart} ${unit} less`,
        numbers,
      )
    : said(
        'energy.missed',
        `${zh}，未达到保证的 ${amount(guarantee)} ${unit}，差 ${apart} ${unit}`,
        `${en}; ${amount(guarantee)} ${unit} were guaranteed, ${apart} ${unit} are missing`,
        numbers,
      );
}
