import type { Answer, ApiProblem } from '../../api/problem.ts';
import type { PhotoStore } from './photo-store.ts';
import type { Draft, Unsent } from './unsent.ts';

/** `saved`: the server has everything; `waiting`: the line is lost, or the server busy, and it is tried again. */
export type LineState = 'saved' | 'saving' | 'waiting';

/** First pause after a failure, and the longest, ms. */
const firstPauseMs = 2_000;
const longestPauseMs = 60_000;

export interface SenderParts<T> {
  readonly unsent: Unsent;
  readonly photos: PhotoStore;
  readonly upload: (name: string, jpeg: Blob) => Promise<Answer<number>>;
  readonly answer: (draft: Draft) => Promise<Answer<T>>;
  /** The server has an answer: what it says of the whole now. */
  readonly onAnswered: (value: T) => void;
  /** Something of state or drafts changed. */
  readonly onChange: () => void;
  readonly later: (act: () => void, ms: number) => () => void;
}

/** Sends drafts one after the other, their photos first, and tries again while the line is lost. */
export class Sender<T> {
  state: LineState = 'saved';
  /** Why it waits. */
  problem: ApiProblem | null = null;
  readonly #parts: SenderParts<T>;
  #running = false;
  #again = false;
  #pauseMs = firstPauseMs;
  #cancel: () => void = () => {};
  #stopped = false;

  constructor(parts: SenderParts<T>) {
    this.#parts = parts;
  }

  /** Sends what can be sent; called at a change, when the line is back, and by itself after a pause. */
  async flush(): Promise<void> {
    if (this.#stopped) return;
    if (this.#running) {
      this.#again = true;
      return;
    }
    this.#cancel();
    this.#running = true;
    do {
      this.#again = false;
      await this.#all();
    } while (this.#again && !this.#stopped);
    this.#running = false;
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel();
  }

  async #all(): Promise<void> {
    const { unsent } = this.#parts;
    for (let draft = unsent.sendable[0]; draft !== undefined && !this.#stopped; draft = unsent.sendable[0]) {
      this.#tell('saving', null);
      const problem = await this.#one(draft);
      if (problem === null) {
        this.#pauseMs = firstPauseMs;
        continue;
      }
      if (isFinal(problem)) {
        unsent.refuse(draft, problem.code);
        continue;
      }
      this.#tell('waiting', problem);
      const pause = Math.max(this.#pauseMs, (problem.retryAfterSeconds ?? 0) * 1000);
      this.#pauseMs = Math.min(longestPauseMs, this.#pauseMs * 2);
      this.#cancel = this.#parts.later(() => void this.flush(), pause);
      return;
    }
    this.#tell('saved', null);
  }

  /** @returns why it was not sent; null: it was, or a part of it and there is more to do */
  async #one(draft: Draft): Promise<ApiProblem | null> {
    const { unsent, photos, upload, answer, onAnswered } = this.#parts;
    const [photo] = draft.photos;
    if (photo !== undefined) {
      const jpeg = await photos.get(photo.key);
      if (jpeg === null) {
        unsent.dropPhoto(draft, photo.key);
        return null;
      }
      const sent = await upload(photo.name, jpeg);
      if (!sent.ok) return sent.problem;
      unsent.uploaded(draft, photo.key, sent.value);
      await photos.remove(photo.key);
      return null;
    }
    const answered = await answer(draft);
    if (!answered.ok) return answered.problem;
    onAnswered(answered.value);
    unsent.sent(draft);
    return null;
  }

  #tell(state: LineState, problem: ApiProblem | null): void {
    if (this.#stopped) return;
    this.state = state;
    this.problem = problem;
    this.#parts.onChange();
  }
}

/** Asking again changes nothing. A session that ended is no refusal: who signs in again goes on. */
export function isFinal({ status }: Pick<ApiProblem, 'status'>): boolean {
  return status >= 400 && status < 500 && ![401, 408, 425, 429].includes(status);
}
