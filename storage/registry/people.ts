import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { AuditLog } from './audit.ts';
import { BackOff } from './back-off.ts';
import { passwordWeakness } from './password-rules.ts';
import { generatePassword, Passwords, PasswordsBusy, type ScryptCost } from './passwords.ts';
import type { LoginResult, Role, SetPasswordResult, Viewer } from './port.ts';
import type { Sessions } from './sessions.ts';
import type { Tables } from './tables.ts';

export const administratorName = 'admin';

/** People signing in, and their passwords. Failures cost time, by account and by address; nobody is locked out for good. */
export class People {
  readonly #db: Kysely<Tables>;
  readonly #sessions: Sessions;
  readonly #audit: AuditLog;
  readonly #log: Logger;
  readonly #now: () => number;
  readonly #passwords: Passwords;
  readonly #byAccount: BackOff;
  readonly #byAddress: BackOff;

  constructor(
    db: Kysely<Tables>,
    sessions: Sessions,
    audit: AuditLog,
    options: { readonly log: Logger; readonly now: () => number; readonly passwordCost?: ScryptCost | undefined },
  ) {
    this.#db = db;
    this.#sessions = sessions;
    this.#audit = audit;
    this.#log = options.log;
    this.#now = options.now;
    this.#passwords = new Passwords(options.passwordCost);
    this.#byAccount = new BackOff({ free: 5 }, options.now);
    // A whole office sits behind one address.
    this.#byAddress = new BackOff({ free: 20 }, options.now);
  }

  async login(typed: string, password: string, address: string): Promise<LoginResult> {
    // No name is longer than 64: what is kept for the back-off stays small, whatever is sent.
    const username = typed.slice(0, 130);
    const wait = Math.max(this.#byAccount.waitMs(username), this.#byAddress.waitMs(address));
    if (wait > 0) return { ok: false, reason: 'locked', retryAfterMs: wait };
    this.#byAccount.begin(username);
    this.#byAddress.begin(address);
    const user = await this.#user(username);
    const checked = await this.#check(password, user?.password ?? null);
    if (checked === 'busy') {
      this.#byAccount.succeed(username, false);
      this.#byAddress.succeed(address, false);
      return { ok: false, reason: 'locked', retryAfterMs: 1000 };
    }
    if (!user || !checked.right || user.role === null) {
      // An unknown name is not kept: now and then it is a password typed into the wrong field.
      const subject = user ? username : '(unknown)';
      await this.#audit.add({ actor: subject, action: 'login', subject, result: 'refused', address, detail: null });
      return { ok: false, reason: 'wrong' };
    }
    this.#byAccount.succeed(username, true);
    this.#byAddress.succeed(address, false);
    if (checked.outdated) await this.#rehash(username, password, user.password);
    const { token, expiresAt } = await this.#sessions.open(username);
    await this.#audit.add({
      actor: username,
      action: 'login',
      subject: username,
      result: 'done',
      address,
      detail: null,
    });
    const viewer: Viewer = { kind: 'user', name: username, role: user.role as Role, scope: user.scope };
    return { ok: true, sessionToken: token, expiresAt, viewer };
  }

  async changePassword(
    username: string,
    oldPassword: string,
    newPassword: string,
  ): Promise<'done' | 'wrong-password' | { readonly weak: string }> {
    if (this.#byAccount.waitMs(username) > 0) return 'wrong-password';
    this.#byAccount.begin(username);
    const user = await this.#user(username);
    const checked = await this.#check(oldPassword, user?.password ?? null);
    if (checked === 'busy') {
      this.#byAccount.succeed(username, false);
      return 'wrong-password';
    }
    if (!user || !checked.right) return 'wrong-password';
    this.#byAccount.succeed(username, true);
    const weak = passwordWeakness(newPassword, username);
    if (weak) return { weak };
    await this.#store(username, newPassword, username, 'password.change');
    return 'done';
  }

  async setPassword(username: string, newPassword: string, by: Viewer): Promise<SetPasswordResult> {
    if (by.role !== 'administrator') return 'not-allowed';
    if (!(await this.#user(username))) return 'unknown-user';
    const weak = passwordWeakness(newPassword, username);
    if (weak) return { weak };
    await this.#store(username, newPassword, by.name, 'password.set');
    this.#byAccount.succeed(username, true);
    return 'done';
  }

  async ensureAdministrator(password: string | undefined) {
    const existing = await this.#db
      .selectFrom('users')
      .select('username')
      .where('role', '=', 'administrator')
      .where('password', 'is not', null)
      .limit(1)
      .executeTakeFirst();
    if (existing) return { created: false };
    const weak = password === undefined ? null : passwordWeakness(password, administratorName);
    // The operator's own choice on the operator's own machine: taken, but said.
    if (weak) this.#log.warn({ weak }, 'the first administrator password is weak; change it after signing in');
    const chosen = password ?? generatePassword();
    await this.#db
      .insertInto('users')
      .values({
        username: administratorName,
        role: 'administrator',
        scope: null,
        password: null,
        password_changed_at: null,
        demo: 0,
      })
      .onConflict((conflict) => conflict.column('username').doUpdateSet({ role: 'administrator', scope: null }))
      .execute();
    await this.#store(administratorName, chosen, 'operator', 'administrator.create');
    return password === undefined ? { created: true, generatedPassword: chosen } : { created: true };
  }

  /** A new password ends every session of its owner. */
  async #store(username: string, password: string, actor: string, action: string): Promise<void> {
    const hash = await this.#passwords.hash(password);
    await this.#db.transaction().execute(async (trx) => {
      await trx
        .updateTable('users')
        .set({ password: hash, password_changed_at: this.#now() })
        .where('username', '=', username)
        .execute();
      await this.#sessions.closeAll(username, trx);
      await this.#audit.add({ actor, action, subject: username, result: 'done', address: null, detail: null }, trx);
    });
  }

  /** The cost has risen since the password was stored. Only over the hash that was checked: it may have been changed. */
  async #rehash(username: string, password: string, stored: string | null): Promise<void> {
    try {
      const hash = await this.#passwords.hash(password);
      await this.#db
        .updateTable('users')
        .set({ password: hash })
        .where('username', '=', username)
        .where('password', '=', stored)
        .execute();
    } catch (error) {
      if (!(error instanceof PasswordsBusy)) throw error;
    }
  }

  async #check(password: string, stored: string | null) {
    try {
      return await this.#passwords.verify(password, stored);
    } catch (error) {
      if (error instanceof PasswordsBusy) return 'busy';
      throw error;
    }
  }

  #user(username: string) {
    return this.#db
      .selectFrom('users')
      .select(['username', 'role', 'scope', 'password'])
      .where('username', '=', username)
      .executeTakeFirst();
  }
}
