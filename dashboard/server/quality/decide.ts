import type { DecisionRecord, MeterWithPlace, NewDecision, Viewer } from '../../../storage/registry/port.ts';
import type { StoredFinding } from '../../../storage/series/port.ts';
import type { House } from '../house.ts';
import { isProblem, notFound, problem, type Fault, type Problem } from '../http/problem.ts';
import { changeFor, faulty, type Chosen, type Sources } from './change.ts';
import { DerivedAgain } from './derived-again.ts';
import type { OpenVerdicts } from './open-verdicts.ts';
import { decisionOn } from './standing.ts';
import { parseVerdictId, verdictId, type VerdictKey } from './verdict-key.ts';

export interface Decide extends Chosen {
  readonly reason: string;
}
export interface Decided {
  readonly record: DecisionRecord;
  readonly meter: MeterWithPlace;
}

/** What is in the book, and when its figures follow. */
interface Booked<T> {
  readonly result: T;
  readonly derived: Promise<void>;
}

/** Who confirms need not say why, but the register has a word for each decision. */
const noReason = '—';

/**
 * Decisions on verdicts. One at a time, so that two people who decide the same verdict at once do not both: the second
 * is told who was first. A turn ends with the decision in the book: only who decided waits for the figures.
 */
export class Decider {
  readonly #sources: Sources;
  readonly #open: OpenVerdicts;
  readonly #derived = new DerivedAgain();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(sources: Sources, open: OpenVerdicts) {
    this.#sources = sources;
    this.#open = open;
  }

  start(collector: House['collector']): void {
    this.#derived.start(collector, this.#sources.registry);
  }

  /** One verdict. */
  decide(id: string, asked: Decide, by: Viewer): Promise<Decided | Problem> {
    return this.#inTurn(async () => {
      const missing = reasonMissing(asked);
      if (missing !== null) return missing;
      const target = await this.#target(id, by);
      if (isProblem(target)) return target;
      const decision = await this.#decisionOn(target.finding, asked, null);
      if (isProblem(decision)) return decision;
      const { result, derived } = await this.#make([decision], by);
      return { result: { record: result[0]!, meter: target.meter }, derived };
    });
  }

  /** Several at once, all or none; they share a batch. Faults name the one that is meant: `ids[3]`. */
  decideAll(ids: readonly string[], asked: Decide, batch: string, by: Viewer): Promise<readonly Decided[] | Problem> {
    return this.#inTurn(async () => {
      const missing = reasonMissing(asked);
      if (missing !== null) return missing;
      const faults: Fault[] = [];
      const found: { readonly decision: NewDecision; readonly meter: MeterWithPlace }[] = [];
      for (const [i, id] of ids.entries()) {
        if (ids.indexOf(id) < i) continue;
        const target = await this.#target(id, by);
        const decision = isProblem(target) ? target : await this.#decisionOn(target.finding, asked, batch);
        if (isProblem(target) || isProblem(decision)) {
          const { code, detail, title } = (isProblem(target) ? target : (decision as Problem)).body;
          faults.push({ path: `ids[${i}]`, code, message: detail ?? title });
        } else found.push({ decision, meter: target.meter });
      }
      if (faults.length > 0) return faulty(faults);
      const { result, derived } = await this.#make(
        found.map(({ decision }) => decision),
        by,
      );
      return { result: result.map((record, i) => ({ record, meter: found[i]!.meter })), derived };
    });
  }

  /** Entered by hand: of no verdict. All or none. */
  enter(decisions: readonly NewDecision[], by: Viewer): Promise<readonly DecisionRecord[]> {
    return followed(this.#make(decisions, by));
  }

  undo(record: DecisionRecord, reason: string, by: Viewer): Promise<boolean> {
    return this.undoAll([record], reason, by).then((undone) => undone === 1);
  }

  /** @returns how many of them stood until now. */
  undoAll(records: readonly DecisionRecord[], reason: string, by: Viewer): Promise<number> {
    const standing = records.filter(({ undone }) => undone === null);
    const ids = standing.map(({ id }) => id);
    return followed(this.#book(standing, () => this.#sources.registry.decisions.undoAll(ids, reason, by)));
  }

  async #target(id: string, by: Viewer) {
    const { registry, store } = this.#sources;
    const key = parseVerdictId(id);
    const meter = key === null ? null : await registry.meter(by, key.meter);
    if (key === null || meter === null) return notFound('verdict', id);
    const decided = registry.decisions.standing(key.meter).find(({ finding, point }) => {
      return finding !== null && point === key.point && finding.rule === key.rule && finding.from === key.from;
    });
    const finding = await findingOf(key, store);
    const standing = finding === null ? decided : decisionOn(finding, registry.decisions);
    if (standing) {
      const detail = `${standing.by} decided it before (${standing.id}); undo that first.`;
      return problem(409, 'decided', detail);
    }
    return finding === null ? notFound('verdict', id) : { finding, meter };
  }

  async #decisionOn(finding: StoredFinding, asked: Decide, batch: string | null): Promise<NewDecision | Problem> {
    const changed = await changeFor(finding, asked, this.#sources);
    if (isProblem(changed)) return changed;
    const { meter, point, ...copy } = finding;
    return {
      meter,
      point,
      outcome: asked.choice === 'confirm' ? 'confirmed' : 'overruled',
      choice: asked.choice,
      change: changed.change,
      finding: copy,
      reason: asked.reason === '' ? noReason : asked.reason,
      batch,
    };
  }

  #make(decisions: readonly NewDecision[], by: Viewer): Promise<Booked<DecisionRecord[]>> {
    const { decisions: book } = this.#sources.registry;
    return this.#book(decisions, async () => {
      const ids = await book.make(decisions, by);
      const meters = [...new Set(decisions.map(({ meter }) => meter))];
      const records = new Map(meters.flatMap((meter) => book.standing(meter).map((one) => [one.id, one] as const)));
      return ids.map((id) => records.get(id)!);
    });
  }

  /** Counts are told of it; `derived`: when intervals follow. */
  async #book<T>(
    decisions: readonly Pick<NewDecision, 'meter' | 'change'>[],
    work: () => Promise<T>,
  ): Promise<Booked<T>> {
    const derived = this.#derived.expect(decisions);
    const result = await work();
    this.#open.decided(decisions.map(({ meter }) => meter));
    return { result, derived };
  }

  #inTurn<T>(work: () => Promise<Booked<T> | Problem>): Promise<T | Problem> {
    const booked = this.#turn.then(work);
    this.#turn = booked.catch(() => undefined);
    return followed(booked);
  }
}

function followed<T>(booked: Promise<Booked<T>>): Promise<T>;
function followed<T>(booked: Promise<Booked<T> | Problem>): Promise<T | Problem>;
async function followed<T>(booked: Promise<Booked<T> | Problem>): Promise<T | Problem> {
  const made = await booked;
  if (isProblem(made)) return made;
  await made.derived;
  return made.result;
}

async function findingOf(key: VerdictKey, store: Sources['store']): Promise<StoredFinding | null> {
  const { meter, point, rule, from } = key;
  const found = await store.findings({ meters: [meter], rules: [rule], from, to: from + 1, limit: 50 });
  return found.find((one) => one.point === point && verdictId(one) === verdictId(key)) ?? null;
}

function reasonMissing({ choice, reason }: Decide): Problem | null {
  if (choice === 'confirm' || reason !== '') return null;
  return faulty([{ path: 'reason', code: 'missing', message: 'is required: who reads it later was not there' }]);
}
