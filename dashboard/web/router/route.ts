import { readDate, type LocalDate } from '../format/zone.ts';

/** Pages and their addresses. Everything that a person chose on a page is in its address, so that a link shows the same. */
export const views = ['day', 'week', 'month', 'year'] as const;
export type View = (typeof views)[number];

export interface MetersQuery {
  readonly q: string;
  readonly carrier: string | null;
  readonly state: string | null;
  readonly building: string | null;
}
export interface MeterQuery {
  readonly point: string | null;
  readonly view: View;
  /** The day, or any day of the week, month or year; null = today. */
  readonly at: LocalDate | null;
}

export type Route =
  | { readonly page: 'sign-in'; readonly next: string | null }
  | ({ readonly page: 'meters' } & MetersQuery)
  | ({ readonly page: 'meter'; readonly id: string } & MeterQuery)
  | { readonly page: 'quarantine' }
  | { readonly page: 'unknown' };

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

export function parseRoute(path: string, search: string): Route {
  const query = new URLSearchParams(search);
  const parts = path.split('/').filter((p) => p !== '');
  const metersQuery = (): MetersQuery => ({
    q: query.get('q') ?? '',
    carrier: query.get('carrier'),
    state: query.get('state'),
    building: query.get('building'),
  });
  if (parts.length === 0) return { page: 'meters', ...metersQuery() };
  if (parts.length === 1 && parts[0] === 'sign-in') return { page: 'sign-in', next: ownPath(query.get('next')) };
  if (parts.length === 1 && parts[0] === 'quarantine') return { page: 'quarantine' };
  if (parts.length === 1 && parts[0] === 'meters') return { page: 'meters', ...metersQuery() };
  if (parts.length === 2 && parts[0] === 'meters') {
    const id = decode(parts[1]!);
    const view = views.find((v) => v === query.get('view')) ?? 'day';
    if (id !== null) return { page: 'meter', id, point: query.get('point'), view, at: readDate(query.get('at')) };
  }
  return { page: 'unknown' };
}

/** A path of this site, or null: `next` must not lead a person elsewhere after signing in. */
export function ownPath(text: string | null): string | null {
  if (text === null || !/^\/(?![/\\])/.test(text) || [...text].some((c) => c < ' ' || c === '\\')) return null;
  return text.startsWith('/sign-in') ? null : text;
}

function withQuery(path: string, values: Record<string, string | null>): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(values)) if (value !== null && value !== '') query.set(key, value);
  const text = query.toString();
  return text === '' ? path : `${path}?${text}`;
}

export const paths = {
  meters: (query: Partial<MetersQuery> = {}) => withQuery('/meters', { ...query }),
  meter: (id: string, query: Partial<MeterQuery> = {}) =>
    withQuery(`/meters/${encodeURIComponent(id)}`, {
      point: query.point ?? null,
      view: query.view && query.view !== 'day' ? query.view : null,
      at: query.at ?? null,
    }),
  quarantine: () => '/quarantine',
  signIn: (next: string | null) => withQuery('/sign-in', { next: next === '/' ? null : next }),
};
