import type { Server } from 'node:net';
import type { TlsSource } from '../port.ts';
import { accept } from './accept.ts';
import { Lobby } from './lobby.ts';
import type { Doorway, HandshakeLimits, Listener } from './port.ts';
import { secureServer } from './secure.ts';

/** MQTT over TLS, 1.2 and newer. */
export class TlsListener implements Listener {
  readonly #bind: string;
  readonly #port: number;
  readonly #source: TlsSource;
  readonly #limits: HandshakeLimits;
  #server: Server | undefined;
  #lobby: Lobby | undefined;

  constructor(bind: string, port: number, source: TlsSource, limits: HandshakeLimits) {
    this.#bind = bind;
    this.#port = port;
    this.#source = source;
    this.#limits = limits;
  }

  async start(doorway: Doorway): Promise<number> {
    const lobby = new Lobby(this.#limits, doorway);
    const secure = secureServer(
      this.#source,
      (socket) => {
        const accepted = lobby.leave(socket);
        if (accepted === null) socket.destroy();
        else doorway.enter(socket, accepted);
      },
      doorway,
    );
    const { server, port } = await accept(
      this.#bind,
      this.#port,
      (socket) => {
        if (lobby.enter(socket)) secure.emit('connection', socket);
      },
      doorway,
    );
    this.#server = server;
    this.#lobby = lobby;
    return port;
  }

  stop(): void {
    this.#server?.close();
    this.#server = undefined;
    this.#lobby?.close();
  }
}
