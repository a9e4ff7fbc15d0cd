import type { WireComparison, WireDisplay } from '../../../../domain/wire-canteens.ts';
import { fixed } from '../../format/index.ts';
import type { DisplayMessages } from '../../messages/canteen/type.ts';

/** One number, one comparison, one sentence; none of them blames a person. */
export interface Said {
  /** Of today; null = there is none to show. */
  readonly grams: number | null;
  readonly norm: number | null;
  readonly word: WireComparison;
  readonly comparison: string;
  readonly sentence: string;
  readonly state: 'figure' | 'waiting' | 'closed';
}

/** @param today local date; the figure of another day is nobody's concern in the hall. */
export function saidOf(display: WireDisplay, today: string, m: DisplayMessages): Said {
  const grams =
    display.date === today && display.state !== 'insufficient-data' && display.gramsPerMeal !== null
      ? display.gramsPerMeal
      : null;
  // Beside a doubtful figure what is usual would be a comparison too.
  const norm = display.state === 'doubtful' ? null : display.norm;
  if (grams === null) {
    const state = display.running ? 'waiting' : 'closed';
    return { grams, norm, word: 'cannot-tell', comparison: m[state], sentence: m.sentences[state], state };
  }
  const word = norm === null ? 'cannot-tell' : display.comparison;
  const difference = fixed(Math.abs(grams - (norm ?? grams)), 0);
  const isDoubtful = display.state === 'doubtful';
  const told = word === 'cannot-tell' ? m[word] : m[word](word === 'no-difference' ? fixed(norm, 0) : difference);
  const comparison = isDoubtful ? m.doubtful : told;
  const sentence = display.running ? m.sentences[word] : word === 'less' ? m.sentences.less : m.sentences.closed;
  return { grams, norm, word, comparison, sentence, state: 'figure' };
}
