/** How a table stands: `-rate` in the address = by rate, the largest first. */
export interface Sorting<K extends string> {
  readonly column: K;
  readonly down: boolean;
}

export function readSorting<K extends string>(
  text: string | null,
  columns: readonly K[],
  otherwise: Sorting<K>,
): Sorting<K> {
  if (text === null) return otherwise;
  const down = text.startsWith('-');
  const column = columns.find((one) => one === (down ? text.slice(1) : text));
  return column === undefined ? otherwise : { column, down };
}

/** What the address says after a click on the column's head; null when that is how the table stands by itself. */
export function nextSorting<K extends string>(
  column: K,
  now: Sorting<K>,
  otherwise: Sorting<K>,
  firstDown: boolean,
): string | null {
  const down = now.column === column ? !now.down : firstDown;
  if (column === otherwise.column && down === otherwise.down) return null;
  return `${down ? '-' : ''}${column}`;
}

type Key = number | string | null;

/** Rows in order; what is not known stands last in either direction. Rows that are equal keep their order. */
export function sorted<T>(rows: readonly T[], key: (row: T) => Key, down: boolean): readonly T[] {
  const sign = down ? -1 : 1;
  return rows
    .map((row) => ({ row, key: key(row) }))
    .sort((a, b) => {
      if (a.key === null || b.key === null) return a.key === b.key ? 0 : a.key === null ? 1 : -1;
      if (typeof a.key === 'string') return sign * a.key.localeCompare(String(b.key), 'zh-CN');
      return sign * (a.key - Number(b.key));
    })
    .map(({ row }) => row);
}

const fold = (text: string) => text.toLocaleLowerCase('en-US').normalize('NFKC');

/** Whether every word of what a person typed is found in the text, in any case and width. */
export function finds(typed: string, text: string): boolean {
  const within = fold(text);
  return fold(typed)
    .split(/\s+/)
    .every((word) => within.includes(word));
}
