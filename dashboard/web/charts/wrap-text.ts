import { widthOf } from './tree/fit-text.ts';

/** Where a line may end: after a blank, and beside a Chinese character, but before no punctuation. */
const pieces = (text: string) => text.match(/[⺀-鿿][，。；：、）％]*|[^\s⺀-鿿]+\s*|\s+/gu) ?? [];

/** The text in lines no wider than `room` pixels (about: `widthOf`); a single piece that is wider keeps a line of its own. */
export function wrapText(text: string, room: number, size: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of pieces(text)) {
    if (line !== '' && widthOf((line + piece).trimEnd(), size) > room) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += piece;
  }
  if (line.trim() !== '') lines.push(line.trimEnd());
  return lines;
}
