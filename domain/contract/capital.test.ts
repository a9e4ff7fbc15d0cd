import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { capitalYuan } from './capital.ts';

describe('capital numerals as a bank reads them', () => {
  // The first five: examples of 《支付结算办法》附一.
  test.each([
    ['1409.50', '人民币壹仟肆佰零玖元伍角'],
    ['6007.14', '人民币陆仟零柒元壹角肆分'],
    ['1680.32', '人民币壹仟陆佰捌拾元零叁角贰分'],
    ['107000.53', '人民币壹拾万柒仟元零伍角叁分'],
    ['16409.02', '人民币壹万陆仟肆佰零玖元零贰分'],
    ['325.04', '人民币叁佰贰拾伍元零肆分'],
    ['100000.00', '人民币壹拾万元整'],
    ['99800.00', '人民币玖万玖仟捌佰元整'],
    ['0.00', '人民币零元整'],
    ['-0.00', '人民币零元整'],
    ['0.05', '人民币伍分'],
    ['0.50', '人民币伍角'],
    ['0.55', '人民币伍角伍分'],
    ['10', '人民币壹拾元整'],
    ['10.5', '人民币壹拾元零伍角'],
    ['1000.01', '人民币壹仟元零壹分'],
    ['-600.00', '人民币负陆佰元整'],
    ['10001', '人民币壹万零壹元整'],
    ['100010', '人民币壹拾万零壹拾元整'],
    ['1010100', '人民币壹佰零壹万零壹佰元整'],
    ['20005000', '人民币贰仟万伍仟元整'],
    ['100000000', '人民币壹亿元整'],
    ['100000001', '人民币壹亿零壹元整'],
    ['100010000', '人民币壹亿零壹万元整'],
    ['1000000000.10', '人民币壹拾亿元零壹角'],
    ['123456789.01', '人民币壹亿贰仟叁佰肆拾伍万陆仟柒佰捌拾玖元零壹分'],
    ['1000000000000', '人民币壹万亿元整'],
    ['100000001000000', '人民币壹佰万亿零壹佰万元整'],
  ])('%s is %s', (amount, words) => {
    expect(capitalYuan(amount)).toBe(words);
  });

  test.each(['', '1e5', '0.005', '1,000.00', '+1', '.5', '１００'])('%j is no sum of a statement', (amount) => {
    expect(() => capitalYuan(amount)).toThrow(RangeError);
  });

  test('reads back as the sum it was written of, and never says 零 twice', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 17n }), fc.boolean(), (fen, below) => {
        const amount = `${below ? '-' : ''}${fen / 100n}.${String(fen % 100n).padStart(2, '0')}`;
        const words = capitalYuan(amount);
        expect(words).not.toMatch(/零零|零[万亿]/);
        expect(read(words)).toBe(below ? -fen : fen);
      }),
    );
  });
});

/** The other way round: a reader of its own, left to right. */
function read(words: string): bigint {
  const digits = '零壹贰叁肆伍陆柒捌玖';
  const sizes: Record<string, bigint> = { 拾: 10n, 佰: 100n, 仟: 1000n };
  const text = words.replace('人民币', '').replace('整', '');
  let [fen, hundredMillions, tenThousands, units, digit] = [0n, 0n, 0n, 0n, 0n];
  for (const sign of text.replace('负', '')) {
    const found = digits.indexOf(sign);
    if (found >= 0) digit = BigInt(found);
    else {
      const size = sizes[sign];
      if (size !== undefined) units += digit * size;
      else if (sign === '万') [tenThousands, units] = [(units + digit) * 10_000n, 0n];
      else if (sign === '亿')
        [hundredMillions, tenThousands, units] = [(tenThousands + units + digit) * 100_000_000n, 0n, 0n];
      else if (sign === '元') fen += (hundredMillions + tenThousands + units + digit) * 100n;
      else if (sign === '角') fen += digit * 10n;
      else if (sign === '分') fen += digit;
      digit = 0n;
    }
  }
  return text.startsWith('负') ? -fen : fen;
}
