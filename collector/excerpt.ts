const shown = 200;
/** UTF-8 takes at most this many bytes a character. */
const bytesACharacter = 4;

/**
 * The first bytes of what was refused as text that is safe to show: at most 200 characters, white space as a space,
 * control, direction and broken characters as `�`.
 */
export function excerptOf(bytes: Uint8Array): string {
  const head = bytes.subarray(0, shown * bytesACharacter);
  const text = Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString('utf8');
  return safeText(text, shown);
}

/** @param length in characters (code points). */
export function safeText(text: string, length: number): string {
  const safe = text
    .slice(0, length * 2)
    .replace(/\s/gu, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}]/gu, '\uFFFD');
  const characters = [...safe];
  return characters.length <= length ? safe : characters.slice(0, length).join('');
}
