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
  readonly subject?: MatterSubject;
  readonly state?: 'open' | 'answered' | 'closed' | 'referred' | 'overdue';
  /** Local date of today, for `overdue`. */
  readonly today: string;
}
/** A matter with the name of what it is about. */
export type NamedMatter = Matter & { readonly subjectName: string; readonly demo: boolean };
export type MatterChange = 'done' | 'unknown' | 'refused';

/** Matters and their steps: append-only, in the audit, visible with their subject. Rights to write are the caller's to check. */
export interface Matters {
  /** Overdue first, then by deadline; closed ones last, the newest first. */
  page(viewer: Viewer, query: MatterQuery): Promise<Page<NamedMatter>>;
  one(viewer: Viewer, id: number): Promise<NamedMatter | null>;
  /** Of these subjects, for lists and bulletins. */
  of(kind: MatterSubject['kind'], ids: readonly string[]): Promise<readonly Matter[]>;
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

/** Files beside the register, named by their hash; visible with their subject. Nothing is taken back. */
export interface Attachments {
  add(
    file: Pick<Attachment, 'subject' | 'name' | 'type'> & { readonly content: Uint8Array },
    by: Viewer,
  ): Promise<Attachment>;
  one(viewer: Viewer, id: number): Promise<Attachment | null>;
  /** The file itself; throws when its bytes are not those of the hash. */
  content(attachment: Attachment): Promise<Uint8Array>;
}
