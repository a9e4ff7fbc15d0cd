/**
 * Names in InfluxDB: meter ids become tag values, points become field keys (raw) or tag values (rollups).
 *
 * A few field keys mean something to InfluxDB or to us. A point of such a name gets one `_` more at its end, and loses
 * it when read, so that a device which sends a point called `time` or `meter` loses nothing.
 */
const kept = /^(time|meter|received_at|_time|_field|_measurement|_value|_start|_stop)_*$/;

export function fieldOf(point: string): string {
  return kept.test(point) ? `${point}_` : point;
}

export function pointOf(field: string): string {
  return field.endsWith('_') && kept.test(field) ? field.slice(0, -1) : field;
}

/**
 * What line protocol has no way to write: nothing at all, control characters, half a surrogate pair, a backslash before
 * a character that is escaped or at the end (it would escape the escape), and a `#` at the start of a measurement.
 * @returns the reason, or null for a name that comes back as it was written.
 */
export function unwritable(name: string): string | null {
  if (name === '') return 'an empty name';
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(name)) return 'a control character in the name';
  if (/\p{Cs}/u.test(name)) return 'half a surrogate pair in the name';
  if (/\\([,= "\\]|$)/.test(name)) return 'a backslash that InfluxDB would read as an escape';
  return null;
}

/** Tag keys, tag values and field keys. */
export function escapeKey(name: string): string {
  return name.replace(/[,= ]/g, '\\$&');
}

/** Measurement names: an equals sign stands as it is. */
export function escapeMeasurement(name: string): string {
  return name.replace(/[, ]/g, '\\$&');
}
