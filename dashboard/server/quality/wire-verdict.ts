import type { Evidence, Finding } from '../../../domain/metering/finding.ts';
import { rulesOfPoint } from '../../../domain/metering/point-rules.ts';
import { isRegisterPoint } from '../../../domain/points.ts';
import type { LocalCalendar } from '../../../domain/time/calendar.ts';
import {
  verdictChoices,
  type VerdictChoice,
  type WireDecision,
  type WireVerdict,
} from '../../../domain/wire-quality.ts';
import type { DecisionRecord, MeterWithPlace } from '../../../storage/registry/port.ts';
import type { StoredFinding } from '../../../storage/series/port.ts';
import type { House } from '../house.ts';
import { unitFor } from '../wire/meter.ts';
import { choicesOf } from './choices.ts';
import { verdictId } from './verdict-key.ts';

type Sources = Pick<House, 'registry' | 'calendar'>;

/** A finding as it travels, with what was decided of it. */
export function wireVerdict(
  finding: StoredFinding,
  decision: DecisionRecord | null,
  meter: MeterWithPlace,
  { registry, calendar }: Sources,
): WireVerdict {
  const rules = registry.directory.meter(finding.meter)?.rules;
  const digits = rules === undefined ? undefined : rulesOfPoint(rules, finding.point).digits;
  const isRegister = isRegisterPoint(finding.point);
  return {
    ...bareVerdict(finding, meter, calendar),
    // What was decided is undone first.
    choices: decision === null ? choicesOf(finding, { digits, isRegister }) : [],
    state: decision === null ? 'open' : decision.outcome === 'confirmed' ? 'confirmed' : 'overruled',
    decision: decision === null ? null : wireDecision(decision, meter, calendar),
  };
}

export function wireDecision(record: DecisionRecord, meter: MeterWithPlace, calendar: LocalCalendar): WireDecision {
  const { id, outcome, choice, change, finding, reason, by, at, batch, undone } = record;
  return {
    id,
    meter: record.meter,
    outcome,
    choice: (verdictChoices as readonly (string | null)[]).includes(choice) ? (choice as VerdictChoice) : null,
    change,
    verdict:
      finding === null ? null : bareVerdict({ ...finding, meter: record.meter, point: record.point }, meter, calendar),
    reason,
    by,
    at: calendar.iso(at),
    batch,
    undone: undone === null ? null : { ...undone, at: calendar.iso(undone.at) },
  };
}

function bareVerdict(
  finding: StoredFinding,
  { building, buildingName, carrier, register }: MeterWithPlace,
  calendar: LocalCalendar,
): NonNullable<WireDecision['verdict']> {
  const { meter, point, rule, effect, from, to, before, after, evidence } = finding;
  return {
    id: verdictId(finding),
    meter,
    building,
    buildingName,
    carrier,
    point,
    unit: unitFor(point, register),
    rule,
    effect,
    from: calendar.iso(from),
    to: calendar.iso(to),
    before,
    after,
    evidence: evidenceInIso(evidence, calendar),
  };
}

/** Instants have names that end in `At`. */
function evidenceInIso(evidence: Evidence, calendar: LocalCalendar): Evidence {
  const isInstant = (name: string, value: Evidence[string]): value is number =>
    name.endsWith('At') && typeof value === 'number';
  return Object.fromEntries(
    Object.entries(evidence).map(([name, value]) => [name, isInstant(name, value) ? calendar.iso(value) : value]),
  );
}

export const copyOf = ({ meter, point }: DecisionRecord, finding: Finding): StoredFinding => ({
  ...finding,
  meter,
  point,
});
