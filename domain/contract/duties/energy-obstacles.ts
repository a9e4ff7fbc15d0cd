import type { CombinedSaving } from '../combine.ts';
import { dateOf } from '../local-days.ts';
import type { Said } from '../said.ts';
import { placesOf, type DutyInputs, type DutyYear, type sharesByMeter } from './inputs.ts';
import { days, listed, percent, said, zhDate } from './words.ts';

type Shares = ReturnType<typeof sharesByMeter>;

/** Why a saving can't be judged by what is known: each says what is missing, and when it can be told. Empty: nothing is. */
export function obstacles(inputs: DutyInputs, year: DutyYear, shares: Shares, sum: CombinedSaving): readonly Said[] {
  const { contract, meters } = inputs;
  const required = contract.minCompletenessPct;
  const found: Said[] = [];
  if (contract.meters.length === 0) {
    found.push(
      said(
        'energy.no-meters',
        '合同边界内没有计量点，无法计算节能量；录入计量点后可判定',
        'the boundary has no meters, so there is no saving; it can be told once they are named',
      ),
    );
  }
  const units = [...new Set(meters.map(({ unit }) => unit))];
  if (units.length > 1) {
    found.push(
      said(
        'energy.mixed-units',
        `边界内计量点的单位不一（${units.join('、')}），不能相加，保证节能量无从比较；按单位分列合同后可判定`,
        `the meters of the boundary count ${units.join(' and ')}, which don't add up to one saving; it can be told once each unit has a contract of its own`,
      ),
    );
  }
  const bare = shares.filter(({ meter }) => (meter?.model ?? null) === null).map(({ id }) => id);
  if (bare.length > 0) {
    const names = listed(bare);
    found.push(
      said(
        'energy.no-model',
        `${names.zh} 没有可用的基准模型（基期数据或气温不足），无法计算节能量；补齐基期数据并建立基准后可判定`,
        `${names.en} has no baseline model (too little of the base period, or no weather), so there is no saving; it can be told once the base period's data make one`,
        { meters: bare.length },
      ),
    );
  }
  const disqualified = meters.filter(({ model }) => model?.disqualified === true).map(({ meter }) => meter);
  if (disqualified.length > 0) {
    const names = listed(disqualified);
    found.push(
      said(
        'energy.disqualified',
        `${names.zh} 的基准未通过数据质量规则，且无人确认采用；更换基期数据或由双方确认后可判定`,
        `the baseline of ${names.en} fails the data rules and nobody has taken responsibility for it; it can be told once its data are replaced or both sides accept it`,
        { meters: disqualified.length },
      ),
    );
  }
  if (year.past.to === year.past.from) return found;

  const incomplete = shares.filter(({ knownPct }) => knownPct < required);
  if (incomplete.length > 0) found.push(incompleteWords(inputs, year, incomplete, required));
  // Their data are there, and the model or the weather is not: days that count on neither side.
  const dark = shares.filter(
    ({ meter, knownPct, comparedPct }) => meter?.model && knownPct >= required && comparedPct < required,
  );
  if (dark.length > 0) {
    const worst = dark.reduce((a, b) => (b.comparedPct < a.comparedPct ? b : a));
    const names = listed(dark.map(({ id }) => id));
    found.push(
      said(
        'energy.no-weather',
        `${names.zh} 只有 ${percent(worst.comparedPct)} 的日子同时具备用量和气温，低于约定的 ${percent(required)}；补齐气温数据后可判定`,
        `only ${percent(worst.comparedPct)} of the days of ${names.en} have both use and weather, ${percent(required)} were agreed; it can be told once the weather is filled in`,
        { meter: worst.id, comparedPct: worst.comparedPct, requiredPct: required },
      ),
    );
  }
  if (found.length === 0 && sum.saving === null) {
    found.push(
      said(
        'energy.nothing-known',
        '没有一天同时具备用量和基准，无法计算节能量；有了读数即可判定',
        'not one day has both use and baseline, so there is no saving; it can be told once there are readings',
      ),
    );
  }
  if (contract.confidenceRule === 'lower90' && sum.saving !== null && sum.halfWidth === null) {
    found.push(
      said(
        'energy.no-band',
        '约定按 90 % 置信下限计，但现有数据不足以给出不确定度；基期或报告期数据增加后可判定',
        'the lower end of the 90 % band was agreed to count, and the data give no band; it can be told once there are more of them',
      ),
    );
  }
  return found;
}

function incompleteWords(inputs: DutyInputs, { past, open }: DutyYear, incomplete: Shares, required: number): Said {
  const worst = incomplete.reduce((a, b) => (b.knownPct < a.knownPct ? b : a));
  const names = listed(incomplete.map(({ id }) => id));
  const places = placesOf(inputs, past);
  const lacking: number[] = [];
  for (let day = past.from; day < past.to; day += 1) {
    const share = worst.meter?.known[places.from + day - past.from] ?? 0;
    if (!(share >= 1 - 1e-9)) lacking.push(day);
  }
  const several = incomplete.length > 1;
  const [first, last] = [dateOf(lacking[0] ?? past.from), dateOf(lacking.at(-1) ?? past.to - 1)];
  return said(
    'energy.incomplete',
    `数据不完整：${names.zh} 的数据完整率${several ? `低于约定的 ${percent(required)}，最低为 ${worst.id} 的 ${percent(worst.knownPct)}` : `为 ${percent(worst.knownPct)}，低于约定的 ${percent(required)}`}（${zhDate(first)}至${zhDate(last)}间有 ${lacking.length} 天缺数）；补传或补录这些读数后${open ? '方可在年度结束时判定' : '可判定'}`,
    `data are incomplete: ${several ? `${names.en} have less than the agreed ${percent(required)}, the worst is ${worst.id} with ${percent(worst.knownPct)}` : `${names.en} has ${percent(worst.knownPct)}, less than the agreed ${percent(required)}`} (${days(lacking.length)} between ${first} and ${last} with gaps); it can be told ${open ? 'at the end of the year, if' : 'once'} these readings are sent or entered`,
    { meter: worst.id, completenessPct: worst.knownPct, requiredPct: required, days: lacking.length, first, last },
  );
}
