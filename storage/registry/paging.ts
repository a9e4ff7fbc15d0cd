import { RegistryRefusal } from './port.ts';

/** Cursors are opaque: base64url of a version and the last key that was given. */
export function encodeCursor(lastKey: string): string {
  return Buffer.from(`1:${lastKey}`).toString('base64url');
}

/** Refuses (`invalid-cursor`) what this registry did not give. */
export function decodeCursor(cursor: string): string {
  const text = Buffer.from(cursor, 'base64url').toString();
  if (!text.startsWith('1:') || encodeCursor(text.slice(2)) !== cursor) {
    throw new RegistryRefusal('invalid-cursor', 'the cursor is not one that was given');
  }
  return text.slice(2);
}
