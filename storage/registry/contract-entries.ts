import { mayStep } from '../../domain/contract/steps.ts';
import { checkEntry, checkEntryStep } from './contract-entry-check.ts';
import type { ContractParts } from './contract-parts.ts';
import type { ContractEntryBody, Contracts } from './contract-port.ts';
import { contractAudit, entryOf, isContract, stepRow, stepsOf } from './contract-rows.ts';
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
      const { id: entry } = await trx
        .insertInto('contract_entries')
        .values({ contract: id, body: JSON.stringify(body), reason })
        .returning('id')
        .executeTakeFirstOrThrow();
      const step = { what: 'proposed', side, by: by.name, at: now(), text: reason, attachments } as const;
      await trx
        .insertInto('contract_entry_steps')
        .values({ entry, ...stepRow(step) })
        .execute();
      await audit.add(contractAudit(by, `${body.kind}.proposed`, id, `#${entry} ${said(body)}: ${reason}`), trx);
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
      await trx
        .insertInto('contract_entry_steps')
        .values({ entry, ...stepRow({ ...given, by: by.name, at: now() }) })
        .execute();
      const detail = [`#${entry} ${said(body)}`, given.text].filter(Boolean).join(': ');
      await audit.add(contractAudit(by, `${body.kind}.${given.what}`, id, detail), trx);
      return 'done';
    });
  };
}

function said(body: ContractEntryBody): string {
  if (body.kind === 'payment') return `${body.amount} on ${body.date}`;
  return `${body.amountPerDay} a day from ${body.from} to ${body.to}`;
}
