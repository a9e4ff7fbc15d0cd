import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AttachmentDamaged } from './matter-port.ts';

const draftEnd = '.new';

/** Files in a folder of their own, named by the SHA-256 of what is in them: the same content lies there once. */
export class AttachmentFiles {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Drafts of a process that was killed. */
  async clear(): Promise<void> {
    for (const name of await namesIn(this.#folder)) {
      if (name.endsWith(draftEnd)) await rm(this.#path(name), { force: true });
    }
  }

  /** Whole or not at all, on disk when it answers. Written again when it is there: a damaged one is made good. */
  async put(content: Uint8Array): Promise<string> {
    const sha256 = await hashOf(content);
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const draft = this.#path(`${randomUUID()}${draftEnd}`);
    try {
      const file = await open(draft, 'wx', 0o600);
      try {
        await file.writeFile(content);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(draft, this.#path(sha256));
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
    await syncFolder(this.#folder);
    return sha256;
  }

  /** @throws AttachmentDamaged when its bytes are not those of the hash. */
  async read(sha256: string): Promise<Uint8Array> {
    const content = await readFile(this.#path(sha256)).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new AttachmentDamaged(sha256, error);
      throw error;
    });
    if ((await hashOf(content)) !== sha256) throw new AttachmentDamaged(sha256);
    return content;
  }

  async remove(sha256: string): Promise<void> {
    await rm(this.#path(sha256), { force: true });
  }

  #path(name: string): string {
    return join(this.#folder, name);
  }
}

/** Megabytes, off the main thread. */
async function hashOf(content: Uint8Array): Promise<string> {
  return Buffer.from(await crypto.subtle.digest('SHA-256', content as Uint8Array<ArrayBuffer>)).toString('hex');
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  });
}

/** A rename is on disk when its folder is; some systems cannot sync folders. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } catch (error) {
    if (!['EINVAL', 'EPERM', 'EISDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  } finally {
    await handle.close();
  }
}
