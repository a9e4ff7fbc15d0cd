import { matterSteps, type MatterStep, type MatterSubject } from '../../domain/matters/matter.ts';
import { withDeadline } from '../../domain/matters/standing.ts';
import type { Attachment, NewMatter } from './matter-port.ts';
import type { ImportFault } from './port.ts';
import { atMost, fault, localDate, oneOf, words } from './value-check.ts';

const longestTitle = 200;
const longestText = 4000;
const longestSource = 200;
const mostAttachments = 20;

export type FoundAttachments = ReadonlyMap<number, Attachment>;

/** What is wrong with a new matter, beside what it is about. */
export function checkMatter(matter: NewMatter, found: FoundAttachments, path: string): ImportFault[] {
  const { subject, title, text, deadline, source, attachments } = matter;
  return [
    ...words(title, longestTitle, `${path}.title`),
    ...words(text, longestText, `${path}.text`),
    ...localDate(deadline, `${path}.deadline`),
    ...(source === null ? [] : words(source, longestSource, `${path}.source`)),
    ...checkAttachments(attachments, subject, found, `${path}.attachments`),
  ];
}

/** Whether the state allows it is another question. */
export function checkStep(step: Omit<MatterStep, 'at' | 'by'>, about: MatterSubject, found: FoundAttachments) {
  const { what, text, deadline, attachments } = step;
  // A photo says it too, and whoever closes agrees with what was answered.
  const mayBeSilent = attachments.length > 0 || what === 'closed';
  return [
    ...oneOf(what, matterSteps, 'what'),
    ...(mayBeSilent ? atMost(text, longestText, 'text') : words(text, longestText, 'text')),
    ...checkDeadline(what, deadline),
    ...checkAttachments(attachments, about, found, 'attachments'),
  ];
}

function checkDeadline(what: MatterStep['what'], deadline: string | null): ImportFault[] {
  if (!withDeadline.has(what)) {
    return deadline === null ? [] : [fault('deadline', 'not-expected', `is of no step "${what}"`)];
  }
  return deadline === null ? [fault('deadline', 'missing', 'is required')] : localDate(deadline, 'deadline');
}

export function checkAttachments(ids: readonly number[], about: MatterSubject, found: FoundAttachments, path: string) {
  if (ids.length > mostAttachments) return [fault(path, 'too-many', `must be at most ${mostAttachments}`)];
  return ids.flatMap((id, at) => {
    const subject = found.get(id)?.subject;
    // Of whom another one is tells nobody.
    if (subject?.kind === about.kind && subject.id === about.id) return [];
    return [fault(`${path}[${at}]`, 'unknown-attachment', `there is no attachment ${id} of this ${about.kind}`)];
  });
}
