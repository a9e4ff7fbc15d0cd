/** The parts of a reference result that are compared; numbers are stored with nine digits. */
export interface ReferenceModel {
  readonly model_type: string;
  readonly params: Readonly<Record<string, number>>;
  readonly r_squared_adj_model: number;
  readonly metrics_totals: Readonly<Record<string, number>>;
  readonly reporting: ReferenceReporting;
  readonly reporting_2020?: ReferenceReporting;
  readonly error_bands_90pct?: Readonly<Record<string, number>>;
  readonly error_bands_68pct?: Readonly<Record<string, number>>;
}
export interface ReferenceReporting {
  readonly days?: number;
  readonly months?: number;
  readonly hours?: number;
  readonly observed: number;
  readonly counterfactual: number;
  readonly avoided: number;
  readonly base_load?: number;
  readonly heating_load?: number;
  readonly cooling_load?: number;
  readonly monthly_observed: Readonly<Record<string, number>>;
  readonly monthly_counterfactual: Readonly<Record<string, number>>;
}
export interface ReferenceHourly {
  readonly occupied_hours_of_week: Readonly<Record<string, readonly number[]>>;
  readonly occupied_bins_degF: Readonly<Record<string, readonly number[]>>;
  readonly unoccupied_bins_degF: Readonly<Record<string, readonly number[]>>;
  readonly reporting: ReferenceReporting;
}
