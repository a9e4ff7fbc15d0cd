import { expect, it } from 'vitest';
import { typeOfFile } from './file-type.ts';

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));

it.each([
  ['a photo of a phone', 'ff d8 ff e1 2a 00 45 78 69 66', 'image/jpeg'],
  ['a screenshot', '89 50 4e 47 0d 0a 1a 0a 00 00 00 0d', 'image/png'],
  ['a photo that a messenger made smaller', '52 49 46 46 24 10 00 00 57 45 42 50 56 50 38 20', 'image/webp'],
  ['a scanned paper', '25 50 44 46 2d 31 2e 37 0a', 'application/pdf'],
  ['a sound, which is RIFF too', '52 49 46 46 24 10 00 00 57 41 56 45', null],
  ['a page that runs scripts', '3c 73 76 67 20 6f 6e 6c 6f 61 64 3d', null],
  ['the first two bytes of a photo', 'ff d8', null],
  ['a photo as iPhones keep it (HEIC)', '00 00 00 18 66 74 79 70 68 65 69 63', null],
  ['nothing', '', null],
])('%s', (_, hex, expected) => {
  expect(typeOfFile(bytes(hex))).toBe(expected);
});
