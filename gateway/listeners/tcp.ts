import type { Server, Socket } from 'node:net';
import { accept } from './accept.ts';
import type { Doorway, Listener } from './port.ts';

/** Plain MQTT over TCP. */
export class TcpListener implements Listener {
  readonly #bind: string;
  readonly #port: number;
  #server: Server | undefined;

  constructor(bind: string, port: number) {
    this.#bind = bind;
    this.#port = port;
  }

  async start(doorway: Doorway): Promise<number> {
    const onSocket = (socket: Socket): void => {
      if (doorway.admits(socket)) doorway.enter(socket, socket);
      else socket.destroy();
    };
    const { server, port } = await accept(this.#bind, this.#port, onSocket, doorway);
    this.#server = server;
    return port;
  }

  stop(): void {
    this.#server?.close();
    this.#server = undefined;
  }
}
