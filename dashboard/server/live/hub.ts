import type { Server as HttpServer } from 'node:http';
import { Counter, Gauge } from 'prom-client';
import { Server, type Namespace, type Socket } from 'socket.io';
import type { House } from '../house.ts';
import { credentialOf, type Authenticator, type Credential } from '../http/credentials.ts';
import { foreignOrigin } from '../http/origin.ts';
import type { Viewer } from '../../../storage/registry/port.ts';
import { Channel } from './channel.ts';
import { Connection } from './connection.ts';
import type { FedContent } from './feed.ts';
import { resolveTopic } from './topics.ts';

const quietMs = 150;
const tickMs = 2000;
/** Ticks between two looks at whether the sessions still hold. */
const recheckTicks = 15;

interface Kept {
  readonly channel: Channel;
  readonly content: FedContent;
}

/** Live fan-out: one namespace, a channel for each topic and visible set, fed by what is durable. */
export class LiveHub {
  readonly #house: House;
  readonly #authenticator: Authenticator;
  readonly #channels = new Map<string, Kept>();
  readonly #connections = new Set<Connection>();
  #io: Server | undefined;
  #live: Namespace | undefined;
  #ticker: NodeJS.Timeout | undefined;
  #ticks = 0;
  #lagged: Counter | undefined;

  constructor(house: House, authenticator: Authenticator) {
    this.#house = house;
    this.#authenticator = authenticator;
  }

  start(server: HttpServer): void {
    const { collector, registry, metrics, door } = this.#house;
    this.#io = new Server(server, {
      serveClient: false,
      // Only lists of topics come this way.
      maxHttpBufferSize: 128 * 1024,
      allowRequest: (request, done) => done(null, !foreignOrigin(request.headers)),
    });
    this.#io.use((_socket, next) => next(new Error('only /live')));
    this.#live = this.#io.of('/live');
    this.#live.use((socket, next) => void this.#authenticate(socket, next));
    this.#live.on('connection', (socket) => this.#connected(socket));

    // The collector and the register have no way to unsubscribe: after stop() there are no channels to tell.
    collector.onCommitted((readings) => this.#tell((content) => content.committed(readings)));
    collector.onDerived((changes) => this.#tell((content) => content.derived(changes)));
    collector.onRefused((items) => this.#tell((content) => content.refused?.(items) ?? false));
    door?.onDoor((event) => this.#tell((content) => content.door?.(event) ?? false));
    this.#house.alarms.onChanged(() => this.#tell((content) => content.alarms?.() ?? false));
    this.#house.canteens.onChanged((ids) => this.#tell((content) => content.canteens?.(ids) ?? false));
    registry.canteenBook.onNoted((ids) => this.#tell((content) => content.noted?.(new Set(ids)) ?? false));
    registry.onChanged(() => void this.#reconsider());
    this.#ticker = setInterval(() => this.#tick(), tickMs);

    this.#lagged = new Counter({
      name: 'wattsteward_live_lagged_total',
      help: 'Times that a live connection was too slow for its topics and waited for a fresh snapshot',
      registers: [metrics],
    });
    new Gauge({
      name: 'wattsteward_live_sockets',
      help: 'Open live connections',
      registers: [metrics],
      collect: this.#collectInto(() => this.#connections.size),
    });
  }

  async stop(): Promise<void> {
    clearInterval(this.#ticker);
    for (const { channel } of this.#channels.values()) channel.close();
    this.#channels.clear();
    await this.#io?.close();
  }

  /** Sessions or tokens ended: whoever held one is disconnected. */
  async recheck(): Promise<void> {
    for (const connection of [...this.#connections]) {
      const viewer = await this.#authenticator.viewer(connection.credential);
      if (viewer === null) connection.end();
      else if (viewer.role !== connection.viewer.role || viewer.scope !== connection.viewer.scope) {
        await connection.reconsider(viewer);
      }
    }
  }

  async #authenticate(socket: Socket, next: (error?: Error) => void): Promise<void> {
    const token: unknown = (socket.handshake.auth as { token?: unknown }).token;
    const credential: Credential | null =
      typeof token === 'string'
        ? { by: 'bearer', token }
        : credentialOf(socket.handshake.headers, this.#house.tls !== undefined);
    try {
      const viewer = await this.#authenticator.viewer(credential);
      if (viewer === null) {
        next(Object.assign(new Error('no-session'), { data: { status: 401, code: 'no-session' } }));
        return;
      }
      socket.data = { credential, viewer };
      next();
    } catch (error) {
      this.#house.log.error({ err: error }, 'a live connection could not be authenticated');
      next(new Error('internal'));
    }
  }

  #connected(socket: Socket): void {
    const connection = new Connection(socket, {
      ...(socket.data as { credential: Credential; viewer: Viewer }),
      find: (topic, viewer) => this.#channel(topic, viewer),
      left: (channel) => this.#forgetEmpty(channel),
      lagged: () => this.#lagged?.inc(),
      failed: (error) => this.#house.log.error({ err: error }, 'a live message failed'),
    });
    this.#connections.add(connection);
    connection.listen();
    socket.on('disconnect', () => {
      this.#connections.delete(connection);
      connection.closed();
    });
  }

  async #channel(topic: string, viewer: Viewer): Promise<Channel | null> {
    const resolved = await resolveTopic(topic, viewer, this.#house);
    if (resolved === null) return null;
    const kept = this.#channels.get(resolved.key);
    if (kept !== undefined) return kept.channel;
    const content = resolved.content();
    const channel = new Channel({
      topic,
      room: resolved.key,
      content,
      broadcast: (room, event, payload) => this.#live?.to(room).emit(event, payload),
      at: () => this.#house.calendar.iso(this.#house.now()),
      log: this.#house.log,
      quietMs: resolved.quietMs ?? quietMs,
    });
    this.#channels.set(resolved.key, { channel, content });
    return channel;
  }

  #forgetEmpty(channel: Channel): void {
    if (!channel.empty) return;
    for (const [key, kept] of this.#channels) if (kept.channel === channel) this.#channels.delete(key);
  }

  #tell(news: (content: FedContent) => boolean): void {
    for (const { channel, content } of this.#channels.values()) if (news(content)) channel.touch();
  }

  #tick(): void {
    this.#ticks++;
    this.#tell((content) => content.tick(this.#ticks));
    for (const { channel } of this.#channels.values()) void channel.catchUp();
    if (this.#ticks % recheckTicks === 0) this.#logged(this.recheck());
  }

  async #reconsider(): Promise<void> {
    for (const connection of [...this.#connections]) this.#logged(connection.reconsider(connection.viewer));
  }

  #logged(work: Promise<void>): void {
    work.catch((error: unknown) => this.#house.log.error({ err: error }, 'live connections could not be checked'));
  }

  #collectInto(value: () => number): (this: Gauge) => void {
    return function () {
      this.set(value());
    };
  }
}
