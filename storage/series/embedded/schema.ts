import { StoreError } from '../port.ts';
import type { Connection } from './connection.ts';

/**
 * Columns of the raw table, one a common point, in this order for ever: a point that joins `commonPoints` later gets
 * its column (and what `other` holds of it) by a new migration. Until then it is stored in `other` as any unknown point.
 */
export const rawColumns = [
  'energy_kwh',
  'energy_export_kwh',
  'energy_t1_kwh',
  'energy_t2_kwh',
  'energy_t3_kwh',
  'energy_t4_kwh',
  'energy_t5_kwh',
  'volume_m3',
  'heat_gj',
  'fuel_l',
  'power_kw',
  'voltage_l1_v',
  'voltage_l2_v',
  'voltage_l3_v',
  'current_l1_a',
  'current_l2_a',
  'current_l3_a',
  'power_factor',
  'frequency_hz',
  'flow_m3h',
  'temperature_c',
  'humidity_pct',
  'co2_ppm',
] as const;

const columnOf = new Map<string, number>(rawColumns.map((name, i) => [name, i]));

/** Index of a point's column, −1 when the point lives in `other`. */
export function columnIndex(point: string): number {
  return columnOf.get(point) ?? -1;
}

/** One entry a version; an entry that was released is never edited, only followed by the next. */
export const rawMigrations: readonly string[] = [
  `
  CREATE TABLE meter (key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE account (
    key INTEGER PRIMARY KEY, source TEXT NOT NULL, device TEXT NOT NULL, meter TEXT NOT NULL,
    UNIQUE (source, device, meter)
  ) STRICT;

  -- What was read, one wide row a meter and instant (ms UTC). received_at is the row's first arrival.
  CREATE TABLE raw (
    meter INTEGER NOT NULL, ts INTEGER NOT NULL, received_at INTEGER NOT NULL,
    ${rawColumns.map((c) => `${c} REAL`).join(', ')},
    other TEXT,
    PRIMARY KEY (meter, ts)
  ) STRICT, WITHOUT ROWID;

  -- What raw held before: value NULL = the point was absent. Known from received_at to superseded_at.
  CREATE TABLE revision (
    id INTEGER PRIMARY KEY, meter INTEGER NOT NULL, ts INTEGER NOT NULL, point TEXT NOT NULL,
    value REAL, received_at INTEGER NOT NULL, superseded_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX revision_of ON revision (meter, ts, point);

  -- Every point a meter ever sent; last_ts is a lower bound of its newest sample, brought up to date by the fold.
  CREATE TABLE meter_point (
    meter INTEGER NOT NULL, point TEXT NOT NULL, last_ts INTEGER NOT NULL, PRIMARY KEY (meter, point)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE event (
    device TEXT NOT NULL, seq INTEGER NOT NULL, ts INTEGER NOT NULL, type TEXT NOT NULL, canteen TEXT,
    body TEXT NOT NULL, received_at INTEGER NOT NULL, PRIMARY KEY (device, seq, ts)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX event_by_time ON event (ts);
  CREATE INDEX event_of_canteen ON event (canteen, ts);

  CREATE TABLE quarantine (
    id INTEGER PRIMARY KEY AUTOINCREMENT, account INTEGER NOT NULL, topic TEXT NOT NULL,
    received_at INTEGER NOT NULL, reason TEXT NOT NULL, detail TEXT NOT NULL, bytes BLOB NOT NULL,
    state TEXT NOT NULL DEFAULT 'open'
  ) STRICT;
  CREATE INDEX quarantine_by_state ON quarantine (state, id);
  CREATE INDEX quarantine_by_account ON quarantine (account, id);

  -- Sums as of the last fold; what was committed since is in journal, one row a commit.
  CREATE TABLE ledger (
    account INTEGER PRIMARY KEY, received INTEGER NOT NULL, stored INTEGER NOT NULL, duplicate INTEGER NOT NULL,
    quarantined INTEGER NOT NULL, rejected INTEGER NOT NULL, revisions INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE dirty (
    meter INTEGER NOT NULL, from_ts INTEGER NOT NULL, to_ts INTEGER NOT NULL, PRIMARY KEY (meter, from_ts)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE journal (id INTEGER PRIMARY KEY, ledger BLOB NOT NULL, dirty BLOB NOT NULL) STRICT;
  `,
  `
  -- With a server behind: which server, and how many points it has refused for ever. No row: nothing is forwarded.
  CREATE TABLE forwarding (target TEXT NOT NULL, dead INTEGER NOT NULL) STRICT;
  -- Stretches of readings that the server has not confirmed, as of the last fold; since then in the journal.
  CREATE TABLE outbox (
    meter INTEGER NOT NULL, from_ts INTEGER NOT NULL, to_ts INTEGER NOT NULL, PRIMARY KEY (meter, from_ts)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE outbox_size (meter INTEGER PRIMARY KEY, rows INTEGER NOT NULL, since INTEGER NOT NULL) STRICT;
  ALTER TABLE journal ADD COLUMN outbox BLOB;
  -- Refused for ever, with the server's words. These readings are never pruned; the words are kept of the newest only.
  CREATE TABLE dead_letter (
    meter INTEGER NOT NULL, ts INTEGER NOT NULL, at INTEGER NOT NULL, line TEXT, message TEXT, PRIMARY KEY (meter, ts)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX dead_letter_by_age ON dead_letter (at) WHERE line IS NOT NULL;

  -- Readings before here_from are with the server, but for the last ones before kept_before. No row: all are here.
  CREATE TABLE pruned (
    meter INTEGER PRIMARY KEY, first_ts INTEGER NOT NULL, here_from INTEGER NOT NULL, kept_before INTEGER NOT NULL
  ) STRICT;
  -- How many rows of a month (UTC, its first instant) are not here: what the server must give back.
  CREATE TABLE pruned_rows (
    meter INTEGER NOT NULL, month INTEGER NOT NULL, rows INTEGER NOT NULL, PRIMARY KEY (meter, month)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX quarantine_waiting ON quarantine (id) WHERE state = 'open' AND reason = 'waiting-for-history';
  `,
  `
  -- 0: this was the last server; the store has been opened without one since, and nothing was noted for it.
  ALTER TABLE forwarding ADD COLUMN current INTEGER NOT NULL DEFAULT 1;
  `,
];

export const derivedMigrations: readonly string[] = [
  `
  CREATE TABLE series (
    key INTEGER PRIMARY KEY, meter TEXT NOT NULL, point TEXT NOT NULL, UNIQUE (meter, point)
  ) STRICT;

  -- level 0: the quarter hours of the local day that begins at start; level 1: the days of the local month.
  CREATE TABLE block (
    series INTEGER NOT NULL, level INTEGER NOT NULL, start INTEGER NOT NULL, data BLOB NOT NULL,
    PRIMARY KEY (series, level, start)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- Whose days and months these are: one row.
  CREATE TABLE calendar (timezone TEXT NOT NULL) STRICT;
  `,
  `
  -- With a server behind: what of a series' local month it has not confirmed. \`changes\` grows when there is more.
  CREATE TABLE outbox (
    id INTEGER PRIMARY KEY, series INTEGER NOT NULL, month INTEGER NOT NULL,
    from_ts INTEGER NOT NULL, to_ts INTEGER NOT NULL, changes INTEGER NOT NULL, UNIQUE (series, month)
  ) STRICT;
  CREATE TABLE forwarding (target TEXT NOT NULL) STRICT;
  `,
  `
  -- What was found, in the words of domain/metering/finding.ts; in readings: replaced with the days that it begins in.
  CREATE TABLE finding (
    meter TEXT NOT NULL, point TEXT NOT NULL, from_ts INTEGER NOT NULL, rule TEXT NOT NULL,
    to_ts INTEGER NOT NULL, effect TEXT NOT NULL, before REAL, after REAL, evidence TEXT NOT NULL,
    of_days INTEGER NOT NULL, -- 1: whole days show it, it is replaced when one of them changes
    PRIMARY KEY (meter, point, from_ts, rule)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX finding_newest ON finding (from_ts DESC, meter, point, rule, effect, to_ts);
  CREATE INDEX finding_of_meter ON finding (meter, effect);

  -- Two days in a row are equal somewhere in it: its days are to be looked at.
  ALTER TABLE series ADD COLUMN equal_days INTEGER NOT NULL DEFAULT 0;

  -- The decisions that a meter's intervals rest on, JSON: what changed since is derived again, undone ones too.
  CREATE TABLE decided (meter TEXT PRIMARY KEY, decisions TEXT NOT NULL) STRICT, WITHOUT ROWID;

  -- By which version of the calculation all of this was derived, or is being derived again.
  ALTER TABLE calendar ADD COLUMN calculation INTEGER NOT NULL DEFAULT 0;
  `,
  `
  -- How many findings a meter has, by effect: pages ask again and again for the sums.
  CREATE TABLE finding_count (
    meter TEXT PRIMARY KEY, unknown INTEGER NOT NULL, judged INTEGER NOT NULL, flagged INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  INSERT INTO finding_count
    SELECT meter, sum(effect = 'unknown'), sum(effect = 'judged'), sum(effect = 'flagged')
    FROM finding INDEXED BY finding_of_meter GROUP BY meter;
  `,
];

/**
 * Raised when the calculation gives other intervals or findings than before: everything is derived again in the
 * background, and what is there stays until it is replaced.
 */
export const calculation = 1;

/** Brings a database to the newest version, each step in a transaction of its own. */
export function migrate(db: Connection, migrations: readonly string[], name: string): void {
  const { user_version: found } = db.prepare('PRAGMA user_version').get() as { user_version: number };
  if (found > migrations.length) {
    throw new StoreError(
      'SCHEMA_NEWER',
      `${name} was written by a newer version (schema ${found}, this one knows ${migrations.length})`,
    );
  }
  for (let version = found; version < migrations.length; version++) {
    db.exec('BEGIN IMMEDIATE');
    try {
      db.exec(migrations[version] as string);
      db.exec(`PRAGMA user_version = ${version + 1}`);
      db.exec('COMMIT');
    } catch (error) {
      db.exec('ROLLBACK');
      throw error;
    }
  }
}
