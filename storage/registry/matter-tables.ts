import type { Generated } from 'kysely';

/** What a matter or a file is about: an id of the table of that kind. */
export interface SubjectColumns {
  subject_kind: string;
  subject: string;
}

/** `state`, `deadline` and `ended_at` are what its steps come to, for lists; the rest is never changed. */
export interface MatterRow extends SubjectColumns {
  id: Generated<number>;
  title: string;
  source: string | null;
  state: string;
  /** Local date. */
  deadline: string;
  /** Closed or referred, ms UTC. */
  ended_at: number | null;
}
/** Never changed. */
export interface MatterStepRow {
  id: Generated<number>;
  matter: number;
  what: string;
  at: number;
  by_whom: string;
  text: string;
  deadline: string | null;
  /** JSON: ids. */
  attachments: string;
}
/** A file beside the register, named by its hash. Never changed. */
export interface AttachmentRow extends SubjectColumns {
  id: Generated<number>;
  name: string;
  type: string;
  bytes: number;
  sha256: string;
  made_by: string;
  made_at: number;
}

export interface MatterTables {
  matters: MatterRow;
  matter_steps: MatterStepRow;
  attachments: AttachmentRow;
}
