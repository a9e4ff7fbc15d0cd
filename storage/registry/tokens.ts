import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { AuditLog } from './audit.ts';
import { decodeCursor, encodeCursor } from './paging.ts';
import { RegistryRefusal, type Page, type PageQuery, type Role, type TokenEntry, type Viewer } from './port.ts';
import { tokenHash } from './sessions.ts';
import type { Tables } from './tables.ts';

/** Last use is kept to the minute. */
const touchMs = 60_000;
const longestName = 64;

/** Where the scope of a limited role is found; what a contractor is called stands in contracts, perhaps later ones. */
const scopeTables = { county: 'regions', institution: 'institutions', canteen: 'canteens' } as const;

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

  /** Nobody hands out more than they have: only an administrator gives another role, or another scope than their own. */
  async create(
    name: string,
    role: Role,
    by: Viewer,
    wanted?: string | null,
  ): Promise<{ readonly token: string; readonly name: string }> {
    if (!/^[^\p{Cc}\p{Cf}\p{Cs}]{1,64}$/u.test(name) || name.trim() !== name) {
      throw new RegistryRefusal('invalid-name', 'a token name is 1 to 64 visible characters');
    }
    if (by.role !== 'administrator' && by.role !== role) {
      throw new RegistryRefusal('not-allowed', `a ${by.role} cannot make a token for the role ${role}`);
    }
    const own = by.role === 'administrator' ? null : by.scope;
    const scope = wanted ?? own;
    if (own !== null && scope !== own) {
      throw new RegistryRefusal('not-allowed', `a ${by.role} cannot make a token for another scope`);
    }
    const token = `wst_${randomBytes(32).toString('base64url')}`;
    return this.#db.transaction().execute(async (trx) => {
      if (wanted !== undefined && wanted !== null) await checkScope(trx, role, wanted);
      const named = await freeName(trx, name);
      await trx
        .insertInto('tokens')
        .values({
          name: named,
          token_hash: tokenHash(token),
          role,
          scope,
          created_at: this.#now(),
          created_by: by.name,
          last_used_at: null,
        })
        .execute();
      const detail = `role ${role}${scope === null ? '' : `, scope ${scope}`}`;
      await this.#audit.add({ ...entry(by, 'token.create', named), detail }, trx);
      return { token, name: named };
    });
  }

  /** Administrators see every token, others those they made. */
  async list(viewer: Viewer, { limit, cursor }: PageQuery): Promise<Page<TokenEntry>> {
    let query = this.#db.selectFrom('tokens').selectAll().orderBy('name');
    if (viewer.role !== 'administrator') query = query.where('created_by', '=', viewer.name);
    if (cursor !== null) query = query.where('name', '>', decodeCursor(cursor));
    const rows = await query.limit(limit + 1).execute();
    const items = rows.slice(0, limit).map((row) => ({
      name: row.name,
      role: row.role as Role,
      scope: row.scope,
      createdAt: row.created_at,
      createdBy: row.created_by,
      lastUsedAt: row.last_used_at,
    }));
    return { items, next: rows.length > limit ? encodeCursor(items.at(-1)!.name) : null };
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

/** A scope that limits nothing, or that nobody knows, must not look as if it did. */
async function checkScope(db: Kysely<Tables>, role: Role, scope: string): Promise<void> {
  if (role === 'contractor') return;
  const table = Object.hasOwn(scopeTables, role) ? scopeTables[role as keyof typeof scopeTables] : undefined;
  if (table === undefined) throw new RegistryRefusal('invalid-scope', `the role ${role} has no scope`);
  const found = await db.selectFrom(table).select('id').where('id', '=', scope).executeTakeFirst();
  if (!found) throw new RegistryRefusal('invalid-scope', `there is none of that id in ${table}`);
}

async function freeName(db: Kysely<Tables>, name: string): Promise<string> {
  for (let number = 1; ; number++) {
    const suffix = number === 1 ? '' : ` (${number})`;
    const candidate = [...name].slice(0, longestName - suffix.length).join('') + suffix;
    const taken = await db.selectFrom('tokens').select('name').where('name', '=', candidate).executeTakeFirst();
    if (!taken) return candidate;
  }
}

function entry(by: Viewer, action: string, subject: string) {
  return { actor: by.name, action, subject, result: 'done', address: null, detail: null } as const;
}
