import { sql, type Insertable, type Kysely, type Transaction } from 'kysely';
import type { AuditLog } from './audit.ts';
import { checkCorrection, checkEntries, checkFetches, checkNote } from './canteen-check.ts';
import type { CanteenListeners } from './canteen-listeners.ts';
import type { CanteenList } from './canteen-list.ts';
import { pageOfBook } from './canteen-page.ts';
import type { BookRecords, CanteenBook, MenuNote } from './canteen-port.ts';
import { correctionOf, entryOf, fetchOf, noteOf } from './canteen-rows.ts';
import type { BookTable } from './canteen-tables.ts';
import type { ImportFault, Viewer } from './port.ts';
import type { PortfolioImport } from './portfolio-import.ts';
import { rightsOf } from './rights.ts';
import type { Tables } from './tables.ts';
import { checkReason, refuseFaults } from './value-check.ts';

interface Parts {
  readonly db: Kysely<Tables>;
  readonly import: PortfolioImport;
  readonly list: CanteenList;
  readonly audit: AuditLog;
  readonly listeners: CanteenListeners;
  /** Of menu notes. */
  readonly noted: CanteenListeners;
  readonly now: () => number;
}

const rowsAStatement = 50;
const canteensAStatement = 500;

const recordsOf: { readonly [K in keyof BookRecords]: (row: never) => BookRecords[K] } = {
  correction: correctionOf,
  entry: entryOf,
  fetch: fetchOf,
};
const tables = { correction: 'canteen_corrections', entry: 'canteen_entries', fetch: 'waste_fetches' } as const;

/**
 * What people wrote about canteens, in the register. Each change and its audit are one transaction, in turn with
 * imports: a canteen that is written about is there.
 */
export class KeptCanteenBook implements CanteenBook {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  readonly visible: CanteenBook['visible'] = (viewer) => this.#parts.list.visible(viewer);
  readonly one: CanteenBook['one'] = (viewer, id) => this.#parts.list.one(viewer, id);

  readonly correct: CanteenBook['correct'] = async (canteen, correction, reason, by) => {
    const { device, seq, ts, as: said, value } = correction;
    const detail = `${device} ${seq} ${ts}: ${said}${value === null ? '' : ` ${value}`}: ${reason}`;
    const [id] = await this.#add({
      table: 'canteen_corrections',
      rows: [{ canteen, device, seq, ts, said, value, reason }],
      faults: (knows) => checkCorrection(canteen, correction, reason, knows),
      say: () => ['canteen.correct', detail],
      by,
    });
    return id!;
  };

  readonly enter: CanteenBook['enter'] = (entries, by) =>
    this.#add({
      table: 'canteen_entries',
      rows: entries.map(({ canteen, date, meal, what, value, reason }) => ({
        ...{ canteen, date, meal, what, value, reason },
      })),
      faults: (knows) => checkEntries(entries, knows),
      say: ({ date, meal, what, value, reason }) => ['canteen.enter', `${date} ${meal} ${what} ${value}: ${reason}`],
      by,
    });

  readonly enterFetches: CanteenBook['enterFetches'] = (fetches, by) =>
    this.#add({
      table: 'waste_fetches',
      rows: fetches.map(({ canteen, date, kg, collector, reason }) => ({ canteen, date, kg, collector, reason })),
      faults: (knows) => checkFetches(fetches, knows),
      say: ({ date, kg, collector, reason }) => ['canteen.fetch', `${date} ${kg} kg ${collector}: ${reason}`],
      by,
    });

  readonly undoCorrection: CanteenBook['undoCorrection'] = (id, reason, by) => this.#undo('correction', id, reason, by);
  readonly undoEntry: CanteenBook['undoEntry'] = (id, reason, by) => this.#undo('entry', id, reason, by);
  readonly undoFetch: CanteenBook['undoFetch'] = (id, reason, by) => this.#undo('fetch', id, reason, by);

  readonly corrections: CanteenBook['corrections'] = async (canteen, from, to) => {
    const query = this.#parts.db.selectFrom('canteen_corrections').selectAll().where('canteen', '=', canteen);
    const rows = await query.where('ts', '>=', from).where('ts', '<', to).orderBy('id').execute();
    return rows.map(correctionOf);
  };

  readonly correctionsOf: CanteenBook['correctionsOf'] = async ({ device, seq, ts }) => {
    const query = this.#parts.db.selectFrom('canteen_corrections').selectAll().where('device', '=', device);
    const rows = await query.where('seq', '=', seq).where('ts', '=', ts).orderBy('id').execute();
    return rows.map(correctionOf);
  };

  readonly entries: CanteenBook['entries'] = async (canteen, from, to) => {
    const query = this.#parts.db.selectFrom('canteen_entries').selectAll().where('canteen', '=', canteen);
    const rows = await query.where('date', '>=', from).where('date', '<', to).orderBy('id').execute();
    return rows.map(entryOf);
  };

  readonly fetches: CanteenBook['fetches'] = async (canteens, from, to) => {
    const found = [];
    for (let at = 0; at < canteens.length; at += canteensAStatement) {
      const rows = await this.#parts.db
        .selectFrom('waste_fetches')
        .selectAll()
        .where('canteen', 'in', canteens.slice(at, at + canteensAStatement))
        .where('undone_at', 'is', null)
        .where('date', '>=', from)
        .where('date', '<', to)
        .orderBy('date')
        .orderBy('id')
        .execute();
      found.push(...rows);
    }
    return found.map(fetchOf);
  };

  /** An empty text takes the note of that meal away. */
  readonly note: CanteenBook['note'] = ({ canteen, date, meal, text }, by) => {
    const { db, import: portfolio, audit, noted, now } = this.#parts;
    const note = { canteen, date, meal, text: text.trim() };
    return portfolio.inTurn(async () => {
      refuseFaults(checkNote(note, (id) => portfolio.snapshot.canteens.has(id)));
      await db.transaction().execute(async (trx) => {
        const made = { made_by: by.name, made_at: now() };
        await trx
          .insertInto('canteen_notes')
          .values({ ...note, ...made })
          .execute();
        await audit.add(auditOf(by, 'canteen.note', canteen, `${date} ${meal}: ${note.text}`), trx);
      });
      noted.tell([canteen]);
    });
  };

  /** By date and meal, the newest of each. */
  readonly notes: CanteenBook['notes'] = async (canteen, from, to) => {
    const query = this.#parts.db.selectFrom('canteen_notes').selectAll().where('canteen', '=', canteen);
    const rows = await query.where('date', '>=', from).where('date', '<', to).orderBy('date').orderBy('id').execute();
    const newest = new Map<string, MenuNote>();
    for (const row of rows) newest.set(`${row.date} ${row.meal}`, noteOf(row));
    return [...newest.values()].filter(({ text }) => text !== '');
  };

  readonly record: CanteenBook['record'] = async (viewer, kind, id) => {
    const { db } = this.#parts;
    const rights = rightsOf(db, viewer).canteens;
    let query = db.selectFrom<BookTable>(tables[kind]).selectAll().where('id', '=', id);
    if (rights) query = query.where(rights(sql.ref('canteen')));
    const row = await query.executeTakeFirst();
    return row === undefined ? null : recordsOf[kind](row as never);
  };

  readonly page: CanteenBook['page'] = (viewer, asked) => pageOfBook(this.#parts.db, viewer, asked);
  readonly onChanged: CanteenBook['onChanged'] = (listener) => this.#parts.listeners.add(listener);
  readonly onNoted: CanteenBook['onNoted'] = (listener) => this.#parts.noted.add(listener);

  /** Refuses (`invalid-content`, with a fault for each thing that is wrong) what nobody could count. */
  #add<T extends BookTable>({ table, rows, faults, say, by }: Addition<T>): Promise<readonly number[]> {
    const { db, import: portfolio, audit, listeners, now } = this.#parts;
    return portfolio.inTurn(async () => {
      refuseFaults(faults((id) => portfolio.snapshot.canteens.has(id)));
      const made = { made_by: by.name, made_at: now() };
      const ids = await db.transaction().execute(async (trx) => {
        const given = await insert(
          trx,
          table,
          rows.map((row) => ({ ...row, ...made })),
        );
        const entries = rows.map((row, at) => {
          const [action, detail] = say(row);
          return auditOf(by, action, row.canteen, `#${given[at]} ${detail}`);
        });
        await audit.addAll(entries, trx);
        return given;
      });
      if (table !== 'waste_fetches') listeners.tell(rows.map(({ canteen }) => canteen));
      return ids;
    });
  }

  async #undo(
    kind: keyof typeof tables,
    id: number,
    reason: string,
    by: Viewer,
  ): Promise<'done' | 'unknown' | 'undone'> {
    const { db, audit, listeners, now } = this.#parts;
    refuseFaults(checkReason(reason, 'reason'));
    const table = tables[kind] as BookTable;
    const undone = { undone_by: by.name, undone_at: now(), undone_reason: reason };
    const row = await db.transaction().execute(async (trx) => {
      const found = await trx
        .selectFrom(table)
        .select(['canteen', 'undone_at'])
        .where('id', '=', id)
        .executeTakeFirst();
      if (found === undefined || found.undone_at !== null) return found;
      await trx.updateTable(table).set(undone).where('id', '=', id).execute();
      await audit.add(auditOf(by, `canteen.${kind}.undo`, found.canteen, `#${id}: ${reason}`), trx);
      return found;
    });
    if (row === undefined) return 'unknown';
    if (row.undone_at !== null) return 'undone';
    if (kind !== 'fetch') listeners.tell([row.canteen]);
    return 'done';
  }
}

type Written = 'made_by' | 'made_at' | 'undone_by' | 'undone_at' | 'undone_reason';
type NewRow<T extends BookTable> = Omit<Insertable<Tables[T]>, 'id' | Written> & { readonly canteen: string };
interface Addition<T extends BookTable> {
  readonly table: T;
  readonly rows: readonly NewRow<T>[];
  readonly faults: (knows: (id: string) => boolean) => readonly ImportFault[];
  readonly say: (row: NewRow<T>) => readonly [action: string, detail: string];
  readonly by: Viewer;
}

async function insert(trx: Transaction<Tables>, table: BookTable, rows: readonly object[]): Promise<number[]> {
  const ids: number[] = [];
  for (let from = 0; from < rows.length; from += rowsAStatement) {
    // One statement for three tables: the row types are tied to their names in `Addition`.
    const slice = rows.slice(from, from + rowsAStatement) as never;
    const given = await trx.insertInto(table).values(slice).returning('id').execute();
    // Rows come back in no promised order; ids were given in the order of the list.
    ids.push(...given.map(({ id }) => id).sort((a, b) => a - b));
  }
  return ids;
}

function auditOf(by: Viewer, action: string, canteen: string, detail: string) {
  return { actor: by.name, action, subject: canteen, result: 'done', address: null, detail } as const;
}
