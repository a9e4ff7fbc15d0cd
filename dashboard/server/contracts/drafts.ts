import { canonicalJson } from '../../../domain/contract/canonical.ts';
import { earlierOf, settledSince } from '../../../domain/contract/resettle.ts';
import { isNotSettled, settle } from '../../../domain/contract/settle.ts';
import type {
  EarlierSettlement,
  NotSettled,
  Settlement,
  SettlementInputs,
  SettlementPeriod,
} from '../../../domain/contract/settlement.ts';
import type { LocalCalendar } from '../../../domain/time/calendar.ts';
import { sha256 } from '../mandv/wire-analysis.ts';
import { lotsAsIssued, type Standing } from './amended.ts';
import { inputsOf } from './inputs.ts';
import { inOrderOfPeriods } from './periods.ts';
import type { DraftSettlement } from './port.ts';
import type { ContractView } from './view.ts';

interface Known {
  readonly inputs: Map<SettlementPeriod, SettlementInputs | NotSettled>;
  /** By what was issued: how it stands now, without what was settled since. */
  readonly standing: Map<string, EarlierSettlement | null>;
  readonly settled: Map<string, Settlement | NotSettled>;
}

/** What periods would be settled at now, with the differences to what was issued; remembered with the view. */
export class Drafts {
  readonly #calendar: LocalCalendar;
  readonly #known = new WeakMap<ContractView, Known>();
  /** Views are other objects when anything in them is another. */
  readonly #numbers = new WeakMap<ContractView, number>();
  #views = 0;

  constructor(calendar: LocalCalendar) {
    this.#calendar = calendar;
  }

  /** @param issued those that stand, the period's own among them. */
  draft(view: ContractView, period: SettlementPeriod, issued: readonly Standing[]): DraftSettlement | NotSettled {
    const inputs = this.#inputs(view, period, issued);
    if (isNotSettled(inputs)) return inputs;
    const settlement = settle(inputs);
    if (isNotSettled(settlement)) return settlement;
    const inputsText = canonicalJson(inputs);
    return { inputs, inputsText, inputsSha256: sha256(inputsText), settlement };
  }

  /** The sum alone, for lists. */
  settled(view: ContractView, period: SettlementPeriod, issued: readonly Standing[]): Settlement | NotSettled {
    const { settled } = this.#of(view);
    const key = `${period} ${this.#keyOf(issued)}`;
    let known = settled.get(key);
    if (known === undefined) {
      const inputs = this.#inputs(view, period, issued);
      settled.set(key, (known = isNotSettled(inputs) ? inputs : settle(inputs)));
    }
    return known;
  }

  /**
   * Inputs of an issued one as they are known now, its text of the contract and the differences that it paid as they
   * were: what it rests on has changed when their hash has.
   */
  current({ issued, frozen, view }: Standing, all: readonly Standing[]): SettlementInputs | NotSettled {
    const inputs = this.#asIssued(view, issued.period, all);
    if (isNotSettled(inputs)) return inputs;
    return { ...inputs, contract: frozen.contract, earlier: frozen.earlier };
  }

  #inputs(view: ContractView, period: SettlementPeriod, issued: readonly Standing[]): SettlementInputs | NotSettled {
    const inputs = this.#asIssued(view, period, issued);
    if (isNotSettled(inputs)) return inputs;
    const others = issued.filter((one) => one.issued.period !== period);
    const earlier = before(others, period).flatMap((one): EarlierSettlement[] => {
      const standing = this.#standing(one, issued);
      const later = others.filter((other) => other !== one).map((other) => other.issued.settlement);
      return standing === null ? [] : [{ ...standing, settledSince: settledSince(one.issued.period, later) }];
    });
    return { ...inputs, earlier };
  }

  #standing(one: Standing, all: readonly Standing[]): EarlierSettlement | null {
    const { issued, frozen, view } = one;
    const { standing } = this.#of(view);
    const key = this.#keyOf([one, ...before(all, issued.period)]);
    let known = standing.get(key);
    if (known === undefined) {
      const current = this.current(one, all);
      known = isNotSettled(current) ? null : earlierOf({ ...issued, inputs: frozen }, current, []);
      standing.set(key, known);
    }
    return known;
  }

  #asIssued(view: ContractView, period: SettlementPeriod, issued: readonly Standing[]): SettlementInputs | NotSettled {
    const inputs = this.#plain(view, period);
    if (isNotSettled(inputs)) return inputs;
    return { ...inputs, lots: lotsAsIssued(view, inputs.lots, before(issued, period)) };
  }

  #keyOf(issued: readonly Standing[]): string {
    return issued.map(({ issued: { inputsSha256 }, view }) => `${inputsSha256}:${this.#numberOf(view)}`).join(' ');
  }

  #numberOf(view: ContractView): number {
    let number = this.#numbers.get(view);
    if (number === undefined) this.#numbers.set(view, (number = this.#views += 1));
    return number;
  }

  #plain(view: ContractView, period: SettlementPeriod): SettlementInputs | NotSettled {
    const { inputs } = this.#of(view);
    let known = inputs.get(period);
    if (known === undefined) inputs.set(period, (known = inputsOf(view, period, this.#calendar)));
    return known;
  }

  #of(view: ContractView): Known {
    let known = this.#known.get(view);
    if (known === undefined) {
      known = { inputs: new Map(), standing: new Map(), settled: new Map() };
      this.#known.set(view, known);
    }
    return known;
  }
}

/** Those of periods before that one, in their order. */
function before(issued: readonly Standing[], period: SettlementPeriod): readonly Standing[] {
  return issued
    .filter((one) => inOrderOfPeriods(one.issued.period, period) < 0)
    .sort((a, b) => inOrderOfPeriods(a.issued.period, b.issued.period));
}
