import { canonicalJson } from '../../../domain/contract/canonical.ts';
import { dutiesOf } from '../../../domain/contract/duties.ts';
import type { Duty } from '../../../domain/contract/duty.ts';
import { isNotSettled, settle } from '../../../domain/contract/settle.ts';
import type { NotSettled, SettlementInputs, SettlementPeriod } from '../../../domain/contract/settlement.ts';
import { isMonth } from '../../../domain/contract/settlement/period.ts';
import { stateOf } from '../../../domain/contract/steps.ts';
import type {
  WireContractBaseline,
  WireContractSavings,
  WireContractSummary,
  WireContractsRun,
  WireLotTrace,
  WireSettlementItem,
} from '../../../domain/wire-contracts.ts';
import type { ContractBaseline, IssuedSettlement, StoredContract } from '../../../storage/registry/contract-port.ts';
import type { House } from '../house.ts';
import { Pool } from '../mandv/pool.ts';
import { sha256 } from '../mandv/wire-analysis.ts';
import { breath } from '../places/breath.ts';
import { frozenText, sameText, type Standing } from './amended.ts';
import { baselineOf, toFreeze } from './baseline.ts';
import { Boundaries } from './boundary.ts';
import { Drafts } from './drafts.ts';
import type { ContractJob, ContractResult } from './job.ts';
import { knowledge } from './knowledge.ts';
import { KnownViews } from './known-views.ts';
import { lotTrace, type LotOf } from './lot.ts';
import { KnownMeterFigures } from './meter-figures.ts';
import { NightRun } from './night.ts';
import { periodsOver } from './periods.ts';
import type { ContractFiguresService, DraftSettlement } from './port.ts';
import { savingsOf } from './savings.ts';
import { dateAt, type Span } from './spans.ts';
import { summaryOf } from './summary.ts';
import type { ContractView } from './view.ts';

/** Two cores are what the smallest installation has; readings go first, so one thread computes. */
const threads = 1;

type Options = Pick<House, 'registry' | 'collector' | 'log' | 'now' | 'calendar' | 'intervals' | 'meters'>;

/**
 * Contracts computed of readings. Meters are read and computed in a thread, remembered until what they rest on changes;
 * what is asked of a contract is put together of them in moments.
 */
export class ContractService implements ContractFiguresService {
  readonly #options: Options;
  readonly #pool: Pool<ContractJob, ContractResult>;
  readonly #boundaries: Boundaries;
  readonly #figures: KnownMeterFigures;
  readonly #views: KnownViews;
  readonly #drafts: Drafts;
  readonly #night: NightRun;
  readonly #duties = new WeakMap<ContractView, readonly Duty[]>();

  constructor(options: Options) {
    const { registry, calendar, meters } = options;
    const fromSources = import.meta.url.endsWith('.ts');
    this.#options = options;
    this.#pool = new Pool(new URL(fromSources ? './worker.ts' : './worker.js', import.meta.url), threads);
    this.#boundaries = new Boundaries(registry, meters);
    this.#figures = new KnownMeterFigures(calendar, this.#boundaries, this.#pool);
    this.#views = new KnownViews(registry, calendar, this.#boundaries, this.#figures);
    this.#drafts = new Drafts(calendar);
    this.#night = new NightRun(options, (stored) => this.#evaluate(stored));
  }

  start(): void {
    this.#options.collector.onDerived((changes) => this.#figures.derived(changes));
    const { registry } = this.#options;
    registry.onChanged(() => {
      this.#boundaries.forget();
      this.#night.soon();
    });
    registry.contracts.onWritten((contract) => this.#night.soon(contract));
    this.#night.start();
  }

  async stop(): Promise<void> {
    const stopped = this.#night.stop();
    await this.#pool.stop();
    await stopped;
  }

  forget(): void {
    this.#figures.forget();
  }

  async savings(stored: StoredContract, span: Span): Promise<WireContractSavings> {
    const view = await this.#now(stored);
    return savingsOf(view, span, this.#dutiesOf(view), this.#options.calendar);
  }

  async duties(stored: StoredContract, asOf?: number): Promise<readonly Duty[]> {
    if (asOf === undefined) return this.#dutiesOf(await this.#now(stored));
    const { registry, intervals, now } = this.#options;
    const contract = await registry.contracts.asOf(stored.contract.id, asOf);
    if (contract === null) return [];
    return this.#dutiesOf(await this.#views.of(contract, knowledge(intervals, now(), asOf)));
  }

  async summary(stored: StoredContract): Promise<WireContractSummary> {
    const { now, calendar } = this.#options;
    const view = await this.#now(stored);
    return summaryOf(view, this.#dutiesOf(view), now(), calendar);
  }

  async draft(stored: StoredContract, period: SettlementPeriod): Promise<DraftSettlement | NotSettled> {
    const view = await this.#now(stored);
    return this.#drafts.draft(view, period, await this.#standing(view));
  }

  async settlements(stored: StoredContract): Promise<readonly WireSettlementItem[]> {
    const view = await this.#now(stored);
    const issued = await this.#standing(view);
    const { calendar } = this.#options;
    const first = view.figures[0]?.edges[0];
    const from = first === undefined ? view.contract.term.from : dateAt(first, calendar);
    const items: WireSettlementItem[] = [];
    for (const period of periodsOver(view.contract, from, view.today)) {
      const own = issued.find((one) => one.issued.period === period)?.issued;
      const kind = isMonth(period) ? ('month' as const) : ('year' as const);
      if (own !== undefined) {
        const { payer, payable } = own.settlement;
        items.push({ period, kind, status: stateOf(own.steps), payer, payable, problem: null });
        continue;
      }
      const settled = this.#drafts.settled(view, period, issued);
      if (isNotSettled(settled)) {
        const problem = problemOf(settled);
        items.push({ period, kind, status: 'not-settled', payer: null, payable: null, problem });
      } else {
        const { payer, payable } = settled;
        items.push({ period, kind, status: 'draft', payer, payable, problem: null });
      }
      await breath();
    }
    return items;
  }

  recompute(issued: IssuedSettlement): { readonly identical: boolean; readonly resultSha256: string } {
    const inputs = JSON.parse(issued.inputs) as SettlementInputs;
    const result = canonicalJson(settle(inputs));
    const identical = result === issued.result && sha256(issued.inputs) === issued.inputsSha256;
    return { identical, resultSha256: sha256(result) };
  }

  /**
   * Hash of what an issued settlement would be made of now, the differences that it paid held as they were; another one
   * than it was issued with: late data, or a decision. null: the contract is gone.
   */
  async inputsNow(stored: StoredContract, issued: IssuedSettlement): Promise<string> {
    const view = await this.#now(stored);
    const [own, all] = await Promise.all([this.#stands(issued, view), this.#standing(view)]);
    return sha256(canonicalJson(this.#drafts.current(own, all)));
  }

  async lot(stored: StoredContract, lot: LotOf): Promise<WireLotTrace | null> {
    return lotTrace(await this.#now(stored), lot, this.#options.calendar);
  }

  async baseline(stored: StoredContract): Promise<WireContractBaseline> {
    return baselineOf(await this.#now(stored), this.#options.calendar);
  }

  async baselineToFreeze(stored: StoredContract): Promise<Pick<ContractBaseline, 'meters' | 'sha256'> | NotSettled> {
    const { intervals, now } = this.#options;
    return toFreeze(await this.#views.of(stored.contract, knowledge(intervals, now()), true));
  }

  evaluateAll(): Promise<void> {
    return this.#night.evaluateAll();
  }

  get run(): WireContractsRun {
    return this.#night.run;
  }

  async #evaluate(stored: StoredContract): Promise<void> {
    const { registry, now, calendar } = this.#options;
    const view = await this.#now(stored);
    const duties = this.#dutiesOf(view);
    const at = now();
    await registry.contracts.remember(stored.contract.id, {
      at,
      summary: JSON.stringify(summaryOf(view, duties, at, calendar)),
      verdicts: new Map(duties.map(({ id, verdict }) => [id, verdict])),
    });
  }

  #now({ contract }: StoredContract): Promise<ContractView> {
    const { intervals, now } = this.#options;
    return this.#views.of(contract, knowledge(intervals, now()));
  }

  /** Those that stand: of each period the newest, not withdrawn. */
  async #standing(view: ContractView): Promise<readonly Standing[]> {
    const all = await this.#options.registry.contracts.settlements(view.contract.id);
    const issued = all.filter(({ steps }) => stateOf(steps) !== 'withdrawn');
    return Promise.all(issued.map((one) => this.#stands(one, view)));
  }

  /** @param now of the present text */
  async #stands(issued: IssuedSettlement, now: ContractView): Promise<Standing> {
    const frozen = JSON.parse(issued.inputs) as SettlementInputs;
    if (sameText(frozen.contract, now.contract)) return { issued, frozen, view: now };
    const text = frozenText(frozen.contract, now.contract);
    const known = knowledge(this.#options.intervals, now.at);
    return { issued, frozen, view: await this.#views.of(text, known) };
  }

  #dutiesOf(view: ContractView): readonly Duty[] {
    let known = this.#duties.get(view);
    if (known === undefined) {
      const { contract, figures, payments, today } = view;
      const { calendar } = this.#options;
      known = dutiesOf({
        ...{ contract, calendar, payments },
        ...{ meters: figures, zoneDays: view.zoneDays ?? [], at: today },
      });
      this.#duties.set(view, known);
    }
    return known;
  }
}

function problemOf({ code, message, completenessPct, requiredPct }: NotSettled): WireSettlementItem['problem'] {
  const numbers = {
    ...(completenessPct !== undefined && { completenessPct }),
    ...(requiredPct !== undefined && { requiredPct }),
  };
  return { code, message, numbers };
}
