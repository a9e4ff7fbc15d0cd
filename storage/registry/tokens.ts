import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { AuditLog } from './audit.ts';
import { RegistryRefusal, type Registry, type Role, type Viewer } from './port.ts';
import { tokenHash } from './sessions.ts';
import type { Tables } from './tables.ts';

/** Last use is kept to the minute. */
const touchMs = 60_000;

/** API tokens: `wst_` and 256 random bits, kept as a hash, with a role of their own. */
export class Tokens {
  readonly #db: Kysely<Tables>;
  readonly #audit: AuditLog;
  readonly #now: () => number;

  constructor(db: Kysely<Tables>, audit: AuditLog, now: () => number) {
    this.#db = db;
    this.#audit = audit;
    this.#now = now;
  }

  /** Nobody hands out more than they have: only an administrator gives another role; the scope is the maker's. */
  async create(name: string, role: Role, by: Viewer): Promise<{ readonly token: string }> {
    if (!/^[^\p{Cc}\p{Cf}\p{Cs}]{1,64}$/u.test(name) || name.trim() !== name) {
      throw new RegistryRefusal('invalid-name', 'a token name is 1 to 64 visible characters');
    }
    if (by.role !== 'administrator' && by.role !== role) {
      throw new RegistryRefusal('not-allowed', `a ${by.role} cannot make a token for the role ${role}`);
    }
    const token = `wst_${randomBytes(32).toString('base64url')}`;
    await this.#db.transaction().execute(async (trx) => {
      const taken = await trx.selectFrom('tokens').select('name').where('name', '=', name).executeTakeFirst();
      if (taken) throw new RegistryRefusal('name-taken', `there is already a token named "${name}"`);
      await trx
        .insertInto('tokens')
        .values({
          name,
          token_hash: tokenHash(token),
          role,
          scope: by.role === 'administrator' ? null : by.scope,
          created_at: this.#now(),
          created_by: by.name,
          last_used_at: null,
        })
        .execute();
      await this.#audit.add({ ...entry(by, 'token.create', name), detail: `role ${role}` }, trx);
    });
    return { token };
  }

  /** Administrators see every token, others those they made. */
  async list(viewer: Viewer): ReturnType<Registry['tokens']> {
    let query = this.#db.selectFrom('tokens').selectAll().orderBy('name');
    if (viewer.role !== 'administrator') query = query.where('created_by', '=', viewer.name);
    const rows = await query.execute();
    return rows.map((row) => ({
      name: row.name,
      role: row.role as Role,
      createdAt: row.created_at,
      createdBy: row.created_by,
      lastUsedAt: row.last_used_at,
    }));
  }

  async revoke(name: string, by: Viewer): Promise<boolean> {
    return this.#db.transaction().execute(async (trx) => {
      let query = trx.deleteFrom('tokens').where('name', '=', name);
      if (by.role !== 'administrator') query = query.where('created_by', '=', by.name);
      const gone = await query.returning('name').executeTakeFirst();
      if (gone) await this.#audit.add(entry(by, 'token.revoke', name), trx);
      return gone !== undefined;
    });
  }

  async viewer(token: string): Promise<Viewer | null> {
    if (!token.startsWith('wst_')) return null;
    const hash = tokenHash(token);
    const row = await this.#db
      .selectFrom('tokens')
      .select(['name', 'role', 'scope', 'last_used_at'])
      .where('token_hash', '=', hash)
      .executeTakeFirst();
    if (!row) return null;
    const now = this.#now();
    if (row.last_used_at === null || now - row.last_used_at >= touchMs) {
      await this.#db.updateTable('tokens').set({ last_used_at: now }).where('token_hash', '=', hash).execute();
    }
    return { kind: 'token', name: row.name, role: row.role as Role, scope: row.scope };
  }
}

function entry(by: Viewer, action: string, subject: string) {
  return { actor: by.name, action, subject, result: 'done', address: null, detail: null } as const;
}
