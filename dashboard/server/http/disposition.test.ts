import { expect, it } from 'vitest';
import { disposition } from './disposition.ts';

it.each([
  ['manual-readings.csv', false, 'attachment; filename="manual-readings.csv"'],
  ['IMG_2031 (1).jpg', true, 'inline; filename="IMG_2031 (1).jpg"'],
  ['后厨.jpg', true, `inline; filename="__.jpg"; filename*=UTF-8''%E5%90%8E%E5%8E%A8.jpg`],
  [
    `a"; filename="b.exe`,
    false,
    `attachment; filename="a__ filename__b.exe"; filename*=UTF-8''a%22%3B%20filename%3D%22b.exe`,
  ],
  [`it's (*).pdf`, false, `attachment; filename="it_s (_).pdf"; filename*=UTF-8''it%27s%20%28%2A%29.pdf`],
  ['a\r\nX: y.jpg', true, `inline; filename="a__X_ y.jpg"; filename*=UTF-8''a%0D%0AX%3A%20y.jpg`],
])('%j', (name, inline, expected) => {
  expect(disposition(name, inline)).toBe(expected);
});
