import type { WireAcceptance } from '../../../domain/wire-mandv.ts';

/** One invented limit, a share that must not be exceeded. */
export function accept(
  id: string,
  zh: string,
  en: string,
  limit: number,
  value: number | null,
  verdict: 'met' | 'not-met' | 'cannot-tell',
  because: { zh: string; en: string } | null = null,
): WireAcceptance {
  return { id, label: { zh, en }, limit, comparison: 'at-most', value, unit: 'share', verdict, because };
}
