import type { CreateTableBuilder, Kysely, Migration } from 'kysely';
import { makeAppendOnly } from './append-only.ts';

/**
 * The first tables. Foreign keys are checked at commit, so that a portfolio is written in any order (a sub-meter before
 * its parent, a building before its weather meter).
 */
export const registryTables: Migration = {
  async up(db) {
    await placeTables(db);
    await deviceTables(db);
    await documentTables(db);
    await peopleTables(db);
    await db.schema
      .createTable('rule_changes')
      .addColumn('meter', 'text', (c) => c.primaryKey().notNull())
      .execute();
    await db.schema
      .createTable('settings')
      .addColumn('key', 'text', (c) => c.primaryKey().notNull())
      .addColumn('value', 'text', (c) => c.notNull())
      .execute();
  },
};

type Database = Kysely<unknown>;

function refersTo(table: string, column: string, target: string) {
  return (builder: CreateTableBuilder<string, string>) =>
    builder.addForeignKeyConstraint(`${table}_${column}`, [column], target, ['id'], (c) =>
      c.deferrable().initiallyDeferred(),
    );
}

async function placeTables(db: Database): Promise<void> {
  await db.schema
    .createTable('regions')
    .addColumn('id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('parent', 'text')
    .$call(refersTo('regions', 'parent', 'regions'))
    .addColumn('demo', 'integer', (c) => c.notNull().defaultTo(0))
    .execute();
  await db.schema
    .createTable('institutions')
    .addColumn('id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('region', 'text')
    .$call(refersTo('institutions', 'region', 'regions'))
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('credit_code', 'text')
    .addColumn('kind', 'text')
    .addColumn('floor_area_m2', 'double precision')
    .addColumn('people', 'integer')
    .addColumn('demo', 'integer', (c) => c.notNull().defaultTo(0))
    .execute();
  await db.schema
    .createTable('buildings')
    .addColumn('id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('institution', 'text', (c) => c.notNull())
    .$call(refersTo('buildings', 'institution', 'institutions'))
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('floor_area_m2', 'double precision')
    .addColumn('latitude', 'double precision')
    .addColumn('longitude', 'double precision')
    // Checked by the import: a building and its weather meter refer to each other.
    .addColumn('weather_meter', 'text')
    .addColumn('demo', 'integer', (c) => c.notNull().defaultTo(0))
    .execute();
  await db.schema.createIndex('institutions_by_region').on('institutions').column('region').execute();
  await db.schema.createIndex('buildings_by_institution').on('buildings').column('institution').execute();
}

async function deviceTables(db: Database): Promise<void> {
  await db.schema
    .createTable('canteens')
    .addColumn('id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('institution', 'text', (c) => c.notNull())
    .$call(refersTo('canteens', 'institution', 'institutions'))
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('seats', 'integer')
    .addColumn('operating_mode', 'text')
    .addColumn('supply_mode', 'text')
    .addColumn('demo', 'integer', (c) => c.notNull().defaultTo(0))
    .execute();
  await db.schema
    .createTable('devices')
    .addColumn('id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('canteen', 'text')
    .$call(refersTo('devices', 'canteen', 'canteens'))
    .addColumn('secret', 'text')
    .addColumn('second_secret', 'text')
    .addColumn('demo', 'integer', (c) => c.notNull().defaultTo(0))
    .execute();
  await db.schema
    .createTable('meters')
    .addColumn('id', 'text', (c) => c.primaryKey().notNull())
    .$call(refersTo('meters', 'id', 'devices'))
    .addColumn('building', 'text', (c) => c.notNull())
    .$call(refersTo('meters', 'building', 'buildings'))
    .addColumn('parent', 'text')
    .$call(refersTo('meters', 'parent', 'meters'))
    .addColumn('carrier', 'text', (c) => c.notNull())
    .addColumn('end_use', 'text')
    .addColumn('point', 'text', (c) => c.notNull())
    .addColumn('unit', 'text', (c) => c.notNull())
    .addColumn('digits', 'integer')
    .addColumn('decimals', 'integer')
    .addColumn('multiplier', 'text', (c) => c.notNull())
    .addColumn('replacements', 'text', (c) => c.notNull())
    .addColumn('max_per_hour', 'double precision')
    .addColumn('interval', 'text', (c) => c.notNull())
    .addColumn('gateway', 'text')
    .$call(refersTo('meters', 'gateway', 'devices'))
    .addColumn('verified_until', 'text')
    .addColumn('demo', 'integer', (c) => c.notNull().defaultTo(0))
    .execute();
  await db.schema
    .createTable('canteen_meters')
    .addColumn('canteen', 'text', (c) => c.notNull())
    .$call(refersTo('canteen_meters', 'canteen', 'canteens'))
    .addColumn('meter', 'text', (c) => c.notNull())
    .$call(refersTo('canteen_meters', 'meter', 'meters'))
    .addPrimaryKeyConstraint('canteen_meters_key', ['canteen', 'meter'])
    .execute();
  await db.schema
    .createTable('accounts')
    .addColumn('id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('publish', 'text', (c) => c.notNull())
    .addColumn('subscribe', 'text', (c) => c.notNull())
    .addColumn('refuse', 'text', (c) => c.notNull())
    .addColumn('retained', 'integer', (c) => c.notNull())
    .addColumn('secret', 'text')
    .addColumn('second_secret', 'text')
    .addColumn('demo', 'integer', (c) => c.notNull().defaultTo(0))
    .execute();
  await db.schema.createIndex('meters_by_building').on('meters').column('building').execute();
  await db.schema.createIndex('meters_by_parent').on('meters').column('parent').execute();
  await db.schema.createIndex('meters_by_gateway').on('meters').column('gateway').execute();
  await db.schema.createIndex('devices_by_canteen').on('devices').column('canteen').execute();
}

/** Tariffs, contracts and targets are kept whole, as written; only what rights and references need has a column. */
async function documentTables(db: Database): Promise<void> {
  await db.schema
    .createTable('tariffs')
    .addColumn('id', 'text', (c) => c.notNull())
    .addColumn('valid_from', 'text', (c) => c.notNull())
    .addColumn('document', 'text', (c) => c.notNull())
    .addColumn('demo', 'integer', (c) => c.notNull().defaultTo(0))
    .addPrimaryKeyConstraint('tariffs_key', ['id', 'valid_from'])
    .execute();
  await db.schema
    .createTable('contracts')
    .addColumn('id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('institution', 'text')
    .$call(refersTo('contracts', 'institution', 'institutions'))
    .addColumn('contractor', 'text')
    .addColumn('document', 'text', (c) => c.notNull())
    .addColumn('demo', 'integer', (c) => c.notNull().defaultTo(0))
    .execute();
  await db.schema
    .createTable('contract_meters')
    .addColumn('contract', 'text', (c) => c.notNull())
    .$call(refersTo('contract_meters', 'contract', 'contracts'))
    .addColumn('meter', 'text', (c) => c.notNull())
    .$call(refersTo('contract_meters', 'meter', 'meters'))
    .addPrimaryKeyConstraint('contract_meters_key', ['contract', 'meter'])
    .execute();
  await db.schema
    .createTable('targets')
    .addColumn('institution', 'text', (c) => c.primaryKey().notNull())
    .$call(refersTo('targets', 'institution', 'institutions'))
    .addColumn('document', 'text', (c) => c.notNull())
    .addColumn('demo', 'integer', (c) => c.notNull().defaultTo(0))
    .execute();
  await db.schema.createIndex('contracts_by_contractor').on('contracts').column('contractor').execute();
}

async function peopleTables(db: Database): Promise<void> {
  await db.schema
    .createTable('users')
    .addColumn('username', 'text', (c) => c.primaryKey().notNull())
    .addColumn('role', 'text')
    .addColumn('scope', 'text')
    .addColumn('password', 'text')
    .addColumn('password_changed_at', 'bigint')
    .addColumn('demo', 'integer', (c) => c.notNull().defaultTo(0))
    .execute();
  await db.schema
    .createTable('sessions')
    .addColumn('token_hash', 'text', (c) => c.primaryKey().notNull())
    .addColumn('username', 'text', (c) => c.notNull().references('users.username'))
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('last_seen_at', 'bigint', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('sessions_by_user').on('sessions').column('username').execute();
  await db.schema
    .createTable('tokens')
    .addColumn('name', 'text', (c) => c.primaryKey().notNull())
    .addColumn('token_hash', 'text', (c) => c.notNull().unique())
    .addColumn('role', 'text', (c) => c.notNull())
    .addColumn('scope', 'text')
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('created_by', 'text', (c) => c.notNull())
    .addColumn('last_used_at', 'bigint')
    .execute();
  await db.schema
    .createTable('audit')
    .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('actor', 'text', (c) => c.notNull())
    .addColumn('action', 'text', (c) => c.notNull())
    .addColumn('subject', 'text', (c) => c.notNull())
    .addColumn('result', 'text', (c) => c.notNull())
    .addColumn('address', 'text')
    .addColumn('detail', 'text')
    .execute();
  await makeAppendOnly(db, 'audit');
}
