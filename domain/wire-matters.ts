import type { MatterStanding, MatterStepKind, MatterSubject } from './matters/matter.ts';

/** Matters (问题整改) as they travel. Instants are ISO 8601 with the installation's offset, deadlines local dates. */

export const attachmentTypes = ['image/jpeg', 'image/png', 'image/webp', 'application/pdf'] as const;
export type AttachmentType = (typeof attachmentTypes)[number];

export interface WireAttachment {
  readonly id: number;
  /** As the file was called where it came from. */
  readonly name: string;
  readonly type: AttachmentType;
  readonly bytes: number;
  readonly sha256: string;
  readonly by: string;
  readonly at: string;
  /** `/api/v1/attachments/7`: photos to be shown in place, PDF to be saved. */
  readonly url: string;
}

export interface WireMatterStep {
  readonly what: MatterStepKind;
  readonly at: string;
  readonly by: string;
  readonly text: string;
  /** Of `opened`, `refused` and `extended`. */
  readonly deadline: string | null;
  readonly attachments: readonly WireAttachment[];
}

export interface WireMatter {
  readonly id: number;
  readonly subject: MatterSubject & { readonly name: string };
  readonly title: string;
  /** What found it: `evaluation:12`, `finding:…`; null = a person. */
  readonly source: string | null;
  /** As of today. */
  readonly standing: MatterStanding;
  /** In the order in which they happened; the first one is `opened`. */
  readonly steps: readonly WireMatterStep[];
  /** Steps that the state allows now and that whoever asks may take. */
  readonly may: readonly MatterStepKind[];
  readonly demo: boolean;
}

/**
 * `GET /api/v1/matters?state=&kind=&id=&limit=&cursor=` (overdue first, then by deadline; closed and referred ones last,
 * the newest first; `state`: open, answered, closed, referred, overdue), `/matters/{id}`;
 * `POST /matters` `{subject, title, text, deadline, attachments}`,
 * `POST /matters/{id}/steps` `{what, text, deadline?, attachments}`;
 * `POST /attachments?kind=&id=&name=` with the file's bytes (at most 10 MB) answers a `WireAttachment`.
 */
export interface WireMatterPage {
  readonly items: readonly WireMatter[];
  readonly next: string | null;
  /** Of all that you may see (of that subject when one is asked for). */
  readonly counts: { readonly open: number; readonly answered: number; readonly overdue: number };
}
