import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { WireProblem } from '../../../domain/wire.ts';

export interface Answer<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: T;
}

/** Status and code of a refusal. */
export const codeOf = ({ status, body }: Answer<unknown>) => [status, (body as WireProblem).code];

interface Operation {
  readonly responses: Readonly<Record<string, { content?: Record<string, { schema: object }> }>>;
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

interface Described {
  readonly document: Document;
  readonly ajv: Ajv2020;
  readonly checks: Map<string, ValidateFunction>;
}
const described = new Map<string, Promise<Described>>();

/** Calls the API and checks every answer against the server's own OpenAPI document. */
export class Client {
  readonly #url: string;
  readonly headers: Record<string, string>;

  constructor(url: string, headers: Record<string, string> = {}) {
    this.#url = url;
    this.headers = { ...headers };
  }

  async signIn(username: string, password: string): Promise<void> {
    const answer = await this.post('/api/v1/session', { username, password });
    if (answer.status !== 200) throw new Error(`${username} could not sign in: ${answer.text}`);
    this.headers['cookie'] = answer.headers.get('set-cookie')!.split(';', 1)[0]!;
  }

  get<T = Record<string, unknown>>(path: string, headers: Record<string, string> = {}): Promise<Answer<T>> {
    return this.call<T>('GET', path, undefined, headers);
  }

  post<T = Record<string, unknown>>(path: string, json: unknown = {}, headers: Record<string, string> = {}) {
    return this.call<T>('POST', path, JSON.stringify(json), { 'content-type': 'application/json', ...headers });
  }

  async call<T>(
    method: string,
    path: string,
    body?: string | Uint8Array,
    headers: Record<string, string> = {},
  ): Promise<Answer<T>> {
    const response = await fetch(this.#url + path, {
      method,
      headers: { ...this.headers, ...headers },
      ...(body === undefined ? {} : { body }),
      redirect: 'manual',
    });
    const text = await response.text();
    const type = (response.headers.get('content-type') ?? '').split(';', 1)[0]!;
    const answer = type.endsWith('json') && text !== '' ? (JSON.parse(text) as T) : (undefined as T);
    await this.#check(method.toLowerCase(), path, response.status, type, answer);
    return { status: response.status, headers: response.headers, text, body: answer };
  }

  async #check(method: string, path: string, status: number, type: string, answer: unknown): Promise<void> {
    const known = await this.#described();
    const { pathname } = new URL(path, this.#url);
    const template = Object.keys(known.document.paths).find((one) =>
      new RegExp(`^${one.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(pathname),
    );
    const operation = template === undefined ? undefined : known.document.paths[template]![method];
    if (operation === undefined) return;
    const key = `${method} ${template} ${status}`;
    const response = operation.responses[status];
    if (response === undefined) throw new Error(`${key} is not in the OpenAPI document`);
    if (status === 204) return;
    const content = response.content?.[type];
    if (content === undefined) throw new Error(`${key} answers ${type}, which is not in the OpenAPI document`);
    if (!type.endsWith('json')) return;
    let check = known.checks.get(key);
    if (check === undefined) known.checks.set(key, (check = compile(known, content.schema)));
    if (!check(answer))
      throw new Error(`${key}: ${known.ajv.errorsText(check.errors)} in ${JSON.stringify(answer).slice(0, 500)}`);
  }

  #described(): Promise<Described> {
    let known = described.get(this.#url);
    if (known === undefined) {
      known = fetch(`${this.#url}/api/v1/openapi.json`).then(async (response) => {
        const ajv = new Ajv2020({ strict: false, allErrors: true });
        (addFormats as unknown as (ajv: Ajv2020) => void)(ajv);
        return { document: (await response.json()) as Document, ajv, checks: new Map() };
      });
      described.set(this.#url, known);
    }
    return known;
  }
}

/** The schema with the document's components beside it, where its references look for them. */
function compile({ document, ajv }: Described, schema: object): ValidateFunction {
  return ajv.compile({ ...schema, components: (document as unknown as { components: object }).components });
}
