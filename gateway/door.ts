import type { AuthenticateError, Client } from 'aedes';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { plainAddress } from './address.ts';
import { internalsOf, type BrokerClient, type ParsedPacket } from './aedes-internals.ts';
import { PacketSwitch, type Receiver } from './delivery/packet-switch.ts';
import type { Ending } from './door-book.ts';
import { FrameGuard } from './frame-guard.ts';
import type { LoginDesk } from './login-desk.ts';
import type { Credentials } from './login.ts';
import { count } from './metrics.ts';
import type { Parts } from './parts.ts';
import { ReadMeter } from './read-meter.ts';
import { Refusal } from './refusal.ts';
import { Session } from './session.ts';
import { answerUnknownVersion } from './unknown-version.ts';

type Connected = (error: Error | null, success: boolean) => void;
type Authenticated = (error: AuthenticateError | null, success: boolean | null) => void;

/** A connection on its way in. */
interface Arrival {
  readonly socket: Socket;
  readonly guard: FrameGuard;
  readonly meter: ReadMeter;
  /** Between aedes' two hooks. */
  credentials?: Credentials;
  /** The CONNECT, as aedes goes on reading it. */
  connect?: { clean?: boolean };
  /** Of a session with a rate. */
  onRead: (() => void) | null;
}

/** Who looks after sessions that the door lets in. */
export interface Host {
  /** The login was accepted. @returns whether this session was here before: CONNACK says session-present. */
  opened(session: Session, clean: boolean): boolean;
  /** CONNACK is out. */
  connected(session: Session): void;
  /** @returns false when the packet is aedes' to handle. */
  take(session: Session, packet: ParsedPacket): boolean;
  left(session: Session): void;
}

/** From an open socket to a logged-in session, and out again. */
export class Door {
  readonly #parts: Parts;
  readonly #desk: LoginDesk;
  readonly #arrivals = new WeakMap<Client, Arrival>();
  readonly #streams = new Set<Duplex>();
  readonly #host: Host;
  #closing = false;

  constructor(parts: Parts, desk: LoginDesk, host: Host) {
    this.#parts = parts;
    this.#desk = desk;
    this.#host = host;
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
    answerUnknownVersion(client);
    const meter = new ReadMeter(client, () => arrival.onRead?.());
    const arrival: Arrival = { socket, guard, meter, onRead: null };
    this.#arrivals.set(client, arrival);
    this.#streams.add(stream);
    stream.once('close', () => {
      this.#streams.delete(stream);
      if (client.session !== undefined) this.#left(client.session);
    });
    new PacketSwitch(client, limits.packetsBehindConnect, this.#receiverOf(client));
    readInOrder(client);
  }

  readonly preConnect = (client: Client, connect: object, callback: Connected): void => {
    const packet = connect as ParsedPacket & { clean?: boolean };
    const arrival = this.#arrivals.get(client)!;
    this.#parts.waitingRoom.leave(arrival.socket);
    arrival.credentials = {
      clientId: packet.clientId ?? '',
      clean: packet.clean ?? true,
      version: packet.protocolVersion ?? 4,
      keepAliveS: packet.keepalive ?? 0,
      username: packet.username,
      secret: packet.password,
      will: packet.will,
    };
    arrival.connect = packet;
    // For aedes all sessions are clean: those of accounts that outlive their connection are kept in `delivery/`, and
    // those of devices are not kept.
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
    const { clientId, clean, keepAliveS, username: name = '' } = credentials;
    const login = { identity, name, clientId, keepAliveS, address };
    const session = new Session(inner, arrival.meter, login, clock(), limits.topicsRemembered);
    inner.session = session;
    sessions.add(session);
    // aedes asks its store for a session that CONNECT wants back, and tells the client (`delivery/broker-store.ts`).
    if (this.#host.opened(session, clean) && arrival.connect !== undefined) arrival.connect.clean = false;
    delete arrival.connect;
    arrival.guard.loggedIn(identity.kind);
    arrival.onRead = throttle.watch(session);
    book.connected({ name, address, clientId });
    callback(null, true);
  };

  #left(session: Session): void {
    this.#parts.sessions.remove(session);
    this.#host.left(session);
    const { client } = session;
    const usual: Ending = this.#closing
      ? { reason: 'stopping', detail: 'the gateway stopped' }
      : client._disconnected
        ? { reason: 'disconnect', detail: 'the client said goodbye' }
        : { reason: 'network', detail: 'the line dropped' };
    this.#parts.book.closed(session.name, client.ending ?? usual);
  }

  #receiverOf(client: BrokerClient): Receiver {
    return {
      connected: () => {
        if (client.session !== undefined) this.#host.connected(client.session);
      },
      take: (packet) => client.session !== undefined && this.#host.take(client.session, packet),
    };
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
  const { remoteAddress } = client.conn as Socket;
  return remoteAddress === undefined ? undefined : plainAddress(remoteAddress);
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
