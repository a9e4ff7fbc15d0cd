import { lineText, receivedField, type Line } from './lines.ts';

/** A 400 or 422 in InfluxDB's words: some points of the chunk were refused, the others may have been written. */
export interface Refusal {
  readonly message: string;
  /** Lines that v3 names, counted from 0. */
  readonly at?: readonly { readonly line: number; readonly message: string }[];
}

/** Which lines of a refused chunk to try again apart, so that the refused ones are found in few requests. */
export type Split =
  /** All of it is refused. */
  | { readonly kind: 'all' }
  /** The server named the lines. */
  | { readonly kind: 'lines'; readonly refused: ReadonlyMap<Line, string> }
  /** The server named a field: these lines hold it and are written again without it; it is tried by itself. */
  | { readonly kind: 'field'; readonly without: readonly Line[]; readonly only: readonly Line[] }
  /** It said nothing of use: halves, by time, for what is refused together often lies together. */
  | { readonly kind: 'halves'; readonly first: readonly Line[]; readonly second: readonly Line[] };

export function splitRefused(chunk: readonly Line[], refusal: Refusal): Split {
  const named = namedLines(chunk, refusal);
  if (named.size > 0) return { kind: 'lines', refused: named };
  const field = namedField(refusal.message);
  if (field !== null) {
    const holds = (line: Line) => line.fields.some(([key]) => key === field);
    const only = chunk.filter(holds).map((line) => ({ ...line, fields: line.fields.filter(([key]) => key === field) }));
    const without = chunk
      .map((line) => (holds(line) ? { ...line, fields: line.fields.filter(([key]) => key !== field) } : line))
      .filter((line) => line.fields.some(([key]) => key !== receivedField));
    // Of lines that hold nothing but the field the same question would be asked again.
    if (only.length > 0 && without.length > 0) return { kind: 'field', without, only };
  }
  if (droppedCount(refusal.message) === chunk.length || chunk.length === 1) return { kind: 'all' };
  const byTime = chunk.toSorted((a, b) => a.ts - b.ts);
  const middle = byTime.length >> 1;
  return { kind: 'halves', first: byTime.slice(0, middle), second: byTime.slice(middle) };
}

/** The end of a 1.x or 2.x partial write: `… dropped=3`. */
function droppedCount(message: string): number | null {
  const match = /\bdropped=(\d+)\s*$/.exec(message);
  return match ? Number(match[1]) : null;
}

/** `input field "power_kw" on measurement "reading" is type float, already exists as type integer`. */
function namedField(message: string): string | null {
  const match = /input field "((?:[^"\\]|\\.)*)" on measurement/.exec(message);
  if (!match) return null;
  try {
    // Go quotes as JSON does, for what a field key may hold. The key in our lines is escaped for line protocol.
    return (JSON.parse(`"${match[1]}"`) as string).replace(/[,= ]/g, '\\$&');
  } catch {
    return null;
  }
}

/** v3 gives line numbers; 1.x and 2.x repeat lines that they could not parse, with the reason. */
function namedLines(chunk: readonly Line[], refusal: Refusal): Map<Line, string> {
  const named = new Map<Line, string>();
  for (const { line, message } of refusal.at ?? []) {
    const refused = chunk[line];
    if (refused) named.set(refused, message);
  }
  if (!refusal.message.includes("unable to parse '")) return named;
  const reasons = new Map(
    refusal.message
      .split('\n')
      .map((part) => /unable to parse '(.*)': (.*)$/.exec(part))
      .filter((match) => match !== null)
      .map((match) => [match[1]!, match[0]]),
  );
  for (const line of chunk) {
    const reason = reasons.get(lineText(line));
    if (reason !== undefined) named.set(line, reason);
  }
  return named;
}
