const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;
const openBracket = 0x5b;
const openBrace = 0x7b;
const open = new Set([openBracket, openBrace]);
const close = new Set([0x5d, 0x7d]);
const brackets = [Buffer.from('['), Buffer.from(']')] as const;

/**
 * A message with one element of a list and none of its neighbours: `{"t":1,"m":[{…},{…}]}` → `{"t":1,"m":[{…}]}`. What
 * is kept of a faulty element can so be read again by the same rule, with all that stands around it, byte for byte.
 * Each list and object is gone through once, however many elements are cut out of it.
 */
export class Cutter {
  readonly #bytes: Uint8Array;
  /** What stands in the lists and objects that were gone through, by where they begin. */
  readonly #insides = new Map<number, ReadonlyMap<string | number, Range>>();

  /** @param bytes valid JSON */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /**
   * @param way to the element
   * @param single whether the neighbours go at this depth of the way
   */
  cut(way: readonly (string | number)[], single: (depth: number) => boolean): Uint8Array {
    const bytes = this.#bytes;
    const before: Uint8Array[] = [];
    const after: Uint8Array[] = [];
    let [start, end] = [0, bytes.length];
    for (const [depth, step] of way.entries()) {
      const child = this.#inside(start).get(step);
      if (child === undefined) break;
      const alone = single(depth);
      before.push(alone ? brackets[0] : bytes.subarray(start, child.start));
      after.push(alone ? brackets[1] : bytes.subarray(child.end, end));
      ({ start, end } = child);
    }
    return new Uint8Array(Buffer.concat([...before, bytes.subarray(start, end), ...after.reverse()]));
  }

  #inside(start: number): ReadonlyMap<string | number, Range> {
    const at = skipSpace(this.#bytes, start);
    let inside = this.#insides.get(at);
    if (inside === undefined) this.#insides.set(at, (inside = insideOf(this.#bytes, at)));
    return inside;
  }
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** Values by key, or elements by place, of the object or list that begins at `at`. Of a key that comes twice the last counts. */
function insideOf(bytes: Uint8Array, at: number): Map<string | number, Range> {
  const inside = new Map<string | number, Range>();
  const isList = bytes[at] === openBracket;
  if (!isList && bytes[at] !== openBrace) return inside;
  at++;
  for (let place = 0; ; place++) {
    at = skipSpace(bytes, at);
    if (at >= bytes.length || close.has(bytes[at]!)) return inside;
    let key: string | number = place;
    if (!isList) {
      const end = skipValue(bytes, at);
      key = JSON.parse(Buffer.from(bytes.subarray(at, end)).toString('utf8')) as string;
      at = skipSpace(bytes, end);
      if (bytes[at] !== colon) return inside;
      at = skipSpace(bytes, at + 1);
    }
    const end = skipValue(bytes, at);
    inside.set(key, { start: at, end });
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
