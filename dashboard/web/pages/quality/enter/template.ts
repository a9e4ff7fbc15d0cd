import type { Language } from '../../../format/index.ts';

/** The three tables that can be handed in, as empty files with a line that shows how. */
export const entryKinds = ['reading', 'amount', 'month'] as const;
export type EntryKind = (typeof entryKinds)[number];

/** Column names that the server reads in either language. */
const names = {
  zh: {
    meter: '表号',
    point: '测点',
    at: '时间',
    reading: '读数',
    from: '起',
    to: '止',
    month: '月份',
    amount: '用量',
    reason: '说明',
  },
  en: {
    ...{ meter: 'meter', point: 'point', at: 'at', reading: 'reading', from: 'from', to: 'to' },
    ...{ month: 'month', amount: 'amount', reason: 'reason' },
  },
} as const;
const columns: Readonly<Record<EntryKind, readonly (keyof typeof names.zh)[]>> = {
  reading: ['meter', 'point', 'at', 'reading', 'reason'],
  amount: ['meter', 'point', 'from', 'to', 'amount', 'reason'],
  month: ['meter', 'point', 'month', 'amount', 'reason'],
};

/** CSV that a spreadsheet opens: the header, and one line for each meter of the list with nothing filled in. */
export function templateOf(kind: EntryKind, language: Language, meters: readonly string[]): string {
  const head = columns[kind].map((column) => names[language][column]).join(',');
  const blanks = ','.repeat(columns[kind].length - 1);
  const rows = meters.map((meter) => `${/[",\r\n]/.test(meter) ? `"${meter.replaceAll('"', '""')}"` : meter}${blanks}`);
  // The byte order mark lets spreadsheets see that it is UTF-8.
  return `\ufeff${[head, ...rows].join('\r\n')}\r\n`;
}

const types: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** What the server is told that the file is, by its name: what a browser says of a CSV differs from machine to machine. */
export function fileTypeOf(name: string): string | null {
  return types[/\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ''] ?? null;
}
