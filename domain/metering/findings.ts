import type { CatchUp } from './catch-up.ts';
import { difference } from './decimal.ts';
import type { Evidence, Finding } from './finding.ts';
import type { PlacedSwap, ReadSwap } from './placed-swaps.ts';
import { isResolved, type StepVerdict, type Stretch } from './verdict.ts';

/** Verdicts as they are stored and listed. */

/** A rate or a limit that was taken from rates, as a person reads it. */
const legible = (value: number): number => Number(value.toPrecision(9));

export function findingOfStep(stretch: Stretch, verdict: Exclude<StepVerdict, { rule: 'normal' }>): Finding {
  const effect = isResolved(verdict) ? 'judged' : 'unknown';
  return { rule: verdict.rule, effect, ...stretch, evidence: evidenceOf(stretch, verdict) };
}

function evidenceOf({ before, after }: Stretch, verdict: Exclude<StepVerdict, { rule: 'normal' }>): Evidence {
  switch (verdict.rule) {
    case 'gap':
      return { elapsedMs: verdict.elapsedMs, used: difference(after, before) };
    case 'rollover': {
      const { digits, used, limit, limitFrom } = verdict;
      return { digits, used, limit: legible(limit), limitFrom };
    }
    case 'reset':
      return verdict.rollover === undefined ? {} : { ...verdict.rollover, limit: legible(verdict.rollover.limit) };
    case 'swap':
      return {
        proposed: true,
        closing: before,
        opening: after,
        limit: legible(verdict.limit),
        ...(verdict.silentMs !== undefined && { silentMs: verdict.silentMs }),
      };
    case 'impossible':
      return { used: verdict.used, limit: legible(verdict.limit), limitFrom: 'max-per-hour' };
    case 'false-level':
      return {
        used: verdict.used,
        limit: legible(verdict.limit),
        limitFrom: 'neighbouring-rates',
        because: verdict.because,
      };
  }
}

export function findingOfSwap(stretch: Stretch, swap: ReadSwap<PlacedSwap>): Finding {
  const moved = swap.announcedAt !== swap.at && { announcedAt: swap.announcedAt };
  return { rule: 'swap', effect: 'judged', ...stretch, evidence: { ...toldOf(swap), swapAt: swap.at, ...moved } };
}

/** Nothing that the register did around that time goes with the readings that were written down. */
export function findingOfUnfitSwap(stretch: Stretch, swap: ReadSwap<PlacedSwap>): Finding {
  const evidence = { ...toldOf(swap), swapAt: swap.announcedAt, fits: false };
  return { rule: 'swap', effect: 'unknown', ...stretch, evidence };
}

function toldOf({ closing, opening, decided }: ReadSwap<PlacedSwap>): Evidence {
  return { announced: true, decided: decided !== undefined, closing, opening };
}

const hourMs = 3_600_000;

export function findingOfCatchUp(stretch: Stretch, { stillFrom, further, steps, rate, largest }: CatchUp): Finding {
  const evidence = {
    used: difference(stretch.after, stretch.before),
    stillFromAt: stillFrom,
    stillLonger: further,
    stillSteps: steps,
    meanPerHour: legible(rate * hourMs),
    usualPerHour: legible(largest * hourMs),
  };
  return { rule: 'catch-up', effect: 'flagged', ...stretch, evidence };
}
