import { textOf, type Cell } from './table.ts';

/** Columns of a file of manual readings and amounts; each has a name in both languages. */
export const columns = {
  meter: '表号',
  point: '测点',
  at: '时间',
  reading: '读数',
  from: '起',
  to: '止',
  month: '月份',
  amount: '用量',
  reason: '说明',
} as const;
export type Column = keyof typeof columns;
export const columnNames = Object.keys(columns) as Column[];

export interface Header {
  readonly places: Readonly<Partial<Record<Column, number>>>;
  /** As the file names it: faults say it in the same words. */
  name(column: Column): string;
  readonly unknown: readonly string[];
  readonly doubled: readonly Column[];
}

export function headerOf(cells: readonly Cell[]): Header {
  const places: Partial<Record<Column, number>> = {};
  const unknown: string[] = [];
  const doubled: Column[] = [];
  const texts = cells.map(textOf);
  texts.forEach((text, place) => {
    if (text === '') return;
    const column = columnNames.find((one) => one === text.toLowerCase() || columns[one] === text);
    if (column === undefined) unknown.push(text);
    else if (places[column] !== undefined) doubled.push(column);
    else places[column] = place;
  });
  const inChinese = texts.some((text) => Object.values<string>(columns).includes(text));
  const name = (column: Column): string => {
    const place = places[column];
    return place === undefined ? (inChinese ? columns[column] : column) : texts[place]!;
  };
  return { places, name, unknown, doubled };
}
