import { dayIndex } from '../city/day.ts';
import { DeviceConnection, type ConnectionOptions } from '../device-connection.ts';
import type { CanteenCity, SentEvent } from './canteen-city.ts';
import type { DemoCanteen } from './canteens.ts';

export interface CanteenDeviceOptions extends ConnectionOptions {
  readonly canteen: DemoCanteen;
  readonly city: CanteenCity;
  /** The demo's clock: it may run faster than ours. */
  readonly now: () => number;
  /** Between two looks whether something is to be sent. */
  readonly everyMs?: number;
}

const offsetMs = 8 * 3_600_000;
const dayMs = 86_400_000;
/** In one message. */
const most = 200;

/**
 * The scale or the counter of a canteen: sends each event when its time has come, and keeps it until it is acknowledged.
 * One that is switched on in the middle of the day sends what it has since midnight.
 */
export class CanteenDevice {
  readonly #options: CanteenDeviceOptions;
  readonly #line: DeviceConnection;
  #timer: NodeJS.Timeout | undefined;
  #sending = false;
  /** What is before it has been sent and acknowledged. */
  #sentUntil: number | undefined;
  #day: { readonly index: number; readonly events: readonly SentEvent[] } | undefined;

  constructor(options: CanteenDeviceOptions) {
    this.#options = options;
    this.#line = new DeviceConnection(options);
  }

  start(): void {
    this.#line.start(() => void this.#sendDue());
    this.#timer = setInterval(() => void this.#sendDue(), this.#options.everyMs ?? 5_000);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#line.stop();
  }

  async #sendDue(): Promise<void> {
    if (this.#sending || !this.#line.connected) return;
    this.#sending = true;
    const { id, now, log } = this.#options;
    try {
      const until = now();
      this.#sentUntil ??= startOf(dayIndex(until));
      for (let day = dayIndex(this.#sentUntil); day <= dayIndex(until); day++) {
        const due = this.#eventsOf(day).filter(({ sentAt }) => sentAt >= this.#sentUntil! && sentAt < until);
        for (let from = 0; from < due.length; from += most) {
          const events = due.slice(from, from + most).map(({ event }) => event);
          await this.#line.publish('events', JSON.stringify(events.length === 1 ? events[0] : events));
        }
        this.#sentUntil = Math.min(until, startOf(day + 1));
      }
    } catch (err) {
      // It tries again at the next look.
      log.debug({ device: id, err }, 'events not acknowledged');
    } finally {
      this.#sending = false;
    }
  }

  #eventsOf(index: number): readonly SentEvent[] {
    const { id, canteen, city } = this.#options;
    if (this.#day?.index !== index) {
      this.#day = { index, events: city.eventsOf(canteen, index).filter(({ device }) => device === id) };
    }
    return this.#day.events;
  }
}

const startOf = (index: number) => index * dayMs - offsetMs;
