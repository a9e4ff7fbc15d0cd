import type { AttachmentType } from '../wire-matters.ts';

const magic: readonly (readonly [AttachmentType, readonly (readonly [at: number, bytes: readonly number[]])[]])[] = [
  ['image/jpeg', [[0, [0xff, 0xd8, 0xff]]]],
  ['image/png', [[0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]]]],
  [
    'image/webp',
    [
      [0, ascii('RIFF')],
      [8, ascii('WEBP')],
    ],
  ],
  ['application/pdf', [[0, ascii('%PDF-')]]],
];

/** What a file is by its first bytes, whatever it is called; null: none of the kinds that are taken. */
export function typeOfFile(content: Uint8Array): AttachmentType | null {
  const found = magic.find(([, marks]) =>
    marks.every(([at, bytes]) => bytes.every((byte, i) => content[at + i] === byte)),
  );
  return found?.[0] ?? null;
}

function ascii(text: string): readonly number[] {
  return [...text].map((letter) => letter.charCodeAt(0));
}
