import type { IncomingMessage } from 'node:http';
import type { z } from 'zod';
import { problem, type Fault, type Problem } from './problem.ts';
import type { BodyKind } from './route.ts';

const jsonLimit = 1024 * 1024;

/** Content type in lower case without parameters; '' when none is named. */
export function contentTypeOf(request: Pick<IncomingMessage, 'headers'>): string {
  return (request.headers['content-type'] ?? '').split(';', 1)[0]!.trim().toLowerCase();
}

/** Reads and checks the body as the route declares it. */
export async function readBody(
  request: IncomingMessage,
  kind: BodyKind,
): Promise<{ readonly value: unknown } | Problem> {
  const type = contentTypeOf(request);
  if (kind.kind === 'json' && type !== 'application/json') {
    return problem(415, 'content-type', 'Send application/json.');
  }
  if (kind.kind !== 'json' && type !== '' && !kind.types.includes(type)) {
    return problem(415, 'content-type', `Send one of ${kind.types.join(', ')}.`);
  }
  const limit = kind.kind === 'json' ? jsonLimit : kind.limit;
  const bytes = await readAll(request, limit);
  if (bytes === null) return problem(413, 'too-large', `At most ${limit} bytes.`);
  if (kind.kind === 'bytes') return { value: new Uint8Array(bytes) };
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return problem(400, 'not-utf-8', 'The body is not UTF-8.');
  }
  if (kind.kind === 'text') return { value: text };
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    return problem(400, 'not-json', (error as Error).message);
  }
  const checked = kind.schema.safeParse(parsed);
  if (!checked.success) {
    return problem(422, 'invalid-content', undefined, { errors: faultsOf(checked.error) });
  }
  return { value: checked.data };
}

/** null: more than `limit`. The rest is read and dropped then, or the client would never see the answer. */
function readAll(request: IncomingMessage, limit: number): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else {
        chunks.length = 0;
        resolve(null);
      }
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('error', reject);
    request.on('close', () => reject(new RequestAborted()));
  });
}

/** The client went away in the middle of its body: nobody is left to answer. */
export class RequestAborted extends Error {}

/** Zod's issues as faults with a path like `rows[3].value`. */
export function faultsOf(error: z.ZodError): Fault[] {
  return error.issues.flatMap((issue) => {
    const base = pathOf(issue.path);
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        path: base === '' ? key : `${base}.${key}`,
        code: 'unknown',
        message: 'is not known here',
      }));
    }
    return [{ path: base, code: issue.code.replaceAll('_', '-'), message: issue.message }];
  });
}

function pathOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text === '' ? String(key) : `${text}.${String(key)}`),
    '',
  );
}
