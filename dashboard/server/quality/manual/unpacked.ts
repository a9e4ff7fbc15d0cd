import { inflateRawSync } from 'node:zlib';

const endOfDirectory = 0x06054b50;
const directoryEntry = 0x02014b50;
const localHeader = 0x04034b50;
const endBytes = 22;
const longestComment = 65_535;
const deflated = 8;
const mostEntries = 1000;

/**
 * Whether a ZIP container unpacks to at most `limit` bytes: it is unpacked to see, because what its directory says of
 * sizes may be a lie. PKWARE APPNOTE 4.3.
 * @returns null when it is no ZIP that a spreadsheet program writes
 */
export function unpacksWithin(zip: Buffer, limit: number): boolean | null {
  const end = endOf(zip);
  if (end === null) return null;
  const entries = zip.readUInt16LE(end + 10);
  if (entries > mostEntries) return false;
  let at = zip.readUInt32LE(end + 16);
  let left = limit;
  for (let n = 0; n < entries; n += 1) {
    if (at + 46 > zip.length || zip.readUInt32LE(at) !== directoryEntry) return null;
    const [method, packed, offset] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20), zip.readUInt32LE(at + 42)];
    if (offset + 30 > zip.length || zip.readUInt32LE(offset) !== localHeader) return null;
    const start = offset + 30 + zip.readUInt16LE(offset + 26) + zip.readUInt16LE(offset + 28);
    const data = zip.subarray(start, start + packed);
    left -= method === deflated ? sizeOf(data, left) : data.length;
    if (left < 0) return false;
    at += 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return true;
}

function endOf(zip: Buffer): number | null {
  for (let at = zip.length - endBytes; at >= Math.max(0, zip.length - endBytes - longestComment); at -= 1) {
    if (zip.readUInt32LE(at) === endOfDirectory) return at;
  }
  return null;
}

/** Infinity: more than `limit`. */
function sizeOf(data: Buffer, limit: number): number {
  try {
    return inflateRawSync(data, { maxOutputLength: Math.max(1, limit) }).length;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') return Infinity;
    throw error;
  }
}
