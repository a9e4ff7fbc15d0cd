/**
 * How far a judgement looks, in readings as received: what it says of one reading rests on so many around it and on no
 * others, so that an incremental derivation says what a full one says.
 */

/** Odd readings in a row that can be left out. In longer ones nobody can tell which level is the true one. */
export const longestRun = 96;

/** Runs are looked for from short to long: one is shorter than what stands on either side of it. */
export const runLengths = { before: [2, 8], after: [longestRun] } as const;

/** On the right no more readings than this are asked for: what came last must not reopen what lies long before it. */
export const longestRightSide = 24;

/** A side is looked at a little further than it must be long, as readings in it may be left out already. */
export const sideSlack = 8;

/** Steps around that are asked for what is usual here, and how far they may lie. */
export const usual = { steps: 12, readings: 18 } as const;

/** Two series in turn: readings of one that may follow each other, and the longest stretch that is untangled. */
export const alternation = { inRow: 4, gap: 8, gapReadings: 24, longest: 144 } as const;

const runReach = (length: number): number => 2 * length + sideSlack + usual.readings + 4;
const alternationReach = alternation.longest + 2 * alternation.gapReadings + usual.readings + 4;

/** From one changed reading to the next that is judged otherwise because of it. */
export const farthestAtOnce = Math.max(runReach(longestRun), alternationReach);

/** How many readings on either side can change whether one is left out. */
export const siftReach =
  [...runLengths.before, ...runLengths.after].reduce((sum, length) => sum + runReach(length), 0) + alternationReach;

/** Steps before and after a doubtful one that are asked for their rate, and how many readings away they may lie. */
export const neighbours = { before: 8, after: 3, readingsBefore: 16, readingsAfter: 6 } as const;
/** A climb is compared with falls in this many steps before it. */
export const fallsBehind = { steps: 24, readings: 48 } as const;
/** A register that stood still is followed back this far, and so is what it did before that. */
export const standing = { least: 4, readings: 48 } as const;

/** How far a reading reaches when nothing around it is left out. */
export const stepReach = {
  back: neighbours.readingsAfter + 3,
  ahead: neighbours.readingsBefore + fallsBehind.readings + 10,
} as const;
