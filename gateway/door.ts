import type { AuthenticateError, Client } from 'aedes';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { internalsOf, type BrokerClient, type ParsedPacket } from './aedes-internals.ts';
import { FrameGuard } from './frame-guard.ts';
import { admit, identify, type Credentials } from './login.ts';
import { count } from './metrics.ts';
import type { Parts } from './parts.ts';
import { Refusal } from './refusal.ts';
import { Session } from './session.ts';

type Connected = (error: Error | null, success: boolean) => void;
type Authenticated = (error: AuthenticateError | null, success: boolean | null) => void;

/** From an open socket to a logged-in session, and out again. */
export class Door {
  readonly #parts: Parts;
  readonly #guards = new WeakMap<Client, FrameGuard>();
  /** CONNECTs between aedes' two hooks. */
  readonly #credentials = new WeakMap<Client, Credentials>();
  readonly #streams = new Set<Duplex>();
  readonly #onGone: (session: Session) => void;
  #closing = false;

  constructor(parts: Parts, onGone: (session: Session) => void) {
    this.#parts = parts;
    this.#onGone = onGone;
  }

  /** Open connections, logged in or not. */
  get streams(): ReadonlySet<Duplex> {
    return this.#streams;
  }

  /** Logins are answered with "server unavailable" from now on. */
  close(): void {
    this.#closing = true;
  }

  enter(stream: Duplex, handle: (stream: Duplex) => Client): void {
    const client = internalsOf(handle(stream));
    this.#guards.set(client, new FrameGuard(client, this.#parts.limits));
    this.#streams.add(stream);
    stream.once('close', () => {
      this.#streams.delete(stream);
      if (client.session === undefined) return;
      this.#parts.sessions.remove(client.session);
      this.#onGone(client.session);
    });
    readInOrder(client);
  }

  readonly preConnect = (client: Client, connect: object, callback: Connected): void => {
    const packet = connect as ParsedPacket & { clean?: boolean };
    this.#credentials.set(client, {
      clientId: packet.clientId ?? '',
      clean: packet.clean ?? true,
      username: packet.username,
      secret: packet.password,
      will: packet.will,
    });
    // A session that outlives its connection is accepted and not kept (CONNACK says session-present 0): with memory
    // persistence it would promise what a restart breaks, and hoard messages for whoever never comes back.
    packet.clean = true;
    callback(null, true);
  };

  readonly authenticate = (client: Client, _username: unknown, _password: unknown, callback: Authenticated): void => {
    const { directory, limits, sessions } = this.#parts;
    const credentials = this.#credentials.get(client);
    this.#credentials.delete(client);
    const inner = client as BrokerClient;
    // The socket may have closed between the two hooks.
    if (credentials === undefined || inner.conn.destroyed) return callback(null, false);
    const identity = identify(directory, credentials);
    const refusal =
      identity instanceof Refusal
        ? identity
        : admit(identity, credentials, (clientId) => sessions.holderOf(clientId), this.#closing);
    if (identity instanceof Refusal || refusal !== null) {
      this.#refuse(inner, credentials, refusal as Refusal);
      return callback(refusal as AuthenticateError | null, false);
    }
    const session = new Session(inner, identity, credentials.clientId, limits.topicsRemembered);
    inner.session = session;
    sessions.add(session);
    this.#guards.get(client)?.loggedIn();
    callback(null, true);
  };

  #refuse(client: BrokerClient, { username, clientId }: Credentials, refusal: Refusal): void {
    client.faultCounted = true;
    count(this.#parts.metrics.loginsRefused, refusal.reason);
    // Never the secret; a name is cut, since strangers choose it.
    this.#parts.rareLog.warn((username ?? '(anonymous)').slice(0, 64), refusal.reason, 'login refused', {
      clientId: clientId.slice(0, 64),
      address: addressOf(client),
    });
  }
}

export function addressOf(client: BrokerClient): string | undefined {
  return (client.conn as Socket).remoteAddress;
}

/**
 * A client may send right behind its CONNECT. aedes keeps what came in the same read until the login is through, but
 * reads on before it handled that: later messages would be acknowledged first.
 */
function readInOrder(client: BrokerClient): void {
  const resume = client.resume.bind(client);
  client.resume = () => undefined;
  client.once('connected', () => {
    client.resume = resume;
    resume();
  });
}
