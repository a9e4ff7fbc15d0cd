import { matterSteps } from '../../../domain/matters/matter.ts';
import { mayStep, standingOf } from '../../../domain/matters/standing.ts';
import type { WireAttachment, WireMatter } from '../../../domain/wire-matters.ts';
import type { Attachment, NamedMatter } from '../../../storage/registry/matter-port.ts';
import type { Viewer } from '../../../storage/registry/port.ts';
import type { House } from '../house.ts';
import { mayTakeStep } from '../rights.ts';

type Sources = Pick<House, 'calendar' | 'registry' | 'now'>;

/** Local date of today. */
export const todayOf = ({ calendar, now }: Pick<House, 'calendar' | 'now'>): string => calendar.iso(now()).slice(0, 10);

/** Matters as they travel, with what whoever asks may do about them. */
export async function wireMatters(
  matters: readonly NamedMatter[],
  viewer: Viewer,
  house: Sources,
): Promise<WireMatter[]> {
  const ids = matters.flatMap(({ steps }) => steps.flatMap((step) => step.attachments));
  const attachments = await house.registry.attachments.several([...new Set(ids)]);
  const today = todayOf(house);
  return matters.map((matter) => ({
    id: matter.id,
    subject: { ...matter.subject, name: matter.subjectName },
    title: matter.title,
    source: matter.source,
    standing: standingOf(matter, today),
    steps: matter.steps.map((step) => ({
      ...step,
      at: house.calendar.iso(step.at),
      attachments: step.attachments.flatMap((id) => {
        const attachment = attachments.get(id);
        return attachment === undefined ? [] : [wireAttachment(attachment, house)];
      }),
    })),
    may: matterSteps.filter((what) => mayStep(matter, what) && mayTakeStep(viewer, what, matter.subject.kind)),
    demo: matter.demo,
  }));
}

export function wireAttachment(
  { id, name, type, bytes, sha256, by, at }: Attachment,
  { calendar }: Pick<House, 'calendar'>,
): WireAttachment {
  return { id, name, type, bytes, sha256, by, at: calendar.iso(at), url: `/api/v1/attachments/${id}` };
}
