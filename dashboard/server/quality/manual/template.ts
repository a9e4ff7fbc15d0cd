import writeXlsxFile from 'write-excel-file/node';
import { columnNames, columns } from './columns.ts';
import type { Language } from './words.ts';

/** An empty file to be filled in. */

const header = (language: Language): string[] =>
  columnNames.map((column) => (language === 'zh' ? columns[column] : column));

/** With the mark by which spreadsheet programs know UTF-8. */
export function csvTemplate(language: Language): Uint8Array {
  return Buffer.from(`\uFEFF${header(language).join(',')}\r\n`);
}

const notes: Readonly<Record<Language, readonly (readonly [string, string])[]>> = {
  zh: [
    ['填写说明', '只读取第一张工作表；每行一条，三种填法任选其一'],
    ['人工抄表', '表号、时间、读数。例：E1，2026-11-01 08:00，51234.5（表上显示的数，不乘倍率）'],
    ['某时段用量', '表号、起、止、用量。例：E1，2026-11-01，2026-11-15，860（不含“止”那一刻之后；已乘倍率）'],
    ['整月用量', '表号、月份、用量。例：E1，2026-10，1820（已乘倍率）'],
    ['测点', '可不填：默认该表的累计读数'],
    ['说明', '可不填：为什么这样填，供日后查阅'],
  ],
  en: [
    ['How to fill it in', 'Only the first sheet is read; one entry a row, in one of three ways'],
    ['A register reading', 'meter, at, reading. E1, 2026-11-01 08:00, 51234.5 (as the meter shows it, no multiplier)'],
    [
      'Use over some time',
      'meter, from, to, amount. E1, 2026-11-01, 2026-11-15, 860 (up to `to`; after the multiplier)',
    ],
    ['Use of a month', 'meter, month, amount. E1, 2026-10, 1820 (after the multiplier)'],
    ['point', 'May stay empty: the meter’s register'],
    ['reason', 'May stay empty: why, for whoever reads it later'],
  ],
};

export async function xlsxTemplate(language: Language): Promise<Uint8Array> {
  const sheets = language === 'zh' ? ['数据', '填写说明'] : ['data', 'how to fill it in'];
  const head = header(language).map((value) => ({ value, fontWeight: 'bold' as const }));
  return writeXlsxFile([
    { data: [head], sheet: sheets[0]!, columns: head.map(() => ({ width: 18 })), stickyRowsCount: 1 },
    { data: notes[language].map((row) => [...row]), sheet: sheets[1]!, columns: [{ width: 20 }, { width: 90 }] },
  ]).toBuffer();
}
