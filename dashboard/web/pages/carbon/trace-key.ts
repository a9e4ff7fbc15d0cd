/** Which figure is open to its lines, as it stands in the address: `all`, `all.2026-07`, `electricity.site.2026-07`. */
export interface TraceKey {
  readonly carrier: string | null;
  readonly use: string | null;
  readonly month: string | null;
}
export const wholeTrace: TraceKey = { carrier: null, use: null, month: null };
const month = /^\d{4}-(0[1-9]|1[0-2])$/;

export function writeTrace({ carrier, use, month: of }: TraceKey): string {
  return [carrier === null ? 'all' : carrier, carrier === null ? null : use, of]
    .filter((one) => one !== null)
    .join('.');
}

export function readTrace(text: string | null): TraceKey | null {
  if (text === null) return null;
  const parts = text.split('.');
  const last = parts.at(-1)!;
  const of = month.test(last) ? last : null;
  const rest = of === null ? parts : parts.slice(0, -1);
  const [carrier = 'all', use = null] = rest;
  return carrier === 'all' ? { ...wholeTrace, month: of } : { carrier, use, month: of };
}
