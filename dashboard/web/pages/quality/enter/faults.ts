/** Where a fault of a file lies, from its path: `row 4, column 读数`; null = the whole file, the whole row. */
export interface FaultPlace {
  readonly row: number | null;
  readonly column: string | null;
}

export function placeOf(path: string): FaultPlace {
  const row = /^row (\d+)/.exec(path)?.[1];
  const column = /(?:^|, )column (.+)$/.exec(path)?.[1];
  return { row: row === undefined ? null : Number(row), column: column ?? null };
}
