/** Width that a text takes about in the system's font, pixels: Chinese characters are square, figures and letters are not. */
export function widthOf(text: string, size: number): number {
  let width = 0;
  for (const c of text) width += c >= '⺀' ? size : /[A-Z0-9%—]/.test(c) ? size * 0.64 : size * 0.54;
  return width;
}

/** The text, cut with an ellipsis where it would be wider than `room`. */
export function fitText(text: string, room: number, size: number): string {
  if (widthOf(text, size) <= room) return text;
  let cut = '';
  for (const c of text) {
    if (widthOf(`${cut}${c}…`, size) > room) break;
    cut += c;
  }
  return cut === '' ? '' : `${cut}…`;
}
