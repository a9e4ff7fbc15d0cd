import { createServer as createHttpServer, type IncomingMessage, type Server as HttpServer } from 'node:http';
import type { Server, Socket } from 'node:net';
import { WebSocketServer, type ServerOptions } from 'ws';
import type { TlsSource } from '../port.ts';
import { accept } from './accept.ts';
import { peekFirstByte, tlsHandshake } from './first-byte.ts';
import { Lobby } from './lobby.ts';
import type { Doorway, HandshakeLimits, Listener } from './port.ts';
import { secureServer } from './secure.ts';
import { WebSocketStream } from './websocket-stream.ts';

export interface WebSocketLimits extends HandshakeLimits {
  /** Of one message, its fragments together. */
  readonly messageBytes: number;
  /** Of an unfinished message before login. */
  readonly messageBytesBeforeLogin: number;
}

const PATHS = new Set(['/', '/mqtt']);
/** [MQTT-6.0.0-3], and the name that MQTT 3.1 clients give. */
const PROTOCOLS = ['mqtt', 'mqttv3.1'];
/** More pieces than an honest slow line cuts a message into. */
const MOST_PIECES = 4_096;

/** MQTT over WebSocket; with a certificate the same port takes wss:// too, told apart by the first byte. */
export class WebSocketListener implements Listener {
  readonly #bind: string;
  readonly #port: number;
  readonly #source: TlsSource | undefined;
  readonly #limits: WebSocketLimits;
  #server: Server | undefined;
  #lobby: Lobby | undefined;

  constructor(bind: string, port: number, source: TlsSource | undefined, limits: WebSocketLimits) {
    this.#bind = bind;
    this.#port = port;
    this.#source = source;
    this.#limits = limits;
  }

  async start(doorway: Doorway): Promise<number> {
    const lobby = new Lobby(this.#limits, doorway);
    const http = this.#httpServer(lobby, doorway);
    const handOver = (socket: Socket): void => void http.emit('connection', socket);
    const secure = this.#source && secureServer(this.#source, handOver, doorway);
    const onSocket = (socket: Socket): void => {
      if (!lobby.enter(socket)) return;
      if (secure === undefined) return handOver(socket);
      peekFirstByte(socket, (byte) => {
        if (byte === tlsHandshake) secure.emit('connection', socket);
        else handOver(socket);
      });
    };
    const { server, port } = await accept(this.#bind, this.#port, onSocket, doorway);
    this.#server = server;
    this.#lobby = lobby;
    return port;
  }

  stop(): void {
    this.#server?.close();
    this.#server = undefined;
    this.#lobby?.close();
  }

  /** Listens on no port of its own. Nothing here is kept alive: a connection that is no WebSocket ends. */
  #httpServer(lobby: Lobby, doorway: Doorway): HttpServer {
    const options: ServerOptions & { readonly maxFragments: number; readonly maxBufferedChunks: number } = {
      noServer: true,
      clientTracking: false,
      // Compression would cost memory for each connection, and opens the door to small messages that grow.
      perMessageDeflate: false,
      maxPayload: this.#limits.messageBytes,
      maxFragments: MOST_PIECES,
      maxBufferedChunks: MOST_PIECES,
      autoPong: false,
      handleProtocols: (offered) => PROTOCOLS.find((one) => offered.has(one)) ?? false,
    };
    const webSockets = new WebSocketServer(options);
    const server = createHttpServer({ maxHeaderSize: 8 * 1024 }, (request, response) => {
      doorway.failed('not-websocket', `${request.method}`, request.socket.remoteAddress);
      response.writeHead(426, { upgrade: 'websocket', connection: 'upgrade, close', 'content-type': 'text/plain' });
      response.end('MQTT over WebSocket, subprotocol mqtt\n');
    });
    server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
      const refusal = refusalOf(request);
      if (refusal !== null) {
        doorway.failed('not-websocket', refusal.why, socket.remoteAddress);
        refuse(socket, refusal.status);
        return;
      }
      webSockets.handleUpgrade(request, socket, head, (webSocket) => {
        const accepted = lobby.leave(socket);
        if (accepted === null) webSocket.terminate();
        else doorway.enter(new WebSocketStream(webSocket, socket, this.#limits.messageBytesBeforeLogin), accepted);
      });
    });
    server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
      // Told again when the rest of its bytes end.
      if (socket.destroyed) return;
      doorway.failed('http', error.code ?? error.message, (socket as Socket).remoteAddress);
      socket.destroy();
    });
    webSockets.on('wsClientError', (error, socket) => {
      doorway.failed('not-websocket', error.message, (socket as Socket).remoteAddress);
      refuse(socket as Socket, '400 Bad Request');
    });
    return server;
  }
}

function refusalOf({ url = '', headers }: IncomingMessage): { readonly status: string; readonly why: string } | null {
  if (!PATHS.has(url.split('?', 1)[0]!)) return { status: '404 Not Found', why: 'path' };
  const offered = (headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
  if (!PROTOCOLS.some((name) => offered.includes(name))) return { status: '400 Bad Request', why: 'subprotocol' };
  return null;
}

function refuse(socket: Socket, status: string): void {
  // The parser has let go of the socket: nobody else listens for its end.
  socket.once('finish', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nSec-WebSocket-Version: 13\r\nContent-Length: 0\r\n\r\n`);
}
