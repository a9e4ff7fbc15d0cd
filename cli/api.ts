import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { WireProblem } from '../domain/wire.ts';
import { CommandFault, badInput, exitCode } from './exit.ts';

export interface ApiAddress {
  readonly host: string;
  readonly port: number;
  /** The server speaks HTTPS. */
  readonly secure: boolean;
  readonly bearer: string;
}

/**
 * The HTTP API as the command line uses it. Not `fetch`: a rebuild may take longer to answer than its patience.
 * The certificate isn't checked: this is the same machine, and the certificate is made out to its public name.
 */
export class Api {
  readonly #address: ApiAddress;

  constructor(address: ApiAddress) {
    this.#address = address;
  }

  post<T>(path: string, body: string, contentType = 'application/json'): Promise<T> {
    return this.#call('POST', path, body, contentType);
  }

  get<T>(path: string): Promise<T> {
    return this.#call('GET', path, '', 'application/json');
  }

  delete<T>(path: string): Promise<T> {
    return this.#call('DELETE', path, '', 'application/json');
  }

  async #call<T>(method: string, path: string, body: string, contentType: string): Promise<T> {
    const { status, text } = await this.#send(method, path, body, contentType);
    let answer: unknown;
    try {
      answer = text === '' ? undefined : JSON.parse(text);
    } catch {
      throw new CommandFault(exitCode.failed, `The server answered ${status} with something that is not JSON.`);
    }
    if (status >= 200 && status < 300) return answer as T;
    throw faultOf(status, (answer ?? {}) as Partial<WireProblem>);
  }

  #send(method: string, path: string, body: string, contentType: string): Promise<{ status: number; text: string }> {
    const { host, port, secure, bearer } = this.#address;
    const options = {
      host,
      port,
      path,
      method,
      headers: {
        authorization: `Bearer ${bearer}`,
        'content-type': contentType,
        'content-length': Buffer.byteLength(body),
        accept: 'application/json',
      },
    };
    return new Promise((resolve, reject) => {
      const unreachable = (error: Error) =>
        reject(new CommandFault(exitCode.unreachable, `The server on port ${port} can't be reached: ${error.message}`));
      const take = (response: IncomingMessage) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }));
        response.on('error', unreachable);
      };
      const outgoing = secure
        ? httpsRequest({ ...options, rejectUnauthorized: false }, take)
        : httpRequest(options, take);
      outgoing.on('error', unreachable);
      outgoing.end(body);
    });
  }
}

function faultOf(status: number, problem: Partial<WireProblem>): CommandFault {
  const title = problem.detail ?? problem.title ?? `The server answered ${status}.`;
  const faults = problem.errors?.map(({ path, message }) => (path ? `${path}: ${message}` : message)) ?? [];
  if (status === 400 || status === 404 || status === 413 || status === 415 || status === 422)
    return badInput(title, faults);
  return new CommandFault(exitCode.failed, title, ...faults.map((fault) => `  ${fault}`));
}
