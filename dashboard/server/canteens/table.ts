import writeXlsxFile from 'write-excel-file/node';
import { streams, type Meal, type MealFigures, type Stream } from '../../../domain/canteen/types.ts';
import type { CanteenEntry } from '../../../storage/registry/canteen-port.ts';

/** Canteens, dates and meals as a table to take away: units stand in the heads, what is not known is empty. */

export type Language = 'zh' | 'en';
type Cell = string | number | null;

export interface TableRow {
  readonly canteen: CanteenEntry;
  readonly meal: MealFigures;
}

const demoMark = 'DEMO';

const words = {
  zh: {
    heads: ['标记', '食堂编号', '食堂', '单位', '区县', '经营方式', '供餐方式', '日期', '餐次', '就餐人次'],
    tail: ['边角料利用率(%)', '浪费率(%)', '状态', '说明', '含人工录入'],
    streams: { PREP_WASTE: '粗加工厨余', TRIM_USED: '边角料利用', UNSOLD_DISCARD: '弃用售剩', PLATE_WASTE: '餐余' },
    grams: (name: string) => [`${name}(克)`, `人均${name}(克/人·餐)`],
    meals: { BREAKFAST: '早餐', LUNCH: '午餐', DINNER: '晚餐', NIGHT: '夜宵' },
    state: { ok: '正常', 'insufficient-data': '数据不足', doubtful: '存疑' },
    modes: { self: '自营', outsourced: '外包', buffet: '自助', set: '份饭', weighed: '称重', 'a-la-carte': '零点' },
    reasons: {
      'few-person-meals': '就餐人次过少',
      'no-counts': '无就餐人次',
      'not-weighed': '未称重',
      'net-mismatch': '净重不等于毛重减皮重',
      'over-container': '超过容器容量',
      'outside-hours': '不在餐时',
      repeated: '重复称重',
      stuck: '数值不变',
      'tare-drift': '皮重漂移',
      'tare-changed': '皮重改变',
    },
    yes: '是',
    sheet: '食堂',
    and: '、',
  },
  en: {
    heads: ['mark', 'canteen', 'name', 'institution', 'county', 'operated', 'served', 'date', 'meal', 'person-meals'],
    tail: ['trimmings used (%)', 'waste rate (%)', 'state', 'why', 'entered by hand'],
    streams: {
      PREP_WASTE: 'preparation waste',
      TRIM_USED: 'trimmings used',
      UNSOLD_DISCARD: 'unsold and discarded',
      PLATE_WASTE: 'plate waste',
    },
    grams: (name: string) => [`${name} (g)`, `${name} (g a person-meal)`],
    meals: { BREAKFAST: 'breakfast', LUNCH: 'lunch', DINNER: 'dinner', NIGHT: 'night meal' },
    state: { ok: 'ok', 'insufficient-data': 'insufficient data', doubtful: 'doubtful' },
    modes: {
      ...{ self: 'by itself', outsourced: 'by a contractor' },
      ...{ buffet: 'buffet', set: 'set meals', weighed: 'by weight', 'a-la-carte': 'à la carte' },
    },
    reasons: {
      'few-person-meals': 'too few person-meals',
      'no-counts': 'nobody counted',
      'not-weighed': 'plates not weighed',
      'net-mismatch': 'net is not gross without tare',
      'over-container': 'more than a container holds',
      'outside-hours': 'outside of its hours',
      repeated: 'weighed twice',
      stuck: 'value stuck',
      'tare-drift': 'tare drifts',
      'tare-changed': 'tare changed',
    },
    yes: 'yes',
    sheet: 'canteens',
    and: '; ',
  },
} as const satisfies Record<
  Language,
  { meals: Record<Meal, string>; streams: Record<Stream, string> } & Record<string, unknown>
>;

function headsOf(language: Language): string[] {
  const said = words[language];
  return [...said.heads, ...streams.flatMap((stream) => said.grams(said.streams[stream])), ...said.tail];
}

function cellsOf({ canteen, meal }: TableRow, language: Language): Cell[] {
  const said = words[language];
  const mode = (name: keyof typeof said.modes | null) => (name === null ? null : said.modes[name]);
  const percent = (share: number | null) => (share === null ? null : rounded(share * 100));
  return [
    canteen.demo ? demoMark : null,
    ...[canteen.id, canteen.name, canteen.institutionName, canteen.regionName],
    ...[mode(canteen.operatingMode), mode(canteen.supplyMode)],
    ...[meal.date, said.meals[meal.meal], meal.personMeals],
    ...streams.flatMap((stream) => [
      meal.streams[stream]?.grams ?? null,
      rounded(meal.streams[stream]?.gramsPerMeal ?? null),
    ]),
    ...[percent(meal.trimmingsUsed), percent(meal.wasteRate), said.state[meal.state]],
    meal.reasons.map((reason) => said.reasons[reason]).join(said.and) || null,
    meal.manual ? said.yes : null,
  ];
}

/** Hundredths of a gram say more than any scale. */
const rounded = (value: number | null) => (value === null ? null : Math.round(value * 100) / 100);

/** With the mark by which spreadsheet programs know UTF-8. */
export function csvOf(rows: readonly TableRow[], language: Language): Uint8Array {
  const lines = [headsOf(language), ...rows.map((row) => cellsOf(row, language))];
  return Buffer.from(`\uFEFF${lines.map((line) => line.map(csvCell).join(',')).join('\r\n')}\r\n`);
}

function csvCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  // What begins like a formula would be one when the file is opened.
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export async function xlsxOf(rows: readonly TableRow[], language: Language): Promise<Uint8Array> {
  const heads = headsOf(language);
  const data = [
    heads.map((value) => ({ value, fontWeight: 'bold' as const })),
    ...rows.map((row) => cellsOf(row, language).map((value) => (value === null ? null : { value }))),
  ];
  const sheet = words[language].sheet;
  return writeXlsxFile([{ data, sheet, columns: heads.map(() => ({ width: 16 })), stickyRowsCount: 1 }]).toBuffer();
}
