import type { Mark } from './mark.ts';

/** A line is broken where nothing is known, and changes its style where the quality changes. */
export interface Run {
  readonly style: 'solid' | 'dashed';
  readonly marks: readonly Mark[];
}

const styleOf = (m: Mark): Run['style'] => (m.quality === 'estimated' ? 'dashed' : 'solid');

/**
 * Runs of a line. Samples further apart than `maxGapMs` are not joined. A dashed run starts and ends on its solid
 * neighbours, so that the estimate visibly connects what was measured.
 */
export function runs(marks: readonly Mark[], maxGapMs = Infinity): readonly Run[] {
  const found: { style: Run['style']; marks: Mark[] }[] = [];
  let previous: Mark | null = null;
  for (const mark of marks) {
    if (mark.value === null) {
      previous = null;
      continue;
    }
    const joined = previous !== null && mark.at - previous.until <= maxGapMs;
    const run = joined ? found.at(-1)! : null;
    const style = styleOf(mark);
    if (run && run.style === style) run.marks.push(mark);
    else if (run && style === 'dashed') found.push({ style, marks: [run.marks.at(-1)!, mark] });
    else if (run) {
      run.marks.push(mark);
      found.push({ style, marks: [mark] });
    } else found.push({ style, marks: [mark] });
    previous = mark;
  }
  return found;
}

export interface Gap {
  readonly from: number;
  readonly to: number;
}

/** Stretches of [from, to) without a value: intervals that are null, or samples further apart than `maxGapMs`. */
export function gaps(marks: readonly Mark[], from: number, to: number, maxGapMs = 0): readonly Gap[] {
  const found: { from: number; to: number }[] = [];
  let known = from;
  const open = (start: number, end: number) => {
    const last = found.at(-1);
    if (last && last.to >= start) last.to = Math.max(last.to, end);
    else found.push({ from: start, to: end });
  };
  for (const mark of marks) {
    if (mark.at >= to) break;
    if (mark.until < from || mark.value === null) continue;
    if (mark.at - known > maxGapMs) open(known, Math.min(mark.at, to));
    known = Math.max(known, mark.until);
  }
  if (to - known > maxGapMs) open(known, to);
  return found;
}
