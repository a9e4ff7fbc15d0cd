/** What a PDF of Chromium says without a PDF library: objects beside its streams are plain text. */

export function pagesOf(pdf: Buffer): number {
  return pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
}

/** Titles of its outline, which are the headings of the page, in their order. */
export function outlineOf(pdf: Buffer): string[] {
  const text = pdf.toString('latin1');
  return [...text.matchAll(/\/Title\s*(?:<([0-9A-Fa-f]+)>|\(((?:\\[\s\S]|[^\\)])*)\))/g)].map(([, hex, literal]) => {
    const bytes = hex === undefined ? unescaped(literal!) : Buffer.from(hex, 'hex');
    const wide = bytes[0] === 0xfe && bytes[1] === 0xff;
    return wide ? Buffer.from(bytes.subarray(2)).swap16().toString('utf16le') : bytes.toString('latin1');
  });
}

function unescaped(literal: string): Buffer {
  const text = literal.replace(/\\([0-7]{1,3}|[\s\S])/g, (_, what: string) =>
    /^[0-7]+$/.test(what)
      ? String.fromCharCode(parseInt(what, 8))
      : (({ n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' } as Record<string, string>)[what] ?? what),
  );
  return Buffer.from(text, 'latin1');
}
