/**
 * What contracts are judged and settled by: numbers of a contract's meters, made of readings by the server. Columns are
 * by local day of the term, without holes; NaN = unknown, never 0. Positive saving = saved.
 */
export interface MeterFigures {
  readonly meter: string;
  readonly unit: string;
  /** n + 1 local midnights, from the term's first day to the last whole day that is over. */
  readonly edges: Float64Array;
  /** Use that the model expects at the day's weather, with agreed adjustments; NaN without a model or weather. */
  readonly expected: Float64Array;
  /** Use; NaN where a part of it is unknown. */
  readonly actual: Float64Array;
  /** Share of the day's quarter hours that are known (measured, estimated or manual), and those measured. */
  readonly known: Float64Array;
  readonly measured: Float64Array;
  /** Half of the 90 % band of the sum over days [from, to) of both; null = undefined. */
  halfWidth(from: number, to: number): number | null;
  readonly model: MeterModel | null;
}

export interface MeterModel {
  readonly sha256: string;
  readonly baselineSha256: string;
  readonly frozen: boolean;
  /** The baseline was disqualified by the data rules and nobody took responsibility. */
  readonly disqualified: boolean;
  /** Use a day that the model expects in each month of the year (1…12) at the baseline's weather. */
  readonly perDayOfMonth: readonly number[];
}
