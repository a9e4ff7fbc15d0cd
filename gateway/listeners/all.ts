import type { GatewayLimits } from '../limits.ts';
import type { GatewayOptions, GatewayPorts } from '../port.ts';
import type { Doorway, Listener } from './port.ts';
import { TcpListener } from './tcp.ts';
import { TlsListener } from './tls.ts';
import { WebSocketListener } from './websocket.ts';

/** Fixed header of the largest packet. */
const PACKET_HEADER = 5;
/** A first message may hold a little more than the CONNECT, and its fragments have headers. */
const FIRST_MESSAGE_BYTES = 16 * 1024;

/** The ways in that the options ask for, opened and closed together. */
export class Listeners {
  readonly #tcp: Listener;
  readonly #mqtts: Listener | undefined;
  readonly #ws: Listener | undefined;

  /** @throws when MQTT over TLS is asked for without a certificate: a fault of whoever wires the parts. */
  constructor({ bind, port, mqttsPort, wsPort, tls }: GatewayOptions, limits: GatewayLimits) {
    if (mqttsPort !== undefined && tls === undefined) throw new Error('MQTT over TLS needs a certificate');
    const handshake = { withinMs: limits.handshakeWithinMs };
    this.#tcp = new TcpListener(bind, port);
    if (mqttsPort !== undefined && tls !== undefined) this.#mqtts = new TlsListener(bind, mqttsPort, tls, handshake);
    if (wsPort !== undefined) {
      this.#ws = new WebSocketListener(bind, wsPort, tls, {
        ...handshake,
        messageBytes: limits.packetBytes + PACKET_HEADER,
        messageBytesBeforeLogin: FIRST_MESSAGE_BYTES,
      });
    }
  }

  async start(doorway: Doorway): Promise<GatewayPorts> {
    const port = await this.#tcp.start(doorway);
    const mqttsPort = await this.#mqtts?.start(doorway);
    const wsPort = await this.#ws?.start(doorway);
    return { port, ...(mqttsPort !== undefined && { mqttsPort }), ...(wsPort !== undefined && { wsPort }) };
  }

  stop(): void {
    for (const listener of [this.#tcp, this.#mqtts, this.#ws]) listener?.stop();
  }
}
