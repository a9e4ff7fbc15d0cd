import { cell } from './export-csv.ts';

/** What stands behind a chart that isn't one series over time: columns with their names, rows with exact values. */
export interface ChartTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** The table as CSV, unrounded, after comment lines that say what it is. */
export function csvOfTable(table: ChartTable, comments: readonly string[]): string {
  const head = comments.map((text) => `# ${text.replace(/[\r\n]+/g, ' ')}`);
  const lines = [table.columns, ...table.rows].map((row) => row.map(cell).join(','));
  // The byte order mark lets spreadsheets see that it is UTF-8.
  return `\ufeff${[...head, ...lines].join('\r\n')}\r\n`;
}
