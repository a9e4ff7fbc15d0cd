import type { NotSettled } from '../settlement.ts';

/** Why a period can't be settled, in words; also those that only the server can see (`period-open`). */
export const refuse = {
  incomplete: (completenessPct: number, requiredPct: number): NotSettled => ({
    code: 'incomplete-data',
    message: {
      zh: `数据完整率 ${downTo2(completenessPct)}%，低于约定的 ${requiredPct}%，不能结算。`,
      en: `Data are ${downTo2(completenessPct)} % complete, less than the agreed ${requiredPct} %: nothing can be settled.`,
    },
    completenessPct,
    requiredPct,
  }),
  /** Days whose use is known and whose weather is not count on neither side. */
  noWeather: (meter: string, completenessPct: number, requiredPct: number): NotSettled => ({
    code: 'incomplete-data',
    message: {
      zh: `计量表 ${meter} 有用量的日子中，仅 ${downTo2(completenessPct)}% 有气象数据可算基准，低于约定的 ${requiredPct}%，不能结算。`,
      en: `Of the days of ${meter} whose use is known, ${downTo2(completenessPct)} % have the weather that its baseline needs, less than the agreed ${requiredPct} %: nothing can be settled.`,
    },
    completenessPct,
    requiredPct,
  }),
  mixedUnits: (units: readonly string[]) =>
    said(
      'mixed-units',
      `边界内计量点的单位不一（${units.join('、')}），不能按一个节能量、一个单价结算。`,
      `The meters of the boundary count ${units.join(' and ')}: one saving and one price can't be of both.`,
    ),
  outsideTerm: (period: string) =>
    said('outside-term', `${period} 没有一天在合同期限内。`, `No day of ${period} lies in the contract's term.`),
  periodOpen: (period: string) =>
    said('period-open', `${period} 尚未结束，结束后方可结算。`, `${period} is not over; it can be settled when it is.`),
  guaranteedMonth: () =>
    said(
      'not-of-this-type',
      '节能量保证型合同按年结算，没有月度结算。',
      'A guaranteed contract is settled by the year, not by the month.',
    ),
  noModel: (meter: string) =>
    said(
      'no-model',
      `计量表 ${meter} 在本期没有可用的基准模型结果（缺模型或缺气象数据），节能量无法认定。`,
      `Meter ${meter} has no baseline model, or no weather, for this period: its saving can't be told.`,
    ),
  noBand: () =>
    said(
      'no-band',
      '合同按 90% 区间下限认定节能量，而本期的区间无法计算。',
      'The contract counts a saving by the lower end of its 90 % band, and this period has no band.',
    ),
  noPrice: () =>
    said(
      'no-price',
      '合同没有约定本期的价格，或没有用量可作加权。',
      'The contract agrees on no price for this period, or there is no use to weigh it by.',
    ),
  noShare: (year: number) =>
    said('no-share', `合同没有约定 ${year} 年的分享比例。`, `The contract agrees on no share for ${year}.`),
  noGuarantee: (year: number) =>
    said('no-guarantee', `合同没有约定 ${year} 年的保证节能量。`, `The contract guarantees no saving for ${year}.`),
  noCustody: () => said('no-custody', '托管合同没有约定托管费。', 'The custody contract agrees on no monthly fee.'),
} as const;

function said(code: NotSettled['code'], zh: string, en: string): NotSettled {
  return { code, message: { zh, en } };
}

/** 89.999 % isn't 90 %, on paper neither. */
function downTo2(pct: number): number {
  return Math.floor(pct * 100) / 100;
}
