/** A sheet as it was handed in, before anything is understood of it. */
export type Cell = string | number | boolean | { readonly wall: string } | null;

export interface Table {
  /** Row 1 is the header; `row`: as the spreadsheet or editor numbers it. */
  readonly rows: readonly { readonly row: number; readonly cells: readonly Cell[] }[];
}
export interface TableFault {
  readonly code: 'unreadable' | 'old-excel' | 'unpacks-too-far' | 'too-many-rows';
  readonly detail: string;
}

export const mostRows = 10_000;
export const mostColumns = 50;
export const mostBytes = 5 * 1024 * 1024;

/** What a cell says, as a person would write it. */
export function textOf(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return '';
  return typeof cell === 'object' ? cell.wall : String(cell).trim();
}
