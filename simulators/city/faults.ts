import type { LoadShape } from './accumulation.ts';
import { loadName } from './building-loads.ts';
import { demoBuildings } from './buildings.ts';
import { dayIndex, timeOfDay } from './day.ts';
import { chance } from './noise.ts';
import { worksDayFor } from './works.ts';

/**
 * What goes wrong in the demo, as meters in the field show it. Nothing here is told to the platform: it finds these
 * faults in the readings. Days count from the day of the demo's first start (0; yesterday is −1).
 */

const hour = 3_600_000;
const dayMs = 24 * hour;
const offsetMs = 8 * hour;

/** A meter was exchanged or lost its count: from then on its register goes on from `opening`. */
export interface Restart {
  readonly meter: string;
  readonly day: number;
  readonly hour: number;
  readonly opening: number;
  /** Days count from that of the works instead. */
  readonly fromWorks?: true;
}

/** What a meter says differently for a while. */
export interface Spell {
  readonly meter: string;
  readonly from: readonly [day: number, hour: number];
  /** Absent: it lasts. */
  readonly to?: readonly [day: number, hour: number];
  readonly what:
    | 'silent'
    /** Its register stands still, and shows the whole step afterwards. */
    | 'frozen'
    /** One reading of 0 between right ones. */
    | 'zero'
    /** Its clock is wrong by `byMs`. */
    | 'clock';
  readonly byMs?: number;
  readonly fromWorks?: true;
}

export const restarts: readonly Restart[] = [
  // The chiller's meter of the court was exchanged; the fitter wrote nothing down.
  { meter: 'DEMO-E-1602', day: -9, hour: 10 + 1 / 3, opening: 3.2 },
  // A gas meter's counter lost its memory.
  { meter: 'DEMO-G-701', day: -30, hour: 4.5, opening: 0 },
  // The meter of the court's annex died when the works had hardly begun; weeks later another one was there.
  { meter: 'DEMO-E-1702', day: 46, hour: 15.2, opening: 0.4, fromWorks: true },
];

export const spells: readonly Spell[] = [
  { meter: 'DEMO-E-1602', from: [-9, 10], to: [-9, 10 + 22 / 60], what: 'silent' },
  { meter: 'DEMO-E-1702', from: [3, 14.6], to: [46, 15.4], what: 'silent', fromWorks: true },
  { meter: 'DEMO-E-1001', from: [-1, 3.1], to: [-1, 3.8], what: 'silent' },
  { meter: 'DEMO-E-1001', from: [0, 2.05], to: [0, 2.5], what: 'silent' },
  { meter: 'DEMO-W-2301', from: [-20, 8], to: [-13, 9], what: 'silent' },
  { meter: 'DEMO-T-2001', from: [-14, 8.2], what: 'silent' },
  { meter: 'DEMO-W-1901', from: [-14, 7.9], what: 'silent' },
  { meter: 'DEMO-H-701', from: [-25, 6], to: [-22, 15], what: 'frozen' },
  { meter: 'DEMO-E-1902', from: [-14, 13], to: [-14, 13.2], what: 'zero' },
  { meter: 'DEMO-E-1902', from: [-2, 9.25], to: [-2, 9.4], what: 'zero' },
  { meter: 'DEMO-E-2201', from: [-5, 10], to: [-5, 14], what: 'clock', byMs: dayMs },
  { meter: 'DEMO-W-1301', from: [-2, 4], what: 'clock', byMs: 61 * 60_000 },
];

/** A register of six digits that runs full. */
export const rollover = { meter: 'DEMO-E-1303', day: -40 } as const;

/** More is used than the building needs. */
interface Waste {
  readonly load: string;
  readonly meters: readonly string[];
  readonly fromDay: number;
  /** Thousandths of the register's unit an hour, by hour of the day. */
  readonly rate: (hour: number) => number;
}
const building = (number: number) => demoBuildings.find((one) => one.number === number)!;
const wastes: readonly Waste[] = [
  // A pipe leaks in the civic centre: 1.8 m³/h, day and night.
  { load: `${building(10).number}.leak`, meters: ['DEMO-W-1001'], fromDay: -3, rate: () => 1_800 },
  // The library's air conditioning is no longer switched off at closing time.
  {
    load: loadName(building(4), 'hvac') + '.nights',
    meters: ['DEMO-E-401', 'DEMO-E-402'],
    fromDay: -12,
    rate: (at) => (at >= 21 || at < 7 ? 62_000 : 0),
  },
];

/** Once in this many days a meter is offline for a while, now here, now there. */
const dropEveryDays = 170;

/** The faults of one demo, with `firstDay` as their day 0. */
export class Faults {
  readonly #seed: number;
  readonly #firstDay: number;
  readonly #spells = new Map<string, { from: number; to: number; spell: Spell }[]>();
  readonly #restarts = new Map<string, { at: number; opening: number }>();

  constructor(seed: number, firstDay: number) {
    this.#seed = seed;
    this.#firstDay = firstDay;
    for (const spell of spells) {
      const own = this.#spells.get(spell.meter) ?? [];
      const days = spell.fromWorks ? firstDay - worksDayFor(firstStartOf(firstDay)) : 0;
      const at = ([day, hours]: readonly [number, number]): number => this.#at(day - days, hours);
      own.push({ from: at(spell.from), to: spell.to ? at(spell.to) : Infinity, spell });
      this.#spells.set(spell.meter, own);
    }
    for (const { meter, day, hour: at, opening, fromWorks } of restarts) {
      const days = fromWorks ? firstDay - worksDayFor(firstStartOf(firstDay)) : 0;
      this.#restarts.set(meter, { at: this.#at(day - days, at), opening });
    }
  }

  /** Loads beside those of the buildings, and whose registers count them. */
  wastes(): readonly { readonly load: string; readonly meters: readonly string[]; readonly shape: LoadShape }[] {
    return wastes.map(({ load, meters, fromDay, rate }) => {
      const total = Array.from({ length: 24 }, (_, at) => rate(at)).reduce((sum, one) => sum + one, 0);
      return {
        load,
        meters,
        shape: {
          dayTotal: ({ index }) => (index - this.#firstDay < fromDay ? 0 : total),
          weight: (_day, slot) => rate(Math.floor((slot * 24) / 288)),
        },
      };
    });
  }

  restartOf(meter: string): { readonly at: number; readonly opening: number } | undefined {
    return this.#restarts.get(meter);
  }

  /** When this meter's register runs full, if it does. */
  fullAt(meter: string): number | undefined {
    return meter === rollover.meter ? this.#at(rollover.day, 11) : undefined;
  }

  /** What is odd about this meter at an instant, and since when. */
  spellOf(
    meter: string,
    ts: number,
  ): { readonly what: Spell['what']; readonly from: number; readonly byMs: number } | null {
    for (const { from, to, spell } of this.#spells.get(meter) ?? []) {
      if (ts >= from && ts < to) return { what: spell.what, from, byMs: spell.byMs ?? 0 };
    }
    return this.#droppedOut(meter, ts) ? { what: 'silent', from: ts, byMs: 0 } : null;
  }

  #droppedOut(meter: string, ts: number): boolean {
    const day = dayIndex(ts);
    const stream = 90_000 + hashOf(meter);
    if (chance(this.#seed, stream, day) >= 1 / dropEveryDays) return false;
    const from = chance(this.#seed, stream, -day) * 22 * hour;
    const length = (0.5 + 1.5 * chance(this.#seed, stream + 1, day)) * hour;
    const at = timeOfDay(ts);
    return at >= from && at < from + length;
  }

  #at(day: number, hours: number): number {
    return (this.#firstDay + day) * dayMs - offsetMs + Math.round(hours * 60) * 60_000;
  }
}

/** Noon of it, ms UTC. */
const firstStartOf = (day: number): number => day * dayMs - offsetMs + 12 * hour;

export function hashOf(id: string): number {
  let hash = 0;
  for (const letter of id) hash = (Math.imul(hash, 31) + letter.codePointAt(0)!) | 0;
  return hash & 0xffff;
}
