import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { setTimeout as delay } from 'node:timers/promises';

/** Where the installation's own API listens, and what opens it. */
export interface PeopleDoor {
  readonly host: string;
  readonly port: number;
  /** It speaks HTTPS. The certificate isn't checked: it is the same machine. */
  readonly secure: boolean;
  readonly bearer: string;
}

/** The HTTP API as people of the demo use it: one call at a time, and never in a hurry. */
export class PeopleApi {
  readonly #door: PeopleDoor;
  readonly #pauseMs: number;

  constructor(door: PeopleDoor, pauseMs: number) {
    this.#door = door;
    this.#pauseMs = pauseMs;
  }

  /** @returns null: refused as things stand (404, 409), such as what somebody else has done already */
  async ask<T>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<T | null> {
    await delay(this.#pauseMs);
    const { status, text } = await this.#send(method, path, body === undefined ? '' : JSON.stringify(body));
    if (status === 404 || status === 409) return null;
    if (status === 204) return null;
    if (status >= 200 && status < 300) return JSON.parse(text) as T;
    throw new Error(`${method} ${path} answered ${status}: ${text.slice(0, 500)}`);
  }

  #send(method: string, path: string, body: string): Promise<{ status: number; text: string }> {
    const { host, port, secure, bearer } = this.#door;
    const headers = {
      authorization: `Bearer ${bearer}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    };
    return new Promise((resolve, reject) => {
      const take = (response: IncomingMessage) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }));
        response.on('error', reject);
      };
      const options = { host, port, path, method, headers };
      const outgoing = secure
        ? httpsRequest({ ...options, rejectUnauthorized: false }, take)
        : httpRequest(options, take);
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }
}
