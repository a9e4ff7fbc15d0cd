import type { Decision } from '../../../domain/metering/decision.ts';
import { rulesOfPoint } from '../../../domain/metering/point-rules.ts';
import { isRegisterPoint } from '../../../domain/points.ts';
import type { VerdictChoice } from '../../../domain/wire-quality.ts';
import type { StoredFinding } from '../../../storage/series/port.ts';
import type { House } from '../house.ts';
import { instant } from '../http/instant.ts';
import { isProblem, problem, type Fault, type Problem } from '../http/problem.ts';
import { choicesOf } from './choices.ts';
import { profileOf } from './profile.ts';
import { caughtUp, falseLevel } from './spread.ts';

export type Sources = Pick<House, 'store' | 'registry' | 'calendar' | 'intervals' | 'timezone' | 'now'>;

/** What was chosen of one verdict, as it was sent. */
export interface Chosen {
  readonly choice: VerdictChoice;
  readonly closing?: number | undefined;
  readonly opening?: number | undefined;
  readonly at?: string | undefined;
  readonly amount?: number | undefined;
}

/** What the calculation is told; null = nothing, it is as the rule says. */
type Change = { readonly change: Decision | null };

/** Turns a choice into what the calculation is told. Problems name the field, or say why it can't be. */
export async function changeFor(finding: StoredFinding, chosen: Chosen, sources: Sources): Promise<Change | Problem> {
  const { point, from, to } = finding;
  const rules = sources.registry.directory.meter(finding.meter)?.rules;
  const digits = rules === undefined ? undefined : rulesOfPoint(rules, point).digits;
  const choices = choicesOf(finding, { digits, isRegister: isRegisterPoint(point) });
  if (!choices.includes(chosen.choice)) {
    const message = `of a ${finding.rule} can be decided: ${choices.join(', ')}`;
    return faulty([{ path: 'choice', code: 'not-a-choice', message }]);
  }
  switch (chosen.choice) {
    case 'confirm':
      return finding.evidence['proposed'] === true && hasReadings(chosen)
        ? swap(finding, chosen, sources)
        : { change: null };
    case 'swap':
      return swap(finding, chosen, sources);
    case 'keep':
      return { change: { kind: 'readings', point, from, to, as: 'kept' } };
    case 'ignore': {
      if (finding.rule === 'false-level') {
        const level = await falseLevel(finding, sources);
        return isProblem(level) ? level : { change: { kind: 'readings', point, ...level, as: 'ignored' } };
      }
      // What stands on the first and last edge of the days is kept, so that the energy over them is.
      return { change: { kind: 'readings', point, from: from + 1, to: to - 1, as: 'ignored' } };
    }
    case 'used':
    case 'rollover':
      return { change: { kind: 'step', point, from, to, as: chosen.choice } };
    case 'unknown': {
      const step = finding.rule === 'catch-up' ? await caughtUp(finding, sources) : { from, to };
      if (isProblem(step)) return step;
      return { change: { kind: 'step', point, from: step.from, to: step.to, as: 'unknown' } };
    }
    case 'spread': {
      const step = await caughtUp(finding, sources);
      if (isProblem(step)) return step;
      const { firstStill, from: lastStill } = step;
      return { change: { kind: 'readings', point, from: firstStill, to: lastStill, as: 'ignored' } };
    }
    case 'amount':
      if (chosen.amount === undefined) return faulty([required('amount', 'what was used in the verdict’s span')]);
      if (chosen.amount < 0) {
        return faulty([{ path: 'amount', code: 'negative', message: 'must not be below 0' }]);
      }
      return { change: { kind: 'amount', point, from, to, used: chosen.amount } };
    case 'profile': {
      const weights = await profileOf(finding, sources);
      return isProblem(weights) ? weights : { change: { kind: 'shape', point, from, to, weights } };
    }
  }
}

/** A swap that nobody read the meters at may still be one: what was used across it stays unknown. */
const hasReadings = ({ closing, opening, at }: Chosen): boolean =>
  closing !== undefined || opening !== undefined || at !== undefined;

/** By the readings at the change, which somebody read off the meters: what the register sent last is only near them. */
function swap(
  { point, from, to, before, after, evidence }: StoredFinding,
  { at, closing, opening }: Chosen,
  { calendar }: Sources,
): Change | Problem {
  const faults: Fault[] = [];
  if (closing === undefined) faults.push(required('closing', 'the last reading of the old meter'));
  else if (before !== null && closing < before) {
    faults.push({ path: 'closing', code: 'below-last-reading', message: `lies below the last reading, ${before}` });
  }
  if (opening === undefined) faults.push(required('opening', 'the first reading of the new meter'));
  else if (after !== null && opening > after) {
    faults.push({ path: 'opening', code: 'above-next-reading', message: `lies above the next reading, ${after}` });
  }
  const announcedAt = evidence['swapAt'];
  const usual = typeof announcedAt === 'number' ? announcedAt : to;
  const when = at === undefined ? usual : instant('at', at, calendar);
  if (isProblem(when)) faults.push({ path: 'at', code: 'not-an-instant', message: `${at} is no instant` });
  else if (when < from || when > to) {
    const message = `lies not between the readings of ${calendar.iso(from)} and ${calendar.iso(to)}`;
    faults.push({ path: 'at', code: 'outside', message });
  }
  if (faults.length > 0 || closing === undefined || opening === undefined || isProblem(when)) return faulty(faults);
  return { change: { kind: 'swap', point, at: when, closing, opening } };
}

const required = (path: string, what: string): Fault => ({ path, code: 'missing', message: `is required: ${what}` });

export const faulty = (errors: readonly Fault[]): Problem =>
  problem(422, 'invalid-decision', errors.map(({ path, message }) => `${path} ${message}`).join('; '), { errors });
