import { Migrator, type Kysely } from 'kysely';
import { registryTables } from './0001-registry.ts';
import { analysisTables } from './0002-analyses.ts';
import { secretRotation } from './0003-secret-rotation.ts';
import { mappingTable } from './0004-mappings.ts';
import { demoAnalyses } from './0005-demo-analyses.ts';
import { decisionTables } from './0006-decisions.ts';
import { alarmTables } from './0007-alarms.ts';
import { reportTables } from './0008-reports.ts';
import { canteenTables } from './0009-canteens.ts';
import { matterTables } from './0010-matters.ts';
import { evaluationTables } from './0011-evaluations.ts';
import { contractTables } from './0012-contracts.ts';
import { auditChain } from './0013-audit-chain.ts';

/** Every migration, in the order in which they run; a name, once released, stays. */
export const migrations = {
  '0001-registry': registryTables,
  '0002-analyses': analysisTables,
  '0003-secret-rotation': secretRotation,
  '0004-mappings': mappingTable,
  '0005-demo-analyses': demoAnalyses,
  '0006-decisions': decisionTables,
  '0007-alarms': alarmTables,
  '0008-reports': reportTables,
  '0009-canteens': canteenTables,
  '0010-matters': matterTables,
  '0011-evaluations': evaluationTables,
  '0012-contracts': contractTables,
  '0013-audit-chain': auditChain,
};

/** Brings the schema up to date; all pending migrations or none of them. */
export async function migrate<T>(db: Kysely<T>): Promise<readonly string[]> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error, results } = await migrator.migrateToLatest();
  if (error) throw error;
  return (results ?? []).map((result) => result.migrationName);
}
