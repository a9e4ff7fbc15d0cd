import type { ChainedEntry, ChainHead, ChainReport } from '../../domain/audit/chain.ts';
import type { MappingRule } from '../../domain/mapping/rule.ts';
import type { MandvMethod } from '../../domain/mandv/types.ts';
import type { Decision } from '../../domain/metering/decision.ts';
import type { Finding } from '../../domain/metering/finding.ts';
import type { MeterRules } from '../../domain/metering/meter.ts';
import type { VirtualTerm } from '../../domain/metering/virtual.ts';
import type { Tariff } from '../../domain/tariff/tariff.ts';
import type { Alarms } from './alarm-port.ts';
import type { CanteenBook } from './canteen-port.ts';
import type { Contracts } from './contract-port.ts';
import type { Evaluations } from './evaluation-port.ts';
import type { Attachments, Matters } from './matter-port.ts';
import type { Reports } from './report-port.ts';

/**
 * The registry: who, where, which device, which rights, and an append-only audit of what people did.
 * Holds no readings. Every read that answers to a person takes a `Viewer` and gives only what is theirs.
 */

export const roles = ['administrator', 'officer', 'county', 'institution', 'contractor', 'canteen', 'leader'] as const;
export type Role = (typeof roles)[number];

/** Somebody who asks: a session or an API token. */
export interface Viewer {
  readonly kind: 'user' | 'token' | 'operator';
  /** User name, token name, or `operator` for the command line on this machine. */
  readonly name: string;
  readonly role: Role;
  /** What a limited role may see: a region, institution, contractor or canteen id; null = nothing for such a role. */
  readonly scope: string | null;
}

export interface Region {
  readonly id: string;
  readonly name: string;
  readonly parent: string | null;
}
export interface Institution {
  readonly id: string;
  readonly name: string;
  readonly region: string | null;
  readonly creditCode: string | null;
  readonly kind: 'office' | 'education' | 'health' | 'culture' | 'sports' | 'other' | null;
  readonly floorAreaM2: number | null;
  readonly people: number | null;
}
export interface Building {
  readonly id: string;
  readonly institution: string;
  readonly name: string;
  readonly floorAreaM2: number | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly weatherMeter: string | null;
}

export interface Canteen {
  readonly id: string;
  readonly institution: string;
  readonly name: string;
  readonly seats: number | null;
  readonly operatingMode: 'self' | 'outsourced' | null;
  readonly supplyMode: 'buffet' | 'set' | 'weighed' | 'a-la-carte' | null;
}

export const carriers = ['electricity', 'water', 'gas', 'heat', 'cooling', 'pv', 'fuel', 'weather', 'indoor'] as const;
export type Carrier = (typeof carriers)[number];

export interface Meter {
  readonly id: string;
  readonly building: string;
  readonly parent: string | null;
  readonly carrier: Carrier;
  readonly endUse: string | null;
  readonly register: {
    readonly point: string;
    readonly unit: string;
    readonly digits: number | null;
    readonly decimals: number | null;
    /** As written in the portfolio: dates stand for local midnight. */
    readonly multiplier: number | readonly { readonly from: string; readonly value: number }[];
  };
  readonly replacements: readonly {
    readonly at: string;
    readonly closing: number | null;
    readonly opening: number | null;
  }[];
  readonly maxPerHour: number | null;
  /** `1m`, `15m`, `1h`, `1d`… */
  readonly interval: string;
  readonly gateway: string | null;
  readonly verifiedUntil: string | null;
  readonly hasSecret: boolean;
  /** Sums and differences of other meters, as written in the portfolio; null = a meter that is read. */
  readonly virtual:
    | readonly {
        readonly meter: string;
        readonly factor: number;
        readonly from: string | null;
        readonly to: string | null;
      }[]
    | null;
  /** Part of the demo installation. */
  readonly demo: boolean;
}

export type DeviceKind = 'meter' | 'gateway' | 'scale' | 'counter';

/** What logs in at the gateway under a device id. Secrets are kept as HMAC-SHA-256 under the key file of the data folder. */
export interface DeviceEntry {
  readonly kind: DeviceKind;
  readonly id: string;
  /** Canteen of a scale or counter. */
  readonly canteen: string | null;
}

/** A device or account as it is listed: never its secret. */
export interface Device {
  readonly id: string;
  readonly kind: DeviceKind | 'account';
  /** A meter's building, or the canteen of a scale or counter: its name. */
  readonly place: string | null;
  readonly building: string | null;
  readonly carrier: Carrier | null;
  /** The gateway that speaks for it. */
  readonly gateway: string | null;
  /** `overlapUntil`: a former secret holds until then, ms UTC. */
  readonly secret: { readonly set: boolean; readonly overlapUntil: number | null };
  readonly demo: boolean;
}

export interface NewSecret {
  /** Readable groups of random letters; kept hashed only, so this is the one time to show it. */
  readonly secret: string;
  /** The former secret holds until then, ms UTC; null = there was none, or it is gone at once. */
  readonly overlapUntil: number | null;
}

export interface AccountEntry {
  readonly id: string;
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
  readonly refuse: readonly string[];
  readonly retained: boolean;
}

/** What the ingest path needs to know of a meter. */
export interface MeterEntry {
  readonly id: string;
  readonly gateway: string | null;
  readonly rules: MeterRules;
}

/** A meter that is computed of others; nothing publishes for it. */
export interface VirtualEntry {
  readonly id: string;
  readonly point: string;
  readonly terms: readonly VirtualTerm[];
}

/**
 * Devices, accounts and meters in memory for the hot path: synchronous, always the last committed state.
 */
export interface Directory {
  /** The device with this id and secret, in constant time; the same answer for an unknown id and a wrong secret. */
  authenticateDevice(id: string, secret: Uint8Array): DeviceEntry | null;
  authenticateAccount(id: string, secret: Uint8Array): AccountEntry | null;
  /** Rights of clients without credentials, if the installation allows them. */
  anonymous(): AccountEntry | null;
  hasAccount(id: string): boolean;
  device(id: string): DeviceEntry | null;
  /** Meters that are read; null for a virtual one. */
  meter(id: string): MeterEntry | null;
  meters(): IterableIterator<MeterEntry>;
  virtual(id: string): VirtualEntry | null;
  virtuals(): IterableIterator<VirtualEntry>;
}

/** How messages of a gateway that doesn't speak `v1/…` become readings; checked when it was imported. */
export interface StoredMapping {
  readonly rule: MappingRule;
  readonly demo: boolean;
}

export interface ImportFault {
  /** `meters[3].register.point` */
  readonly path: string;
  readonly code: string;
  readonly message: string;
}
export type ImportResult =
  | { readonly ok: true; readonly created: number; readonly updated: number; readonly unchanged: number }
  | { readonly ok: false; readonly faults: readonly ImportFault[] };

/** `holders`: the installation's own rows that refer to rows of the demo; nothing was removed then. */
export type DemoRemoval =
  | {
      readonly ok: true;
      /** Of the portfolio. */
      readonly rows: number;
      /** What is no longer known, but may have readings and events in the series store. */
      readonly meters: readonly string[];
      readonly devices: readonly string[];
    }
  | { readonly ok: false; readonly holders: readonly ImportFault[] };

export interface AuditEntry {
  readonly id: number;
  readonly at: number;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly result: 'done' | 'refused' | 'failed';
  readonly address: string | null;
  readonly detail: string | null;
  /** SHA-256 of the entry and of the hash of the one before it (`domain/audit/chain.ts`). */
  readonly hash: string;
}
/** Told while the audit is followed. */
export interface AuditWalk {
  readonly progress?: (entries: number) => void;
  readonly each?: (entry: ChainedEntry) => void;
}
/** What is told of a deed; number, time and hash are the audit's. */
export type AuditNote = Omit<AuditEntry, 'id' | 'at' | 'hash'>;

export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}
export interface PageQuery {
  readonly limit: number;
  readonly cursor: string | null;
}

/** What was chosen for a measurement and verification; instants in ms UTC, `to` exclusive. */
export interface AnalysisDefinition {
  readonly meter: string;
  readonly weatherMeter: string;
  readonly method: MandvMethod;
  readonly baseline: { readonly from: number; readonly to: number };
  readonly reportingFrom: number;
  readonly confidence: number;
  /** Saving promised a year, in the meter's unit. */
  readonly guarantee: number | null;
}
/** The baseline as it was when it was frozen. Later readings never change it. */
export interface FrozenBaseline {
  readonly inputsSha256: string;
  readonly modelSha256: string;
  /** JSON of the engine's model. */
  readonly model: string;
}
export interface Adjustment {
  readonly id: number;
  readonly kind: 'step' | 'closure';
  readonly from: number;
  /** Exclusive; null = to the end. */
  readonly to: number | null;
  readonly perDay: number;
  readonly reason: string;
  readonly evidence: string;
  readonly createdAt: number;
  readonly createdBy: string;
}
export interface Analysis extends AnalysisDefinition {
  readonly id: string;
  readonly createdAt: number;
  readonly createdBy: string;
  readonly override: { readonly reason: string; readonly by: string; readonly at: number } | null;
  readonly frozen: (FrozenBaseline & { readonly at: number; readonly by: string }) | null;
  /** Those that stand, in the order in which they were made. */
  readonly adjustments: readonly Adjustment[];
  /** JSON: what the last computation said, for lists. */
  readonly summary: string | null;
}
export type AnalysisChange = 'done' | 'unknown' | 'frozen';

/**
 * Measurements and verifications: definitions, frozen models and what people decided; no readings. Visible with its
 * meter. Rights to write are the caller's to check; every change is in the audit.
 */
export interface Analyses {
  page(viewer: Viewer, page: PageQuery): Promise<Page<Analysis>>;
  one(viewer: Viewer, id: string): Promise<Analysis | null>;
  /** @returns its id, `MV-0007`. */
  create(definition: AnalysisDefinition, by: Viewer): Promise<string>;
  /** Once and for all: `frozen` when it is already. */
  freeze(id: string, baseline: FrozenBaseline, by: Viewer): Promise<AnalysisChange>;
  /** A person takes responsibility for data that the rules refuse; drafts only. */
  override(id: string, reason: string, by: Viewer): Promise<AnalysisChange>;
  /** Also on a frozen analysis: adjustments stand beside the model. */
  adjust(
    id: string,
    adjustment: Omit<Adjustment, 'id' | 'createdAt' | 'createdBy'>,
    by: Viewer,
  ): Promise<number | null>;
  withdrawAdjustment(id: string, adjustment: number, by: Viewer): Promise<boolean>;
  /** Drafts only. */
  remove(id: string, by: Viewer): Promise<AnalysisChange>;
  /** Not in the audit: nobody decided anything. */
  remember(id: string, summary: string): Promise<void>;
}

/**
 * A call that cannot be answered: `invalid-cursor` (HTTP 400), `not-allowed` (403), `invalid-name`, `invalid-scope`,
 * `invalid-decision` and `invalid-content` (422; `faults` names each: `decisions[2].change.from`, `entries[0].date`). Thrown where the port's answer has no room for it; the server turns it into a problem document.
 */
export class RegistryRefusal extends Error {
  readonly code:
    'invalid-cursor' | 'not-allowed' | 'invalid-name' | 'invalid-scope' | 'invalid-decision' | 'invalid-content';
  readonly faults: readonly ImportFault[];
  constructor(code: RegistryRefusal['code'], message: string, faults: readonly ImportFault[] = []) {
    super(message);
    this.name = 'RegistryRefusal';
    this.code = code;
    this.faults = faults;
  }
}

/** A token as it is listed: never its secret. */
export interface TokenEntry {
  readonly name: string;
  readonly role: Role;
  readonly scope: string | null;
  readonly createdAt: number;
  readonly createdBy: string;
  readonly lastUsedAt: number | null;
}

/** What somebody decided of a finding, or entered by hand. Never changed, only undone. */
export interface DecisionRecord {
  readonly id: number;
  readonly meter: string;
  readonly point: string;
  /** `entered`: of no finding. */
  readonly outcome: 'confirmed' | 'overruled' | 'entered';
  /** What was chosen, in the words of the API. */
  readonly choice: string | null;
  /** What the calculation is told; null = nothing. */
  readonly change: Decision | null;
  /** The finding as it was when it was decided. */
  readonly finding: Finding | null;
  readonly reason: string;
  readonly by: string;
  readonly at: number;
  /** Rows of one file share it. */
  readonly batch: string | null;
  readonly undone: { readonly by: string; readonly at: number; readonly reason: string } | null;
}
export type NewDecision = Pick<
  DecisionRecord,
  'meter' | 'point' | 'outcome' | 'choice' | 'change' | 'finding' | 'reason' | 'batch'
>;

/** Rights to write are the caller's to check; every change is in the audit, and its meters' intervals are derived again. */
export interface Decisions {
  page(
    viewer: Viewer,
    page: PageQuery & { meter?: string; state?: 'standing' | 'undone'; batch?: string },
  ): Promise<Page<DecisionRecord>>;
  one(viewer: Viewer, id: number): Promise<DecisionRecord | null>;
  /** All or none, in one transaction. @returns their ids. */
  make(decisions: readonly NewDecision[], by: Viewer): Promise<readonly number[]>;
  undo(id: number, reason: string, by: Viewer): Promise<'done' | 'unknown' | 'undone'>;
  /** Those of them that stand, in one transaction. @returns how many. */
  undoAll(ids: readonly number[], reason: string, by: Viewer): Promise<number>;
  /** Those of a meter that stand, in the order in which they were made; from memory. */
  standing(meter: string): readonly DecisionRecord[];
  /** Meters that have some, from memory. */
  meters(): IterableIterator<string>;
}

/** A stretch of a meter whose rules or decisions changed, ms UTC, both inclusive; absent = all that it has. */
export interface RuleChange {
  readonly meter: string;
  readonly range?: { readonly from: number; readonly to: number };
}

/** Something in the registry changed that the ingest path or the calculation rests on. */
export interface RegistryEvents {
  /**
   * Meters whose rules (multiplier, digits, replacements, interval…) or decisions changed: their intervals must be
   * derived again. A virtual meter whose terms changed is named too.
   * Kept with the change itself until the listener's promise is fulfilled: what was not taken care of (no listener yet, a
   * kill in between) is delivered to the first listener after the next start, or at once when it registers late.
   */
  onRulesChanged(listener: (changes: readonly RuleChange[]) => void | Promise<void>): void;
  /** Devices or accounts whose secret was changed or taken away, accounts whose rights changed: live connections must close. */
  onRevoked(listener: (ids: readonly string[]) => void): void;
  /** After any committed change of the portfolio. */
  onChanged(listener: () => void): void;
}

export interface Registry extends RegistryEvents {
  readonly directory: Directory;
  readonly analyses: Analyses;
  readonly decisions: Decisions;
  readonly alarms: Alarms;
  readonly canteenBook: CanteenBook;
  readonly evaluations: Evaluations;
  readonly matters: Matters;
  readonly contracts: Contracts;
  readonly attachments: Attachments;
  readonly reports: Reports;

  /** True until the first institution, meter or device exists. */
  isEmpty(): Promise<boolean>;
  /**
   * Imports a portfolio document (already parsed YAML or JSON): all or nothing. `demo` marks what it creates; with
   * `onlyNew` a meter, gateway or account that is there already is a fault. A secret is 1 to 256 characters and kept
   * hashed only; the one that the last import brought changes nothing, whatever was rotated or revoked since.
   */
  importPortfolio(
    document: unknown,
    by: Viewer,
    options?: { demo?: boolean; onlyNew?: boolean },
  ): Promise<ImportResult>;
  /**
   * Takes out every row that is marked demo, analyses of its meters with them, unless rows of the installation's own
   * refer to some; sessions and connections end. `note`: a setting that is written in the same transaction.
   */
  removeDemo(
    by: Viewer,
    note: (removed: { meters: string[]; devices: string[] }) => readonly [key: string, value: string],
  ): Promise<DemoRemoval>;
  /** JSON Schema of the portfolio document (draft 2020-12). */
  portfolioSchema(): object;

  regions(viewer: Viewer, page: PageQuery): Promise<Page<Region>>;
  institutions(viewer: Viewer, page: PageQuery): Promise<Page<Institution>>;
  buildings(viewer: Viewer, page: PageQuery): Promise<Page<Building>>;
  canteens(viewer: Viewer, page: PageQuery): Promise<Page<Canteen>>;
  meters(
    viewer: Viewer,
    page: PageQuery & { building?: string; institution?: string; carrier?: Carrier },
  ): Promise<Page<MeterWithPlace>>;
  meter(viewer: Viewer, id: string): Promise<MeterWithPlace | null>;
  /**
   * What logs in at the gateway, in the order of ids; `q`: part of an id or place. A limited viewer sees the devices of
   * their meters and no others.
   */
  devices(
    viewer: Viewer,
    page: PageQuery & { kind?: Device['kind']; building?: string; q?: string },
  ): Promise<Page<Device>>;
  device(viewer: Viewer, id: string): Promise<Device | null>;
  /**
   * Gives a device or account a new secret; an administrator or officer may. The former one holds for `overlapMs`
   * more, then (at once when 0) live connections close. A second rotation meanwhile ends the oldest secret.
   * @returns null for an unknown id, a virtual meter's too.
   */
  newSecret(id: string, options: { overlapMs: number }, by: Viewer): Promise<NewSecret | null>;
  /** Devices and accounts with a former secret that still holds, for metrics. */
  readonly secretsInOverlap: number;
  /** Takes every secret of a device or account away; its live connections close. @returns false for an unknown id. */
  revokeSecret(id: string, by: Viewer): Promise<boolean>;
  /** Mappings as last committed, by id, from memory; the same array until one changes. They are put by an import. */
  mappings(): readonly StoredMapping[];
  /** Checks a rule as an import would, and stores nothing; paths of faults are inside the rule (`values[0].path`). */
  checkMapping(rule: unknown): Promise<{ readonly rule: MappingRule } | { readonly faults: readonly ImportFault[] }>;
  removeMapping(id: string, by: Viewer): Promise<boolean>;
  /** Every version of every tariff as last committed, from memory; the same array until one changes. */
  tariffs(): readonly Tariff[];
  /** Ids of every meter that the viewer may see; null = all. Kept in memory for live fan-out. */
  visibleMeters(viewer: Viewer): Promise<ReadonlySet<string> | null>;

  /**
   * What a meter's calculation rested on at that instant: its rules as the register had them, and the decisions that
   * stood; null = it was not known then.
   */
  rulesAsOf(meter: string, at: number): Promise<MeterRules | null>;
  /** The terms of a virtual meter as the register had them then. */
  virtualAsOf(meter: string, at: number): Promise<VirtualEntry | null>;

  /** Checks a person's password; counts failures and delays the account as OWASP ASVS level 2 asks. */
  login(username: string, password: string, address: string): Promise<LoginResult>;
  sessionViewer(sessionToken: string): Promise<Viewer | null>;
  logout(sessionToken: string): Promise<void>;
  changePassword(
    username: string,
    oldPassword: string,
    newPassword: string,
  ): Promise<'done' | 'wrong-password' | { readonly weak: string }>;
  /** An administrator gives a person a password (the first one, or a forgotten one); all their sessions end. */
  setPassword(username: string, newPassword: string, by: Viewer): Promise<SetPasswordResult>;
  /** Creates or finds the first administrator; answers the password once when one was generated. */
  ensureAdministrator(
    password: string | undefined,
  ): Promise<{ readonly created: boolean; readonly generatedPassword?: string }>;

  /**
   * `name` gets a number when it is in use: a script that makes its token at each start must not fail the second time.
   * `scope` limits a token of a limited role (as `Viewer.scope`); absent = as far as its maker sees.
   */
  createToken(
    name: string,
    role: Role,
    by: Viewer,
    scope?: string | null,
  ): Promise<{ readonly token: string; readonly name: string }>;
  tokens(viewer: Viewer, page: PageQuery): Promise<Page<TokenEntry>>;
  revokeToken(name: string, by: Viewer): Promise<boolean>;
  tokenViewer(token: string): Promise<Viewer | null>;

  audit(entry: AuditNote): Promise<void>;
  auditLog(viewer: Viewer, page: PageQuery): Promise<Page<AuditEntry>>;
  /** Number and hash of the newest entry. */
  auditHead(): Promise<ChainHead>;
  /** Follows the whole chain. @param noted the hash of a head noted earlier: it must be there still. */
  checkAudit(noted: string | null, walk?: AuditWalk): Promise<ChainReport>;

  /** Small facts of the installation itself (seed of the demo, schema versions…). */
  setting(key: string): Promise<string | null>;
  setSetting(key: string, value: string): Promise<void>;

  close(): Promise<void>;
}

export interface MeterWithPlace extends Meter {
  readonly buildingName: string;
  readonly institution: string;
  readonly institutionName: string;
}

/** `weak`: `too-short`, `too-long`, `common` or `contains-username`. */
export type SetPasswordResult = 'done' | 'unknown-user' | 'not-allowed' | { readonly weak: string };

/** `expiresAt`: the session's end at the latest; without a request it ends after 30 minutes. */
export type LoginResult =
  | { readonly ok: true; readonly sessionToken: string; readonly expiresAt: number; readonly viewer: Viewer }
  | { readonly ok: false; readonly reason: 'wrong' }
  | { readonly ok: false; readonly reason: 'locked'; readonly retryAfterMs: number };
