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
import type { IssuedSettlement } from '../../../storage/registry/contract-port.ts';
import { sha256 } from '../mandv/wire-analysis.ts';
import { inputsOf } from './inputs.ts';
import { inOrderOfPeriods } from './periods.ts';
import type { DraftSettlement } from './port.ts';
import type { ContractView } from './view.ts';

interface Known {
  readonly inputs: Map<SettlementPeriod, SettlementInputs | NotSettled>;
  /** By hash of what was issued: how it stands now, without what was settled since. */
  readonly standing: Map<string, EarlierSettlement | null>;
  readonly settled: Map<string, Settlement | NotSettled>;
}

/** What periods would be settled at now, with the differences to what was issued; remembered with the view. */
export class Drafts {
  readonly #calendar: LocalCalendar;
  readonly #known = new WeakMap<ContractView, Known>();

  constructor(calendar: LocalCalendar) {
    this.#calendar = calendar;
  }

  /** @param issued those that stand, the period's own among them. */
  draft(
    view: ContractView,
    period: SettlementPeriod,
    issued: readonly IssuedSettlement[],
  ): DraftSettlement | NotSettled {
    const inputs = this.#inputs(view, period, issued);
    if (isNotSettled(inputs)) return inputs;
    const settlement = settle(inputs);
    if (isNotSettled(settlement)) return settlement;
    const inputsText = canonicalJson(inputs);
    return { inputs, inputsText, inputsSha256: sha256(inputsText), settlement };
  }

  /** The sum alone, for lists. */
  settled(view: ContractView, period: SettlementPeriod, issued: readonly IssuedSettlement[]): Settlement | NotSettled {
    const { settled } = this.#of(view);
    const key = [period, ...issued.map(({ inputsSha256 }) => inputsSha256)].join(' ');
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
  current(view: ContractView, issued: IssuedSettlement): SettlementInputs | NotSettled {
    const inputs = this.#plain(view, issued.period);
    if (isNotSettled(inputs)) return inputs;
    const { contract, earlier } = JSON.parse(issued.inputs) as SettlementInputs;
    return { ...inputs, contract, earlier };
  }

  #inputs(
    view: ContractView,
    period: SettlementPeriod,
    issued: readonly IssuedSettlement[],
  ): SettlementInputs | NotSettled {
    const inputs = this.#plain(view, period);
    if (isNotSettled(inputs)) return inputs;
    const others = issued.filter((one) => one.period !== period);
    const before = others
      .filter((one) => inOrderOfPeriods(one.period, period) < 0)
      .sort((a, b) => inOrderOfPeriods(a.period, b.period));
    const earlier = before.flatMap((one): EarlierSettlement[] => {
      const standing = this.#standing(view, one);
      const later = others.filter((other) => other !== one).map(({ settlement }) => settlement);
      return standing === null ? [] : [{ ...standing, settledSince: settledSince(one.period, later) }];
    });
    return { ...inputs, earlier };
  }

  #standing(view: ContractView, issued: IssuedSettlement): EarlierSettlement | null {
    const { standing } = this.#of(view);
    let known = standing.get(issued.inputsSha256);
    if (known === undefined) {
      const current = this.#plain(view, issued.period);
      const frozen = { ...issued, inputs: JSON.parse(issued.inputs) as SettlementInputs };
      known = isNotSettled(current) ? null : earlierOf(frozen, current, []);
      standing.set(issued.inputsSha256, known);
    }
    return known;
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
