/**
 * Answers that the server has not confirmed. They are kept in the browser's storage as they are given, so a phone that
 * loses its line in a kitchen, or its battery, loses nothing. One record an evaluation and person.
 */

/** A photo that was taken and not yet sent: its bytes lie in the photo store under `key`. */
export interface UnsentPhoto {
  readonly key: string;
  readonly name: string;
  /** A small picture as a data address, to be shown until the photo is there. */
  readonly thumb: string;
}

export interface Draft {
  readonly item: string;
  /** Two may inspect with one phone. */
  readonly evaluator: string;
  /** null: photos or a note alone; it is sent once a score is given. */
  readonly score: number | null;
  readonly note: string;
  readonly attachments: readonly number[];
  readonly photos: readonly UnsentPhoto[];
  /** Counts the changes, so that an answer on its way does not swallow a later one. */
  readonly revision: number;
  /** The server refused it for good, with its code; a change asks again. */
  readonly refused: string | null;
}

/** Whose answer to what. */
export type Of = Pick<Draft, 'item' | 'evaluator'>;
const same = (a: Of, b: Of) => a.item === b.item && a.evaluator === b.evaluator;

/** Of `localStorage`, what is used. */
export interface Keep {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

const prefix = 'wattsteward.evaluation';
export const keyOf = (evaluation: number, who: string): string => `${prefix}.${evaluation}.${who}`;

export class Unsent {
  readonly #keep: Keep;
  readonly #key: string;
  #drafts: readonly Draft[];

  constructor(keep: Keep, evaluation: number, who: string) {
    this.#keep = keep;
    this.#key = keyOf(evaluation, who);
    this.#drafts = read(keep, this.#key);
  }

  get drafts(): readonly Draft[] {
    return this.#drafts;
  }
  draft(of: Of): Draft | null {
    return this.#drafts.find((one) => same(one, of)) ?? null;
  }
  /** What can be sent: it has a score and was not refused; in the order in which it was given. */
  get sendable(): readonly Draft[] {
    return this.#drafts.filter(({ score, refused }) => score !== null && refused === null);
  }

  /** @returns false when the browser's storage is full or forbidden: it stands on the page only. */
  put(draft: Omit<Draft, 'revision' | 'refused'>): boolean {
    const revision = (this.draft(draft)?.revision ?? 0) + 1;
    return this.#set([...this.#others(draft), { ...draft, revision, refused: null }]);
  }

  /** The server has it. What was changed meanwhile stays. */
  sent(draft: Of & Pick<Draft, 'revision'>): void {
    if (this.draft(draft)?.revision === draft.revision) this.#set(this.#others(draft));
  }

  refuse(asked: Of & Pick<Draft, 'revision'>, code: string): void {
    this.#change(asked, (draft) => (draft.revision === asked.revision ? { ...draft, refused: code } : draft));
  }

  /** A photo is on the server: its number stands in its place. */
  uploaded(of: Of, key: string, attachment: number): void {
    this.#change(of, (draft) => ({
      ...draft,
      photos: draft.photos.filter((photo) => photo.key !== key),
      attachments: [...draft.attachments, attachment],
    }));
  }

  /** A photo that is not to be had any more, or not to be sent. */
  dropPhoto(of: Of, key: string): void {
    this.#change(of, (draft) => ({ ...draft, photos: draft.photos.filter((photo) => photo.key !== key) }));
  }

  clear(): void {
    this.#set([]);
  }

  #others(of: Of): readonly Draft[] {
    return this.#drafts.filter((one) => !same(one, of));
  }
  #change(of: Of, to: (draft: Draft) => Draft): void {
    this.#set(this.#drafts.map((draft) => (same(draft, of) ? to(draft) : draft)));
  }
  #set(drafts: readonly Draft[]): boolean {
    this.#drafts = drafts;
    try {
      if (drafts.length === 0) this.#keep.removeItem(this.#key);
      else this.#keep.setItem(this.#key, JSON.stringify(drafts));
      return true;
    } catch {
      return false;
    }
  }
}

/** Whatever else stands there is of another version, or nobody's: it is not sent. */
function read(keep: Keep, key: string): readonly Draft[] {
  try {
    const found: unknown = JSON.parse(keep.getItem(key) ?? '[]');
    return Array.isArray(found) ? found.filter(isDraft) : [];
  } catch {
    return [];
  }
}
function isDraft(one: unknown): one is Draft {
  const draft = one as Partial<Draft> | null;
  return (
    typeof draft === 'object' &&
    draft !== null &&
    typeof draft.item === 'string' &&
    typeof draft.evaluator === 'string' &&
    (draft.score === null || Number.isFinite(draft.score)) &&
    typeof draft.note === 'string' &&
    Array.isArray(draft.attachments) &&
    Array.isArray(draft.photos) &&
    Number.isInteger(draft.revision)
  );
}
