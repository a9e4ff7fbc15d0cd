import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip, gunzipSync } from 'node:zlib';
import { badInput } from './exit.ts';

/**
 * The file that a person named. `npm run` starts in the package's folder and leaves the folder where the person
 * stands in INIT_CWD, so a relative name is looked for in both.
 */
export function findFile(name: string, env: Readonly<Record<string, string | undefined>> = process.env): string {
  const candidates = isAbsolute(name)
    ? [name]
    : [resolve(name), ...(env.INIT_CWD ? [resolve(env.INIT_CWD, name)] : [])];
  const found = candidates.find((candidate) => existsSync(candidate));
  if (found === undefined) throw badInput(`${name}: there is no such file.`);
  return found;
}

/** Bytes of a file; of one that ends in `.gz`, what is packed in it. */
export function openInput(path: string): Readable {
  const file = createReadStream(path);
  if (!path.endsWith('.gz')) return file;
  // `pipeline` carries a fault of the file over to the reader, who reports it.
  return pipeline(file, createGunzip(), () => {});
}

/** The whole file as text. */
export function readInput(path: string): string {
  try {
    const bytes = readFileSync(path);
    return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  } catch (error) {
    throw badInput(`${path} can't be read: ${(error as Error).message}`);
  }
}
