import type { MandvProblem } from '../types.ts';

type Numbers = Readonly<Record<string, number | string>>;
type Words = Readonly<Record<string, { readonly zh: string; readonly en: string }>>;

/** `{name}` in the words is filled from the numbers, instants (from, to, at) as dates. */
const words = {
  'caltrack.no-data': {
    zh: '该时段内没有任何一天同时有能耗和气温',
    en: 'no day of the period has both energy and temperature',
  },
  'caltrack.baseline-length': {
    zh: '基期为 {days} 天，应在 {least}～{most} 天之间',
    en: 'the baseline has {days} days; {least} to {most} are needed',
  },
  'caltrack.too-many-missing-days': {
    zh: '基期 {days} 天中有 {missing} 天缺少能耗或气温，最多允许 {allowed} 天',
    en: '{missing} of {days} baseline days lack energy or temperature; {allowed} are allowed',
  },
  'caltrack.too-many-missing-energy-days': {
    zh: '基期 {days} 天中有 {missing} 天缺少能耗，最多允许 {allowed} 天',
    en: '{missing} of {days} baseline days lack energy; {allowed} are allowed',
  },
  'caltrack.too-many-missing-temperature-days': {
    zh: '基期 {days} 天中有 {missing} 天缺少气温，最多允许 {allowed} 天',
    en: '{missing} of {days} baseline days lack temperature; {allowed} are allowed',
  },
  'caltrack.near-constant': {
    zh: '{values} 个有效值中只有 {distinct} 个不同的值（不足 {percent} %），计量几乎不变',
    en: 'only {distinct} of {values} values differ (under {percent} %): a near-constant meter',
  },
  'caltrack.negative-gas': {
    zh: '燃气有 {count} 个负值，最小 {least}',
    en: 'gas has {count} negative values, the least is {least}',
  },
  'caltrack.negative-values': {
    zh: '有 {count} 个负值，最小 {least}；是否有光伏上网（净计量）？',
    en: '{count} negative values, the least is {least}: is this a net meter?',
  },
  'caltrack.extreme-values': {
    zh: '有 {count} 个值大于中位数加三倍四分位距（{limit}），最大 {most}；请核对，未剔除',
    en: '{count} values exceed the median plus three interquartile ranges ({limit}), the greatest is {most}; kept',
  },
  'caltrack.month-with-few-days': {
    zh: '{month} 的 {days} 天中只有 {valid} 天有效（不足 90 %）',
    en: '{month} has {valid} valid days of {days} (under 90 %)',
  },
  'caltrack.bill-too-short': {
    zh: '{from} 至 {to} 的账单只有 {days} 天（少于 {shortest} 天），未采用',
    en: 'the bill {from} to {to} has {days} days (under {shortest}) and is left out',
  },
  'caltrack.bill-too-long': {
    zh: '{from} 至 {to} 的账单有 {days} 天（超过 {longest} 天），未采用',
    en: 'the bill {from} to {to} has {days} days (over {longest}) and is left out',
  },
  'caltrack.bill-estimated-to-the-end': {
    zh: '{from} 至 {to} 为估读且其后没有实际读数，未采用',
    en: 'the bill {from} to {to} is estimated and no actual read follows: left out',
  },
  'mandv.no-reporting-energy': {
    zh: '报告期内没有能耗数据（{days} 天全部缺失或为零）：没有结果，不是节能 100 %',
    en: 'the reporting period has no energy ({days} days, all missing or zero): there is no result, not 100 % saved',
  },
  'mandv.no-reporting-days': {
    zh: '报告期 {days} 天中没有任何一天同时有能耗和气温：没有结果',
    en: 'none of the {days} reporting days has both energy and temperature: there is no result',
  },
  'mandv.reporting-gaps': {
    zh: '报告期 {days} 天中有 {missing} 天缺少能耗或气温，两侧均不计入',
    en: '{missing} of {days} reporting days lack energy or temperature and count on neither side',
  },
  'mandv.flat-line': {
    zh: '自 {at} 起连续 {hours} 小时读数同为 {value}（共 {count} 段）：计量可能卡住',
    en: '{hours} hours in a row read {value} from {at} on ({count} such runs): the meter may be stuck',
  },
  'mandv.catch-up': {
    zh: '{at} 的值 {value} 出现在 {gap} 个缺失或为零的时段之后，是中位数的 {times} 倍（共 {count} 处）：可能是补报的累计值',
    en: '{value} at {at} follows {gap} missing or zero intervals and is {times} times the median ({count} such): a catch-up?',
  },
  'mandv.level-change': {
    zh: '{month} 的日均用量是基期同月的 {ratio} 倍（共 {count} 个月超出 0.2～5 倍）：请核对单位、倍率和计量范围',
    en: '{month} uses {ratio} times the same month of the baseline per day (months beyond 0.2 to 5: {count}): check unit, ratio and boundary',
  },
  'mandv.level-from-nothing': {
    zh: '{month} 有用量，而基期同月没有（共 {count} 个月与基期同月不在一个量级）：请核对单位、倍率和计量范围',
    en: '{month} has use and the same month of the baseline none (months on another level: {count}): check unit, ratio and boundary',
  },
  'mandv.implausible-intensity': {
    zh: '每平方米每年 {intensity} kWh，超出合理范围 {least}～{most}：请核对单位、倍率和面积',
    en: '{intensity} kWh per m² and year is beyond the plausible {least} to {most}: check unit, ratio and area',
  },
  'mandv.temperature-outside-baseline': {
    zh: '{percent} % 的天气温超出基期范围 {low}～{high} °C；{beyondPercent} % 超出范围宽度的十分之一以上，为外推',
    en: '{percent} % of days lie outside the baseline temperatures {low} to {high} °C; {beyondPercent} % by over a tenth of their width: extrapolated',
  },
} as const satisfies Words;

export type ProblemCode = keyof typeof words;

export function problem(code: ProblemCode, numbers: Numbers): MandvProblem {
  const { zh, en } = words[code];
  return { code, message: { zh: filled(zh, numbers), en: filled(en, numbers) }, numbers };
}

/** Three digits are enough to judge by; whole numbers and counts stay whole. */
function shown(value: number): string {
  if (Number.isInteger(value)) return String(value);
  return Math.abs(value) >= 1000 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}

function filled(text: string, numbers: Numbers): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = numbers[name];
    if (value === undefined) return '';
    if (typeof value === 'string') return value;
    if (name === 'from' || name === 'to' || name === 'at') return new Date(value).toISOString().slice(0, 16) + 'Z';
    return shown(value);
  });
}
