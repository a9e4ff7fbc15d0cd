import { z } from 'zod';
import { attachmentTypes } from '../../../domain/wire-matters.ts';
import { mostAttachmentBytes } from '../../../storage/registry/attachments.ts';
import { AttachmentDamaged } from '../../../storage/registry/matter-port.ts';
import { notFound, problem } from '../http/problem.ts';
import { json, route, type Reply } from '../http/route.ts';
import { mayAttach } from '../rights.ts';
import { attachmentSchema, kindSchema } from '../wire/matter-schemas.ts';
import { wireAttachment } from '../wire/wire-matter.ts';
import { isTheirs } from './matters.ts';

const tag = 'matters';
const path = '/api/v1/attachments';

export const attachmentRoutes = [
  route({
    method: 'post',
    path,
    summary:
      'A photo or paper that shows something of a canteen, contract, institution or building; then name it in a step',
    tag,
    query: z.object({
      kind: kindSchema,
      id: z.string().min(1).max(200),
      name: z.string().min(1).max(500).describe('What the file is called'),
    }),
    body: {
      kind: 'bytes',
      types: [...attachmentTypes, 'application/octet-stream'],
      limit: mostAttachmentBytes,
      schema: z.any().describe('JPEG, PNG, WebP or PDF, by its first bytes; at most 10 MB'),
    },
    answers: { 201: { description: 'Kept; the same file once more is the same attachment', schema: attachmentSchema } },
    handle: async ({ viewer, query: { kind, id, name }, body }, house) => {
      const subject = { kind, id };
      if (!mayAttach(viewer, kind)) return problem(403, 'role', `The role ${viewer.role} may not add a file to that.`);
      if (!(await isTheirs(viewer, subject, house))) return notFound(kind, id);
      const kept = await house.registry.attachments.add({ subject, name, content: body }, viewer);
      return json(wireAttachment(kept, house), 201);
    },
  }),
  route({
    method: 'get',
    path: `${path}/{id}`,
    summary: 'The file: photos to be shown in place, PDF to be saved',
    tag,
    params: z.object({ id: z.string().regex(/^\d{1,15}$/) }),
    answers: { 200: { description: 'The file as it was sent', contentType: attachmentTypes } },
    handle: async ({ viewer, params: { id } }, house): Promise<Reply> => {
      const { attachments } = house.registry;
      const attachment = await attachments.one(viewer, Number(id));
      if (attachment === null) return notFound('attachment', id);
      const { name, type } = attachment;
      try {
        const bytes = await attachments.content(attachment);
        return { kind: 'file', type, name, bytes, inline: type.startsWith('image/') };
      } catch (error) {
        if (!(error instanceof AttachmentDamaged)) throw error;
        house.log.error({ err: error, attachment: attachment.id }, 'an attachment is damaged');
        return problem(500, 'attachment-damaged', 'The file is not what was sent: it is not given out.');
      }
    },
  }),
];
