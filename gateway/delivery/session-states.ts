import type { Session } from '../session.ts';
import type { Holding, OutboxBounds } from './outbox.ts';
import { SessionState } from './session-state.ts';

export interface SessionBounds extends OutboxBounds {
  /** Sessions of an account that outlive their connection; over it the one that nobody came back to for longest ends. */
  readonly keptSessionsOfAccount: number;
  /** A session that nobody came back to ends after this. */
  readonly keptSessionMs: number;
}

export interface Opened {
  readonly state: SessionState;
  /** It was there before: CONNACK says session-present. */
  readonly resumed: boolean;
}

/**
 * All sessions. One that outlives its connection belongs to an account and a client id together: nobody finds another's
 * messages by taking its client id.
 */
export class SessionStates {
  readonly #bounds: SessionBounds;
  readonly #now: () => number;
  readonly #onEnd: (state: SessionState) => void;
  readonly #holding: Holding = { bytes: 0 };
  readonly #byHolder = new Map<Session, SessionState>();
  /** By account, then by client id. */
  readonly #kept = new Map<string, Map<string, SessionState>>();

  /** @param onEnd is told of each session that is over, with or without a connection. */
  constructor(bounds: SessionBounds, now: () => number, onEnd: (state: SessionState) => void) {
    this.#bounds = bounds;
    this.#now = now;
    this.#onEnd = onEnd;
  }

  /** Bytes that wait or are in flight, over all of them. */
  get bytes(): number {
    return this.#holding.bytes;
  }

  /** Sessions that nobody has now. */
  get absent(): number {
    let absent = 0;
    for (const own of this.#kept.values()) for (const { holder } of own.values()) if (holder === null) absent++;
    return absent;
  }

  of(session: Session): SessionState | undefined {
    return this.#byHolder.get(session);
  }

  /** At login. @param clean as the CONNECT says [MQTT-3.1.2-6]; a device's is always clean. */
  open(session: Session, clean: boolean): Opened {
    const { identity, clientId } = session;
    const isKept = !clean && clientId !== '' && identity.kind === 'account';
    const before = identity.kind === 'account' ? this.#kept.get(identity.id)?.get(clientId) : undefined;
    if (before !== undefined && isKept && !this.#isStale(before)) {
      // The earlier connection may still be closing.
      if (before.holder !== null) this.#leave(before);
      before.holder = session;
      this.#byHolder.set(session, before);
      return { state: before, resumed: true };
    }
    if (before !== undefined) this.#end(before);
    const state = new SessionState(session, isKept, this.#bounds, this.#holding);
    this.#byHolder.set(session, state);
    if (isKept) this.#keep(state);
    return { state, resumed: false };
  }

  /** The connection is gone. */
  left(session: Session): void {
    const state = this.#byHolder.get(session);
    if (state === undefined) return;
    this.#leave(state);
    if (!state.isKept) this.#end(state);
  }

  /** Ends what is kept for an account that is no more. */
  forget(ownerId: string): void {
    for (const state of [...(this.#kept.get(ownerId)?.values() ?? [])]) this.#end(state);
  }

  /** Ends the sessions that nobody came back to in time. */
  expire(): void {
    for (const own of [...this.#kept.values()]) {
      for (const state of [...own.values()]) if (this.#isStale(state)) this.#end(state);
    }
  }

  #isStale({ holder, absentSince }: SessionState): boolean {
    return holder === null && this.#now() - absentSince > this.#bounds.keptSessionMs;
  }

  #leave(state: SessionState): void {
    if (state.holder !== null) this.#byHolder.delete(state.holder);
    state.holder = null;
    state.absentSince = this.#now();
    state.outbox.detach();
  }

  #keep(state: SessionState): void {
    const own = this.#kept.get(state.ownerId) ?? new Map<string, SessionState>();
    this.#kept.set(state.ownerId, own);
    own.set(state.clientId, state);
    if (own.size <= this.#bounds.keptSessionsOfAccount) return;
    const absent = [...own.values()].filter(({ holder }) => holder === null);
    // All of them connected: bounded by the connections.
    if (absent.length === 0) return;
    this.#end(absent.reduce((longest, one) => (one.absentSince < longest.absentSince ? one : longest)));
  }

  #end(state: SessionState): void {
    if (state.holder !== null) this.#leave(state);
    const own = this.#kept.get(state.ownerId);
    if (state.isKept && own?.get(state.clientId) === state) {
      own.delete(state.clientId);
      if (own.size === 0) this.#kept.delete(state.ownerId);
    }
    state.outbox.clear();
    this.#onEnd(state);
  }
}
