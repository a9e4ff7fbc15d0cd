import type { UseCarrier } from '../../../../../domain/wire-places.ts';

/** Units of amounts and rates where no answer names them. */
export const units: Readonly<Record<UseCarrier, string>> = {
  electricity: 'kWh',
  pv: 'kWh',
  water: 'm³',
  gas: 'm³',
  heat: 'GJ',
  cooling: 'GJ',
  fuel: 'L',
};
export const rateUnits: Readonly<Record<UseCarrier, string>> = {
  electricity: 'kW',
  pv: 'kW',
  water: 'm³/h',
  gas: 'm³/h',
  heat: 'GJ/h',
  cooling: 'GJ/h',
  fuel: 'L/h',
};
