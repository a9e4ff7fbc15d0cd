/** Addresses of a meter's past: readings, amounts and bills from before it was connected. */
export const historyKinds = ['bill', 'register', 'interval'] as const;
export type HistoryKind = (typeof historyKinds)[number];

export interface HistoryQuery {
  readonly kind: HistoryKind;
  /** null = the meter's register point. */
  readonly point: string | null;
}
export type HistoryRoute = { readonly page: 'history'; readonly id: string } & HistoryQuery;

/** @returns null when the address is of another page. */
export function parseHistoryRoute(
  parts: readonly string[],
  query: URLSearchParams,
  decode: (text: string) => string | null,
): HistoryRoute | null {
  if (parts.length !== 3 || parts[0] !== 'meters' || parts[2] !== 'history') return null;
  const id = decode(parts[1]!);
  if (id === null) return null;
  const kind = historyKinds.find((one) => one === query.get('kind')) ?? 'bill';
  return { page: 'history', id, kind, point: query.get('point') };
}

export const historyPaths = {
  history: (id: string, { kind = 'bill', point = null }: Partial<HistoryQuery> = {}) => {
    const query = new URLSearchParams();
    if (kind !== 'bill') query.set('kind', kind);
    if (point) query.set('point', point);
    const text = query.toString();
    return `/meters/${encodeURIComponent(id)}/history${text === '' ? '' : `?${text}`}`;
  },
};
