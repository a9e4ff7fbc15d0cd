import type { QuotaKind } from '../../../../domain/quota/quota.ts';
import type { QuotaPosition, WireQuotaLevel, WireRanked } from '../../../../domain/wire-quota.ts';
import type { SignName } from '../../components/Sign.svelte';

/** The bullet of an institution: shares of its constraint or quota, 1 = at it. */
export interface Bullet {
  readonly share: number | null;
  readonly levels: readonly { readonly kind: QuotaKind; readonly share: number; readonly level: WireQuotaLevel }[];
  /** Over the limit, in shares. */
  readonly over: number;
}

/** What all bars of the list reach to: a little beyond the worst, and no further than twice the limit. */
export function bulletEnd(items: readonly Pick<WireRanked, 'share'>[]): number {
  const most = Math.max(0, ...items.map(({ share }) => share ?? 0));
  return Math.min(2, Math.max(1.18, most * 1.04));
}

export const limitOf = (levels: readonly WireQuotaLevel[]): WireQuotaLevel | null =>
  levels.find(({ kind }) => kind === 'constraint') ?? levels.find(({ kind }) => kind === 'quota') ?? null;

export function bulletOf({ value, share, levels }: Pick<WireRanked, 'value' | 'share' | 'levels'>): Bullet {
  const limit = limitOf(levels)?.value ?? null;
  const own = share ?? (value !== null && limit !== null && limit > 0 ? value / limit : null);
  return {
    share: own,
    levels:
      limit === null || limit <= 0
        ? []
        : levels
            .map((level) => ({ kind: level.kind, share: level.value / limit, level }))
            .toSorted((a, b) => a.share - b.share),
    over: own === null ? 0 : Math.max(0, own - 1),
  };
}

/** Better than the strictest level is met, above the limit is not; between them nothing is decided yet. */
export function positionSign(position: QuotaPosition | null, verdict: WireRanked['verdict']): SignName {
  if (position === null || verdict === 'cannot-tell') return 'cannot-tell';
  if (position === 'above-constraint' || position === 'above-quota') return 'not-met';
  return position === 'below-guide' || position === 'below-advanced' ? 'met' : 'due';
}

/** The worst first, those that cannot be told last. */
export function rankedOrder(items: readonly WireRanked[]): readonly WireRanked[] {
  return items.toSorted(
    (a, b) =>
      (a.rank ?? Infinity) - (b.rank ?? Infinity) ||
      (b.tco2e ?? -1) - (a.tco2e ?? -1) ||
      a.institution.localeCompare(b.institution),
  );
}

/** `≤ −4%`, `hold`, `≤ +2%`. */
export function nextText(changePct: number | null, hold: string): string {
  if (changePct === null) return '—';
  if (changePct === 0) return hold;
  return `≤ ${changePct > 0 ? '+' : '−'}${Math.abs(changePct)}%`;
}
