import type { Duty, Evidence } from '../duty.ts';
import { dateOf } from '../local-days.ts';
import type { Said } from '../said.ts';
import type { ZoneDay } from '../settlement.ts';
import { dutyYears, readingsOf, type DutyInputs, type DutyYear } from './inputs.ts';
import { listed, percent, said, zhDate } from './words.ts';

interface Counted {
  readonly notKept: readonly ZoneDay[];
  readonly unknown: readonly ZoneDay[];
  readonly all: number;
  readonly allowed: number;
}

/**
 * `comfort-YYYY`: not met once more zone-days than allowed were not kept, be the year open or not; what is not known is
 * never held against anybody, and where too much of it is, nobody can tell.
 */
export function comfortDuties(inputs: DutyInputs): readonly Duty[] {
  const { contract, zoneDays, calendar } = inputs;
  const { comfort, minCompletenessPct } = contract;
  if (comfort === null) return [];
  return dutyYears(inputs).map((year): Duty => {
    const [first, last] = [dateOf(year.past.from), dateOf(year.past.to - 1)];
    const own = zoneDays.filter(({ date }) => date >= first && date <= last);
    const counted: Counted = {
      notKept: own.filter(({ state }) => state === 'not-kept'),
      unknown: own.filter(({ state }) => state === 'unknown'),
      all: own.length,
      allowed: comfort.allowedZoneDays,
    };
    const lost = counted.notKept.length > counted.allowed;
    // (all − unknown) ÷ all against the least completeness, without a division.
    const lacking = own.length === 0 || (own.length - counted.unknown.length) * 100 < minCompletenessPct * own.length;
    const verdict = lost ? 'not-met' : year.open || lacking ? 'cannot-tell' : 'met';
    const zones = [...new Set(own.map(({ meter }) => meter))];
    return {
      id: `comfort-${year.year}`,
      kind: 'comfort',
      verdict,
      phase: year.open ? 'open' : 'closed',
      due: year.due,
      target: counted.allowed,
      actual: own.length === counted.unknown.length ? null : counted.notKept.length,
      unit: 'zone-days',
      band: null,
      forecast: null,
      shortfall: null,
      reasons: lost
        ? [lostWords(counted)]
        : verdict === 'met'
          ? [metWords(counted)]
          : [
              ...(year.open ? [openWords(year, counted)] : []),
              ...(lacking && year.past.to > year.past.from ? [lackingWords(counted, minCompletenessPct)] : []),
            ],
      evidence: [
        ...[...counted.notKept, ...counted.unknown].map(({ meter, date, outsidePct }): Evidence => ({
          kind: 'zone-day',
          meter,
          date,
          outsidePct,
        })),
        ...zones.map((meter) => readingsOf(calendar, meter, year.past, knownPct(own, meter))),
      ],
    };
  });
}

/** Of a zone's days, how many could be judged, %. */
function knownPct(zoneDays: readonly ZoneDay[], zone: string): number {
  const own = zoneDays.filter(({ meter }) => meter === zone);
  return (own.filter(({ state }) => state !== 'unknown').length * 100) / own.length;
}

function lostWords({ notKept, allowed }: Counted): Said {
  const where = listed([...new Set(notKept.map(({ meter }) => meter))]);
  const first = notKept[0]!.date;
  return said(
    'comfort.not-kept',
    `室温不达标 ${notKept.length} 个区域日，超过允许的 ${allowed} 个（${where.zh}，首次为${zhDate(first)}）`,
    `${notKept.length} zone-days were outside the agreed temperatures, ${allowed} are allowed (${where.en}; the first on ${first})`,
    { notKept: notKept.length, allowed, first },
  );
}

function metWords({ notKept, unknown, all, allowed }: Counted): Said {
  return said(
    'comfort.kept',
    `本考核年度 ${all} 个区域日中 ${notKept.length} 个室温不达标，未超过允许的 ${allowed} 个；${unknown.length} 个数据不足，未计入`,
    `${notKept.length} of ${all} zone-days were outside the agreed temperatures, ${allowed} are allowed; ${unknown.length} lack data and count as neither`,
    { notKept: notKept.length, unknown: unknown.length, zoneDays: all, allowed },
  );
}

function openWords({ judgedFrom }: DutyYear, { notKept, all, allowed }: Counted): Said {
  const soFar =
    all === 0
      ? { zh: `允许 ${allowed} 个区域日室温不达标`, en: `${allowed} zone-days may be outside the agreed temperatures` }
      : {
          zh: `至今 ${all} 个区域日中 ${notKept.length} 个室温不达标，允许 ${allowed} 个`,
          en: `${notKept.length} of ${all} zone-days so far were outside the agreed temperatures, ${allowed} are allowed`,
        };
  return said(
    'comfort.open',
    `考核年度未结束：${soFar.zh}；${zhDate(judgedFrom)}起可判定`,
    `the year is not over: ${soFar.en}; it can be told from ${judgedFrom} on`,
    { notKept: notKept.length, zoneDays: all, allowed, toldFrom: judgedFrom },
  );
}

function lackingWords({ unknown, all }: Counted, required: number): Said {
  if (all === 0) {
    return said(
      'comfort.no-zones',
      '合同范围内没有室温计量点或没有需要考核的时段，无法判定；接入室温数据后可判定',
      'there is no indoor meter in the boundary, or no occupied time to judge; it can be told once room temperatures are measured',
    );
  }
  const where = listed([...new Set(unknown.map(({ meter }) => meter))]);
  const knownShare = ((all - unknown.length) * 100) / all;
  return said(
    'comfort.incomplete',
    `${all} 个区域日中 ${unknown.length} 个室温数据不足（${where.zh}），可判定的占 ${percent(knownShare)}，低于约定的 ${percent(required)}；补齐这些室温数据后可判定`,
    `${unknown.length} of ${all} zone-days lack room temperatures (${where.en}): ${percent(knownShare)} can be judged, ${percent(required)} were agreed; it can be told once they are filled in`,
    { unknown: unknown.length, zoneDays: all, knownPct: knownShare, requiredPct: required },
  );
}
