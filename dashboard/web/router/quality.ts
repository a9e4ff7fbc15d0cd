import { verdictRules, type VerdictRule } from '../../../domain/metering/finding.ts';

/** Addresses of data quality: the list with what is chosen in it, and the entry by hand. */

/** `open`: needs a person; `decided`: by a person; `automatic`: by a rule, and nobody has looked. */
export const qualityTabs = ['open', 'decided', 'automatic'] as const;
export type QualityTab = (typeof qualityTabs)[number];

export interface QualityQuery {
  readonly tab: QualityTab;
  readonly rule: VerdictRule | null;
  readonly building: string | null;
  readonly carrier: string | null;
  readonly meter: string | null;
  /** The chosen verdict, or the number of the chosen decision; null = the first of the list. */
  readonly verdict: string | null;
}

export type QualityRoute = ({ readonly page: 'quality' } & QualityQuery) | { readonly page: 'quality-entry' };

/** @returns null when the address is of another page. */
export function parseQualityRoute(parts: readonly string[], query: URLSearchParams): QualityRoute | null {
  if (parts[0] !== 'quality' || parts.length > 2) return null;
  if (parts.length === 2) return parts[1] === 'enter' ? { page: 'quality-entry' } : null;
  return {
    page: 'quality',
    tab: qualityTabs.find((tab) => tab === query.get('tab')) ?? 'open',
    rule: verdictRules.find((rule) => rule === query.get('rule')) ?? null,
    building: query.get('building'),
    carrier: query.get('carrier'),
    meter: query.get('meter'),
    verdict: query.get('verdict'),
  };
}

export const qualityPaths = {
  quality: ({ tab = 'open', rule, building, carrier, meter, verdict }: Partial<QualityQuery> = {}) => {
    const query = new URLSearchParams();
    if (tab !== 'open') query.set('tab', tab);
    const chosen = { rule, building, carrier, meter, verdict };
    for (const [key, value] of Object.entries(chosen)) if (value) query.set(key, value);
    const text = query.toString();
    return text === '' ? '/quality' : `/quality?${text}`;
  },
  qualityEntry: () => '/quality/enter',
};
