import { io, type Socket } from 'socket.io-client';
import type { LiveDelta, LiveSnapshot } from '../../../domain/wire.ts';
import { until } from './installation.ts';

export interface LiveMessage {
  readonly event: 'snapshot' | 'delta' | 'denied';
  readonly message: LiveSnapshot<never> | LiveDelta<never> | { readonly topic: string };
}

/** A page, as far as the live socket goes: keeps what it was told, in order. */
export class LiveClient {
  readonly socket: Socket;
  readonly told: LiveMessage[] = [];
  error: (Error & { data?: unknown }) | undefined;

  constructor(
    url: string,
    who: { readonly token?: string; readonly headers?: Record<string, string>; readonly transports?: string[] },
  ) {
    this.socket = io(`${url}/live`, {
      transports: who.transports ?? ['websocket'],
      reconnection: false,
      forceNew: true,
      ...(who.token === undefined ? {} : { auth: { token: who.token } }),
      ...(who.headers === undefined ? {} : { extraHeaders: who.headers }),
    });
    for (const event of ['snapshot', 'delta', 'denied'] as const) {
      this.socket.on(event, (message: LiveMessage['message']) => this.told.push({ event, message }));
    }
    this.socket.on('connect_error', (error) => (this.error = error));
  }

  subscribe(...topics: string[]): void {
    this.socket.emit('subscribe', { topics });
  }

  of(topic: string): LiveMessage[] {
    return this.told.filter((one) => one.message.topic === topic);
  }

  /** The n-th message of a topic, when it has come. */
  async nth<T>(topic: string, n: number): Promise<T> {
    const found = await until(`message ${n} of ${topic}`, () => this.of(topic)[n]);
    return { event: found.event, ...found.message } as T;
  }

  close(): void {
    this.socket.close();
  }
}
