import { randomUUID } from 'node:crypto';
import type { House } from '../house.ts';
import { Multipliers } from '../../../domain/metering/multiplier.ts';
import { rulesOfPoint } from '../../../domain/metering/point-rules.ts';
import type { LocalCalendar } from '../../../domain/time/calendar.ts';
import type { Meter, NewDecision, Registry, Viewer } from '../../../storage/registry/port.ts';
import type { SeriesStore } from '../../../storage/series/port.ts';
import { problem, type Fault, type Problem } from '../http/problem.ts';
import { billRegister, type Anchor, type BillRegister } from './bill-register.ts';
import { gapsOf, sumOf, withBills, type Bill, type Span } from './bills.ts';

/** What is kept of a meter's bills: they are laid again when its own first reading comes, or another one before that. */
interface Kept {
  readonly point: string;
  readonly bills: readonly Bill[];
  /** Instants at which readings were made of bills, now or before. */
  readonly edges: readonly number[];
  readonly anchor: Anchor | null;
  /** Value of the last reading that was made, where the meter's own had not come. */
  readonly end: number | null;
  /** false: it was written down and perhaps not carried out. */
  readonly done: boolean;
}

export interface BillParts {
  readonly registry: Registry;
  readonly store: Pick<SeriesStore, 'samples'>;
  readonly collector: Pick<House['collector'], 'importHistory' | 'onDerived'>;
  readonly calendar: LocalCalendar;
}

/** What bills come to, before or after they are taken. */
export interface BillsTaken {
  readonly bills: number;
  readonly sum: string;
  readonly unit: string;
  readonly gaps: readonly Span[];
  readonly register: BillRegister;
  /** Ends at the meter's own first reading, or before it, or there is none yet. */
  readonly meets: 'directly' | 'after-a-gap' | 'not-yet';
  readonly counts: {
    readonly received: number;
    readonly stored: number;
    readonly duplicate: number;
    readonly revisions: number;
  };
}
type Asked = { readonly meter: Meter; readonly point: string; readonly bills: readonly Bill[]; readonly by: Viewer };

const batchOfBills = 'bills:';
const dayMs = 86_400_000;
const beginning = Date.UTC(2000, 0, 1);
const nothing = { received: 0, stored: 0, duplicate: 0, revisions: 0 };

/** Bills from before a meter's first reading, as readings of its register. One at a time. */
export class BillBook {
  readonly #parts: BillParts;
  readonly #byMeter = new Map<string, Kept>();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(parts: BillParts) {
    this.#parts = parts;
  }

  /** Finishes what a kill cut off; then looks for the first readings of meters that have bills and no reading yet. */
  start(onFailed: (error: unknown) => void): void {
    void this.#inTurn(() => this.#load()).catch(onFailed);
    this.#parts.collector.onDerived((changes) => {
      for (const { meter, point, from } of changes) {
        const kept = this.#byMeter.get(meter);
        if (kept === undefined || kept.point !== point || from > (kept.anchor?.ts ?? Infinity)) continue;
        void this.#inTurn(() => this.#follow(meter)).catch(onFailed);
      }
    });
  }

  stop(): Promise<unknown> {
    return this.#turn;
  }

  /** What `take` would do; a problem says why it can't. */
  preview(asked: Asked): Promise<BillsTaken | Problem> {
    return this.#inTurn(async () => {
      const plan = await this.#plan(asked);
      return 'kept' in plan ? plan.taken : plan;
    });
  }

  take(asked: Asked): Promise<BillsTaken | Problem> {
    return this.#inTurn(async () => {
      const plan = await this.#plan(asked);
      if (!('kept' in plan)) return plan;
      const counts = await this.#lay(
        asked.meter.id,
        plan.kept,
        plan.taken.register,
        asked.meter.register.unit,
        asked.by,
      );
      return { ...plan.taken, counts };
    });
  }

  async #plan({ meter, point, bills: added }: Asked) {
    const known = this.#byMeter.get(meter.id);
    const before = known?.point === point ? known : undefined;
    const bills = withBills(before?.bills ?? [], added);
    if ('cut' in bills) {
      const { from, to } = bills.cut;
      return refused('cuts-a-bill', `It begins or ends within the bill of ${this.#days({ from, to })} that is known.`);
    }
    const faults = this.#multiplierFaults(meter.id, point, bills);
    if (faults.length > 0) return problem(422, 'row-faults', undefined, { errors: faults });
    const own = await this.#ownReading(meter.id, point, bills, before);
    if (own !== null) {
      const when = this.#parts.calendar.iso(own);
      return refused('has-readings', `The meter has a reading of its own of ${when}: bills are of the time before it.`);
    }
    const anchor = await this.#anchor(meter.id, point, bills, before);
    const register = this.#registerOf(meter.id, point, bills, before?.edges ?? [], anchor);
    const end = bills.at(-1)!.to;
    const taken: BillsTaken = {
      bills: added.length,
      sum: sumOf(added),
      unit: meter.register.unit,
      gaps: gapsOf(bills),
      register,
      meets: anchor === null ? 'not-yet' : anchor.ts === end ? 'directly' : 'after-a-gap',
      counts: nothing,
    };
    const edges = [...new Set([...(before?.edges ?? []), ...register.ts])].sort((a, b) => a - b);
    return { kept: { point, bills, edges, ...laid(register, anchor, end), done: false } satisfies Kept, taken };
  }

  /** Another first reading than before: the bills meet that one. */
  async #follow(meter: string): Promise<void> {
    const kept = this.#byMeter.get(meter);
    const row = await this.#parts.registry.meter(own, meter);
    if (kept === undefined || row === null) return void this.#byMeter.delete(meter);
    const anchor = await this.#anchor(meter, kept.point, kept.bills, kept);
    if (kept.done && anchor?.ts === kept.anchor?.ts && anchor?.value === kept.anchor?.value) return;
    const register = this.#registerOf(meter, kept.point, kept.bills, kept.edges, anchor);
    const next = { ...kept, ...laid(register, anchor, kept.bills.at(-1)!.to), done: false };
    await this.#lay(meter, next, register, row.register.unit, own);
  }

  /** Written down first: a kill leaves nothing that is not gone on with. The same again changes nothing. */
  async #lay(meter: string, kept: Kept, { ts, value, steps }: BillRegister, unit: string, by: Viewer) {
    const { registry, collector } = this.#parts;
    await this.#keep(meter, kept);
    const needed = new Map(
      steps.map(({ change, bill }) => {
        const reason =
          bill !== null
            ? `账单 bill ${this.#days(bill)}: ${bill.amount} ${unit}`
            : change.kind === 'step'
              ? `无账单 not billed ${this.#days(change)}`
              : `不再是账单的起止 no longer where a bill begins or ends`;
        return [JSON.stringify(change) + reason, { change, reason }] as const;
      }),
    );
    const standing = registry.decisions
      .standing(meter)
      .filter(({ batch, point }) => point === kept.point && batch?.startsWith(batchOfBills) === true);
    const gone = standing.filter(({ change, reason }) => !needed.delete(JSON.stringify(change) + reason));
    if (gone.length > 0) {
      await registry.decisions.undoAll(
        gone.map(({ id }) => id),
        '账单有变 bills changed',
        by,
      );
    }
    const batch = batchOfBills + randomUUID();
    const decisions = [...needed.values()].map<NewDecision>(({ change, reason }) => ({
      ...{ meter, point: kept.point, outcome: 'entered', choice: null, change, finding: null, reason, batch },
    }));
    if (decisions.length > 0) await registry.decisions.make(decisions, by);
    const counts = await collector.importHistory(meter, meter, { ts, points: { [kept.point]: value } });
    await this.#keep(meter, { ...kept, done: true });
    return counts;
  }

  /** The first own reading from the end of the bills on. */
  async #anchor(meter: string, point: string, bills: readonly Bill[], kept: Kept | undefined): Promise<Anchor | null> {
    const end = bills.at(-1)!.to;
    for (const span of [2 * dayMs, 60 * dayMs, Infinity]) {
      const to = span === Infinity ? Number.MAX_SAFE_INTEGER : end + span;
      const { ts, value } = await this.#parts.store.samples(meter, point, end, to);
      const first = ts[0] === end && isMade(kept, end, value[0]!) ? 1 : 0;
      if (first < ts.length) return { ts: ts[first]!, value: value[first]! };
    }
    return null;
  }

  /** One that lies in the time of the bills, or before it. */
  async #ownReading(meter: string, point: string, bills: readonly Bill[], kept: Kept | undefined) {
    const { ts } = await this.#parts.store.samples(meter, point, beginning, bills.at(-1)!.to);
    const made = new Set(kept?.edges);
    // What was made of bills that end later now, and the meter's own reading where they ended before.
    return ts.find((at) => !made.has(at) || kept?.anchor?.ts === at) ?? null;
  }

  #registerOf(
    meter: string,
    point: string,
    bills: readonly Bill[],
    made: readonly number[],
    anchor: Anchor | null,
  ): BillRegister {
    const multipliers = this.#multipliers(meter, point);
    const edges = new Set(bills.flatMap(({ from, to }) => [from, to]));
    const stale = made.filter((at) => !edges.has(at) && at !== anchor?.ts);
    return billRegister({ bills, anchor, stale }, point, ({ from, to }) => multipliers.mean(from, to));
  }

  #multiplierFaults(meter: string, point: string, bills: readonly Bill[]): Fault[] {
    const multipliers = this.#multipliers(meter, point);
    return bills
      .filter(({ from, to }) => multipliers.indexAt(from) !== multipliers.indexAt(to - 1))
      .map((bill) => ({
        path: this.#days(bill),
        code: 'multiplier-changes',
        message: 'the meter’s multiplier changes within this bill',
      }));
  }

  #multipliers(meter: string, point: string): Multipliers {
    const rules = this.#parts.registry.directory.meter(meter)?.rules;
    if (rules === undefined) throw new Error(`meter ${meter} has no rules`);
    return new Multipliers(rulesOfPoint(rules, point).multiplier);
  }

  #days({ from, to }: Span): string {
    const { calendar } = this.#parts;
    return `${calendar.iso(from).slice(0, 10)} … ${calendar.iso(to).slice(0, 10)}`;
  }

  async #keep(meter: string, kept: Kept): Promise<void> {
    const { registry } = this.#parts;
    const isNew = !this.#byMeter.has(meter);
    this.#byMeter.set(meter, kept);
    if (isNew) await registry.setSetting(listSetting, JSON.stringify([...this.#byMeter.keys()].sort()));
    await registry.setSetting(settingOf(meter), JSON.stringify(kept));
  }

  async #load(): Promise<void> {
    const { registry } = this.#parts;
    const list = JSON.parse((await registry.setting(listSetting)) ?? '[]') as string[];
    for (const meter of list) {
      const text = await registry.setting(settingOf(meter));
      if (text !== null) this.#byMeter.set(meter, JSON.parse(text) as Kept);
    }
    for (const meter of list) if (this.#byMeter.has(meter)) await this.#follow(meter);
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work, work);
    this.#turn = turn.catch(() => {});
    return turn;
  }
}

const own: Viewer = { kind: 'operator', name: 'dashboard', role: 'administrator', scope: null };
const listSetting = 'bills.meters';
const settingOf = (meter: string): string => `bills.of.${meter}`;

const isMade = (kept: Kept | undefined, at: number, value: number): boolean =>
  kept !== undefined && kept.bills.at(-1)!.to === at && kept.end === value;

/** What is remembered of a register: where it meets the meter, or what it ends at. */
function laid({ ts, value }: BillRegister, anchor: Anchor | null, end: number): Pick<Kept, 'anchor' | 'end'> {
  return { anchor, end: ts.at(-1) === end ? value.at(-1)! : null };
}

const refused = (code: string, detail: string): Problem => problem(409, code, detail);
