const iso = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(Z|[+-]\d{2}(?::?\d{2})?)?$/i;

export type ReadTimestamp =
  { readonly ok: true; readonly ms: number } | { readonly ok: false; readonly message: string };

/**
 * ISO 8601 with `Z` or an offset, to ms UTC. A time without either is refused: nobody can tell which hour of an
 * autumn night it means, or whose midnight.
 */
export function readTimestamp(text: string): ReadTimestamp {
  const match = iso.exec(text);
  if (!match) {
    const date = /^\d{4}-\d{2}-\d{2}$/.test(text);
    return refused(text, date ? 'is a date; a time with Z or an offset is needed' : 'is no ISO 8601 time');
  }
  const [, year, month, day, hour, minute, second = '00', fraction = '', offset] = match;
  if (offset === undefined) return refused(text, 'has neither Z nor an offset such as +08:00');
  const parts = [year, month, day, hour, minute, second].map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const asUtc = Date.UTC(parts[0], parts[1] - 1, ...(parts.slice(2) as [number, number, number, number]));
  // Date.UTC carries the 30th of February over into March; a date that changes on the way is none.
  if (new Date(asUtc).toISOString().slice(0, 19) !== `${year}-${month}-${day}T${hour}:${minute}:${second}`) {
    return refused(text, 'is no date of the calendar or time of the day');
  }
  const sign = offset.startsWith('-') ? -1 : 1;
  const digits = offset.replace(/\D/g, '').padEnd(4, '0');
  const [offsetHours, offsetMinutes] = [Number(digits.slice(0, 2)), Number(digits.slice(2))];
  if (offsetHours > 14 || offsetMinutes > 59) return refused(text, 'has an offset that no zone has');
  const offsetMs = /^z$/i.test(offset) ? 0 : sign * (offsetHours * 60 + offsetMinutes) * 60_000;
  return { ok: true, ms: asUtc + Math.floor(Number(`0.${fraction || '0'}`) * 1000 + 1e-6) - offsetMs };
}

function refused(text: string, why: string): ReadTimestamp {
  return { ok: false, message: text === '' ? 'is empty' : `${JSON.stringify(text.slice(0, 60))} ${why}` };
}
