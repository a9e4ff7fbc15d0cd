const digits = '零壹贰叁肆伍陆柒捌玖';

/**
 * Yuan in capital numerals as a statement carries them: `人民币壹拾万元整`. After 《支付结算办法》附一 (正确填写票据和结算凭证
 * 的基本规定): 整 after 元, none after 角 or 分; one 零 for zeros between digits; where the rule leaves 零 to the writer, it
 * stands before 角 (`…捌拾元零叁角贰分`) and not between 万 and 仟 (`壹拾万柒仟元`), as in the rule's own examples.
 * `amount`: a decimal text with at most two decimals, as `payable` is; anything else throws.
 */
export function capitalYuan(amount: string): string {
  const parts = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(amount);
  if (!parts) throw new RangeError(`not yuan and fen: ${amount}`);
  const yuan = BigInt(parts[2]!);
  const fen = (parts[3] ?? '').padEnd(2, '0');
  const [tenths, hundredths] = [Number(fen[0]), Number(fen[1])];
  if (yuan === 0n && tenths === 0 && hundredths === 0) return '人民币零元整';
  const sign = parts[1] ? '负' : '';
  return `人民币${sign}${yuanWords(yuan)}${fractionWords(yuan, tenths, hundredths)}`;
}

function yuanWords(yuan: bigint): string {
  return yuan === 0n ? '' : `${whole(yuan)}元`;
}

function fractionWords(yuan: bigint, tenths: number, hundredths: number): string {
  if (tenths === 0 && hundredths === 0) return '整';
  let words = '';
  // 元位 0, or no 角: a zero lies between digits that are written.
  if (yuan > 0n && (tenths === 0 || yuan % 10n === 0n)) words += '零';
  if (tenths > 0) words += `${digits[tenths]}角`;
  if (hundredths > 0) words += `${digits[hundredths]}分`;
  return words;
}

/** 亿 and 万 split a number in two: what stands before them is a number of its own. */
const splits = [
  { unit: 100_000_000n, word: '亿' },
  { unit: 10_000n, word: '万' },
] as const;

function whole(value: bigint): string {
  for (const { unit, word } of splits) {
    if (value < unit) continue;
    const rest = value % unit;
    const gap = rest > 0n && rest < unit / 10n ? '零' : '';
    return `${whole(value / unit)}${word}${gap}${rest > 0n ? whole(rest) : ''}`;
  }
  return section(Number(value));
}

/** 1…9999. */
function section(value: number): string {
  let words = '';
  let gap = false;
  for (const [size, word] of [
    [1000, '仟'],
    [100, '佰'],
    [10, '拾'],
    [1, ''],
  ] as const) {
    const digit = Math.floor(value / size) % 10;
    if (digit === 0) gap = words !== '';
    else {
      words += `${gap ? '零' : ''}${digits[digit]}${word}`;
      gap = false;
    }
  }
  return words;
}
