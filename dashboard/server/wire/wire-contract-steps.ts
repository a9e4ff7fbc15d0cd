import { entrySteps, mayStep, stateOf, type EntryStep, type EntryStepKind } from '../../../domain/contract/steps.ts';
import type { WireContractEntry, WireStep } from '../../../domain/wire-contracts.ts';
import type { Attachment } from '../../../storage/registry/matter-port.ts';
import type { ContractEntry } from '../../../storage/registry/contract-port.ts';
import type { Viewer } from '../../../storage/registry/port.ts';
import type { House } from '../house.ts';
import { sideOf } from '../rights.ts';
import { wireAttachment } from './wire-matter.ts';

type Sources = Pick<House, 'registry' | 'calendar'>;
type Kind = Parameters<typeof mayStep>[0];

/** Steps that the state allows and that whoever asks may take, by the side that they stand on. */
export function stepsAllowed(kind: Kind, steps: readonly EntryStep[], viewer: Viewer): EntryStepKind[] {
  const side = sideOf(viewer);
  return side === null ? [] : entrySteps.filter((what) => mayStep(kind, steps, what, side));
}

export async function wireEntries(
  entries: readonly ContractEntry[],
  viewer: Viewer,
  house: Sources,
): Promise<WireContractEntry[]> {
  const files = await filesOf(
    entries.flatMap(({ steps }) => steps),
    house,
  );
  return entries.map(({ id, body, reason, steps }) => ({
    ...{ id, body, reason },
    state: stateOf(steps),
    steps: steps.map((step) => stepOf(step, files, house)),
    may: stepsAllowed(body.kind, steps, viewer),
  }));
}

export async function wireSteps(steps: readonly EntryStep[], house: Sources): Promise<WireStep[]> {
  const files = await filesOf(steps, house);
  return steps.map((step) => stepOf(step, files, house));
}

function filesOf(steps: readonly EntryStep[], { registry }: Sources): Promise<ReadonlyMap<number, Attachment>> {
  return registry.attachments.several([...new Set(steps.flatMap(({ attachments }) => attachments))]);
}

function stepOf(step: EntryStep, files: ReadonlyMap<number, Attachment>, house: Sources): WireStep {
  return {
    ...{ what: step.what, side: step.side, by: step.by, text: step.text },
    at: house.calendar.iso(step.at),
    attachments: step.attachments.flatMap((id) => {
      const file = files.get(id);
      return file === undefined ? [] : [wireAttachment(file, house)];
    }),
  };
}
