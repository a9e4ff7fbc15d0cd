const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/**
 * Start and end of each top-level item of a JSON array, as offsets into its bytes ([start0, end0, start1, …]), outer
 * white space left out. The bytes must be valid JSON (they were parsed before): only strings and nesting are followed.
 * Structure is ASCII, and no byte of a longer UTF-8 sequence looks like ASCII, so no decoding is needed.
 */
export function arrayItemRanges(bytes: Uint8Array): number[] {
  const ranges: number[] = [];
  let depth = 0;
  let start = -1;
  let end = -1;
  const close = (): void => {
    if (start >= 0) ranges.push(start, end);
    start = -1;
  };
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (byte <= 0x20) continue;
    if (depth === 1 && (byte === comma || byte === closeBracket)) {
      close();
      if (byte === closeBracket) break;
      continue;
    }
    if (depth >= 1 && start < 0) start = i;
    if (byte === quote) i = endOfString(bytes, i);
    else if (byte === openBracket || byte === openBrace) depth++;
    else if (byte === closeBracket || byte === closeBrace) depth--;
    end = i + 1;
  }
  return ranges;
}

function endOfString(bytes: Uint8Array, start: number): number {
  let i = start + 1;
  while (i < bytes.length && bytes[i] !== quote) i += bytes[i] === backslash ? 2 : 1;
  return i;
}
