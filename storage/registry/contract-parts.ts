import type { Kysely } from 'kysely';
import type { KeptAttachments } from './attachments.ts';
import type { AuditLog } from './audit.ts';
import type { Snapshot } from './snapshot.ts';
import type { Tables } from './tables.ts';

/** What the files of the book of contracts work with. */
export interface ContractParts {
  readonly db: Kysely<Tables>;
  readonly attachments: Pick<KeptAttachments, 'several'>;
  readonly audit: AuditLog;
  readonly now: () => number;
  /** The portfolio as last committed: which meters of a boundary are zones. */
  readonly snapshot: () => Snapshot;
}
