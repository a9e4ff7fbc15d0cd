import type { Answer, ApiProblem } from '../../../api/problem.ts';
import { session } from '../../../api/session.svelte.ts';

/** A question to the server: what makes it the same question, and how it is asked. */
export interface Question<T> {
  readonly key: string;
  readonly ask: () => Promise<Answer<T>>;
  /** Its period is over: the answer changes only when the past is derived again. */
  readonly past: boolean;
}

interface Held {
  readonly answer: Promise<Answer<unknown>>;
  /** Set when it came. */
  value: unknown;
  /** When it was asked, epoch ms. */
  readonly at: number;
}

/** Switching back and forth between periods shows what was read before at once, and asks again behind it. */
const held = new Map<string, Held>();
const mostHeld = 60;
const freshMs = { running: 15_000, past: 300_000 };

// Another person at the same screen sees none of it.
const nameOf = (question: Question<unknown>) => `${session.who?.username ?? ''} ${question.key}`;

function fresh(entry: Held | undefined, { past }: Question<unknown>): entry is Held {
  return entry !== undefined && Date.now() - entry.at < (past ? freshMs.past : freshMs.running);
}

function ask<T>(question: Question<T>, anew = false): Promise<Answer<T>> {
  const name = nameOf(question);
  const known = held.get(name);
  if (!anew && fresh(known, question)) return known.answer as Promise<Answer<T>>;
  const answer = question.ask();
  const entry: Held = { answer, value: known?.value, at: Date.now() };
  held.delete(name);
  held.set(name, entry);
  for (const oldest of held.keys()) {
    if (held.size <= mostHeld) break;
    held.delete(oldest);
  }
  void answer.then(
    (found) => {
      if (found.ok) entry.value = found.value;
      // A failure is asked again at the next look.
      else if (held.get(name) === entry) held.delete(name);
    },
    () => held.delete(name),
  );
  return answer;
}

/** Reads what will probably be looked at next, before the finger is up. */
export function ahead(...questions: readonly Question<unknown>[]): void {
  for (const question of questions) void ask(question);
}

/** The answer to the question on screen; the one before stays until it is there. */
export class Kept<T> {
  value: T | null = $state.raw(null);
  /** Of what `value` is the answer. */
  key: string | null = $state(null);
  problem: ApiProblem | null = $state.raw(null);
  #question: Question<T> | null = null;

  show(question: Question<T> | null): void {
    if (question?.key === this.#question?.key) return;
    this.#question = question;
    this.problem = null;
    if (question === null) {
      this.value = null;
      this.key = null;
      return;
    }
    const known = held.get(nameOf(question));
    if (known?.value !== undefined) this.#take(question, known.value as T);
    void this.#load(question, false);
  }

  /** Asks again; what is shown stays until then. */
  async again(): Promise<void> {
    if (this.#question !== null) await this.#load(this.#question, true);
  }

  async #load(question: Question<T>, anew: boolean): Promise<void> {
    const answer = await ask(question, anew);
    if (question.key !== this.#question?.key) return;
    if (answer.ok) this.#take(question, answer.value);
    else this.problem = answer.problem;
  }

  #take(question: Question<T>, value: T): void {
    this.value = value;
    this.key = question.key;
    this.problem = null;
  }
}
