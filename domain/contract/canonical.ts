/**
 * JSON of which a hash can be made: keys sorted by code unit, no spaces, numbers and texts as ECMAScript writes them (as
 * RFC 8785 has it). Two values that say the same give the same bytes. What JSON can't hold (NaN, a function, a bigint)
 * is a bug of the caller and throws; a key whose value is `undefined` is left out.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`${value} has no JSON`);
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && isPlain(value)) {
    const parts: string[] = [];
    for (const [key, inner] of Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      if (inner !== undefined) parts.push(`${JSON.stringify(key)}:${canonicalJson(inner)}`);
    return `{${parts.join(',')}}`;
  }
  throw new TypeError(`${Object.prototype.toString.call(value)} has no canonical JSON`);
}

/** A Date, a Map or a typed array would come out as `{}`, or otherwise than it was meant. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
