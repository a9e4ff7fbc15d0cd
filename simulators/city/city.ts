import { Accumulation } from './accumulation.ts';
import { metersOfContracts } from './contracts.ts';
import { cityDay, dayIndex, timeOfDay } from './day.ts';
import { buildingLoads, loadName, type Use } from './building-loads.ts';
import { demoBuildings } from './buildings.ts';
import { Faults, hashOf } from './faults.ts';
import { GridExchange } from './grid-exchange.ts';
import { handMadeLoads } from './loads.ts';
import { demoMeters, handMadeMeters, type DemoMeter } from './meters.ts';
import { chance, drift } from './noise.ts';
import { afterWorks } from './works.ts';
import { outdoorHumidity, outdoorTemperature } from './weather.ts';

/** Days (indexes) that a demo rests on; null: an older demo without them. */
export interface CityDates {
  /** From which its measures save. */
  readonly worksDay?: number | null;
  /** Of its first start: its faults lie around it. */
  readonly firstDay?: number | null;
}

export interface DemoReading {
  /** By the meter's own clock. */
  readonly ts: number;
  readonly values: Record<string, number>;
}

/** Registers of a meter by point. */
export type Registers = Readonly<Record<string, number>>;

const exportPoint = 'energy_export_kwh';
/**
 * Main meters with a roof count from so many days before the first start: a little before their history begins
 * (`seed-demo.ts`) and not with the city, since each day of theirs takes its time. Without a first start, from a day on.
 */
const exchangeDays = { handMade: 770, other: 405 };
const exchangeSince = Date.UTC(2025, 9, 1) / 86_400_000;

/** As shown: `value` rounded half up to `decimals`. */
function shown(value: number, decimals: number): number {
  const scale = 10 ** decimals;
  return Math.round(value * scale) / scale;
}

/**
 * The demo's meters at any instant. A value depends on seed, works, meter and instant only: a register goes on seamlessly
 * over a restart, and the past that was seeded meets the present exactly.
 */
export class DemoCity {
  readonly #seed: number;
  readonly #loads: ReadonlyMap<string, Accumulation>;
  readonly #faults: Faults | null;
  /** Loads that a meter counts beside its own, by faults. */
  readonly #more = new Map<string, string[]>();
  readonly #openings = new Map<string, number>();
  /** Of main meters with a roof behind them. */
  readonly #exchanges = new Map<string, GridExchange>();

  constructor(seed: number, { worksDay = null, firstDay = null }: CityDates = {}) {
    this.#seed = seed;
    this.#faults = firstDay === null ? null : new Faults(seed, firstDay);
    const loads = new Map<string, Accumulation>();
    for (const [name, shape] of Object.entries(handMadeLoads(seed))) {
      loads.set(name, new Accumulation(afterWorks(name, shape, worksDay)));
    }
    for (const building of demoBuildings) {
      for (const [use, shape] of Object.entries(buildingLoads(seed, building))) {
        const name = loadName(building, use as Use);
        loads.set(name, new Accumulation(afterWorks(name, shape, worksDay)));
      }
    }
    for (const { load, meters, shape } of this.#faults?.wastes() ?? []) {
      loads.set(load, new Accumulation(shape));
      for (const meter of meters) this.#more.set(meter, [...(this.#more.get(meter) ?? []), load]);
    }
    this.#loads = loads;
    for (const meter of demoMeters) {
      if (!meter.roof) continue;
      const long = handMadeMeters.some(({ id }) => id === meter.id) || metersOfContracts.includes(meter.id);
      const days = long ? exchangeDays.handMade : exchangeDays.other;
      const since = firstDay === null ? exchangeSince : firstDay - days;
      const uses = this.#loadsOf(meter).map((load) => loads.get(load)!);
      this.#exchanges.set(meter.id, new GridExchange(uses, loads.get(meter.roof.load)!, since));
    }
  }

  /** What the meter says at an instant, faults included: its own time and values, or nothing at all. */
  readingAt(meter: DemoMeter, ts: number): DemoReading | null {
    const spell = this.#faults?.spellOf(meter.id, ts) ?? null;
    if (spell === null) return { ts, values: this.valuesAt(meter, ts) };
    switch (spell.what) {
      case 'silent':
        return null;
      case 'clock':
        return { ts: ts + spell.byMs, values: this.valuesAt(meter, ts) };
      case 'zero':
        return { ts, values: { ...this.valuesAt(meter, ts), [meter.point]: 0 } };
      case 'frozen':
        return { ts, values: { ...this.valuesAt(meter, ts), [meter.point]: this.registerAt(meter, spell.from) } };
    }
  }

  /** The same for its registers alone, as a history holds them. */
  registersReadingAt(meter: DemoMeter, ts: number): { readonly ts: number; readonly values: Registers } | null {
    const spell = this.#faults?.spellOf(meter.id, ts) ?? null;
    if (spell === null) return { ts, values: this.#registersAt(meter, ts) };
    if (spell.what === 'silent') return null;
    const values = this.#registersAt(meter, ts);
    if (spell.what === 'zero') return { ts, values: { ...values, [meter.point]: 0 } };
    if (spell.what === 'clock') return { ts: ts + spell.byMs, values };
    return { ts, values: { ...values, [meter.point]: this.registerAt(meter, spell.from) } };
  }

  /** What the meter's register shows, before the multiplier; it rolls over at its digits. Only for registers. */
  registerAt(meter: DemoMeter, ts: number): number {
    const { digits, decimals } = meter.register!;
    const perUnit = 10 ** decimals;
    const restart = this.#faults?.restartOf(meter.id);
    let ticks = this.#ticks(meter, ts);
    let opening = this.#openingOf(meter);
    if (restart !== undefined && ts >= restart.at) {
      ticks -= this.#ticks(meter, restart.at);
      opening = restart.opening;
    }
    return ((Math.round(opening * perUnit) + ticks) % (perUnit * 10 ** digits)) / perUnit;
  }

  /** What a main meter with a roof behind it has given to the grid, as its second register shows it. */
  exportAt(meter: DemoMeter, ts: number): number {
    const { digits, decimals } = meter.register!;
    const perUnit = 10 ** decimals;
    const ticks = this.#ticksOf(meter, this.#exchanges.get(meter.id)!.givenUntil(ts));
    return ((Math.round(meter.roof!.exportOpening * perUnit) + ticks) % (perUnit * 10 ** digits)) / perUnit;
  }

  #registersAt(meter: DemoMeter, ts: number): Registers {
    const main = { [meter.point]: this.registerAt(meter, ts) };
    return meter.roof ? { ...main, [exportPoint]: this.exportAt(meter, ts) } : main;
  }

  /** Whole thousandths of the unit behind the transformer to whole ticks of the register: it never falls. */
  #ticksOf(meter: DemoMeter, thousandths: number): number {
    const { decimals, multiplier } = meter.register!;
    return Math.floor((thousandths * 10 ** decimals) / (1000 * multiplier));
  }

  #ticks(meter: DemoMeter, ts: number): number {
    return this.#ticksOf(meter, this.#used(meter, ts));
  }

  /** A register that is to run full began so that it does. */
  #openingOf(meter: DemoMeter): number {
    const fullAt = this.#faults?.fullAt(meter.id);
    if (fullAt === undefined) return meter.register!.opening;
    let opening = this.#openings.get(meter.id);
    if (opening === undefined) {
      const { digits, decimals } = meter.register!;
      const perUnit = 10 ** decimals;
      const full = perUnit * 10 ** digits;
      opening = ((((full - this.#ticks(meter, fullAt)) % full) + full) % full) / perUnit;
      this.#openings.set(meter.id, opening);
    }
    return opening;
  }

  /** Everything that the meter says in one reading. */
  valuesAt(meter: DemoMeter, ts: number): Record<string, number> {
    if (meter.air) return this.#air(meter.air, ts);
    const values: Record<string, number> = { ...this.#registersAt(meter, ts) };
    const stream = streamOf(meter.id);
    const second = Math.floor(ts / 1000);
    const flicker = 1 + 0.03 * (chance(this.#seed, stream, second) - 0.5);
    const rate = (this.#rate(meter, ts) / 1000) * flicker;
    if (meter.point === 'energy_kwh') Object.assign(values, this.#electric(stream, ts, rate));
    else if (meter.point === 'volume_m3') values.flow_m3h = shown(rate, 3);
    // A gigajoule an hour is 277.8 kW.
    else if (meter.point === 'heat_gj') values.power_kw = shown(rate / 0.0036, 1);
    return values;
  }

  #used(meter: DemoMeter, ts: number): number {
    const exchange = this.#exchanges.get(meter.id);
    if (exchange) return exchange.takenUntil(ts);
    return this.#loadsOf(meter).reduce((sum, load) => sum + this.#loads.get(load)!.usedUntil(ts), 0);
  }

  /** Thousandths an hour; below 0 where a main meter gives. */
  #rate(meter: DemoMeter, ts: number): number {
    const exchange = this.#exchanges.get(meter.id);
    if (exchange) return exchange.rateAt(ts);
    return this.#loadsOf(meter).reduce((sum, load) => sum + this.#loads.get(load)!.rateAt(ts), 0);
  }

  #loadsOf(meter: DemoMeter): readonly string[] {
    const more = this.#more.get(meter.id);
    return more === undefined ? meter.loads : [...meter.loads, ...more];
  }

  #electric(stream: number, ts: number, powerKw: number): Record<string, number> {
    const minute = ts / 60_000;
    const powerFactor = 0.95 + 0.03 * drift(this.#seed, stream + 1, minute / 20);
    const values: Record<string, number> = {
      power_kw: shown(powerKw, 2),
      power_factor: shown(powerFactor, 3),
      frequency_hz: shown(50 + 0.03 * drift(this.#seed, 50, minute), 2),
    };
    for (const phase of [1, 2, 3]) {
      const volts = 229 + 3 * drift(this.#seed, 60 + phase, minute / 7);
      const share = (1 + 0.06 * drift(this.#seed, stream + 10 + phase, minute / 30)) / 3;
      values[`voltage_l${phase}_v`] = shown(volts, 1);
      values[`current_l${phase}_a`] = shown((Math.abs(powerKw) * 1000 * share) / (volts * powerFactor), 2);
    }
    return values;
  }

  #air(where: 'outdoor' | 'indoor', ts: number): Record<string, number> {
    const outside = outdoorTemperature(this.#seed, ts);
    if (where === 'outdoor') {
      return { temperature_c: shown(outside, 1), humidity_pct: shown(outdoorHumidity(this.#seed, ts), 0) };
    }
    const day = cityDay(dayIndex(ts));
    const hour = timeOfDay(ts) / 3_600_000;
    const occupied = day.kind === 'work' ? Math.max(0, 1 - Math.abs((hour - 12.8) / 5.2) ** 6) : 0;
    // Kept near the set point while people are there; otherwise the building follows the weather slowly.
    const idle = 22 + 0.35 * (outside - 20);
    const comfortable = Math.min(26, Math.max(20.5, idle));
    return {
      temperature_c: shown(idle + (comfortable - idle) * occupied + 0.4 * drift(this.#seed, 70, ts / 1_200_000), 1),
      humidity_pct: shown(54 + 8 * drift(this.#seed, 71, ts / 14_400_000), 0),
      co2_ppm: shown(
        425 +
          9 * drift(this.#seed, 73, ts / 1_500_000) +
          420 * occupied * (0.85 + 0.15 * drift(this.#seed, 72, ts / 900_000)),
        0,
      ),
    };
  }
}

/** A number for the meter's own chances. */
const streamOf = (id: string): number => hashOf(id) + 10_000;
