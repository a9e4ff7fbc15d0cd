const types: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** What the server is told that the file is, by its name: what a browser says of a CSV differs from machine to machine. */
export function fileTypeOf(name: string): string | null {
  return types[/\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ''] ?? null;
}
