import { open, readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

export interface SqliteFile {
  /** Below the folder, with `/`. */
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
}

const magic = Buffer.from('SQLite format 3\0');
/** Holds nothing: its lock is what it is for, and who holds it lets nobody read it. */
const lock = 'lock.sqlite';

/** Every database below a folder, by its name or by its first bytes: one whose first bytes are damaged is one too. */
export async function sqliteFilesIn(folder: string): Promise<readonly SqliteFile[]> {
  const files: SqliteFile[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || /-(wal|shm|journal)$/.test(entry.name)) continue;
    const path = join(entry.parentPath, entry.name);
    const name = relative(folder, path).split(sep).join('/');
    if (name === lock) continue;
    const { size } = await stat(path);
    if (entry.name.endsWith('.sqlite') || (await beginsAsDatabase(path))) files.push({ name, path, bytes: size });
  }
  return files.sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function beginsAsDatabase(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(magic.length), 0, magic.length, 0);
    return bytesRead === magic.length && buffer.equals(magic);
  } finally {
    await file.close();
  }
}
