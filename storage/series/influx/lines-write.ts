import type { DeadLetter } from './port.ts';
import { chunksOf, type ChunkLimits } from './lines-chunks.ts';
import { splitRefused, type Refusal } from './lines-refused.ts';
import { lineText, receivedField, type Line } from './lines.ts';

/**
 * Sends a chunk; null when the server confirmed all of it. Throws `InfluxAway` when it must be tried again, and never
 * answers `too-large` for a single line.
 */
export type SendChunk = (lines: readonly string[]) => Promise<Refusal | 'too-large' | null>;

/**
 * Writes lines in chunks, one after the other, and finds the refused points of a chunk that was not written whole.
 * Writing a line again is harmless (same series and time overwrite), so whatever is in doubt is sent again.
 * A reading loses only the points that are refused: its other fields are written without them.
 */
export async function writeLines(
  lines: readonly Line[],
  send: SendChunk,
  limits?: ChunkLimits,
): Promise<readonly DeadLetter[]> {
  const dead: DeadLetter[] = [];
  for (const chunk of chunksOf(lines, limits)) await writeChunk(chunk, send, dead);
  return dead;
}

async function writeChunk(chunk: readonly Line[], send: SendChunk, dead: DeadLetter[]): Promise<void> {
  if (chunk.length === 0) return;
  const refusal = await send(chunk.map(lineText));
  if (refusal === null) return;
  if (refusal === 'too-large') {
    const middle = chunk.length >> 1;
    await writeChunk(chunk.slice(0, middle), send, dead);
    await writeChunk(chunk.slice(middle), send, dead);
    return;
  }
  const split = splitRefused(chunk, refusal);
  switch (split.kind) {
    case 'all':
      await byField(
        chunk.map((line) => [line, refusal.message]),
        send,
        dead,
      );
      return;
    case 'lines':
      await writeChunk(
        chunk.filter((line) => !split.refused.has(line)),
        send,
        dead,
      );
      await byField([...split.refused], send, dead);
      return;
    case 'field':
      await writeChunk(split.without, send, dead);
      await writeChunk(split.only, send, dead);
      return;
    case 'halves':
      await writeChunk(split.first, send, dead);
      await writeChunk(split.second, send, dead);
  }
}

/** Refused lines with several fields are tried a field at a time: one of a foreign type must not take others along. */
async function byField(
  refused: readonly (readonly [line: Line, message: string])[],
  send: SendChunk,
  dead: DeadLetter[],
): Promise<void> {
  const again = new Map<string, Line[]>();
  const several: { readonly alone: readonly Line[]; readonly arrival: Line }[] = [];
  for (const [line, message] of refused) {
    if (line.fields.length === 1 || ofItsTime(message)) {
      dead.push({ line: lineText(line), message });
      continue;
    }
    const isArrival = ([key]: Line['fields'][number]) => key === receivedField;
    const alone = line.fields.filter((field) => !isArrival(field)).map((field) => ({ ...line, fields: [field] }));
    for (const one of alone) {
      const others = again.get(one.fields[0]![0]);
      if (others) others.push(one);
      else again.set(one.fields[0]![0], [one]);
    }
    const arrivals = line.fields.filter(isArrival);
    if (arrivals.length > 0) several.push({ alone, arrival: { ...line, fields: arrivals } });
  }
  const before = dead.length;
  for (const lines of again.values()) await writeChunk(lines, send, dead);
  // When it arrived is told of what was taken; by itself it would be a row without a point, or a second dead letter.
  const gone = new Set(dead.slice(before).map(({ line }) => line));
  const taken = several.filter(({ alone }) => alone.some((one) => !gone.has(lineText(one))));
  await writeChunk(
    taken.map(({ arrival }) => arrival),
    send,
    dead,
  );
}

/** Refused for when it was: no field of it would be taken. */
function ofItsTime(message: string): boolean {
  return /beyond retention|outside (the )?retention|time outside range/i.test(message);
}
