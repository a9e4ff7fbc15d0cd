import type { WireDecision, WireVerdict } from '../../../../domain/wire-quality.ts';
import type { SignName } from '../../components/Sign.svelte';
import { exact, type Format } from '../../format/index.ts';
import type { QualityMessages } from '../../messages/quality/type.ts';
import { tidy } from './evidence.ts';
import { affected, lengthOf } from './order.ts';

/** A verdict as both lists and decisions carry it. */
export type VerdictCore = Omit<WireVerdict, 'choices' | 'state' | 'decision'>;

export const isProposedSwap = ({ rule, evidence }: Pick<VerdictCore, 'rule' | 'evidence'>): boolean =>
  rule === 'swap' && evidence.proposed === true;

export const titleOf = (verdict: VerdictCore, m: QualityMessages): string =>
  isProposedSwap(verdict) ? m.proposedSwap : m.rules[verdict.rule];

export const saidOf = (verdict: VerdictCore, m: QualityMessages): string =>
  isProposedSwap(verdict) ? m.proposedSwapSaid : m.said[verdict.rule];

export function signOf({ rule, effect }: VerdictCore): SignName {
  if (rule === 'gap') return 'silent';
  if (effect === 'unknown') return 'alarm';
  return effect === 'flagged' ? 'notice' : 'due';
}

/** `48,211.6 → 3.2`, where both readings are known. */
export const stepOf = ({ before, after }: VerdictCore): string =>
  before === null || after === null ? '' : `${exact(tidy(before))} → ${exact(tidy(after))}`;

/** How much it is about, or how long. */
export function weightOf(verdict: VerdictCore, f: Format): string {
  const energy = affected(verdict);
  if (energy !== null && energy > 0) return f.text(energy, verdict.unit);
  const length = lengthOf(verdict);
  return length === 0 ? '' : f.duration(length);
}

export function outcomeOf({ outcome, undone }: WireDecision, m: QualityMessages): string {
  if (undone !== null) return m.undoneAs;
  return { confirmed: m.confirmedAs, overruled: m.overruledAs, entered: m.enteredAs }[outcome];
}

/** What the calculation was told. */
export function changeOf(change: WireDecision['change'], unit: string | null, m: QualityMessages, f: Format): string {
  const words = m.decided.changes;
  if (change === null) return words.nothing;
  switch (change.kind) {
    case 'readings':
      return words[change.as];
    case 'step':
      return words[change.as];
    case 'swap':
      return words.swap(exact(change.closing), exact(change.opening), when(change.at, f));
    case 'shape':
      return words.shape;
    case 'reading':
      return words.reading(f.readingText(change.value, unit));
    case 'amount':
      return words.amount(f.readingText(change.used, unit));
  }
}

/** Instants in a change are epoch ms or ISO. */
export function when(at: number | string, f: Format): string {
  const ms = typeof at === 'number' ? at : Date.parse(at);
  return `${f.date(ms)} ${f.clock(ms)}`;
}
