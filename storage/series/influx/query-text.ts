/** InfluxQL identifiers (databases, measurements, fields) in double quotes. */
export function identifier(name: string): string {
  return `"${escaped(name, '"')}"`;
}

/** InfluxQL string literals in single quotes. */
export function text(value: string): string {
  return `'${escaped(value, "'")}'`;
}

/** An instant, ms UTC. */
export function instant(ms: number): string {
  if (!Number.isSafeInteger(ms)) throw new RangeError(`an instant must be whole milliseconds, not ${ms}`);
  return `${ms}ms`;
}

function escaped(value: string, quote: string): string {
  return value.replace(/\\/g, '\\\\').replaceAll(quote, `\\${quote}`).replace(/\n/g, '\\n');
}
