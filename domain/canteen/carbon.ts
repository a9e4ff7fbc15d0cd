/** A figure of public sources that is told beside weights and counts in no account. */
export interface CarbonFactor {
  /** kg CO₂e a kg of wasted food. */
  readonly kgPerKg: number;
  readonly source: string;
  readonly published: string;
  readonly confidence: 'medium' | 'low';
}

/**
 * Food from field to plate, world average, without change of land use: 3.3 Gt CO₂e a year for 1.3 Gt of edible food that
 * is wasted, 2.54. Peelings and bones were never edible: of them it is the upper end (3.3 Gt for 1.6 Gt with them, 2.1).
 */
export const wastedFood: CarbonFactor = {
  kgPerKg: 2.5,
  source: 'FAO (2013) Food wastage footprint: Impacts on natural resources. Summary report: 3.3 Gt CO2e / 1.3 Gt',
  published: '2013-09-11',
  confidence: 'low',
};

/** kg CO₂e; informative. */
export function carbonKg(wastedKg: number, { kgPerKg }: Pick<CarbonFactor, 'kgPerKg'> = wastedFood): number {
  return wastedKg * kgPerKg;
}
