import { integrityOf } from '../../../storage/integrity/integrity.ts';
import { sqliteFilesIn } from '../../../storage/integrity/sqlite-files.ts';
import type { Check, Findings, Verified } from './verification.ts';

/** SQLite's own check of every database of the data folder. */
export async function checkFiles(
  { dataDir }: Pick<Verified, 'dataDir'>,
  findings: Findings,
  stopping?: AbortSignal,
): Promise<Check> {
  const files = dataDir === undefined ? [] : await sqliteFilesIn(dataDir);
  for (const [done, file] of files.entries()) {
    findings.progress(done, files.length);
    const faults = await integrityOf(file, { ...(stopping && { stopping }) });
    for (const fault of faults) findings.damage('malformed', file.name, fault);
  }
  return { checked: files.length };
}
