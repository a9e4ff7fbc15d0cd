/** Lines of a file as its author sees them, counted from 1 with the header, without the mark of UTF-8. */
export const sourceLines = (text: string): readonly string[] => text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);

/** What stands in that line; null: there is none. Long ones are cut. */
export function lineAt(lines: readonly string[], row: number | null): string | null {
  const line = row === null ? undefined : lines[row - 1];
  if (line === undefined) return null;
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}

/** Beginning and end of a file: enough to see whether it is the right one. */
export function glimpse(lines: readonly string[], most = 6): readonly (string | null)[] {
  const written = lines.flatMap((line, i) => (line.trim() === '' ? [] : [lineAt(lines, i + 1)!]));
  if (written.length <= most + 1) return written;
  // null: what is left out.
  return [...written.slice(0, most - 1), null, written.at(-1)!];
}
