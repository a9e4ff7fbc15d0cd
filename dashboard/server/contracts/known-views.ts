import type { Contract } from '../../../domain/contract/contract.ts';
import type { LocalCalendar } from '../../../domain/time/calendar.ts';
import type { Contracts } from '../../../storage/registry/contract-port.ts';
import type { Registry } from '../../../storage/registry/port.ts';
import type { Boundaries } from './boundary.ts';
import { countingBaseline } from './frozen-text.ts';
import type { Knowledge } from './knowledge.ts';
import type { KnownMeterFigures } from './meter-figures.ts';
import { agreedAdjustments, agreedPayments, viewOf, type ContractView } from './view.ts';

interface Kept {
  readonly key: string;
  /** What the view was made of: other objects are other figures. */
  readonly made: readonly unknown[];
  readonly view: ContractView;
}
const mostViews = 400;
/** Each keeps the figures of its meters: of the past only what somebody looks at now. */
const mostOfThePast = 12;

/** Contracts with their figures; each text has its own, made again when entries, baseline, figures or today are others. */
export class KnownViews {
  readonly #registry: Registry;
  readonly #calendar: LocalCalendar;
  readonly #boundaries: Boundaries;
  readonly #figures: KnownMeterFigures;
  readonly #present = new Map<string, Kept>();
  readonly #past = new Map<string, Kept>();

  constructor(registry: Registry, calendar: LocalCalendar, boundaries: Boundaries, figures: KnownMeterFigures) {
    this.#registry = registry;
    this.#calendar = calendar;
    this.#boundaries = boundaries;
    this.#figures = figures;
  }

  /** @param refit as if nothing had been frozen */
  async of(contract: Contract, knowledge: Knowledge, refit = false): Promise<ContractView> {
    const { asOf, at } = knowledge;
    const contracts: Contracts = this.#registry.contracts;
    const [boundary, entries, frozen] = await Promise.all([
      this.#boundaries.of(contract),
      contracts.entries(contract.id, asOf ?? undefined),
      // As it was frozen and signed by then, whatever was frozen in its place since.
      refit ? null : contracts.baseline(contract.id, asOf ?? undefined),
    ]);
    const meters = boundary.meters.map(({ meter }) => meter.id);
    const { baseline, problems: baselineProblems } = countingBaseline(frozen, contract, meters);
    const adjustments = agreedAdjustments(contract, entries);
    const payments = agreedPayments(entries);
    const asked = {
      ...{ contract, boundary, adjustments, knowledge },
      frozen: baseline?.meters ?? [],
      tariffs: this.#registry.tariffs(),
    };
    const [results, zoneDays] = await Promise.all([this.#figures.of(asked), this.#figures.zoneDays(asked)]);
    const { sha256, signatures } = baseline ?? {};
    const today = this.#calendar.startOfDay(at);
    const key = JSON.stringify([adjustments, payments, sha256, signatures, baselineProblems, today]);
    const made = [boundary.unit, zoneDays, ...results];
    const id = JSON.stringify([contract, asOf, refit]);
    const [known, most] = asOf === null ? [this.#present, mostViews] : [this.#past, mostOfThePast];
    const kept = known.get(id);
    if (kept?.key === key && kept.made.length === made.length && kept.made.every((one, i) => one === made[i])) {
      return kept.view;
    }
    const view = viewOf({
      ...{ calendar: this.#calendar, contract, at, boundary, baseline, baselineProblems },
      ...{ adjustments, payments, results, zoneDays },
    });
    known.delete(id);
    known.set(id, { key, made, view });
    if (known.size > most) known.delete(known.keys().next().value!);
    return view;
  }
}
