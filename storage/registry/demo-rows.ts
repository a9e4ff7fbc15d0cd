import type { Kysely, Transaction } from 'kysely';
import type { KeptAttachments } from './attachments.ts';
import { leaveContracts } from './contract-book.ts';
import { demoHolders, type WeatherFromDemo } from './demo-holders.ts';
import type { MatterBook } from './matters.ts';
import type { DemoRemoval, Viewer } from './port.ts';
import type { PortfolioImport } from './portfolio-import.ts';
import { Changes, type Snapshot } from './snapshot.ts';
import { isDevice, portfolioTables, type PortfolioTables, type Tables } from './tables.ts';

/** Takes every row out that is marked demo: all in one transaction, or none when the installation holds on to some. */
export class DemoRows {
  readonly #db: Kysely<Tables>;
  readonly #import: PortfolioImport;
  readonly #matters: MatterBook;
  readonly #attachments: KeptAttachments;

  constructor(
    db: Kysely<Tables>,
    portfolioImport: PortfolioImport,
    { matters, attachments }: { readonly matters: MatterBook; readonly attachments: KeptAttachments },
  ) {
    this.#db = db;
    this.#import = portfolioImport;
    this.#matters = matters;
    this.#attachments = attachments;
  }

  /** @param note kept as a setting in the same transaction: what of the demo is still to be done. */
  async remove(by: Viewer, note: (removed: { meters: string[]; devices: string[] }) => readonly [string, string]) {
    const weather = await this.#weatherFromDemo();
    const removal = await this.#import.amend<DemoRemoval>((snapshot) => {
      const holders = demoHolders(snapshot, weather);
      const entry = { actor: by.name, action: 'demo.remove', subject: 'demo', address: null } as const;
      if (holders.length > 0) {
        const detail = `${holders.length} rows hold on to it, the first: ${holders[0]!.path}`;
        const audit = { ...entry, result: 'refused', detail } as const;
        return { result: { ok: false, holders }, changes: new Changes(), revoked: [], audit };
      }
      const changes = removalsOf(snapshot);
      const meters = [...changes.removed('meters').keys()];
      const devices = [...changes.removed('devices').values()].filter(isDevice).map(({ id }) => id);
      const revoked = [...devices, ...changes.removed('accounts').keys()];
      const people = [...changes.removed('users').keys()];
      const audit = { ...entry, result: 'done', detail: `${changes.size} rows` } as const;
      return {
        result: { ok: true, rows: changes.size, meters, devices },
        changes,
        revoked,
        audit,
        before: async (trx) => {
          await this.#matters.leave(trx);
          await this.#attachments.leave(trx);
          await leaveContracts(trx);
          await removeBeside(trx, people);
          const [key, value] = note({ meters, devices });
          await trx
            .insertInto('settings')
            .values({ key, value })
            .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
            .execute();
        },
      };
    });
    await this.#attachments.sweep();
    return removal;
  }

  async #weatherFromDemo(): Promise<WeatherFromDemo[]> {
    const rows = await this.#db
      .selectFrom('analyses')
      .innerJoin('meters as weather', 'weather.id', 'analyses.weather_meter')
      .innerJoin('meters as measured', 'measured.id', 'analyses.meter')
      .select(['analyses.serial', 'analyses.weather_meter'])
      .where('weather.demo', '=', 1)
      .where('measured.demo', '=', 0)
      .execute();
    return rows.map(({ serial, weather_meter }) => ({
      analysis: `MV-${String(serial).padStart(4, '0')}`,
      weatherMeter: weather_meter,
    }));
  }
}

function removalsOf(snapshot: Snapshot): Changes {
  const changes = new Changes();
  for (const table of portfolioTables) {
    for (const row of snapshot[table].values() as IterableIterator<PortfolioTables[typeof table]>) {
      if ('demo' in row && row.demo === 1) changes.remove(table, row);
    }
  }
  for (const row of snapshot.canteen_meters.values()) {
    if (changes.removed('canteens').has(row.canteen)) changes.remove('canteen_meters', row);
  }
  for (const row of snapshot.contract_meters.values()) {
    if (changes.removed('contracts').has(row.contract)) changes.remove('contract_meters', row);
  }
  return changes;
}

/** What is no part of a portfolio and stands on its rows. */
async function removeBeside(trx: Transaction<Tables>, people: readonly string[]): Promise<void> {
  const demoMeters = trx.selectFrom('meters').select('id').where('demo', '=', 1);
  const reports = trx.selectFrom('reports').select('id').where('meter', 'in', demoMeters);
  await trx.deleteFrom('report_changes').where('report', 'in', reports).execute();
  await trx.deleteFrom('reports').where('meter', 'in', demoMeters).execute();
  const analyses = trx.selectFrom('analyses').select('serial').where('meter', 'in', demoMeters);
  await trx.deleteFrom('adjustments').where('analysis', 'in', analyses).execute();
  await trx.deleteFrom('analyses').where('meter', 'in', demoMeters).execute();
  for (const table of ['decisions', 'meter_versions'] as const) {
    await trx.deleteFrom(table).where('meter', 'in', demoMeters).execute();
  }
  await removeAlarms(trx);
  const demoCanteens = trx.selectFrom('canteens').select('id').where('demo', '=', 1);
  for (const table of ['canteen_corrections', 'canteen_entries', 'canteen_notes', 'waste_fetches'] as const) {
    await trx.deleteFrom(table).where('canteen', 'in', demoCanteens).execute();
  }
  await removeEvaluations(trx);
  await trx.deleteFrom('rule_changes').where('meter', 'in', demoMeters).execute();
  if (people.length > 0) await trx.deleteFrom('sessions').where('username', 'in', people).execute();
}

/** Of canteens of the demo; plans and bulletins are wholly of the demo or not at all. */
async function removeEvaluations(trx: Transaction<Tables>): Promise<void> {
  const canteens = trx.selectFrom('canteens').select('id').where('demo', '=', 1);
  const evaluations = trx.selectFrom('evaluations').select('id').where('canteen', 'in', canteens);
  await trx.deleteFrom('evaluation_answers').where('evaluation', 'in', evaluations).execute();
  await trx.deleteFrom('evaluations').where('canteen', 'in', canteens).execute();
  await trx.deleteFrom('spot_check_plans').where('demo', '=', 1).execute();
  await trx.deleteFrom('bulletins').where('demo', '=', 1).execute();
}

/** Of buildings and meters of the demo, with all that people wrote of them. */
async function removeAlarms(trx: Transaction<Tables>): Promise<void> {
  const alarms = trx
    .selectFrom('alarms')
    .select('id')
    .where((eb) =>
      eb.or([
        eb('building', 'in', trx.selectFrom('buildings').select('id').where('demo', '=', 1)),
        eb('meter', 'in', trx.selectFrom('meters').select('id').where('demo', '=', 1)),
      ]),
    );
  await trx.deleteFrom('alarm_messages').where('alarm', 'in', alarms).execute();
  await trx.deleteFrom('alarm_steps').where('alarm', 'in', alarms).execute();
  await trx.deleteFrom('alarms').where('id', 'in', alarms).execute();
}
