import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import type { RawData, WebSocket } from 'ws';
import { Refusal } from '../refusal.ts';

type Done = (error?: Error | null) => void;

/** At most this many bytes around a message that comes in one frame: opcode, length, mask. */
const FRAME_HEADER = 14;
/** A pong is left out while this much waits to be read: pings must not fill the memory of whoever answers them. */
const PONG_BACKLOG = 16 * 1024;

/**
 * The bytes of MQTT inside a WebSocket, as if they came over TCP: packets may share a message or be cut by its end
 * ([MQTT-6.0.0-2]). A side that does not read slows the other one down.
 */
export class WebSocketStream extends Duplex {
  /** Of the socket below, so that guards by address work. */
  readonly remoteAddress: string | undefined;
  readonly remotePort: number | undefined;
  readonly #webSocket: WebSocket;
  readonly #socket: Socket;
  readonly #maxUndelivered: number;
  #closed = false;
  /** Bytes that came over the line and have not come out of a complete message. */
  #undelivered = 0;

  /** @param undelivered bytes of an unfinished message that are kept for somebody who has not logged in. */
  constructor(webSocket: WebSocket, socket: Socket, undelivered: number) {
    super();
    this.remoteAddress = socket.remoteAddress;
    this.remotePort = socket.remotePort;
    this.#webSocket = webSocket;
    this.#socket = socket;
    this.#maxUndelivered = undelivered;
    webSocket.on('message', this.#onMessage);
    webSocket.on('ping', this.#onPing);
    webSocket.on('error', (error: NodeJS.ErrnoException) => this.destroy(asRefusal(error)));
    webSocket.on('close', () => {
      this.#closed = true;
      if (this.destroyed) return;
      // What came before the end is still read.
      this.push(null);
      this.end();
    });
    // After the listener of the WebSocket itself: what is complete by now has been delivered.
    socket.on('data', this.#onBytes);
  }

  override _read(): void {
    if (this.#webSocket.isPaused) this.#webSocket.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: Done): void {
    this.#send(chunk, done);
  }

  override _writev(chunks: { readonly chunk: Buffer }[], done: Done): void {
    this.#send(Buffer.concat(chunks.map(({ chunk }) => chunk)), done);
  }

  override _final(done: Done): void {
    this.#webSocket.close(1000);
    done();
  }

  override _destroy(error: Error | null, done: Done): void {
    this.#socket.off('data', this.#onBytes);
    this.#webSocket.close(error === null ? 1000 : 1008);
    this.#webSocket.terminate();
    done(error);
  }

  #send(bytes: Buffer, done: Done): void {
    // The first packet to a client is its CONNACK: from here on it is known, or on its way out.
    this.#socket.off('data', this.#onBytes);
    // As on a line that was hung up: what was received before is still worth reading.
    if (this.#closed) done();
    else this.#webSocket.send(bytes, { binary: true }, done);
  }

  readonly #onMessage = (data: RawData, isBinary: boolean): void => {
    if (this.destroyed || this.#closed) return;
    // [MQTT-6.0.0-1]
    if (!isBinary) {
      this.destroy(new Refusal('malformed', 'WebSocket frame of text'));
      return;
    }
    const bytes = data as Buffer;
    this.#undelivered -= bytes.length + FRAME_HEADER;
    if (!this.push(bytes)) this.#webSocket.pause();
  };

  readonly #onBytes = (chunk: Buffer): void => {
    this.#undelivered += chunk.length;
    if (this.#undelivered <= this.#maxUndelivered) return;
    this.destroy(
      new Refusal('packet-too-large', `WebSocket message of over ${this.#maxUndelivered} bytes before login`),
    );
  };

  readonly #onPing = (data: Buffer): void => {
    if (this.#socket.writableLength < PONG_BACKLOG) this.#webSocket.pong(data, false, () => undefined);
  };
}

function asRefusal(error: NodeJS.ErrnoException): Error {
  if (error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') return new Refusal('packet-too-large', error.message);
  return error.code?.startsWith('WS_ERR_') ? new Refusal('malformed', error.message) : error;
}
