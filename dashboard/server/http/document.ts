import { parseDocument } from 'yaml';
import type { Fault } from './problem.ts';

/** Content types of documents that people write by hand. */
export const documentTypes = [
  'application/json',
  'application/yaml',
  'application/x-yaml',
  'text/yaml',
  'text/x-yaml',
  'text/plain',
  'application/octet-stream',
  // What curl says when nobody told it otherwise.
  'application/x-www-form-urlencoded',
];

export type ParsedDocument =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly faults: readonly Fault[] };

/** JSON when it says so or looks so (YAML would read it too, only slower); otherwise YAML. */
export function parseDocumentText(text: string, contentType: string): ParsedDocument {
  if (contentType === 'application/json' || /^\s*[{[]/.test(text)) {
    try {
      return { ok: true, value: JSON.parse(text) };
    } catch (error) {
      if (contentType === 'application/json') return unreadable([{ path: '', message: (error as Error).message }]);
    }
  }
  const document = parseDocument(text, { prettyErrors: true, uniqueKeys: true });
  if (document.errors.length > 0) {
    return unreadable(
      document.errors.map((error) => {
        const at = error.linePos?.[0];
        return { path: at ? `line ${at.line}, column ${at.col}` : '', message: error.message.split('\n', 1)[0]! };
      }),
    );
  }
  try {
    // Stops at a hundred aliases: a small file must not unfold into a large one.
    return { ok: true, value: document.toJS({ maxAliasCount: 100 }) };
  } catch (error) {
    return unreadable([{ path: '', message: (error as Error).message }]);
  }
}

const unreadable = (faults: readonly { path: string; message: string }[]): ParsedDocument => ({
  ok: false,
  faults: faults.map((fault) => ({ ...fault, code: 'unreadable' })),
});
