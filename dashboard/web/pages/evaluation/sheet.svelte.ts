import * as calls from '../../api/evaluation.ts';
import * as matters from '../../api/matters.ts';
import type { ApiProblem } from '../../api/problem.ts';
import type { WireEvaluation } from '../../../../domain/wire-evaluation.ts';
import type { WireAttachment } from '../../../../domain/wire-matters.ts';
import { BrowserPhotos } from './photo-store.ts';
import { shrink } from './photo.ts';
import { answerOf } from './running.ts';
import { Sender, type LineState } from './sender.ts';
import { Unsent, type Draft, type Of } from './unsent.ts';

/** Papers and pictures that the server takes, in bytes. */
const mostBytes = 10_000_000;

/** A score sheet while it is filled in: what the server has, what was given here, and how the line is. */
export class SheetStore {
  sheet: WireEvaluation | null = $state.raw(null);
  problem: ApiProblem | null = $state.raw(null);
  drafts: readonly Draft[] = $state.raw([]);
  line: LineState = $state('saved');
  lineProblem: ApiProblem | null = $state.raw(null);
  /** Something was sent since the page was opened. */
  sentSome = $state(false);
  /** The browser's storage takes no more. */
  full = $state(false);
  /** Files on the server, as far as this page knows them. */
  files: readonly WireAttachment[] = $state.raw([]);

  readonly #id: number;
  /** For whom answers are given: who signed in, or a second inspector with the same phone. */
  evaluator: string = $state('');
  readonly #photos = new BrowserPhotos();
  readonly #unsent: Unsent;
  readonly #sender: Sender<WireEvaluation>;
  readonly #abort = new AbortController();
  readonly #back = () => void this.flush();

  constructor(id: number, who: string) {
    this.#id = id;
    this.evaluator = who;
    this.#unsent = new Unsent(localStorage, id, who);
    this.drafts = this.#unsent.drafts;
    this.#sender = new Sender<WireEvaluation>({
      unsent: this.#unsent,
      photos: this.#photos,
      upload: (name, jpeg) => this.#upload(name, jpeg),
      answer: async ({ item, evaluator, score, note, attachments }) => {
        const given = { item, score: score!, note: note.trim(), attachments };
        const answer = await calls.answer(id, evaluator === who ? null : evaluator, [given]);
        // Somebody submitted it meanwhile.
        if (!answer.ok && answer.problem.status === 409) void this.load();
        return answer;
      },
      onAnswered: (sheet) => {
        this.sentSome = true;
        this.#take(sheet);
      },
      onChange: () => this.#look(),
      later: (act, ms) => {
        const timer = setTimeout(act, ms);
        return () => clearTimeout(timer);
      },
    });
  }

  start(): () => void {
    addEventListener('online', this.#back);
    void this.load();
    return () => {
      removeEventListener('online', this.#back);
      this.#abort.abort();
      this.#sender.stop();
    };
  }

  async load(): Promise<void> {
    try {
      const answer = await calls.evaluation(this.#id, this.#abort.signal);
      this.problem = answer.ok ? null : answer.problem;
      if (!answer.ok) return;
      this.#take(answer.value);
      // What was given before the page was left. Once it is submitted nothing counts any more, and that is told.
      if (answer.value.submitted === null) await this.flush();
    } catch (error) {
      if (!this.#abort.signal.aborted) throw error;
    }
  }

  flush = (): Promise<void> => this.#sender.flush();
  /** What was given too late and read by a person. */
  forget(): void {
    this.#unsent.clear();
    this.#look();
  }
  draft = (item: string): Draft | null =>
    this.drafts.find((one) => one.item === item && one.evaluator === this.evaluator) ?? null;

  give(item: string, score: number): void {
    this.#put(item, { score });
  }
  /** Kept at each letter, sent when the field is left. */
  note(item: string, note: string, done: boolean): void {
    this.#put(item, { note }, done);
  }
  /** @returns false when the file cannot be used */
  async add(item: string, file: File): Promise<boolean> {
    const photo = file.type === 'application/pdf' ? null : await shrink(file);
    if (photo === null && (file.type !== 'application/pdf' || file.size > mostBytes)) return false;
    const key = `${this.#id}:${item}:${Date.now().toString(36)}${Math.random().toString(36).slice(2, 8)}`;
    await this.#photos.put(key, photo?.jpeg ?? file);
    const taken = { key, name: photo?.name ?? file.name.slice(-100), thumb: photo?.thumb ?? '' };
    this.#put(item, { photos: [...this.#current(item).photos, taken] });
    return true;
  }
  drop(item: string, photo: string | number): void {
    const { photos, attachments } = this.#current(item);
    if (typeof photo === 'string') void this.#photos.remove(photo);
    this.#put(item, {
      photos: photos.filter(({ key }) => key !== photo),
      attachments: attachments.filter((id) => id !== photo),
    });
  }

  /** @returns why it was not done; null = it is */
  async submit(force: boolean): Promise<ApiProblem | null> {
    const answer = await calls.submit(this.#id, force);
    if (!answer.ok) return answer.problem;
    this.#take(answer.value);
    return null;
  }

  #current(item: string): Omit<Draft, 'revision' | 'refused'> {
    const of: Of = { item, evaluator: this.evaluator };
    const draft = this.#unsent.draft(of);
    if (draft !== null) return draft;
    const found = this.sheet?.items.find(({ id }) => id === item);
    const mine = found === undefined ? null : answerOf(found, this.evaluator);
    const attachments = mine?.attachments.map(({ id }) => id) ?? [];
    return { ...of, score: mine?.score ?? null, note: mine?.note ?? '', attachments, photos: [] };
  }
  #put(item: string, change: Partial<Draft>, send = true): void {
    const { evaluator, score, note, attachments, photos } = this.#current(item);
    this.full = !this.#unsent.put({ item, evaluator, score, note, attachments, photos, ...change });
    this.#look();
    if (send) void this.flush();
  }
  #take(sheet: WireEvaluation): void {
    this.sheet = sheet;
    const known = sheet.items.flatMap(({ answers }) => answers.flatMap(({ attachments }) => attachments));
    this.#know(known);
  }
  async #upload(name: string, bytes: Blob) {
    const subject = { kind: 'canteen', id: this.sheet!.canteen } as const;
    const sent = await matters.attach(subject, name, bytes, bytes.type);
    if (!sent.ok) return sent;
    this.#know([sent.value]);
    return { ok: true as const, value: sent.value.id };
  }
  #know(files: readonly WireAttachment[]): void {
    const known = this.files.filter(({ id }) => files.every((file) => file.id !== id));
    this.files = [...known, ...files];
  }
  #look(): void {
    this.drafts = this.#unsent.drafts;
    this.line = this.#sender.state;
    this.lineProblem = this.#sender.problem;
  }
}
