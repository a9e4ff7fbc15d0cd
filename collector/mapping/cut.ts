const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;
const open = new Set([0x5b, 0x7b]);
const close = new Set([0x5d, 0x7d]);
const brackets = [Buffer.from('['), Buffer.from(']')] as const;

/**
 * A message with one element of a list and none of its neighbours: `{"t":1,"m":[{…},{…}]}` → `{"t":1,"m":[{…}]}`. What
 * is kept of a faulty element can so be read again by the same rule, with all that stands around it, byte for byte.
 * @param bytes valid JSON
 * @param way to the element
 * @param single whether the neighbours go at this depth of the way
 */
export function cutOut(
  bytes: Uint8Array,
  way: readonly (string | number)[],
  single: (depth: number) => boolean,
): Uint8Array {
  const pieces: Uint8Array[] = [];
  const walk = (start: number, end: number, depth: number): void => {
    const child = depth < way.length ? childRange(bytes, start, way[depth]!) : null;
    if (child === null) {
      pieces.push(bytes.subarray(start, end));
      return;
    }
    const alone = single(depth);
    pieces.push(alone ? brackets[0] : bytes.subarray(start, child.start));
    walk(child.start, child.end, depth + 1);
    pieces.push(alone ? brackets[1] : bytes.subarray(child.end, end));
  };
  walk(0, bytes.length, 0);
  return new Uint8Array(Buffer.concat(pieces));
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** Where a key's value or a place's element lies in the object or list that begins at `at`. Of a key that comes twice the last counts. */
function childRange(bytes: Uint8Array, at: number, step: string | number): Range | null {
  let found: Range | null = null;
  at = skipSpace(bytes, at) + 1;
  for (let place = 0; ; place++) {
    at = skipSpace(bytes, at);
    if (at >= bytes.length || close.has(bytes[at]!)) return found;
    let key: unknown = place;
    if (typeof step === 'string') {
      const end = skipValue(bytes, at);
      key = JSON.parse(Buffer.from(bytes.subarray(at, end)).toString('utf8'));
      at = skipSpace(bytes, end);
      if (bytes[at] !== colon) return found;
      at = skipSpace(bytes, at + 1);
    }
    const end = skipValue(bytes, at);
    if (key === step) found = { start: at, end };
    at = skipSpace(bytes, end);
    if (bytes[at] === comma) at++;
  }
}

function skipSpace(bytes: Uint8Array, at: number): number {
  while (at < bytes.length && bytes[at]! <= 0x20) at++;
  return at;
}

/** The end of the value that begins at `at`. Structure is ASCII, and no byte of a longer character looks like it. */
function skipValue(bytes: Uint8Array, at: number): number {
  let depth = 0;
  for (; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (byte === quote) {
      at++;
      while (at < bytes.length && bytes[at] !== quote) at += bytes[at] === backslash ? 2 : 1;
      if (depth === 0) return at + 1;
    } else if (open.has(byte)) depth++;
    else if (close.has(byte)) {
      if (depth === 0) return at;
      if (--depth === 0) return at + 1;
    } else if (depth === 0 && (byte === comma || byte === colon || byte <= 0x20)) return at;
  }
  return at;
}
