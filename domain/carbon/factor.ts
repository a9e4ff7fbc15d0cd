/**
 * What turns energy into carbon or standard coal: data with source, validity and confidence, never constants of code.
 * Facts and their confidence: `docs/carbon.md`.
 */

/** How much somebody may rest on it; `example`: nobody's figure, to show how it works. */
export const confidences = ['official', 'high', 'medium', 'low', 'example'] as const;
export type Confidence = (typeof confidences)[number];

/** What is burnt or bought. Fuels that are weighed or measured by volume have their own unit (`fuelUnits`). */
export const energyKinds = [
  'electricity',
  'gas',
  'heat',
  'cooling',
  'coal',
  'gasoline',
  'diesel',
  'kerosene',
  'lpg',
  'other',
] as const;
export type EnergyKind = (typeof energyKinds)[number];

/**
 * What a figure per unit means. `emission`: kg CO₂ a unit. `calorific`: kgce a unit (当量值). `equivalent`: kgce a kWh
 * (等价值). `density`: kg a litre.
 */
export const factorMeanings = ['emission', 'calorific', 'equivalent', 'density'] as const;
export type FactorMeaning = (typeof factorMeanings)[number];

/** Of electricity: which average. Others have none. */
export const electricityColumns = ['national', 'excluding-market-non-fossil', 'fossil', 'grid', 'province'] as const;
export type ElectricityColumn = (typeof electricityColumns)[number];

/** NCV × carbon content × oxidised fraction × 44/12, where a factor is made so. */
export interface FuelParts {
  /** GJ a unit of `per`. */
  readonly ncv: string;
  readonly per: string;
  /** tC a GJ. */
  readonly carbonContent: string;
  /** 0…1 */
  readonly oxidation: string;
}

export interface Factor {
  /** `electricity-province-zhejiang-2022`; unique, never given again to another figure. */
  readonly id: string;
  readonly meaning: FactorMeaning;
  readonly energy: EnergyKind;
  readonly column: ElectricityColumn | null;
  /** `china`, `east-china`, `zhejiang`…; null: everywhere. */
  readonly area: string | null;
  /** The year that it was measured in; null: a default of no year. */
  readonly dataYear: number | null;
  /** Decimal text. */
  readonly value: string;
  /** `kgCO2/kWh`, `kgCO2/m3`, `kgCO2/kg`, `kgCO2/GJ`, `kgce/kWh`, `kgce/m3`, `kgce/kg`, `kgce/GJ`, `kg/L`. */
  readonly unit: string;
  readonly parts: FuelParts | null;
  readonly source: string;
  readonly clause: string | null;
  /** Local day on which it was published: known from then on. */
  readonly published: string;
  /** Local days that it counts for, `validTo` exclusive; null: open. Of a yearly factor the lag rule decides instead. */
  readonly validFrom: string | null;
  readonly validTo: string | null;
  readonly confidence: Confidence;
}

/** A factor that counts, and why it was this one. */
export interface ChosenFactor {
  readonly factor: Factor;
  /** Years that its data are older than what it is used for; 0 = of that year or of no year. Negative: none older exists. */
  readonly lagYears: number;
}
