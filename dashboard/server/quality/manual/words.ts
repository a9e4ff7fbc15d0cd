/** Words of what is wrong in a file, for whoever filled it in. */
export type Language = 'zh' | 'en';
type Words = (subject: string, more: string) => string;

const words = {
  unreadable: [(s) => `文件无法读取：${s}`, (s) => `The file cannot be read: ${s}`],
  'old-excel': [() => '这是旧版 .xls 文件，请另存为 .xlsx', () => 'This is an old .xls file; save it as .xlsx'],
  'unpacks-too-far': [() => '文件解压后过大', () => 'The workbook unpacks to far more than a table holds'],
  'too-many-rows': [() => '最多 10,000 行', () => 'At most 10,000 rows'],
  empty: [() => '没有数据行', () => 'There are no rows'],
  'missing-column': [(s) => `缺少“${s}”列`, (s) => `The column ${s} is missing`],
  'double-column': [(s) => `“${s}”列重复`, (s) => `The column ${s} is there twice`],
  'unknown-column': [(s) => `不认识的列“${s}”`, (s) => `The column ${s} is not known here`],
  missing: [() => '不能为空', () => 'is empty'],
  'which-kind': [
    () => '每行填“时间、读数”，或“起、止、用量”，或“月份、用量”，只能一种',
    () => 'a row has at and reading, or from, to and amount, or month and amount: one of them',
  ],
  'unknown-meter': [(s) => `没有表号 ${s}，或您无权查看`, (s) => `There is no meter ${s} that you may see`],
  'virtual-meter': [(s) => `${s} 是计算表，请填写实体表`, (s) => `${s} is computed of other meters; enter theirs`],
  'unknown-point': [(s) => `该表没有测点 ${s}`, (s) => `The meter never sent ${s}`],
  'not-a-register': [(s) => `${s} 不是累计读数`, (s) => `${s} is no register`],
  'not-a-time': [(s) => `“${s}”不是时间，例：2026-11-01 08:00`, (s) => `${s} is no time such as 2026-11-01 08:00`],
  'not-a-month': [(s) => `“${s}”不是月份，例：2026-11`, (s) => `${s} is no month such as 2026-11`],
  'not-a-number': [(s) => `“${s}”不是数字`, (s) => `${s} is no number`],
  negative: [() => '不能为负', () => 'must not be below 0'],
  'in-future': [() => '还没有到这个时间', () => 'lies in the future'],
  'too-early': [() => '早于 2000 年', () => 'lies before 2000'],
  'ends-before-start': [() => '“止”应晚于“起”', () => 'lies not after from'],
  double: [(s) => `与第 ${s} 行重复`, (s) => `is in row ${s} already`],
  overlaps: [(s) => `与第 ${s} 行的时段重叠`, (s) => `overlaps with row ${s}`],
  'more-digits': [(s) => `超出表的位数（${s} 位）`, (s) => `has more digits than the meter (${s})`],
  'below-before': [(s, m) => `小于 ${m} 的读数 ${s}`, (s, m) => `is lower than ${s}, which was read at ${m}`],
  'above-after': [(s, m) => `大于 ${m} 的读数 ${s}`, (s, m) => `is higher than ${s}, which was read at ${m}`],
  'rolls-over': [
    (s, m) => `小于 ${m} 的读数 ${s}：按翻表计`,
    (s, m) => `is lower than ${s} of ${m}: it will be taken for a rollover`,
  ],
  'more-than-meter-can': [
    (s) => `超过该表最大能力 ${s}`,
    (s) => `is more than the meter can measure in that time, ${s}`,
  ],
} satisfies Record<string, readonly [zh: Words, en: Words]>;

export type FaultCode = keyof typeof words;

export function say(code: FaultCode, language: Language, subject = '', more = ''): string {
  const pair: readonly [Words, Words] = words[code];
  return pair[language === 'zh' ? 0 : 1](subject, more);
}
