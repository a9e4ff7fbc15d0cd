import type { LiveMandvDelta, WireMandvToday } from '../../../domain/wire-mandv.ts';
import type { DerivedChange } from '../../../collector/port.ts';
import { ownViewer, type House } from '../house.ts';
import type { ApplicableModel } from '../mandv/service.ts';
import type { FedContent } from './feed.ts';

const hourMs = 3_600_000;

/**
 * `mandv:ID`: today's hours against the model's band. Hours come when they were derived, so a late or corrected reading
 * corrects its hour; nothing is fitted but when the analysis itself changed or a new day began.
 */
export class MandvContent implements FedContent {
  readonly #id: string;
  readonly #house: House;
  #model: ApplicableModel;
  #told: WireMandvToday | undefined;
  #hour = NaN;

  constructor(id: string, model: ApplicableModel, house: House) {
    this.#id = id;
    this.#model = model;
    this.#house = house;
  }

  committed(): boolean {
    return false;
  }

  derived(changes: readonly DerivedChange[]): boolean {
    const { calendar, now } = this.#house;
    const today = calendar.startOfDay(now());
    const points = [this.#model.meter, this.#model.weather];
    return changes.some(
      ({ meter, point, to }) => to > today && points.some((one) => one.meter === meter && one.point === point),
    );
  }

  /** An hour is over without a reading, or the day is. */
  tick(): boolean {
    return Math.floor(this.#house.now() / hourMs) !== this.#hour;
  }

  async snapshot(): Promise<WireMandvToday> {
    await this.#refresh();
    const today = await this.#read();
    // Those who follow already are told by the next delta, which may repeat what is in here.
    this.#told ??= today;
    return today;
  }

  async delta(): Promise<LiveMandvDelta | null> {
    const before = this.#told;
    let today = await this.#read();
    if (before !== undefined && before.date !== today.date) {
      await this.#refresh();
      today = await this.#read();
    }
    this.#told = today;
    const known = new Map(before?.hours.map((hour) => [hour.ts, JSON.stringify(hour)]));
    const hours = today.hours.filter((hour) => known.get(hour.ts) !== JSON.stringify(hour));
    if (hours.length === 0) return null;
    const { date, actual, counterfactual, halfWidth } = today;
    return { date, hours, actual, counterfactual, halfWidth };
  }

  #read(): Promise<WireMandvToday> {
    this.#hour = Math.floor(this.#house.now() / hourMs);
    return this.#model.today();
  }

  /** Frozen meanwhile, or a draft that knows a day more. */
  async #refresh(): Promise<void> {
    const analysis = await this.#house.registry.analyses.one(ownViewer, this.#id);
    const model = analysis === null ? null : await this.#house.mandv.applicable(analysis);
    if (model !== null) this.#model = model;
  }
}
