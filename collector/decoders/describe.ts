const shown = 40;

/** What a JSON value is, in the words of a quarantine's detail: `the string "12"`, `null`, `an array`. */
export function describe(value: unknown): string {
  if (typeof value === 'string') {
    return value.length <= shown
      ? `the string ${JSON.stringify(value)}`
      : `a string of ${value.length} characters, ${JSON.stringify(value.slice(0, shown))}…`;
  }
  if (typeof value === 'number') {
    return Number.isFinite(value) ? `the number ${value}` : 'a number too large for double precision';
  }
  if (value === undefined) return 'absent';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object') return 'an object';
  return String(value);
}

/** A key as it may stand in a detail: cut, and with control characters escaped. */
export function describeKey(key: string): string {
  const quoted = JSON.stringify(key.length <= shown ? key : `${key.slice(0, shown)}…`);
  return /^"[\w-]+"$/.test(quoted) ? quoted.slice(1, -1) : quoted;
}

/** A JSON object: not an array, not null. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
