import { lineText, type Line } from './lines.ts';

/**
 * Below what any version takes in one request: 1.x refuses bodies over 25 MB and v3 over 10 MB; 5,000 lines is the
 * number that InfluxData recommends.
 */
export const chunkLimits = { lines: 5_000, bytes: 4_000_000 };

export interface ChunkLimits {
  readonly lines: number;
  readonly bytes: number;
}

/** Cuts lines into chunks below both limits; a line that is larger than the limit by itself is a chunk of its own. */
export function* chunksOf(lines: readonly Line[], limits: ChunkLimits = chunkLimits): Generator<readonly Line[]> {
  let chunk: Line[] = [];
  let bytes = 0;
  for (const line of lines) {
    const size = Buffer.byteLength(lineText(line)) + 1;
    if (chunk.length > 0 && (chunk.length >= limits.lines || bytes + size > limits.bytes)) {
      yield chunk;
      chunk = [];
      bytes = 0;
    }
    chunk.push(line);
    bytes += size;
  }
  if (chunk.length > 0) yield chunk;
}
