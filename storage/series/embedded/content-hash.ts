import { createHash } from 'node:crypto';
import { level } from './block-rows.ts';
import { intervalsIn } from './blocks.ts';
import { prepareRows, type Connection } from './connection.ts';

/** SHA-256 over everything derived, in an order that doesn't depend on how it came about. */
export function hashContent(db: Connection): { sha256: string; intervals: number } {
  const hash = createHash('sha256');
  let intervals = 0;
  const blocks = prepareRows(
    db,
    `SELECT meter, point, level, start, data FROM series JOIN block ON series = key ORDER BY meter, point, level, start`,
  );
  for (const row of blocks.iterate() as Iterable<[string, string, number, number, Uint8Array]>) {
    const [meter, point, blockLevel, start, data] = row;
    hash.update(JSON.stringify([meter, point, blockLevel, start])).update(data);
    if (blockLevel === level.quarters) intervals += intervalsIn(data);
  }
  const findings = prepareRows(
    db,
    `SELECT meter, point, from_ts, rule, to_ts, effect, before, after, evidence FROM finding
     ORDER BY meter, point, from_ts, rule`,
  );
  for (const row of findings.iterate()) hash.update(JSON.stringify(row));
  return { sha256: hash.digest('hex'), intervals };
}
