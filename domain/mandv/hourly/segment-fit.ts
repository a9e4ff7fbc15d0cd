import type { BaselineRows } from './baseline-rows.ts';
import { hoursOfWeek } from './hour-of-week.ts';
import { minimumNormSlopes, type ReducedSystem } from './minimum-norm.ts';
import type { HourlySegment, TemperatureResponse } from './model.ts';
import { emptyMoments, GroupedMoments, type Moments } from './moments.ts';
import type { SegmentPlan } from './segments.ts';
import { baseBinOf, baseBins, baseFeatures, fitBinEnds, mergedBinOf } from './temperature-bins.ts';

/** Features of the seven base bins, and usage. */
const columns = baseBins + 1;

/** What the rows say; how good they are is judged elsewhere. */
export type FittedSegment = Omit<HourlySegment, 'sufficient' | 'temperatureRangeC'>;

/** Levels and slopes of some hours of week, occupied or not. */
interface GroupFit {
  readonly response: TemperatureResponse;
  readonly rank: number;
}

/**
 * Weighted least squares of every segment: levels of hours of week are eliminated by centring within them (Frisch and
 * Waugh), so that at most seven slopes of occupied and seven of unoccupied hours are solved for, apart from each other
 * because no hour of week is both. Moments are taken once by month, hour of week and base bin; features of merged bins
 * are sums of those of base bins.
 */
export class SegmentFitter {
  readonly #moments: GroupedMoments;
  /** Rows by cell and base bin. */
  readonly #binRows: Float64Array;
  readonly #levels: readonly Moments[];

  constructor(rows: BaselineRows) {
    const cells = 12 * hoursOfWeek;
    const table = new Float64Array(rows.energy.length * columns);
    this.#binRows = new Float64Array(cells * baseBins);
    for (let row = 0; row < rows.energy.length; row += 1) {
      const temperature = rows.temperatureF[row]!;
      baseFeatures(temperature, table, row * columns);
      table[row * columns + baseBins] = rows.energy[row]!;
      this.#binRows[rows.cell[row]! * baseBins + baseBinOf(temperature)]! += 1;
    }
    this.#moments = new GroupedMoments(columns, cells, rows.cell, table);
    this.#levels = Array.from({ length: hoursOfWeek }, () => emptyMoments(columns));
  }

  fit(plan: SegmentPlan, occupied: Uint8Array): FittedSegment {
    for (let hour = 0; hour < hoursOfWeek; hour += 1) {
      const cells = plan.months.map((month) => month * hoursOfWeek + hour);
      this.#moments.combine(cells, plan.weights, this.#levels[hour]!);
    }
    const levels: (number | null)[] = Array.from({ length: hoursOfWeek }, () => null);
    const seen = [...levels.keys()].filter((hour) => this.#levels[hour]!.weight > 0);
    const occupiedHours = seen.filter((hour) => occupied[hour] === 1);
    const unoccupiedHours = seen.filter((hour) => occupied[hour] === 0);
    const whenOccupied = this.#fitGroup(plan, occupiedHours, levels);
    const otherwise = this.#fitGroup(plan, unoccupiedHours, levels);
    return {
      name: plan.name,
      hours: this.#rowsOf(plan, seen),
      rank: seen.length + whenOccupied.rank + otherwise.rank,
      hourOfWeek: levels,
      occupiedHours,
      occupied: whenOccupied.response,
      unoccupied: otherwise.response,
    };
  }

  /** Writes the levels of the given hours of week and returns their slopes. */
  #fitGroup(plan: SegmentPlan, hours: readonly number[], levels: (number | null)[]): GroupFit {
    const binEndsF = fitBinEnds(this.#binRowsOf(plan, hours));
    const merged = mergedBinOf(binEndsF);
    const { slopes, rank } = minimumNormSlopes(this.#reducedSystem(hours, merged, binEndsF.length + 1));
    for (const hour of hours) {
      const { mean } = this.#levels[hour]!;
      let level = mean[baseBins]!;
      for (let bin = 0; bin < baseBins; bin += 1) level -= slopes[merged[bin]!]! * mean[bin]!;
      levels[hour] = level;
    }
    return { response: { binEndsF, slopes: [...slopes] }, rank };
  }

  #reducedSystem(hours: readonly number[], merged: readonly number[], n: number): ReducedSystem {
    const cross = new Float64Array(n * n);
    const right = new Float64Array(n);
    const levelCross = new Float64Array(n * n);
    const levelRight = new Float64Array(n);
    for (const hour of hours) {
      const level = this.#levels[hour]!;
      const usage = level.mean[baseBins]!;
      for (let i = 0; i < baseBins; i += 1) {
        const at = merged[i]!;
        right[at]! += level.cross[i * columns + baseBins]!;
        levelRight[at]! += level.mean[i]! * usage;
        for (let j = 0; j < baseBins; j += 1) {
          cross[at * n + merged[j]!]! += level.cross[i * columns + j]!;
          levelCross[at * n + merged[j]!]! += level.mean[i]! * level.mean[j]!;
        }
      }
    }
    return { columns: n, cross, right, levelCross, levelRight };
  }

  /** Unweighted hours in each base bin. */
  #binRowsOf(plan: SegmentPlan, hours: readonly number[]): Float64Array {
    const counts = new Float64Array(baseBins);
    for (const month of plan.months) {
      for (const hour of hours) {
        const cell = month * hoursOfWeek + hour;
        for (let bin = 0; bin < baseBins; bin += 1) counts[bin]! += this.#binRows[cell * baseBins + bin]!;
      }
    }
    return counts;
  }

  #rowsOf(plan: SegmentPlan, hours: readonly number[]): number {
    return plan.months.reduce(
      (sum, month) => sum + hours.reduce((rows, hour) => rows + this.#moments.counts[month * hoursOfWeek + hour]!, 0),
      0,
    );
  }
}
