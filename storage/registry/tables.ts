import type { Generated } from 'kysely';
import type { CanteenTables } from './canteen-tables.ts';
import type { ContractTables } from './contract-tables.ts';
import type { EvaluationTables } from './evaluation-tables.ts';
import type { MatterTables } from './matter-tables.ts';

/**
 * Rows as stored. Dialect-neutral: text, numbers, 0/1 for yes and no, JSON as text; instants are milliseconds UTC.
 * `demo` is 1 for what the demo city brought.
 */

export interface RegionRow {
  id: string;
  name: string;
  parent: string | null;
  demo: number;
}
export interface InstitutionRow {
  id: string;
  region: string | null;
  name: string;
  credit_code: string | null;
  kind: string | null;
  floor_area_m2: number | null;
  people: number | null;
  demo: number;
}
export interface BuildingRow {
  id: string;
  institution: string;
  name: string;
  floor_area_m2: number | null;
  latitude: number | null;
  longitude: number | null;
  weather_meter: string | null;
  demo: number;
}
export interface MeterRow {
  id: string;
  building: string;
  parent: string | null;
  carrier: string;
  end_use: string | null;
  point: string;
  unit: string;
  digits: number | null;
  decimals: number | null;
  /** JSON: a number, or a list of {from, value} as written. */
  multiplier: string;
  /** JSON: a list of {at, closing, opening}. */
  replacements: string;
  max_per_hour: number | null;
  interval: string;
  gateway: string | null;
  verified_until: string | null;
  /** JSON: a list of {meter, factor, from, to} as written; null = a meter that is read. */
  virtual: string | null;
  demo: number;
}
/**
 * Whatever logs in at the gateway as a device; a meter has a row here and one in `meters`. Kind `virtual` keeps the id of
 * a virtual meter in the name space and is no device: without a secret, and hidden from the directory and the lists.
 */
export interface DeviceRow extends SecretColumns {
  id: string;
  kind: string;
  canteen: string | null;
  demo: number;
}
export function isDevice(row: DeviceRow): boolean {
  return row.kind !== 'virtual';
}
/** What lets a device or account in. Secrets are HMAC-SHA-256 in hex; null = it cannot log in. */
export interface SecretColumns {
  secret: string | null;
  /** The former secret, which holds too until `overlap_until` while a device is moved to the new one. */
  second_secret: string | null;
  overlap_until: number | null;
  /** What a portfolio file brought last: the same again changes nothing. */
  imported_secret: string | null;
}
export interface AccountRow extends SecretColumns {
  id: string;
  /** JSON: lists of topic filters. */
  publish: string;
  subscribe: string;
  refuse: string;
  retained: number;
  demo: number;
}
export interface CanteenRow {
  id: string;
  institution: string;
  name: string;
  seats: number | null;
  operating_mode: string | null;
  supply_mode: string | null;
  demo: number;
}
export interface CanteenMeterRow {
  canteen: string;
  meter: string;
}
export interface TariffRow {
  id: string;
  /** '' = from the beginning. */
  valid_from: string;
  document: string;
  demo: number;
}
export interface ContractRow {
  id: string;
  institution: string | null;
  contractor: string | null;
  document: string;
  demo: number;
}
export interface ContractMeterRow {
  contract: string;
  meter: string;
}
export interface TargetRow {
  institution: string;
  document: string;
  demo: number;
}
/** How a foreign message becomes readings: the rule as written. */
export interface MappingRow {
  id: string;
  document: string;
  demo: number;
}
/** A person. Without a password or a role they cannot sign in. */
export interface UserRow {
  username: string;
  role: string | null;
  scope: string | null;
  demo: number;
}

/** The tables that a portfolio fills, kept in memory as well (users without their passwords). */
export interface PortfolioTables {
  regions: RegionRow;
  institutions: InstitutionRow;
  buildings: BuildingRow;
  meters: MeterRow;
  devices: DeviceRow;
  accounts: AccountRow;
  canteens: CanteenRow;
  canteen_meters: CanteenMeterRow;
  tariffs: TariffRow;
  contracts: ContractRow;
  contract_meters: ContractMeterRow;
  targets: TargetRow;
  mappings: MappingRow;
  users: UserRow;
}
export type PortfolioTable = keyof PortfolioTables;

export const keyColumns = {
  regions: ['id'],
  institutions: ['id'],
  buildings: ['id'],
  meters: ['id'],
  devices: ['id'],
  accounts: ['id'],
  canteens: ['id'],
  canteen_meters: ['canteen', 'meter'],
  tariffs: ['id', 'valid_from'],
  contracts: ['id'],
  contract_meters: ['contract', 'meter'],
  targets: ['institution'],
  mappings: ['id'],
  users: ['username'],
} as const satisfies { readonly [T in PortfolioTable]: readonly (keyof PortfolioTables[T])[] };

export const portfolioTables = Object.keys(keyColumns) as PortfolioTable[];

/** One text for a row's key; ids hold no line break. */
export function keyOf<T extends PortfolioTable>(table: T, row: PortfolioTables[T]): string {
  return keyColumns[table].map((column) => (row as unknown as Record<string, unknown>)[column]).join('\n');
}

/** A measurement and verification; frozen from `frozen_at` on. */
export interface AnalysisRow {
  serial: Generated<number>;
  meter: string;
  weather_meter: string;
  method: string;
  baseline_from: number;
  baseline_to: number;
  reporting_from: number;
  confidence: number;
  guarantee: number | null;
  created_at: number;
  created_by: string;
  override_reason: string | null;
  override_by: string | null;
  override_at: number | null;
  frozen_at: number | null;
  frozen_by: string | null;
  inputs_sha256: string | null;
  model_sha256: string | null;
  /** JSON of the engine's model. */
  model: string | null;
  /** JSON: what the last computation said, for lists. */
  summary: string | null;
}
/** Dated, with evidence; taken back by a mark, never deleted. */
export interface AdjustmentRow {
  id: Generated<number>;
  analysis: number;
  kind: string;
  from_at: number;
  to_at: number | null;
  per_day: number;
  reason: string;
  evidence: string;
  created_at: number;
  created_by: string;
  withdrawn_at: number | null;
  withdrawn_by: string | null;
}

/** What somebody decided; only the three columns of its undoing are ever written later, once. */
export interface DecisionRow {
  id: Generated<number>;
  meter: string;
  point: string;
  outcome: string;
  choice: string | null;
  /** JSON of a `Decision`. */
  change: string | null;
  /** JSON of a `Finding`. */
  finding: string | null;
  reason: string;
  made_by: string;
  made_at: number;
  batch: string | null;
  undone_by: string | null;
  undone_at: number | null;
  undone_reason: string | null;
}
/** How a meter was to be derived from `since` on, until the next version. Never changed. */
export interface MeterVersionRow {
  id: Generated<number>;
  meter: string;
  since: number;
  /** JSON of `RuleColumns`. */
  rules: string;
}

/** An episode of an alarm (`domain/alarms/episode.ts`); days count from 1970, instants are ms UTC. */
export interface AlarmRow {
  id: Generated<number>;
  kind: string;
  building: string;
  meter: string | null;
  carrier: string;
  state: string;
  opened_day: number;
  opened_at: number;
  last_day: number;
  last_seen_at: number;
  seen: number;
  found: number | null;
  usual: number | null;
  limit_value: number | null;
  unit: string | null;
  quantity: number;
  waste_unit: string | null;
  money: number | null;
  calm: number;
  judged_day: number;
  over_day: number | null;
  closed_at: number | null;
  closed_by: string | null;
  closed_reason: string | null;
  acknowledged_at: number | null;
  acknowledged_by: string | null;
  assignee: string | null;
}
/** What happened to an alarm; never changed. `by_whom` null: the platform. */
export interface AlarmStepRow {
  id: Generated<number>;
  alarm: number;
  at: number;
  by_whom: string | null;
  what: string;
  text: string;
}
/** A message that is to be sent, or was. */
export interface AlarmMessageRow {
  id: Generated<number>;
  alarm: number;
  event: string;
  channel: string;
  /** The same on every channel and at every try: what the receiver knows a repetition by. */
  message: string;
  created_at: number;
  due_at: number;
  tries: Generated<number>;
  state: Generated<string>;
  error: string | null;
}

export interface ReportRow {
  id: string;
  kind: string;
  title: string;
  meter: string;
  /** JSON: ids. */
  meters: string;
  from_at: number;
  to_at: number;
  inputs_sha256: string;
  made_at: number;
}
export interface ReportChangeRow {
  id: Generated<number>;
  report: string;
  at: number;
  why: string;
  inputs_sha256: string;
}

export interface Tables
  extends Omit<PortfolioTables, 'users'>, CanteenTables, MatterTables, EvaluationTables, ContractTables {
  users: UserRow & { password: string | null; password_changed_at: number | null };
  sessions: { token_hash: string; username: string; created_at: number; last_seen_at: number };
  tokens: {
    name: string;
    token_hash: string;
    role: string;
    scope: string | null;
    created_at: number;
    created_by: string;
    last_used_at: number | null;
  };
  audit: {
    id: Generated<number>;
    at: number;
    actor: string;
    action: string;
    subject: string;
    result: string;
    address: string | null;
    detail: string | null;
    hash: string;
  };
  /** Meters whose rules changed and whose intervals are not yet marked for it; without a range, all of them. */
  rule_changes: { id: Generated<number>; meter: string; from_at: number | null; to_at: number | null };
  settings: { key: string; value: string };
  analyses: AnalysisRow;
  adjustments: AdjustmentRow;
  decisions: DecisionRow;
  meter_versions: MeterVersionRow;
  alarms: AlarmRow;
  alarm_steps: AlarmStepRow;
  alarm_messages: AlarmMessageRow;
  reports: ReportRow;
  report_changes: ReportChangeRow;
}
