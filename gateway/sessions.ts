import type { Session } from './session.ts';

/**
 * Live sessions, kept by us: aedes' own list loses a client that takes over while the old connection is still closing,
 * and a client id must be claimed at login, not some ticks later when aedes registers it.
 */
export class Sessions implements Iterable<Session> {
  readonly #byOwner = new Map<string, Set<Session>>();
  readonly #byClientId = new Map<string, Session>();
  readonly #all = new Set<Session>();

  get size(): number {
    return this.#all.size;
  }

  [Symbol.iterator](): Iterator<Session> {
    return this.#all.values();
  }

  /** Who holds a client id now, or null. */
  holderOf(clientId: string): Session | null {
    return this.#byClientId.get(clientId) ?? null;
  }

  countOf(ownerId: string): number {
    return this.#byOwner.get(ownerId)?.size ?? 0;
  }

  oldestOf(ownerId: string): Session | null {
    const [oldest] = this.#byOwner.get(ownerId) ?? [];
    return oldest ?? null;
  }

  of(ownerId: string): readonly Session[] {
    return [...(this.#byOwner.get(ownerId) ?? [])];
  }

  add(session: Session): void {
    this.#all.add(session);
    if (session.clientId !== '') this.#byClientId.set(session.clientId, session);
    const owner = session.identity.id;
    const own = this.#byOwner.get(owner);
    if (own === undefined) this.#byOwner.set(owner, new Set([session]));
    else own.add(session);
  }

  remove(session: Session): void {
    if (!this.#all.delete(session)) return;
    // After a takeover the id belongs to the newer connection.
    if (this.#byClientId.get(session.clientId) === session) this.#byClientId.delete(session.clientId);
    const owner = session.identity.id;
    const own = this.#byOwner.get(owner);
    own?.delete(session);
    if (own?.size === 0) this.#byOwner.delete(owner);
  }
}
