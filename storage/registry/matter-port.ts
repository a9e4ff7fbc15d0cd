import type { Matter, MatterStep, MatterSubject } from '../../domain/matters/matter.ts';
import type { Page, PageQuery, Viewer } from './port.ts';

export interface NewMatter {
  readonly subject: MatterSubject;
  readonly title: string;
  readonly text: string;
  readonly deadline: string;
  readonly source: string | null;
  readonly attachments: readonly number[];
}
export interface MatterQuery extends PageQuery {
  readonly kind?: MatterSubject['kind'];
  readonly subject?: MatterSubject;
  readonly state?: 'open' | 'answered' | 'closed' | 'referred' | 'overdue';
  /** Local date of today, for `overdue`. */
  readonly today: string;
}
/** A matter with the name of what it is about. */
export type NamedMatter = Matter & { readonly subjectName: string; readonly demo: boolean };
export type MatterChange = 'done' | 'unknown' | 'refused';
export interface MatterCounts {
  /** Overdue ones among them. */
  readonly open: number;
  readonly answered: number;
  readonly overdue: number;
}

/** Matters and their steps: append-only, in the audit, visible with their subject. Rights to write are the caller's to check. */
export interface Matters {
  /** Overdue first, then by deadline; closed ones last, the newest first. */
  page(viewer: Viewer, query: MatterQuery): Promise<Page<NamedMatter>>;
  one(viewer: Viewer, id: number): Promise<NamedMatter | null>;
  counts(viewer: Viewer, query: Pick<MatterQuery, 'kind' | 'subject' | 'today'>): Promise<MatterCounts>;
  /** What a matter may be about, when the viewer may see it. */
  subject(viewer: Viewer, subject: MatterSubject): Promise<{ readonly name: string; readonly demo: boolean } | null>;
  /** Of these subjects, for lists and bulletins. */
  of(kind: MatterSubject['kind'], ids: readonly string[]): Promise<readonly Matter[]>;
  /** All or none, in one transaction. @returns their ids. */
  open(matters: readonly NewMatter[], by: Viewer): Promise<readonly number[]>;
  /** `refused`: the matter's state does not allow that step (domain/matters). */
  step(id: number, step: Omit<MatterStep, 'at' | 'by'>, by: Viewer): Promise<MatterChange>;
}

export interface Attachment {
  readonly id: number;
  readonly subject: MatterSubject;
  readonly name: string;
  readonly type: 'image/jpeg' | 'image/png' | 'image/webp' | 'application/pdf';
  readonly bytes: number;
  readonly sha256: string;
  readonly by: string;
  readonly at: number;
}

/**
 * Files beside the register, named by their hash; visible with their subject. Nothing is taken back. What a file is its
 * first bytes tell (`domain/matters/file-type.ts`).
 */
export interface Attachments {
  /** `type`: what the caller takes it for; another one than it is refuses it. */
  add(
    file: Pick<Attachment, 'subject' | 'name'> & { readonly type?: Attachment['type']; readonly content: Uint8Array },
    by: Viewer,
  ): Promise<Attachment>;
  one(viewer: Viewer, id: number): Promise<Attachment | null>;
  /** By id; of rows that the viewer sees already. */
  several(ids: readonly number[]): Promise<ReadonlyMap<number, Attachment>>;
  /** The file itself; throws (`AttachmentDamaged`) when its bytes are not those of the hash. */
  content(attachment: Attachment): Promise<Uint8Array>;
  /** Every one, for those who verify; ascending by id. */
  all(): AsyncIterable<Attachment>;
}

/** A file is not what it was when it was kept, or gone: nobody may take it for evidence. */
export class AttachmentDamaged extends Error {
  constructor(sha256: string, cause?: unknown) {
    super(`the kept file ${sha256} is ${cause === undefined ? 'not what it was' : 'not there'}`, { cause });
    this.name = 'AttachmentDamaged';
  }
}
