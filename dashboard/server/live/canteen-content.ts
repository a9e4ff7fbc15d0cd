import { boardDelta } from '../../../domain/canteen/board-delta.ts';
import type { LiveCanteen, LiveCanteens, LiveCanteensDelta } from '../../../domain/wire-canteens.ts';
import type { CanteenEntry } from '../../../storage/registry/canteen-port.ts';
import type { Viewer } from '../../../storage/registry/port.ts';
import { canteenDay } from '../canteens/day.ts';
import { mealNow } from '../canteens/meal-now.ts';
import { ownViewer, type House } from '../house.ts';
import type { FedContent } from './feed.ts';

const minuteMs = 60_000;

/** At lunch events come by the second; nobody reads faster. */
export const canteenQuietMs = 1_000;

/** Content that changes with events, with what people said, and with the clock. */
abstract class CanteensFed<T, D> implements FedContent {
  protected readonly house: House;
  #told: T | undefined;
  #minute = NaN;

  constructor(house: House) {
    this.house = house;
  }

  abstract canteens(ids: ReadonlySet<string>): boolean;
  protected abstract read(): Promise<T>;
  /** What is to be told of it; null = nothing. */
  protected abstract news(before: T, now: T): D | null;

  committed(): boolean {
    return false;
  }
  derived(): boolean {
    return false;
  }
  /** A meal begins or ends, or somebody has been silent for too long. */
  tick(): boolean {
    return this.#minuteNow() !== this.#minute;
  }

  async snapshot(): Promise<T> {
    const whole = await this.read();
    // Those who follow already are told by the next delta, which may repeat what is in here.
    this.#told ??= whole;
    return whole;
  }

  async delta(): Promise<D | null> {
    this.#minute = this.#minuteNow();
    const now = await this.read();
    const before = this.#told ?? now;
    this.#told = now;
    return this.news(before, now);
  }

  #minuteNow(): number {
    return Math.floor(this.house.now() / minuteMs);
  }
}

/** `canteen:ID`: its page at the meal that it serves now or served last; each delta is the whole of it. */
export class CanteenContent extends CanteensFed<LiveCanteen, LiveCanteen> {
  #entry: CanteenEntry;

  constructor(entry: CanteenEntry, house: House) {
    super(house);
    this.#entry = entry;
  }

  canteens(ids: ReadonlySet<string>): boolean {
    return ids.has(this.#entry.id);
  }

  noted(ids: ReadonlySet<string>): boolean {
    return ids.has(this.#entry.id);
  }

  protected news(before: LiveCanteen, now: LiveCanteen): LiveCanteen | null {
    return JSON.stringify(before) === JSON.stringify(now) ? null : now;
  }

  protected async read(): Promise<LiveCanteen> {
    const { canteens, now } = this.house;
    // The register may have changed since the topic was opened.
    this.#entry = (await canteens.one(ownViewer, this.#entry.id)) ?? this.#entry;
    const meal = await mealNow(canteens, [this.#entry], now());
    return { day: await canteenDay(this.house, this.#entry, { ...meal, stream: 'PLATE_WASTE' }) };
  }
}

/** `canteens`: the board of the running meal as those who share this channel may see it, then what changed of it. */
export class BoardContent extends CanteensFed<LiveCanteens, LiveCanteensDelta> {
  readonly #viewer: Viewer;

  constructor(viewer: Viewer, house: House) {
    super(house);
    this.#viewer = viewer;
  }

  /** The city's mean is on every board. */
  canteens(): boolean {
    return true;
  }

  protected news(before: LiveCanteens, now: LiveCanteens): LiveCanteensDelta | null {
    return boardDelta(before.board, now.board);
  }

  protected async read(): Promise<LiveCanteens> {
    return { board: await this.house.boards.of(this.#viewer, {}) };
  }
}
