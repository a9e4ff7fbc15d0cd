import { z } from 'zod';
import { matterSteps, subjectKinds } from '../../../domain/matters/matter.ts';
import { attachmentTypes } from '../../../domain/wire-matters.ts';
import { isoText } from './schemas.ts';

/** What `domain/wire-matters.ts` says in types, for OpenAPI and for the check of answers in tests. */

const count = z.int().nonnegative();
const date = z.iso.date();
export const kindSchema = z.enum(subjectKinds);

export const attachmentSchema = z
  .object({
    id: z.int(),
    name: z.string(),
    type: z.enum(attachmentTypes),
    bytes: count,
    sha256: z.string().length(64),
    by: z.string(),
    at: isoText,
    url: z.string(),
  })
  .meta({ id: 'Attachment' });

export const matterSchema = z
  .object({
    id: z.int(),
    subject: z.object({ kind: kindSchema, id: z.string(), name: z.string() }),
    title: z.string(),
    source: z.string().nullable().describe('What found it; null: a person'),
    standing: z.object({
      state: z.enum(['open', 'answered', 'closed', 'referred']),
      deadline: date.nullable(),
      overdue: z.boolean().describe('The deadline has passed and nobody has answered'),
      refusals: count.describe('How often the re-check found that it was not remedied'),
    }),
    steps: z.array(
      z.object({
        what: z.enum(matterSteps),
        at: isoText,
        by: z.string(),
        text: z.string(),
        deadline: date.nullable().describe('Of opened, refused and extended'),
        attachments: z.array(attachmentSchema),
      }),
    ),
    may: z.array(z.enum(matterSteps)).describe('Steps that the state allows now and that you may take'),
    demo: z.boolean(),
  })
  .meta({ id: 'Matter' });

export const matterPageSchema = z
  .object({
    items: z.array(matterSchema),
    next: z.string().nullable().describe('Cursor of the next page; null = the last'),
    counts: z.object({ open: count.describe('Overdue ones among them'), answered: count, overdue: count }),
  })
  .meta({ id: 'MatterPage' });

const attachments = z.array(z.int().positive()).max(20).optional().describe('Ids, of files of the same subject');

export const newMatterSchema = z.object({
  subject: z.object({ kind: kindSchema, id: z.string().min(1).max(200) }),
  title: z.string().trim().min(1).max(200),
  text: z.string().trim().min(1).max(4000),
  deadline: date.describe(
    'Local date until whose end it must be answered; may have passed, of a notice on paper that is recorded later',
  ),
  attachments,
});

export const newStepSchema = z.object({
  what: z.enum(matterSteps).exclude(['opened']),
  text: z.string().trim().max(4000).describe('May be empty beside attachments, and of closed'),
  deadline: date.nullable().optional().describe('Of refused and extended: today or later'),
  attachments,
});
