import type { Duty } from '../duty.ts';
import type { DaySpan } from '../local-days.ts';
import type { Said } from '../said.ts';
import { dutyYears, placesOf, readingsOf, sharesByMeter, type DutyInputs, type DutyYear } from './inputs.ts';
import { percent, said, zhDate } from './words.ts';

/**
 * `data-YYYY`: the share of the quarter hours that the worst of the boundary's meters has measured. Estimated and manual
 * ones make a saving known, but they are not the data that was promised. An open year that even without any further gap
 * stays below is not met at once; years before the boundary's first reading are nobody's fault.
 */
export function dataDuties(inputs: DutyInputs): readonly Duty[] {
  const { contract, calendar } = inputs;
  const required = contract.data?.completenessPct;
  if (required === undefined || contract.meters.length === 0) return [];
  return dutyYears(inputs).map((year): Duty => {
    const { past, span, open } = year;
    const begun = past.to > past.from;
    const meters = sharesByMeter(inputs, past);
    const worst = meters.reduce((a, b) => (b.measuredPct < a.measuredPct ? b : a));
    const [gone, all] = [past.to - past.from, span.to - span.from];
    const bestPct = (worst.measuredPct * gone + 100 * (all - gone)) / all;
    const silent = begun && !anythingBefore(inputs, past);
    const lost = open && !silent && bestPct < required - 1e-9;
    const kept = worst.measuredPct >= required;
    const verdict = lost ? 'not-met' : open || silent ? 'cannot-tell' : kept ? 'met' : 'not-met';
    const told = { meter: worst.id, measuredPct: worst.measuredPct, bestPct, required };
    return {
      id: `data-${year.year}`,
      kind: 'data',
      verdict,
      phase: open ? 'open' : 'closed',
      due: year.due,
      target: required,
      actual: begun ? worst.measuredPct : null,
      unit: '%',
      band: null,
      forecast: null,
      shortfall: null,
      reasons: lost
        ? [lostWords(told)]
        : verdict !== 'cannot-tell'
          ? [closedWords(kept, told)]
          : [...(open ? [openWords(year, begun, told)] : []), ...(silent ? [silentWords(required)] : [])],
      evidence: begun ? meters.map(({ id, measuredPct }) => readingsOf(calendar, id, past, measuredPct)) : [],
    };
  });
}

/** Whether any meter of the boundary had been connected before these days were over. */
function anythingBefore(inputs: DutyInputs, past: DaySpan): boolean {
  const { to } = placesOf(inputs, past);
  return inputs.meters.some(({ known }) => known.subarray(0, Math.max(0, to)).some((share) => share > 0));
}

interface Told {
  readonly meter: string;
  readonly measuredPct: number;
  readonly bestPct: number;
  readonly required: number;
}

function lostWords({ meter, measuredPct, bestPct, required }: Told): Said {
  return said(
    'data.lost',
    `${meter} 今年至今实测完整率 ${percent(measuredPct)}，此后即使无缺失，全年也只有 ${percent(bestPct)}，已无法达到 ${percent(required)}`,
    `${meter} has measured ${percent(measuredPct)} of this year so far; even without another gap the year ends at ${percent(bestPct)} and can no longer reach ${percent(required)}`,
    { meter, measuredPct, bestPct, requiredPct: required },
  );
}

function openWords({ judgedFrom }: DutyYear, begun: boolean, { meter, measuredPct, required }: Told): Said {
  const numbers = { requiredPct: required, toldFrom: judgedFrom, ...(begun && { meter, measuredPct }) };
  const soFar = begun
    ? {
        zh: `至今最低的计量点 ${meter} 为 ${percent(measuredPct)}`,
        en: `so far the worst meter, ${meter}, has ${percent(measuredPct)}`,
      }
    : { zh: '尚无完整的一天', en: 'no day is over yet' };
  return said(
    'data.open',
    `考核年度未结束，要求实测完整率 ${percent(required)}，${soFar.zh}；${zhDate(judgedFrom)}起可判定`,
    `the year is not over; ${percent(required)} of the data must be measured, ${soFar.en}; it can be told from ${judgedFrom} on`,
    numbers,
  );
}

function silentWords(required: number): Said {
  return said(
    'data.nothing-yet',
    `边界内的计量点尚无任何读数（合同早于接入），无法判定是否达到 ${percent(required)}；补传或补录读数后可判定`,
    `no meter of the boundary had sent a reading by then: whether ${percent(required)} were measured can't be told; it can be told once readings are sent or entered`,
    { requiredPct: required },
  );
}

function closedWords(kept: boolean, { meter, measuredPct, required }: Told): Said {
  const numbers = { meter, measuredPct, requiredPct: required };
  return kept
    ? said(
        'data.met',
        `最低的计量点 ${meter} 本年度实测完整率 ${percent(measuredPct)}，达到要求的 ${percent(required)}`,
        `the worst meter, ${meter}, measured ${percent(measuredPct)} of the year; ${percent(required)} were required`,
        numbers,
      )
    : said(
        'data.missed',
        `${meter} 本年度实测完整率 ${percent(measuredPct)}，低于要求的 ${percent(required)}`,
        `${meter} measured ${percent(measuredPct)} of the year, less than the required ${percent(required)}`,
        numbers,
      );
}
