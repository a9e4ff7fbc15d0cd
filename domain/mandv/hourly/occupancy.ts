import { hoursOfWeek } from './hour-of-week.ts';
import { minimumNormSlopes } from './minimum-norm.ts';
import { emptyMoments, GroupedMoments } from './moments.ts';
import type { BaselineRows } from './baseline-rows.ts';
import type { SegmentPlan } from './segments.ts';

const coolingBaseF = 65;
const heatingBaseF = 50;
const share = 0.65;
/** Cooling, heating, usage. */
const columns = 3;

/** Which hours of the week use more than the weather asks for; made once, asked for every segment (spec §6.2). */
export class OccupancyEstimator {
  readonly #rows: BaselineRows;
  readonly #moments: GroupedMoments;
  readonly #leastExcess: number;

  constructor(rows: BaselineRows) {
    this.#rows = rows;
    const table = new Float64Array(rows.energy.length * columns);
    for (let row = 0; row < rows.energy.length; row += 1) {
      table[row * columns] = cooling(rows.temperatureF[row]!);
      table[row * columns + 1] = heating(rows.temperatureF[row]!);
      table[row * columns + 2] = rows.energy[row]!;
    }
    const monthOf = rows.cell.map((cell) => Math.floor(cell / hoursOfWeek));
    this.#moments = new GroupedMoments(columns, 12, monthOf, table);
    // A meter that never changes has residuals of rounding only: they are no occupancy.
    this.#leastExcess = 1e-12 * rows.energy.reduce((most, used) => Math.max(most, Math.abs(used)), 0);
  }

  /** 168 flags. An hour of week that isn't in the segment isn't occupied. */
  occupied(plan: SegmentPlan): Uint8Array {
    const { intercept, coolingSlope, heatingSlope } = this.#weatherModel(plan);
    const rows = new Float64Array(hoursOfWeek);
    const above = new Float64Array(hoursOfWeek);
    for (const [from, to] of plan.months.flatMap((month) => this.#rows.months[month]!)) {
      for (let row = from; row < to; row += 1) {
        const temperature = this.#rows.temperatureF[row]!;
        const predicted = intercept + coolingSlope * cooling(temperature) + heatingSlope * heating(temperature);
        const hour = this.#rows.cell[row]! % hoursOfWeek;
        rows[hour]! += 1;
        if (this.#rows.energy[row]! - predicted > this.#leastExcess) above[hour]! += 1;
      }
    }
    return Uint8Array.from(rows, (n, hour) => (n > 0 && above[hour]! / n > share ? 1 : 0));
  }

  /** Weighted least squares: usage ~ 1 + max(T − 65, 0) + max(50 − T, 0). */
  #weatherModel(plan: SegmentPlan): { intercept: number; coolingSlope: number; heatingSlope: number } {
    const moments = emptyMoments(columns);
    this.#moments.combine(plan.months, plan.weights, moments);
    const at = (i: number, j: number): number => moments.cross[i * columns + j]!;
    const [c, h, y] = [moments.mean[0]!, moments.mean[1]!, moments.mean[2]!];
    const { slopes } = minimumNormSlopes({
      columns: 2,
      cross: Float64Array.of(at(0, 0), at(0, 1), at(1, 0), at(1, 1)),
      right: Float64Array.of(at(0, 2), at(1, 2)),
      // The one level is the intercept.
      levelCross: Float64Array.of(c * c, c * h, c * h, h * h),
      levelRight: Float64Array.of(c * y, h * y),
    });
    const [coolingSlope, heatingSlope] = [slopes[0]!, slopes[1]!];
    return {
      intercept: y - coolingSlope * c - heatingSlope * h,
      coolingSlope,
      heatingSlope,
    };
  }
}

function cooling(temperatureF: number): number {
  return Math.max(temperatureF - coolingBaseF, 0);
}

function heating(temperatureF: number): number {
  return Math.max(heatingBaseF - temperatureF, 0);
}
