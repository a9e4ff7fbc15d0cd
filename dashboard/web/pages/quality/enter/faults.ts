/** Where a fault of a file lies, from its path: `rows[3].reading`, `row 4`, `4: reading`, or the whole file. */
export interface FaultPlace {
  readonly row: number | null;
  readonly column: string;
}

export function placeOf(path: string): FaultPlace {
  const match = /(\d+)/.exec(path);
  if (match === null) return { row: null, column: path };
  const column = path.slice(match.index + match[0].length).replace(/^[\]\s.:,：，]+/, '');
  return { row: Number(match[1]), column };
}
