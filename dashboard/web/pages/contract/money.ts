/** An exact decimal text as it stands in a settlement: comma groups, U+2212, two decimals at least. */
export function money(text: string | null, options: { readonly sign?: boolean } = {}): string {
  if (text === null || !/^[+-]?\d+(\.\d+)?$/.test(text)) return '—';
  const [whole = '0', part = ''] = text.replace(/^[+-]/, '').split('.');
  const cut = part.replace(/0+$/, '').padEnd(2, '0');
  const groups = whole.replace(/^0+(?=\d)/, '').replace(/\B(?=(\d{3})+$)/g, ',');
  const nothing = /^0*$/.test(whole + part);
  const sign = nothing ? '' : text.startsWith('-') ? '−' : options.sign ? '+' : '';
  return `${sign}${groups}.${cut}`;
}
