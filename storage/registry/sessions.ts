import { createHash, randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Role, Viewer } from './port.ts';
import type { Tables } from './tables.ts';

/** OWASP ASVS 3.3 at level 2: 30 minutes without a request, 12 hours in all. */
export const sessionIdleMs = 30 * 60_000;
export const sessionLongestMs = 12 * 3_600_000;
/** Sliding in steps, so that a request is a read and only now and then a write. */
const touchMs = 60_000;

/** Tokens are random, so a plain hash hides them: a stolen database opens no session. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

export class Sessions {
  readonly #db: Kysely<Tables>;
  readonly #now: () => number;

  constructor(db: Kysely<Tables>, now: () => number) {
    this.#db = db;
    this.#now = now;
  }

  /** @returns the token, shown to its owner only, and when it ends at the latest. */
  async open(username: string): Promise<{ readonly token: string; readonly expiresAt: number }> {
    const now = this.#now();
    const token = randomBytes(32).toString('base64url');
    await this.#db
      .deleteFrom('sessions')
      .where((eb) =>
        eb.or([eb('created_at', '<=', now - sessionLongestMs), eb('last_seen_at', '<=', now - sessionIdleMs)]),
      )
      .execute();
    await this.#db
      .insertInto('sessions')
      .values({ token_hash: tokenHash(token), username, created_at: now, last_seen_at: now })
      .execute();
    return { token, expiresAt: now + sessionLongestMs };
  }

  /** The person behind a token, with the rights of this moment; using it puts the idle end off. */
  async viewer(token: string): Promise<Viewer | null> {
    const now = this.#now();
    const hash = tokenHash(token);
    const row = await this.#db
      .selectFrom('sessions')
      .innerJoin('users', 'users.username', 'sessions.username')
      .select(['users.username', 'users.role', 'users.scope', 'sessions.last_seen_at'])
      .where('sessions.token_hash', '=', hash)
      .where('sessions.created_at', '>', now - sessionLongestMs)
      .where('sessions.last_seen_at', '>', now - sessionIdleMs)
      .executeTakeFirst();
    if (!row || row.role === null) return null;
    if (now - row.last_seen_at >= touchMs) {
      await this.#db.updateTable('sessions').set({ last_seen_at: now }).where('token_hash', '=', hash).execute();
    }
    return { kind: 'user', name: row.username, role: row.role as Role, scope: row.scope };
  }

  /** @returns whose session it was. */
  async close(token: string): Promise<string | null> {
    const row = await this.#db
      .deleteFrom('sessions')
      .where('token_hash', '=', tokenHash(token))
      .returning('username')
      .executeTakeFirst();
    return row?.username ?? null;
  }

  async closeAll(username: string, db: Kysely<Tables> = this.#db): Promise<void> {
    await db.deleteFrom('sessions').where('username', '=', username).execute();
  }
}
