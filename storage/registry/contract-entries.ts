import { mayStep } from '../../domain/contract/steps.ts';
import { checkEntry, checkEntryStep } from './contract-entry-check.ts';
import type { ContractParts } from './contract-parts.ts';
import type { Contracts } from './contract-port.ts';
import { entryOf, isContract, stepRow, stepsOf } from './contract-rows.ts';
import { entryStepRecord, noteOf } from './contract-told.ts';
import { refuseFaults } from './value-check.ts';

/** Payments and adjustments: proposed by one side, decided by the other; every step stays. */
export class ContractEntries implements Pick<Contracts, 'entries' | 'enter' | 'stepEntry'> {
  readonly #parts: ContractParts;

  constructor(parts: ContractParts) {
    this.#parts = parts;
  }

  readonly entries: Contracts['entries'] = async (id, asOf) => {
    const { db } = this.#parts;
    const rows = await db.selectFrom('contract_entries').selectAll().where('contract', '=', id).orderBy('id').execute();
    const ids = rows.map((row) => row.id);
    const steps = await stepsOf(db, 'entry', ids, asOf);
    // Each is proposed with its first step: without one it was not there yet.
    return rows.filter((row) => steps.has(row.id)).map((row) => entryOf(row, steps.get(row.id)!));
  };

  readonly enter: Contracts['enter'] = async (id, { body, reason, attachments, side }, by) => {
    const { db, audit, now } = this.#parts;
    const found = await this.#parts.attachments.several(attachments);
    return db.transaction().execute(async (trx) => {
      if (!(await isContract(trx, id))) return 'unknown';
      refuseFaults(checkEntry({ body, reason, attachments }, id, found));
      const row = { contract: id, body: JSON.stringify(body), reason };
      const { id: entry } = await trx
        .insertInto('contract_entries')
        .values(row)
        .returning('id')
        .executeTakeFirstOrThrow();
      const step = stepRow({ what: 'proposed', side, by: by.name, at: now(), text: reason, attachments });
      await trx
        .insertInto('contract_entry_steps')
        .values({ entry, ...step })
        .execute();
      await audit.add(noteOf(entryStepRecord({ id: entry, ...row }, step)), trx);
      return entry;
    });
  };

  readonly stepEntry: Contracts['stepEntry'] = async (id, entry, given, by) => {
    const { db, audit, now } = this.#parts;
    const found = await this.#parts.attachments.several(given.attachments);
    return db.transaction().execute(async (trx) => {
      const row = await trx
        .selectFrom('contract_entries')
        .selectAll()
        .where('id', '=', entry)
        .where('contract', '=', id)
        .executeTakeFirst();
      if (row === undefined) return 'unknown';
      refuseFaults(checkEntryStep(given, id, found));
      const { body, steps } = entryOf(row, (await stepsOf(trx, 'entry', [entry])).get(entry) ?? []);
      if (!mayStep(body.kind, steps, given.what, given.side)) return 'refused';
      const step = stepRow({ ...given, by: by.name, at: now() });
      await trx
        .insertInto('contract_entry_steps')
        .values({ entry, ...step })
        .execute();
      await audit.add(noteOf(entryStepRecord(row, step)), trx);
      return 'done';
    });
  };
}
