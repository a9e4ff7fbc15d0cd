import type { Decision } from '../../domain/metering/decision.ts';
import { isRegisterPoint } from '../../domain/points.ts';
import type { ImportFault, NewDecision } from './port.ts';
import type { MeterRow } from './tables.ts';
import { checkReason, fault, finite, instant, notNegative, oneOf } from './value-check.ts';

const outcomes: readonly string[] = ['confirmed', 'overruled', 'entered'] satisfies NewDecision['outcome'][];

/** What is wrong with decisions before they count, all at once; paths are `decisions[2].change.from`. */
export function checkDecisions(
  decisions: readonly NewDecision[],
  meters: ReadonlyMap<string, Pick<MeterRow, 'virtual'>>,
): ImportFault[] {
  return decisions.flatMap((decision, at) => {
    const path = `decisions[${at}]`;
    return [
      ...checkMeter(decision.meter, meters, `${path}.meter`),
      ...checkReason(decision.reason, `${path}.reason`),
      ...checkOutcome(decision, path),
      ...checkPoint(decision, path),
      ...(decision.change === null ? [] : checkChange(decision.change, `${path}.change`)),
    ];
  });
}

function checkMeter(id: string, meters: ReadonlyMap<string, Pick<MeterRow, 'virtual'>>, path: string): ImportFault[] {
  const meter = meters.get(id);
  if (!meter) return [fault(path, 'unknown-meter', `there is no meter "${id}" in the registry`)];
  if (meter.virtual === null) return [];
  return [fault(path, 'virtual-meter', `"${id}" is computed of other meters; decide of theirs`)];
}

function checkOutcome({ outcome, finding, change }: NewDecision, path: string): ImportFault[] {
  if (!outcomes.includes(outcome))
    return [fault(`${path}.outcome`, 'not-one-of', `must be one of ${outcomes.join(', ')}`)];
  const entered = outcome === 'entered';
  if (entered && finding !== null)
    return [fault(`${path}.finding`, 'not-expected', 'what is entered is of no finding')];
  if (entered && change === null) return [fault(`${path}.change`, 'missing', 'is required of what is entered')];
  if (!entered && finding === null) return [fault(`${path}.finding`, 'missing', `is required of what is ${outcome}`)];
  return [];
}

/** Single readings of any point can be left out; everything else is of registers. */
function checkPoint({ point, change }: NewDecision, path: string): ImportFault[] {
  if (point === '') return [fault(`${path}.point`, 'missing', 'is required')];
  if (change === null) return [];
  if (change.point !== point)
    return [fault(`${path}.change.point`, 'other-point', `must be ${point}, as the decision's`)];
  if (change.kind === 'readings' || isRegisterPoint(point)) return [];
  return [fault(`${path}.point`, 'not-a-register', `"${point}" is instantaneous; a ${change.kind} is of a register`)];
}

function checkChange(change: Decision, path: string): ImportFault[] {
  switch (change.kind) {
    case 'readings':
      return [...checkSpan(change, path, true), ...oneOf(change.as, ['ignored', 'kept'], `${path}.as`)];
    case 'step':
      return [...checkSpan(change, path, false), ...oneOf(change.as, ['used', 'rollover', 'unknown'], `${path}.as`)];
    case 'shape':
      return [...checkSpan(change, path, false), ...checkWeights(change.weights, `${path}.weights`)];
    case 'amount':
      return [...checkSpan(change, path, false), ...notNegative(change.used, `${path}.used`)];
    case 'reading':
      return [...instant(change.at, `${path}.at`), ...finite(change.value, `${path}.value`)];
    case 'swap':
      return [
        ...instant(change.at, `${path}.at`),
        ...finite(change.closing, `${path}.closing`),
        ...finite(change.opening, `${path}.opening`),
      ];
    default:
      return [fault(`${path}.kind`, 'not-one-of', 'is no kind of decision')];
  }
}

/** `single`: both ends may be the same reading. */
function checkSpan({ from, to }: { readonly from: number; readonly to: number }, path: string, single: boolean) {
  const faults = [...instant(from, `${path}.from`), ...instant(to, `${path}.to`)];
  if (faults.length > 0 || from < to || (single && from === to)) return faults;
  return [fault(`${path}.to`, 'ends-before-start', single ? 'must not lie before from' : 'must lie after from')];
}

function checkWeights(weights: readonly number[], path: string): ImportFault[] {
  if (weights.length === 0) return [fault(path, 'empty', 'must have a weight for each quarter hour')];
  return weights.flatMap((weight, at) => notNegative(weight, `${path}[${at}]`)).slice(0, 1);
}
