import type { LiveAlarms, LiveAlarmsDelta, WireAlarm } from '../../../domain/wire-alarms.ts';
import type { Viewer } from '../../../storage/registry/port.ts';
import { wireAlarm } from '../alarms/wire-alarm.ts';
import type { House } from '../house.ts';
import type { FedContent } from './feed.ts';

/** `alarms`: the open ones that those who share this channel may see. */
export class AlarmsContent implements FedContent {
  readonly #viewer: Viewer;
  readonly #house: House;
  /** As they were last told. */
  #told: ReadonlyMap<number, string> | undefined;

  constructor(viewer: Viewer, house: House) {
    this.#viewer = viewer;
    this.#house = house;
  }

  committed(): boolean {
    return false;
  }
  derived(): boolean {
    return false;
  }
  alarms(): boolean {
    return true;
  }
  tick(): boolean {
    return false;
  }

  async snapshot(): Promise<LiveAlarms> {
    const open = await this.#open();
    // Those who follow already are told by the next delta, which may repeat what is in here.
    this.#told ??= textsOf(open);
    return { open };
  }

  async delta(): Promise<LiveAlarmsDelta | null> {
    const before = this.#told ?? new Map<number, string>();
    const open = await this.#open();
    const now = textsOf(open);
    this.#told = now;
    const changed = open.filter(({ id }) => before.get(id) !== now.get(id));
    const closed = [...before.keys()].filter((id) => !now.has(id));
    if (changed.length + closed.length === 0) return null;
    return { ...(changed.length > 0 ? { changed } : {}), ...(closed.length > 0 ? { closed } : {}) };
  }

  async #open(): Promise<readonly WireAlarm[]> {
    const open = await this.#house.registry.alarms.open(this.#viewer);
    return open.map((alarm) => wireAlarm(alarm, this.#house));
  }
}

const textsOf = (alarms: readonly WireAlarm[]): ReadonlyMap<number, string> =>
  new Map(alarms.map((alarm) => [alarm.id, JSON.stringify(alarm)]));
