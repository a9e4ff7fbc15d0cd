import type { ApiProblem } from '../../api/problem.ts';
import type { Answer } from '../../api/problem.ts';

/** Asks once; aborted when nobody waits for the answer any more. */
export type Ask<T> = (signal: AbortSignal) => Promise<Answer<T>>;

interface Warming<T> {
  readonly abort: AbortController;
  readonly answer: Promise<Answer<T> | null>;
}

/** Answers that a person may come back to: the range before, the other view. */
const keptAnswers = 24;

/**
 * The answer to what the page asks just now, and the last ones: going back shows them at once, and asks again behind
 * them when they are old. What is on screen stays until its successor is there.
 */
export class KeptAnswer<T> {
  /** Of `key`, or of the key before while the new one is on its way. */
  value: T | null = $state.raw(null);
  /** What `value` answers. */
  key: string | null = $state.raw(null);
  problem: ApiProblem | null = $state.raw(null);
  loading = $state(false);
  readonly #freshMs: number;
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- answers at hand, not shown
  readonly #kept = new Map<string, { readonly value: T; readonly at: number }>();
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- answers on their way, not shown
  readonly #warming = new Map<string, Warming<T>>();
  #wanted: string | null = null;
  #ask: Ask<T> | null = null;
  #abort: AbortController | null = null;

  /** @param freshMs an answer younger than this is not asked for again when a person comes back to it */
  constructor(freshMs = 30_000) {
    this.#freshMs = freshMs;
  }

  show(key: string, ask: Ask<T>): void {
    if (key === this.#wanted) return;
    this.#wanted = key;
    this.#ask = ask;
    const kept = this.#kept.get(key);
    if (kept) this.#take(key, kept.value);
    if (!kept || Date.now() - kept.at > this.#freshMs) void this.again();
    else this.#abort?.abort();
  }

  /** Asks again for what is shown; the old answer stays until then. */
  async again(): Promise<void> {
    const key = this.#wanted;
    if (key === null || this.#ask === null) return;
    this.#abort?.abort();
    const abort = (this.#abort = new AbortController());
    this.loading = true;
    // What is on its way since the pointer came near isn't asked a second time.
    const answer = await (this.#warming.get(key)?.answer ?? this.#answer(this.#ask, abort.signal));
    if (answer === null || abort.signal.aborted) return;
    this.loading = false;
    if (answer.ok) {
      this.#keep(key, answer.value);
      this.#take(key, answer.value);
    } else this.problem = answer.problem;
  }

  /** Asks for what a person is likely to look at next. */
  async warm(key: string, ask: Ask<T>): Promise<void> {
    if (this.#kept.has(key) || this.#warming.has(key) || key === this.#wanted) return;
    const abort = new AbortController();
    const warming = { abort, answer: this.#answer(ask, abort.signal) };
    this.#warming.set(key, warming);
    const answer = await warming.answer;
    this.#warming.delete(key);
    if (answer?.ok && !this.#kept.has(key)) this.#keep(key, answer.value);
  }

  /** Changes what is shown, as live news do. */
  change(to: (value: T) => T): void {
    if (this.value === null || this.key === null) return;
    this.value = to(this.value);
    this.#keep(this.key, this.value);
  }

  stop(): void {
    this.#abort?.abort();
    for (const { abort } of this.#warming.values()) abort.abort();
    this.#wanted = null;
  }

  #take(key: string, value: T): void {
    this.key = key;
    this.value = value;
    this.problem = null;
    this.loading = false;
  }

  #keep(key: string, value: T): void {
    this.#kept.delete(key);
    this.#kept.set(key, { value, at: Date.now() });
    if (this.#kept.size > keptAnswers) this.#kept.delete(this.#kept.keys().next().value!);
  }

  async #answer(ask: Ask<T>, signal: AbortSignal): Promise<Answer<T> | null> {
    try {
      return await ask(signal);
    } catch (error) {
      if (signal.aborted) return null;
      throw error;
    }
  }
}
