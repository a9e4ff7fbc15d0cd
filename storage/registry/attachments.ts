import { sql, type Kysely, type Selectable, type Transaction } from 'kysely';
import type { Logger } from 'pino';
import { typeOfFile } from '../../domain/matters/file-type.ts';
import type { MatterSubject } from '../../domain/matters/matter.ts';
import type { AttachmentFiles } from './attachment-files.ts';
import type { AuditLog } from './audit.ts';
import type { Attachment, Attachments } from './matter-port.ts';
import { checkSubject, ofSubject, visibleSubjects } from './matter-subjects.ts';
import type { AttachmentRow } from './matter-tables.ts';
import { Mutex } from './mutex.ts';
import type { ImportFault, Viewer } from './port.ts';
import type { Tables } from './tables.ts';
import { fault, refuseFaults } from './value-check.ts';

export const mostAttachmentBytes = 10 * 1024 * 1024;
const longestName = 200;
const idsAStatement = 500;
/** Hashes of files whose rows are gone, as JSON: written with their removal, forgotten when the files are gone. */
const leavingSetting = 'attachments.leaving';

interface Parts {
  readonly db: Kysely<Tables>;
  readonly files: AttachmentFiles;
  readonly audit: AuditLog;
  readonly log: Logger;
  readonly now: () => number;
}

/** Files of people in the register: first the file, then its row, so that a row never lacks its file. */
export class KeptAttachments implements Attachments {
  readonly #parts: Parts;
  /** A file that leaves may be brought again at the same moment. */
  readonly #turns = new Mutex();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async start(): Promise<void> {
    await this.#parts.files.clear();
    await this.sweep();
  }

  /** The same file under the same name once more by the same person is the one that is there: phones try again. */
  readonly add: Attachments['add'] = (file, by) => {
    const { db, files, audit, now } = this.#parts;
    const { subject, content } = file;
    const name = fileName(file.name);
    return this.#turns.run(async () => {
      const type = typeOfFile(content);
      refuseFaults([...(await checkSubject(db, subject, 'subject')), ...checkFile(name, type, file)]);
      if (type === null) throw new Error('a file of no type was let in');
      const sha256 = await files.put(content);
      const row = { ...subjectColumns(subject), name, type, bytes: content.length, sha256, made_by: by.name };
      const kept = await db
        .transaction()
        .execute(async (trx) => {
          // The demo may have gone while the file was written.
          refuseFaults(await checkSubject(trx, subject, 'subject'));
          const known = await sameFile(trx, row);
          if (known !== undefined) return known;
          const added = await trx
            .insertInto('attachments')
            .values({ ...row, made_at: now() })
            .returningAll()
            .executeTakeFirstOrThrow();
          const detail = `#${added.id} ${name}: ${type}, ${content.length} bytes, SHA-256 ${sha256}`;
          const entry = { actor: by.name, action: 'attachment.add', subject: subject.id, result: 'done' } as const;
          await audit.add({ ...entry, address: null, detail }, trx);
          return added;
        })
        .catch(async (error: unknown) => {
          await this.#removeUnused([sha256]).catch(() => {});
          throw error;
        });
      return attachmentOf(kept);
    });
  };

  async one(viewer: Viewer, id: number): Promise<Attachment | null> {
    const { db } = this.#parts;
    const seen = visibleSubjects(db, viewer, 'attachments');
    let query = db.selectFrom('attachments').selectAll().where('id', '=', id);
    if (seen) query = query.where(seen);
    const row = await query.executeTakeFirst();
    return row === undefined ? null : attachmentOf(row);
  }

  async several(ids: readonly number[]): Promise<ReadonlyMap<number, Attachment>> {
    const found = new Map<number, Attachment>();
    for (let from = 0; from < ids.length; from += idsAStatement) {
      const some = ids.slice(from, from + idsAStatement);
      const rows = await this.#parts.db.selectFrom('attachments').selectAll().where('id', 'in', some).execute();
      for (const row of rows) found.set(row.id, attachmentOf(row));
    }
    return found;
  }

  content(attachment: Attachment): Promise<Uint8Array> {
    return this.#parts.files.read(attachment.sha256);
  }

  async *all(): AsyncIterable<Attachment> {
    for (let after = 0; ;) {
      const rows = await this.#parts.db
        .selectFrom('attachments')
        .selectAll()
        .where('id', '>', after)
        .orderBy('id')
        .limit(idsAStatement)
        .execute();
      yield* rows.map(attachmentOf);
      if (rows.length < idsAStatement) return;
      after = rows.at(-1)!.id;
    }
  }

  /** In the transaction that takes the demo's rows out; `sweep` after it. */
  async leave(trx: Transaction<Tables>): Promise<void> {
    const demo = sql<boolean>`${ofSubject('attachments', 'demo')} = 1`;
    const rows = await trx.selectFrom('attachments').select('sha256').distinct().where(demo).execute();
    if (rows.length === 0) return;
    await trx.deleteFrom('attachments').where(demo).execute();
    const value = JSON.stringify([...new Set([...(await leaving(trx)), ...rows.map(({ sha256 }) => sha256)])]);
    await trx
      .insertInto('settings')
      .values({ key: leavingSetting, value })
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
      .execute();
  }

  /** Removes files whose rows are gone; what cannot be removed now is tried at the next start. */
  async sweep(): Promise<void> {
    const { db, log } = this.#parts;
    await this.#turns.run(async () => {
      const hashes = await leaving(db);
      if (hashes.length === 0) return;
      try {
        await this.#removeUnused(hashes);
        await db.deleteFrom('settings').where('key', '=', leavingSetting).execute();
      } catch (error) {
        log.error({ err: error }, 'files of the demo could not be removed; they are tried again at the next start');
      }
    });
  }

  async #removeUnused(hashes: readonly string[]): Promise<void> {
    const { db, files } = this.#parts;
    for (const sha256 of hashes) {
      const used = await db.selectFrom('attachments').select('id').where('sha256', '=', sha256).executeTakeFirst();
      if (used === undefined) await files.remove(sha256);
    }
  }
}

export function attachmentOf(row: Selectable<AttachmentRow>): Attachment {
  return {
    id: row.id,
    subject: { kind: row.subject_kind as MatterSubject['kind'], id: row.subject },
    name: row.name,
    type: row.type as Attachment['type'],
    bytes: row.bytes,
    sha256: row.sha256,
    by: row.made_by,
    at: row.made_at,
  };
}

const subjectColumns = ({ kind, id }: MatterSubject) => ({ subject_kind: kind, subject: id });

function sameFile(trx: Transaction<Tables>, row: Omit<Selectable<AttachmentRow>, 'id' | 'made_at'>) {
  let query = trx.selectFrom('attachments').selectAll();
  for (const column of ['subject_kind', 'subject', 'name', 'sha256', 'made_by'] as const) {
    query = query.where(column, '=', row[column]);
  }
  return query.executeTakeFirst();
}

async function leaving(db: Kysely<Tables>): Promise<readonly string[]> {
  const row = await db.selectFrom('settings').select('value').where('key', '=', leavingSetting).executeTakeFirst();
  return row === undefined ? [] : (JSON.parse(row.value) as string[]);
}

/** The last part of whatever path it came with, without what steers a terminal or turns writing around. */
function fileName(given: string): string {
  // Half a character of UTF-16 is no text.
  const wellFormed = Buffer.from(given).toString();
  const last = wellFormed.normalize('NFC').split(/[/\\]/).at(-1)!;
  return last.replaceAll(/[\p{Cc}\p{Cf}]/gu, '').trim();
}

function checkFile(
  name: string,
  found: Attachment['type'] | null,
  { type, content }: Parameters<Attachments['add']>[0],
): ImportFault[] {
  const faults: ImportFault[] = [];
  if (name === '') faults.push(fault('name', 'missing', 'is required'));
  if (name.length > longestName) faults.push(fault('name', 'text', `must be at most ${longestName} characters`));
  if (content.length > mostAttachmentBytes) {
    faults.push(fault('content', 'too-large', `must be at most ${mostAttachmentBytes} bytes`));
  }
  if (found === null) faults.push(fault('content', 'not-a-type', 'must be a JPEG, PNG or WebP picture, or a PDF'));
  else if (type !== undefined && found !== type)
    faults.push(fault('type', 'other-type', `is ${type}, but the file is ${found}`));
  return faults;
}
