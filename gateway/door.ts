import type { AuthenticateError, Client } from 'aedes';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { internalsOf, type BrokerClient, type ParsedPacket } from './aedes-internals.ts';
import type { Ending } from './door-book.ts';
import { FrameGuard } from './frame-guard.ts';
import type { LoginDesk } from './login-desk.ts';
import type { Credentials } from './login.ts';
import { count } from './metrics.ts';
import type { Parts } from './parts.ts';
import { ReadMeter } from './read-meter.ts';
import { Refusal } from './refusal.ts';
import { Session } from './session.ts';

type Connected = (error: Error | null, success: boolean) => void;
type Authenticated = (error: AuthenticateError | null, success: boolean | null) => void;

/** A connection on its way in. */
interface Arrival {
  readonly socket: Socket;
  readonly guard: FrameGuard;
  readonly meter: ReadMeter;
  /** Between aedes' two hooks. */
  credentials?: Credentials;
  /** Of a session with a rate. */
  onRead: (() => void) | null;
}

/** From an open socket to a logged-in session, and out again. */
export class Door {
  readonly #parts: Parts;
  readonly #desk: LoginDesk;
  readonly #arrivals = new WeakMap<Client, Arrival>();
  readonly #streams = new Set<Duplex>();
  readonly #onGone: (session: Session) => void;
  #closing = false;

  constructor(parts: Parts, desk: LoginDesk, onGone: (session: Session) => void) {
    this.#parts = parts;
    this.#desk = desk;
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

  /** @param socket below the stream, as it was accepted. */
  enter(stream: Duplex, socket: Socket, handle: (stream: Duplex) => Client): void {
    const { limits } = this.#parts;
    const client = internalsOf(handle(stream));
    const guard = new FrameGuard(client, limits);
    const meter = new ReadMeter(client, () => arrival.onRead?.());
    const arrival: Arrival = { socket, guard, meter, onRead: null };
    this.#arrivals.set(client, arrival);
    this.#streams.add(stream);
    stream.once('close', () => {
      this.#streams.delete(stream);
      if (client.session !== undefined) this.#left(client.session);
    });
    readInOrder(client);
  }

  readonly preConnect = (client: Client, connect: object, callback: Connected): void => {
    const packet = connect as ParsedPacket & { clean?: boolean };
    const arrival = this.#arrivals.get(client)!;
    this.#parts.waitingRoom.leave(arrival.socket);
    arrival.credentials = {
      clientId: packet.clientId ?? '',
      clean: packet.clean ?? true,
      keepAliveS: packet.keepalive ?? 0,
      username: packet.username,
      secret: packet.password,
      will: packet.will,
    };
    // A session that outlives its connection is accepted and not kept (CONNACK says session-present 0): with memory
    // persistence it would promise what a restart breaks, and hoard messages for whoever never comes back.
    packet.clean = true;
    // Ours (`keep-alive.ts`) spares each packet a timer's refresh, and knows when a connection isn't read.
    packet.keepalive = 0;
    callback(null, true);
  };

  readonly authenticate = (client: Client, _username: unknown, _password: unknown, callback: Authenticated): void => {
    const { limits, sessions, throttle, book, clock } = this.#parts;
    const inner = client as BrokerClient;
    const arrival = this.#arrivals.get(client);
    const credentials = arrival?.credentials;
    // The socket may have closed between the two hooks.
    if (arrival === undefined || credentials === undefined || inner.conn.destroyed) return callback(null, false);
    delete arrival.credentials;
    const address = addressOf(inner);
    const identity = this.#desk.judge(credentials, address, this.#closing);
    if (identity instanceof Refusal) {
      this.#refuse(inner, credentials, identity);
      // Who has to wait isn't even told so: an answer would cost more than its question.
      if (identity.reason === 'back-off') inner.conn.destroy();
      else callback(identity as AuthenticateError, false);
      return;
    }
    const { clientId, keepAliveS, username: name = '' } = credentials;
    const login = { identity, name, clientId, keepAliveS, address };
    const session = new Session(inner, arrival.meter, login, clock(), limits.topicsRemembered);
    inner.session = session;
    sessions.add(session);
    arrival.guard.loggedIn(identity.kind);
    arrival.onRead = throttle.watch(session);
    book.connected({ name, address, clientId });
    callback(null, true);
  };

  #left(session: Session): void {
    this.#parts.sessions.remove(session);
    this.#onGone(session);
    const { client } = session;
    const usual: Ending = this.#closing
      ? { reason: 'stopping', detail: 'the gateway stopped' }
      : client._disconnected
        ? { reason: 'disconnect', detail: 'the client said goodbye' }
        : { reason: 'network', detail: 'the line dropped' };
    this.#parts.book.closed(session.name, client.ending ?? usual);
  }

  #refuse(client: BrokerClient, { username = '', clientId }: Credentials, refusal: Refusal): void {
    const { metrics, rareLog, book } = this.#parts;
    const { reason, message } = refusal;
    const address = addressOf(client);
    client.faultCounted = true;
    count(metrics.loginsRefused, reason);
    book.refused({ name: username, address, clientId }, { reason, detail: message });
    // Never the secret; a name is cut, since strangers choose it.
    rareLog.warn(username === '' ? '(anonymous)' : username.slice(0, 64), reason, 'login refused', {
      ...(message !== reason && { detail: message }),
      clientId: clientId.slice(0, 64),
      address,
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
    if (client.session?.isHeld === true) return;
    // What was answered meanwhile was not counted down.
    client._parsingBatch = 1;
    resume();
  });
}
