import { Accumulation } from './accumulation.ts';
import { cityDay, dayIndex, timeOfDay } from './day.ts';
import { cityLoads, type LoadName } from './loads.ts';
import type { DemoMeter } from './meters.ts';
import { chance, drift } from './noise.ts';
import { afterWorks } from './works.ts';
import { outdoorHumidity, outdoorTemperature } from './weather.ts';

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
  readonly #loads: ReadonlyMap<LoadName, Accumulation>;

  /** @param worksDay day (index) from which the demo's measures save; null: there are none. */
  constructor(seed: number, worksDay: number | null = null) {
    this.#seed = seed;
    this.#loads = new Map(
      Object.entries(cityLoads(seed)).map(([key, shape]) => {
        const name = key as LoadName;
        return [name, new Accumulation(afterWorks(name, shape, worksDay))];
      }),
    );
  }

  /** What the meter's register shows, before the multiplier; it rolls over at its digits. Only for registers. */
  registerAt(meter: DemoMeter, ts: number): number {
    const { digits, decimals, multiplier, opening } = meter.register!;
    const perUnit = 10 ** decimals;
    // Whole thousandths of the unit behind the transformer to whole ticks of the register: it never falls.
    const used = Math.floor((this.#used(meter, ts) * perUnit) / (1000 * multiplier));
    return ((Math.round(opening * perUnit) + used) % (perUnit * 10 ** digits)) / perUnit;
  }

  /** Everything that the meter says in one reading. */
  valuesAt(meter: DemoMeter, ts: number): Record<string, number> {
    if (meter.air) return this.#air(meter.air, ts);
    const values: Record<string, number> = { [meter.point]: this.registerAt(meter, ts) };
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
    return meter.loads.reduce((sum, load) => sum + this.#loads.get(load)!.usedUntil(ts), 0);
  }

  #rate(meter: DemoMeter, ts: number): number {
    return meter.loads.reduce((sum, load) => sum + this.#loads.get(load)!.rateAt(ts), 0);
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
      values[`current_l${phase}_a`] = shown((powerKw * 1000 * share) / (volts * powerFactor), 2);
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
      co2_ppm: shown(430 + 420 * occupied * (0.85 + 0.15 * drift(this.#seed, 72, ts / 900_000)), 0),
    };
  }
}

/** A number for the meter's own chances. */
function streamOf(id: string): number {
  let hash = 0;
  for (const letter of id) hash = (Math.imul(hash, 31) + letter.codePointAt(0)!) | 0;
  return (hash & 0xffff) + 10_000;
}
