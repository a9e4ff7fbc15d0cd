import { AttachmentDamaged } from '../../../storage/registry/matter-port.ts';
import type { ToldHashes } from './told-hashes.ts';
import type { Check, Findings, Verified } from './verification.ts';

/** Every kept file against the hash under which it was taken. */
export async function checkAttachments(
  { registry: { attachments } }: Pick<Verified, 'registry'>,
  told: ToldHashes,
  findings: Findings,
): Promise<Check> {
  let checked = 0;
  for await (const attachment of attachments.all()) {
    const { id, name, subject, sha256 } = attachment;
    const where = `attachment #${id} ${name} of ${subject.kind} ${subject.id}`;
    if (!(await told.has(sha256)))
      findings.damage('not-in-audit', where, `the audit tells of no file with the hash ${sha256}`);
    try {
      await attachments.content(attachment);
    } catch (error) {
      // It may have left with the demo since it was listed.
      if ((await attachments.several([id])).size === 0) continue;
      if (!(error instanceof AttachmentDamaged)) findings.damage('unreadable', where, (error as Error).message);
      else if (error.cause !== undefined) findings.damage('missing', where, `the file attachments/${sha256} is gone`);
      else findings.damage('changed', where, `the bytes of attachments/${sha256} are not those of its hash`);
    }
    findings.progress(++checked);
  }
  return { checked };
}
