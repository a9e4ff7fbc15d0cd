import { isDeepStrictEqual } from 'node:util';
import type { Kysely, Transaction } from 'kysely';
import type { LocalCalendar } from '../../domain/time/calendar.ts';
import type { AuditLog } from './audit.ts';
import { appendContractTexts, changedContracts } from './contract-texts.ts';
import { noteOf, textRecord } from './contract-told.ts';
import { directoryState, type LiveDirectory } from './directory.ts';
import type { Events } from './events.ts';
import type { MeterVersions } from './meter-versions.ts';
import { Mutex } from './mutex.ts';
import { Pace } from './pace.ts';
import type { AuditNote, ImportFault, ImportResult, RuleChange, Viewer } from './port.ts';
import { checkPortfolio } from './portfolio-check.ts';
import { diffPortfolio, type PortfolioDiff } from './portfolio-diff.ts';
import { inFileOrder, readPortfolio, type ReadPortfolio } from './portfolio-read.ts';
import { writeChanges } from './portfolio-write.ts';
import type { RuleChanges } from './rule-changes.ts';
import type { SecretHasher } from './secrets.ts';
import { loadSnapshot, loadUsers, withChanges, type Changes, type Snapshot } from './snapshot.ts';
import type { StandingDecisions } from './standing-decisions.ts';
import type { Tables } from './tables.ts';

interface Parts {
  readonly db: Kysely<Tables>;
  readonly directory: LiveDirectory;
  readonly events: Events;
  readonly ruleChanges: RuleChanges;
  readonly audit: AuditLog;
  readonly hasher: SecretHasher;
  readonly calendar: LocalCalendar;
  readonly allowAnonymous: boolean;
  readonly versions: MeterVersions;
  readonly standing: StandingDecisions;
  readonly now: () => number;
}

/** A change of single rows that comes by another door than a file. */
export interface Amendment<T> {
  readonly result: T;
  readonly changes: Changes;
  /** Devices and accounts whose live connections must close. */
  readonly revoked: readonly string[];
  readonly audit: AuditNote | null;
  /** In the same transaction, first. */
  readonly before?: (trx: Transaction<Tables>) => Promise<void>;
}

/**
 * Portfolio into registry: read, checked and compared in memory, written in one transaction, then the directory is
 * swapped and the listeners hear of it. Imports wait for each other.
 */
export class PortfolioImport {
  readonly #parts: Parts;
  readonly #turns = new Mutex();
  #snapshot: Snapshot | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async start(): Promise<void> {
    const pace = new Pace();
    const { db, directory, standing } = this.#parts;
    this.#snapshot = await loadSnapshot(db, pace);
    await standing.load(db, pace);
    directory.replace(await directoryState(this.#snapshot, this.#directoryParts(pace)));
  }

  /** The portfolio as last committed. */
  get snapshot(): Snapshot {
    if (!this.#snapshot) throw new Error('the registry is not open');
    return this.#snapshot;
  }

  /** People come by other doors too: the first administrator is not in a portfolio. */
  reloadUsers(): Promise<void> {
    return this.#turns.run(async () => {
      this.#snapshot = { ...this.snapshot, users: await loadUsers(this.#parts.db, new Pace()) };
    });
  }

  /** For what is no portfolio and rests on the one that was last committed. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    return this.#turns.run(work);
  }

  run(document: unknown, by: Viewer, options: { demo: boolean; onlyNew: boolean }): Promise<ImportResult> {
    return this.#turns.run(() => this.#run(document, by, options));
  }

  /** Plans on the portfolio as last committed and commits the plan; in turn with imports. */
  amend<T>(plan: (snapshot: Snapshot) => Amendment<T>): Promise<T> {
    return this.#turns.run(async () => {
      const { result, changes, revoked, audit, before } = plan(this.snapshot);
      if (changes.size > 0 || before) {
        const also = async (trx: Transaction<Tables>) => {
          if (audit) await this.#parts.audit.add(audit, trx);
        };
        const fault = await this.#commit({ changes, revoked }, new Pace(), also, before);
        if (fault) throw new Error(`${fault.path} ${fault.message}`);
      } else if (audit?.result === 'refused') await this.#parts.audit.add(audit);
      return result;
    });
  }

  async #run(
    document: unknown,
    by: Viewer,
    { demo, onlyNew }: { demo: boolean; onlyNew: boolean },
  ): Promise<ImportResult> {
    const { calendar, allowAnonymous, hasher, audit } = this.#parts;
    const pace = new Pace();
    const { lists, faults: ofFields } = await readPortfolio(document, pace);
    const betweenRows = await checkPortfolio(lists, this.snapshot, { calendar, allowAnonymous, pace });
    const known = onlyNew ? alreadyKnown(lists, this.snapshot) : [];
    const faults = [...ofFields, ...betweenRows, ...known, ...mayChangeUsers(lists, by)];
    if (faults.length === 0) {
      const diff = await diffPortfolio(lists, this.snapshot, { hasher, demo, pace });
      const fault = await this.#commit(diff, pace, (trx, at) => this.#auditDone(trx, diff, by, at));
      if (!fault) return { ok: true, created: diff.created, updated: diff.updated, unchanged: diff.unchanged };
      faults.push(fault);
    }
    const ordered = inFileOrder(faults);
    const detail = `${ordered.length} faults, the first at ${ordered[0]!.path || 'the top'}: ${ordered[0]!.code}`;
    await audit.add({ ...entryOf(by), result: 'refused', detail });
    return { ok: false, faults: ordered };
  }

  /** Everything that follows from the change is made ready first, so that commit and swap lie close together. */
  async #commit(
    diff: Pick<PortfolioDiff, 'changes' | 'revoked'>,
    pace: Pace,
    audit: (trx: Transaction<Tables>, at: number) => Promise<void>,
    beforeRows: (trx: Transaction<Tables>) => Promise<void> = async () => {},
  ): Promise<ImportFault | null> {
    const { db, directory, events, ruleChanges, versions, standing, now } = this.#parts;
    const before = { snapshot: this.snapshot, state: directory.state };
    const snapshot = withChanges(before.snapshot, diff.changes);
    const state = await directoryState(snapshot, this.#directoryParts(pace), before);
    const rulesChanged = await changedRules(diff, before.state, state, pace);
    const fault = await db
      .transaction()
      .execute(async (trx) => {
        const hadAdministrator = await hasAdministrator(trx);
        await beforeRows(trx);
        await writeChanges(trx, diff.changes);
        await versions.append(trx, diff.changes, before.snapshot, pace);
        const at = now();
        await appendContractTexts(trx, changedContracts(diff.changes, before.snapshot), at);
        if (hadAdministrator && !(await hasAdministrator(trx))) throw new NoAdministratorLeft();
        await ruleChanges.note(trx, rulesChanged);
        await audit(trx, at);
        return null;
      })
      .catch((error: unknown) => {
        if (error instanceof NoAdministratorLeft) return error.fault;
        throw error;
      });
    if (fault || diff.changes.size === 0) return fault;
    this.#snapshot = snapshot;
    standing.drop(diff.changes.removed('meters').keys());
    directory.replace(state);
    events.emit(diff.revoked);
    void ruleChanges.deliver();
    return null;
  }

  #directoryParts(pace: Pace) {
    const { calendar, standing } = this.#parts;
    return { calendar, pace, decisionsOf: (meter: string) => standing.changesOf(meter) };
  }

  async #auditDone(trx: Transaction<Tables>, diff: PortfolioDiff, by: Viewer, since: number): Promise<void> {
    const { audit } = this.#parts;
    for (const user of diff.changes.upserted('users').values()) {
      const detail = `role ${user.role ?? 'none'}, scope ${user.scope ?? 'none'}`;
      await audit.add({ ...entryOf(by), action: 'user.rights', subject: user.username, detail }, trx);
    }
    const texts = changedContracts(diff.changes, this.snapshot).map(({ id: contract, document }) => {
      const isFirst = !this.snapshot.contracts.has(contract);
      return { ...entryOf(by), ...noteOf(textRecord({ contract, since, document }, isFirst), by.name) };
    });
    await audit.addAll(texts, trx);
    const detail = `${diff.created} created, ${diff.updated} updated, ${diff.unchanged} unchanged`;
    await audit.add({ ...entryOf(by), detail }, trx);
  }
}

/** Meters that were there before and are to be derived in another way; virtual ones whose terms changed among them. */
async function changedRules(
  diff: Pick<PortfolioDiff, 'changes'>,
  before: LiveDirectory['state'],
  after: LiveDirectory['state'],
  pace: Pace,
): Promise<readonly RuleChange[]> {
  const changed: RuleChange[] = [];
  for (const id of diff.changes.upserted('meters').keys()) {
    const [rules, terms] = [before.meters.get(id)?.rules, before.virtuals.get(id)];
    const isChanged =
      (rules && !isDeepStrictEqual(rules, after.meters.get(id)?.rules)) ||
      (terms && !isDeepStrictEqual(terms, after.virtuals.get(id)));
    if (isChanged) changed.push({ meter: id });
    if (pace.due) await pace.rest();
  }
  return changed;
}

/** Rolls the transaction back: nobody could administer the installation any more. */
class NoAdministratorLeft extends Error {
  readonly fault: ImportFault = {
    path: 'users',
    code: 'no-administrator-left',
    message: 'would leave no administrator who can sign in',
  };
}

async function hasAdministrator(trx: Transaction<Tables>): Promise<boolean> {
  const row = await trx
    .selectFrom('users')
    .select('username')
    .where('role', '=', 'administrator')
    .where('password', 'is not', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** A name that is taken at this moment, between asking and writing, must not be changed instead of made. */
function alreadyKnown(lists: ReadPortfolio, snapshot: Snapshot): ImportFault[] {
  return (['meters', 'gateways', 'accounts'] as const).flatMap((list) =>
    lists[list].flatMap(({ item }, at) => {
      const known = item && (snapshot.devices.has(item.id) || snapshot.accounts.has(item.id));
      return known ? [{ path: `${list}[${at}].id`, code: 'id-taken', message: `"${item.id}" is there already` }] : [];
    }),
  );
}

/** Who may import devices is the caller's to say; rights of people are an administrator's. */
function mayChangeUsers(lists: ReadPortfolio, by: Viewer): ImportFault[] {
  if (lists.users.length === 0 || by.role === 'administrator') return [];
  return [{ path: 'users', code: 'not-allowed', message: 'only an administrator changes who may do what' }];
}

function entryOf(by: Viewer) {
  return {
    actor: by.name,
    action: 'portfolio.import',
    subject: 'portfolio',
    result: 'done',
    address: null,
    detail: null,
  } as const;
}
