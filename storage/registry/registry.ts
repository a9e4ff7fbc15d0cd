import { open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Kysely } from 'kysely';
import type { Logger } from 'pino';
import { LocalCalendar } from '../../domain/time/calendar.ts';
import { AlarmBook } from './alarms.ts';
import { AnalysisBook } from './analyses.ts';
import { AttachmentFiles } from './attachment-files.ts';
import { KeptAttachments } from './attachments.ts';
import { AuditLog } from './audit.ts';
import { KeptCanteenBook } from './canteen-book.ts';
import { CanteenListeners } from './canteen-listeners.ts';
import { CanteenList } from './canteen-list.ts';
import { ContractBook } from './contract-book.ts';
import { DecisionBook } from './decisions.ts';
import { DemoRows } from './demo-rows.ts';
import { sqliteDialect } from './dialect.ts';
import { DeviceList } from './device-list.ts';
import { DeviceSecrets } from './device-secrets.ts';
import { LiveDirectory } from './directory.ts';
import { EvaluationBook } from './evaluations.ts';
import { Events } from './events.ts';
import { meterRules, virtualTerms, withDecisions } from './meter-rules.ts';
import { MatterBook } from './matters.ts';
import { MeterVersions } from './meter-versions.ts';
import { MappingList } from './mapping-list.ts';
import { TariffList } from './tariff-list.ts';
import { migrate } from './migrations/migrate.ts';
import type { ScryptCost } from './passwords.ts';
import { People } from './people.ts';
import { Places } from './places.ts';
import type { Registry, Viewer } from './port.ts';
import { PortfolioImport } from './portfolio-import.ts';
import { portfolioJsonSchema } from './portfolio-schema.ts';
import { ReportBook } from './reports.ts';
import { RuleChanges } from './rule-changes.ts';
import { readOrCreateKey, SecretHasher } from './secrets.ts';
import { Sessions } from './sessions.ts';
import { changesIn, StandingDecisions } from './standing-decisions.ts';
import type { Tables } from './tables.ts';
import { Tokens } from './tokens.ts';

export interface RegistryOptions {
  /** `registry.sqlite`; made when absent. Files of people lie in `attachments/` beside it. */
  readonly file: string;
  /** HMAC key of device secrets; made with mode 0600 when absent. */
  readonly keyFile: string;
  readonly timezone: string;
  readonly log: Logger;
  readonly now: () => number;
  readonly allowAnonymous: boolean;
  /** The database's thread has died: the registry is of no use until it is opened again. */
  readonly onLost?: (error: Error) => void;
  /** How often former secrets whose time is over are cleared away and their connections closed. */
  readonly secretSweepMs?: number;
  /** Cost of people's passwords; the recommended one unless a test has many to check. */
  readonly passwordCost?: ScryptCost;
}

/** Opens the registry, brings its tables up to date and its directory into memory. */
export async function openRegistry(options: RegistryOptions): Promise<Registry> {
  // Its helpers (-wal, -shm) take the file's mode over; hashes of passwords are nobody else's business.
  await (await open(options.file, 'a', 0o600)).close();
  const hasher = new SecretHasher(await readOrCreateKey(options.keyFile));
  const onLost = (error: Error) => {
    options.log.fatal({ err: error }, 'the registry thread has ended');
    options.onLost?.(error);
  };
  const db = new Kysely<Tables>({ dialect: sqliteDialect(options.file, onLost) });
  try {
    const applied = await migrate(db);
    if (applied.length > 0) options.log.info({ migrations: applied }, 'registry brought up to date');
    const registry = new KyselyRegistry(db, hasher, options);
    await registry.start();
    return registry;
  } catch (error) {
    await db.destroy().catch(() => {});
    throw error;
  }
}

/** The registry on any database that Kysely speaks to. Each concern has a file of its own; this one joins them. */
class KyselyRegistry implements Registry {
  readonly directory: LiveDirectory;
  readonly analyses: AnalysisBook;
  readonly decisions: DecisionBook;
  readonly alarms: AlarmBook;
  readonly reports: ReportBook;
  readonly canteenBook: KeptCanteenBook;
  readonly evaluations: EvaluationBook;
  readonly matters: MatterBook;
  readonly contracts: ContractBook;
  readonly attachments: KeptAttachments;
  readonly #db: Kysely<Tables>;
  readonly #calendar: LocalCalendar;
  readonly #events: Events;
  readonly #ruleChanges: RuleChanges;
  readonly #audit: AuditLog;
  readonly #places: Places;
  readonly #sessions: Sessions;
  readonly #people: People;
  readonly #tokens: Tokens;
  readonly #import: PortfolioImport;
  readonly #devices: DeviceList;
  readonly #secrets: DeviceSecrets;
  readonly #mappings: MappingList;
  readonly #tariffs: TariffList;
  readonly #demo: DemoRows;
  readonly #canteens: CanteenList;
  readonly #versions: MeterVersions;

  constructor(db: Kysely<Tables>, hasher: SecretHasher, options: RegistryOptions) {
    const { log, now, allowAnonymous, passwordCost } = options;
    this.#db = db;
    this.#calendar = new LocalCalendar(options.timezone);
    this.directory = new LiveDirectory(hasher, allowAnonymous, now);
    this.#events = new Events(log);
    this.#ruleChanges = new RuleChanges(db, log);
    this.#audit = new AuditLog(db, now);
    this.#places = new Places(db);
    this.#sessions = new Sessions(db, now);
    this.#people = new People(db, this.#sessions, this.#audit, { log, now, passwordCost });
    this.#tokens = new Tokens(db, this.#audit, now);
    this.analyses = new AnalysisBook(db, this.#audit, now);
    this.alarms = new AlarmBook(db, this.#audit, now);
    this.reports = new ReportBook(db);
    this.evaluations = new EvaluationBook(db, this.#audit, now);
    this.#versions = new MeterVersions(db, now);
    const standing = new StandingDecisions();
    this.#import = new PortfolioImport({
      db,
      hasher,
      allowAnonymous,
      directory: this.directory,
      events: this.#events,
      ruleChanges: this.#ruleChanges,
      audit: this.#audit,
      calendar: this.#calendar,
      versions: this.#versions,
      standing,
      now,
    });
    this.decisions = new DecisionBook({
      db,
      import: this.#import,
      standing,
      directory: this.directory,
      ruleChanges: this.#ruleChanges,
      audit: this.#audit,
      now,
    });
    this.#canteens = new CanteenList(db, () => this.#import.snapshot);
    this.canteenBook = new KeptCanteenBook({
      db,
      import: this.#import,
      list: this.#canteens,
      audit: this.#audit,
      listeners: new CanteenListeners(log),
      noted: new CanteenListeners(log),
      now,
    });
    this.#mappings = new MappingList(this.#import);
    const files = new AttachmentFiles(join(dirname(options.file), 'attachments'));
    this.attachments = new KeptAttachments({ db, files, audit: this.#audit, log, now });
    this.matters = new MatterBook({ db, attachments: this.attachments, audit: this.#audit, now });
    this.contracts = new ContractBook({
      db,
      attachments: this.attachments,
      audit: this.#audit,
      now,
      snapshot: () => this.#import.snapshot,
    });
    this.#demo = new DemoRows(db, this.#import, this);
    this.#tariffs = new TariffList(() => this.#import.snapshot);
    this.#devices = new DeviceList(() => this.#import.snapshot, this.#places, now);
    this.#secrets = new DeviceSecrets({
      import: this.#import,
      hasher,
      calendar: this.#calendar,
      log,
      now,
      sweepMs: options.secretSweepMs ?? 2_000,
    });
  }

  async start(): Promise<void> {
    await this.#import.start();
    await this.attachments.start();
    // First of all listeners: those that follow ask for the new rights.
    this.#events.onChanged(() => {
      this.#places.forgetVisible();
      this.#canteens.forgetVisible();
    });
    this.#secrets.start();
  }

  async isEmpty(): Promise<boolean> {
    const { institutions, meters, devices } = this.#import.snapshot;
    return institutions.size + meters.size + devices.size === 0;
  }
  importPortfolio(document: unknown, by: Viewer, options?: { demo?: boolean; onlyNew?: boolean }) {
    return this.#import.run(document, by, { demo: false, onlyNew: false, ...options });
  }
  readonly removeDemo: Registry['removeDemo'] = (by, note) => this.#demo.remove(by, note);
  portfolioSchema(): object {
    return portfolioJsonSchema();
  }

  readonly regions: Registry['regions'] = (viewer, page) => this.#places.regions(viewer, page);
  readonly institutions: Registry['institutions'] = (viewer, page) => this.#places.institutions(viewer, page);
  readonly buildings: Registry['buildings'] = (viewer, page) => this.#places.buildings(viewer, page);
  readonly canteens: Registry['canteens'] = (viewer, page) => this.#places.canteens(viewer, page);
  readonly meters: Registry['meters'] = (viewer, page) => this.#places.meters(viewer, page);
  readonly meter: Registry['meter'] = (viewer, id) => this.#places.meter(viewer, id);
  readonly visibleMeters: Registry['visibleMeters'] = (viewer) => this.#places.visibleMeters(viewer);

  readonly devices: Registry['devices'] = (viewer, page) => this.#devices.page(viewer, page);
  readonly device: Registry['device'] = (viewer, id) => this.#devices.one(viewer, id);
  readonly newSecret: Registry['newSecret'] = (id, options, by) => this.#secrets.create(id, options, by);
  get secretsInOverlap(): number {
    return this.#secrets.inOverlap;
  }
  readonly revokeSecret: Registry['revokeSecret'] = (id, by) => this.#secrets.revoke(id, by);

  readonly mappings: Registry['mappings'] = () => this.#mappings.all();
  readonly tariffs: Registry['tariffs'] = () => this.#tariffs.all();
  readonly checkMapping: Registry['checkMapping'] = (rule) => this.#mappings.check(rule);
  readonly removeMapping: Registry['removeMapping'] = (id, by) => this.#mappings.remove(id, by);

  readonly rulesAsOf: Registry['rulesAsOf'] = async (meter, at) => {
    const version = await this.#versions.at(meter, at);
    if (version === null || version.virtual !== null) return null;
    return withDecisions(meterRules(version, this.#calendar), changesIn(await this.decisions.knownAt(meter, at)));
  };
  readonly virtualAsOf: Registry['virtualAsOf'] = async (meter, at) => {
    const version = await this.#versions.at(meter, at);
    if (version === null || version.virtual === null) return null;
    return { id: meter, point: version.point, terms: virtualTerms(version, this.#calendar) };
  };

  readonly login: Registry['login'] = (username, password, address) => this.#people.login(username, password, address);
  readonly sessionViewer: Registry['sessionViewer'] = (token) => this.#sessions.viewer(token);
  async logout(token: string): Promise<void> {
    const actor = await this.#sessions.close(token);
    if (actor === null) return;
    await this.#audit.add({ actor, action: 'logout', subject: actor, result: 'done', address: null, detail: null });
  }
  readonly changePassword: Registry['changePassword'] = (username, oldPassword, newPassword) =>
    this.#people.changePassword(username, oldPassword, newPassword);
  readonly setPassword: Registry['setPassword'] = (username, newPassword, by) =>
    this.#people.setPassword(username, newPassword, by);
  async ensureAdministrator(password: string | undefined) {
    const result = await this.#people.ensureAdministrator(password);
    if (result.created) await this.#import.reloadUsers();
    return result;
  }

  readonly createToken: Registry['createToken'] = (name, role, by, scope) => this.#tokens.create(name, role, by, scope);
  readonly tokens: Registry['tokens'] = (viewer, page) => this.#tokens.list(viewer, page);
  readonly revokeToken: Registry['revokeToken'] = (name, by) => this.#tokens.revoke(name, by);
  readonly tokenViewer: Registry['tokenViewer'] = (token) => this.#tokens.viewer(token);

  readonly audit: Registry['audit'] = (entry) => this.#audit.add(entry);
  readonly auditLog: Registry['auditLog'] = (viewer, page) => this.#audit.page(viewer, page);
  readonly auditHead: Registry['auditHead'] = () => this.#audit.head();
  readonly checkAudit: Registry['checkAudit'] = (noted, walk) => this.#audit.check(noted, walk);

  async setting(key: string): Promise<string | null> {
    const row = await this.#db.selectFrom('settings').select('value').where('key', '=', key).executeTakeFirst();
    return row?.value ?? null;
  }
  async setSetting(key: string, value: string): Promise<void> {
    await this.#db
      .insertInto('settings')
      .values({ key, value })
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
      .execute();
  }

  readonly onRulesChanged: Registry['onRulesChanged'] = (listener) => this.#ruleChanges.listen(listener);
  readonly onRevoked: Registry['onRevoked'] = (listener) => this.#events.onRevoked(listener);
  readonly onChanged: Registry['onChanged'] = (listener) => this.#events.onChanged(listener);

  async close(): Promise<void> {
    await this.#secrets.stop();
    await this.#ruleChanges.stop();
    await this.#db.destroy();
  }
}
