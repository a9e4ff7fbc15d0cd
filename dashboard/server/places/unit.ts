import type { UseCarrier } from '../../../domain/wire-places.ts';

/** Unit of a carrier's amounts and of its rates. A carrier's registers share one unit in a portfolio that adds up. */
export const units: Readonly<Record<UseCarrier, { readonly amount: string; readonly rate: string }>> = {
  electricity: { amount: 'kWh', rate: 'kW' },
  pv: { amount: 'kWh', rate: 'kW' },
  water: { amount: 'm³', rate: 'm³/h' },
  gas: { amount: 'm³', rate: 'm³/h' },
  heat: { amount: 'GJ', rate: 'GJ/h' },
  cooling: { amount: 'GJ', rate: 'GJ/h' },
  fuel: { amount: 'L', rate: 'L/h' },
};
