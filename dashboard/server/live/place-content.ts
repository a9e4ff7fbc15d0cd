import type { CommittedReading, DerivedChange } from '../../../collector/port.ts';
import type { LivePlace, LivePlaceCarrier, LivePlaceDelta, UseCarrier } from '../../../domain/wire-places.ts';
import { sumOver } from '../../../domain/places/place-day.ts';
import type { House } from '../house.ts';
import { tellsAge } from '../newest.ts';
import { mapBreathing } from '../places/breath.ts';
import { readComparedDays } from '../places/day.ts';
import { carriersOf, mainMetersOf, type Place, type PlaceMeter } from '../places/place-index.ts';
import { orNull, stateNow } from '../places/read.ts';
import type { FedContent } from './feed.ts';

const quartersAnHour = 4;
const rateDigits = 1e6;
/** Points that say a rate right now, by carrier. */
const ratePoints: Readonly<Partial<Record<UseCarrier, string>>> = {
  electricity: 'power_kw',
  pv: 'power_kw',
  water: 'flow_m3h',
  gas: 'flow_m3h',
};
/** A gigajoule an hour in kW. */
const kwOfGjh = 277.777_778;

/** Reading today's quarter hours may take this part of the time at most: those of a large city come some seconds later. */
const restFactor = 9;

type Quarter = readonly [index: number, rate: number | null, quality: string];

/** The quarter hours as they were last told, by carrier. */
type Told = Map<UseCarrier, string[]>;

/** `place:KIND:ID`: what a place takes right now, and today's quarter hours as they become known. */
export class PlaceContent implements FedContent {
  readonly #house: House;
  readonly #carriers: readonly { readonly carrier: UseCarrier; readonly mains: readonly PlaceMeter[] }[];
  readonly #mine: ReadonlySet<string>;
  #told: Told = new Map();
  #dayStart = NaN;
  #derivedDue = false;
  #restUntil = -Infinity;
  readonly #totals = new Map<UseCarrier, number | null>();
  #lastNow = '';

  constructor(place: Place, house: House) {
    this.#house = house;
    this.#carriers = carriersOf(place).map((carrier) => ({ carrier, mains: mainMetersOf(place, carrier) }));
    this.#mine = new Set(place.meters.map(({ id }) => id));
  }

  committed(readings: readonly CommittedReading[]): boolean {
    return readings.some(({ meter, outcome }) => outcome !== 'duplicate' && this.#mine.has(meter));
  }

  derived(changes: readonly DerivedChange[]): boolean {
    const today = this.#house.calendar.startOfDay(this.#house.now());
    const due = changes.some(({ meter, to }) => to > today && this.#mine.has(meter));
    this.#derivedDue ||= due;
    return due;
  }

  tick(): boolean {
    return true;
  }

  async snapshot(): Promise<LivePlace> {
    const told: Told = new Map();
    // Those who follow already are owed what is due to them: only the first snapshot is a beginning for all.
    if (Number.isNaN(this.#dayStart)) {
      this.#told = told;
      this.#dayStart = this.#house.calendar.startOfDay(this.#house.now());
    }
    const carriers = await this.#carriersNow(told);
    return { ...this.#now(), carriers };
  }

  async delta(): Promise<LivePlaceDelta | null> {
    const dayStart = this.#house.calendar.startOfDay(this.#house.now());
    const midnight = dayStart !== this.#dayStart;
    if (midnight) this.#told = new Map();
    this.#dayStart = dayStart;
    // What is due and waits is looked at again with the next reading or tick.
    const quarters = midnight || (this.#derivedDue && performance.now() >= this.#restUntil);
    if (quarters) this.#derivedDue = false;
    const carriers = quarters
      ? await this.#carriersNow(this.#told)
      : this.#carriers.map((own) => this.#rateOf(own, []));
    const now = this.#now();
    const news = JSON.stringify([now.meters, now.latestReadingAt, carriers]);
    if (news === this.#lastNow) return null;
    this.#lastNow = news;
    return { ...now, carriers };
  }

  #now(): Omit<LivePlace, 'carriers'> {
    const { calendar, store, now } = this.#house;
    let [newest, live, silent] = [-Infinity, 0, 0];
    for (const id of this.#mine) {
      const state = stateNow(this.#house, id);
      if (state === 'live') live++;
      else if (state === 'silent') silent++;
      const readAt = store.latest().get(id)?.lastReadingAt ?? -Infinity;
      if (tellsAge(readAt, now())) newest = Math.max(newest, readAt);
    }
    return {
      at: calendar.iso(now()),
      meters: { total: this.#mine.size, live, silent },
      latestReadingAt: newest === -Infinity ? null : calendar.iso(newest),
    };
  }

  /** Reads today's quarter hours of all carriers; those that differ from what was told are told, and noted there. */
  async #carriersNow(allTold: Told): Promise<LivePlaceCarrier[]> {
    const { calendar, now } = this.#house;
    const startedAt = performance.now();
    const dayStart = calendar.startOfDay(now());
    const length = calendar.quarterEdges(dayStart).length - 1;
    const meters = this.#carriers.flatMap(({ mains }) => mains);
    const days = await readComparedDays(this.#house, meters, dayStart);
    const carriers = await mapBreathing(this.#carriers, (own) => {
      const { today: sum, until } = days.of(own.mains);
      const told = allTold.get(own.carrier) ?? [];
      const quarters: Quarter[] = [];
      for (let i = 0; i < length; i++) {
        const quarter: Quarter = [i, orNull(sum.value[i]! * quartersAnHour), sum.quality[i]!];
        const text = JSON.stringify(quarter);
        if (quarter[2] === '-' || told[i] === text) continue;
        told[i] = text;
        quarters.push(quarter);
      }
      allTold.set(own.carrier, told);
      this.#totals.set(own.carrier, orNull(sumOver(sum.value, 0, until)));
      return this.#rateOf(own, quarters);
    });
    const endedAt = performance.now();
    this.#restUntil = endedAt + (endedAt - startedAt) * restFactor;
    return carriers;
  }

  #rateOf(
    { carrier, mains }: { readonly carrier: UseCarrier; readonly mains: readonly PlaceMeter[] },
    quarters: readonly Quarter[],
  ): LivePlaceCarrier {
    const { store } = this.#house;
    const point = ratePoints[carrier] ?? 'power_kw';
    let [rate, without] = [0, 0];
    for (const { id, pvBehind = [] } of mains) {
      // What comes in, or goes out below 0, and what the roof gives.
      const parts = [id, ...pvBehind].map((meter) => {
        const newest = store.latest().get(meter)?.points[point];
        const state = stateNow(this.#house, meter);
        return newest === undefined || state === 'silent' || state === 'never' ? NaN : newest.value;
      });
      const own = parts.reduce((sum, value) => sum + value, 0);
      if (Number.isNaN(own)) without++;
      else rate += carrier === 'heat' || carrier === 'cooling' ? own / kwOfGjh : own;
    }
    const rateNow = without === mains.length ? null : Math.round(rate * rateDigits) / rateDigits;
    return { carrier, rateNow, without, todayTotal: this.#totals.get(carrier) ?? null, quarters };
  }
}
