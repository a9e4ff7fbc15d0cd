import type { BulkColumns } from '../port.ts';

/** Most rows that one call of the bulk door takes: it is one transaction, and others wait for it. */
const bulkRows = 100_000;

/** @throws RangeError for columns that can't be meant. */
export function checkBulk({ ts, points, receivedAt }: BulkColumns): void {
  if (ts.length > bulkRows) throw new RangeError(`${ts.length} rows in one call; at most ${bulkRows}`);
  if (!Number.isSafeInteger(receivedAt)) throw new RangeError(`receivedAt is not a whole number: ${receivedAt}`);
  for (let i = 0; i < ts.length; i++) {
    if (!Number.isSafeInteger(ts[i])) throw new RangeError(`ts[${i}] is not a whole number: ${ts[i]}`);
    if (i > 0 && ts[i]! < ts[i - 1]!) throw new RangeError(`ts[${i}] lies before ts[${i - 1}]`);
  }
  for (const [point, values] of Object.entries(points)) {
    if (values.length !== ts.length) throw new RangeError(`${point} has ${values.length} values for ${ts.length} ts`);
    for (let i = 0; i < values.length; i++) {
      if (values[i] === Infinity || values[i] === -Infinity) throw new RangeError(`${point}[${i}] is not finite`);
    }
  }
}
