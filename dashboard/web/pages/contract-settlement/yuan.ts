import { money } from '../contract/money.ts';

/** A decimal text as an integer of its smallest digit, and how many decimals it has; null = no decimal text. */
function parts(text: string): { readonly scaled: bigint; readonly decimals: number } | null {
  const read = /^([+-]?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (!read) return null;
  const [, sign, whole = '0', part = ''] = read;
  const digits = BigInt(whole + part);
  return { scaled: sign === '-' ? -digits : digits, decimals: part.length };
}

function write(scaled: bigint, decimals: number): string {
  const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(decimals + 1, '0');
  const cut = digits.length - decimals;
  return `${scaled < 0n ? '-' : ''}${digits.slice(0, cut)}${decimals > 0 ? `.${digits.slice(cut)}` : ''}`;
}

/** Rounded to fen, half away from zero, as settlements are: a decimal text. */
export function toFen(text: string): string {
  const read = parts(text);
  if (read === null || read.decimals <= 2) return text;
  const unit = 10n ** BigInt(read.decimals - 2);
  const size = read.scaled < 0n ? -read.scaled : read.scaled;
  const rounded = (size + unit / 2n) / unit;
  return write(read.scaled < 0n ? -rounded : rounded, 2);
}

/** Yuan as a view shows them: two decimals, comma groups, U+2212. */
export function yuan(text: string | null, options: { readonly sign?: boolean } = {}): string {
  return money(text === null ? null : toFen(text), options);
}

/** Whether two decimals hide something. */
export function isFiner(text: string): boolean {
  return /\.\d\d\d*[1-9]/.test(text) && toFen(text) !== text && Number(toFen(text)) !== Number(text);
}

/** Their sum, exact. Texts that are no decimals count nothing. */
export function sumOf(texts: readonly string[]): string {
  const read = texts.map(parts).filter((one) => one !== null);
  const decimals = Math.max(2, ...read.map((one) => one.decimals));
  const sum = read.reduce((all, one) => all + one.scaled * 10n ** BigInt(decimals - one.decimals), 0n);
  return write(sum, decimals);
}

export function difference(a: string, b: string): string {
  return sumOf([a, b.startsWith('-') ? b.slice(1) : `-${b}`]);
}

/** A quantity or price with the digits that it has: comma groups, no zeros at its end. */
export function plain(text: string): string {
  const read = parts(text);
  if (read === null) return text;
  const [whole = '0', part = ''] = write(read.scaled, read.decimals).replace('-', '').split('.');
  const cut = part.replace(/0+$/, '');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return `${read.scaled < 0n ? '−' : ''}${grouped}${cut === '' ? '' : `.${cut}`}`;
}
