import { readProblem, unreachable, type Answer } from './problem.ts';

/** Called on every 401: the session ended, whatever page is open. */
let onSignedOut: () => void = () => {};
export function whenSignedOut(listener: () => void): void {
  onSignedOut = listener;
}

export interface CallOptions {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly body?: unknown;
  /** A file as the body, in place of JSON. */
  readonly file?: { readonly bytes: Blob; readonly type: string };
  readonly signal?: AbortSignal;
}

/** One call of the HTTP API. Never throws but for an aborted call: what went wrong is a value. */
export async function call<T>(path: string, options: CallOptions = {}): Promise<Answer<T>> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (options.file) headers['content-type'] = options.file.type;
  else if (options.body !== undefined) headers['content-type'] = 'application/json';
  let response: Response;
  try {
    response = await fetch(`/api/v1${path}`, {
      method: options.method ?? 'GET',
      headers,
      body: options.file?.bytes ?? (options.body === undefined ? null : JSON.stringify(options.body)),
      signal: options.signal ?? null,
      credentials: 'same-origin',
    });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    return { ok: false, problem: unreachable(Date.now()) };
  }
  const cut = Symbol('cut off');
  const body: unknown =
    response.status === 204
      ? null
      : await response.json().catch((error: unknown) => {
          if (options.signal?.aborted) throw error;
          return cut;
        });
  // The connection or the page ended amid the answer.
  if (body === cut && response.ok) return { ok: false, problem: unreachable(Date.now()) };
  if (response.ok) return { ok: true, value: body as T };
  if (response.status === 401 && path !== '/session') onSignedOut();
  return {
    ok: false,
    problem: readProblem(response.status, response.headers.get('retry-after'), body === cut ? null : body, Date.now()),
  };
}

interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/** All pages of a list, in order; `onPage` shows what has come so far. */
export async function callList<T>(
  path: string,
  options: { readonly signal?: AbortSignal; readonly onPage?: (items: readonly T[], last: boolean) => void } = {},
): Promise<Answer<readonly T[]>> {
  const all: T[] = [];
  let cursor: string | null = null;
  do {
    const query: URLSearchParams = new URLSearchParams({ limit: '1000', ...(cursor === null ? {} : { cursor }) });
    const answer: Answer<Page<T>> = await call<Page<T>>(`${path}${path.includes('?') ? '&' : '?'}${query}`, options);
    if (!answer.ok) return answer;
    all.push(...answer.value.items);
    cursor = answer.value.next;
    options.onPage?.(all, cursor === null);
  } while (cursor !== null);
  return { ok: true, value: all };
}
