import { createHmac, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Secrets of devices and accounts: long random texts, so a keyed hash is enough and takes microseconds. Without the key
 * file a stolen database tells nothing about them.
 */
export class SecretHasher {
  readonly #key: Buffer;

  constructor(key: Buffer) {
    this.#key = key;
  }

  /** HMAC-SHA-256 bound to the id, so that equal secrets do not look equal. */
  hash(id: string, secret: string | Uint8Array): Buffer {
    return createHmac('sha256', this.#key).update(id).update('\0').update(secret).digest();
  }
}

/** No 0 O 1 l I: a secret is read off a screen and typed into a device. */
const letters = '23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const groups = 6;
const groupLength = 4;

/** A new secret in groups, `k7Vd-9QmT-xB2r-…`: 24 letters of 57, 140 bits. */
export function generateSecret(): string {
  const group = () => Array.from({ length: groupLength }, () => letters[randomInt(letters.length)]).join('');
  return Array.from({ length: groups }, group).join('-');
}

const nobody = randomBytes(32);

/** Compares against both secrets in constant time; the same work when there are none. */
export function matches(hash: Buffer, first: Buffer | null, second: Buffer | null): boolean {
  const isFirst = timingSafeEqual(hash, first ?? nobody);
  const isSecond = timingSafeEqual(hash, second ?? nobody);
  return (isFirst && first !== null) || (isSecond && second !== null);
}

/** The key file's 32 bytes; made with mode 0600 when there is none yet. */
export async function readOrCreateKey(file: string): Promise<Buffer> {
  try {
    return checkKey(await readFile(file), file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const key = randomBytes(32);
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(key);
    await handle.sync();
  } finally {
    await handle.close();
  }
  // The name, too, must outlive a power cut: without this key no device could log in any more.
  const folder = await open(dirname(file), 'r');
  await folder.sync().finally(() => folder.close());
  return key;
}

function checkKey(key: Buffer, file: string): Buffer {
  if (key.length !== 32) throw new Error(`the key file ${file} must hold 32 bytes, it holds ${key.length}`);
  return key;
}
